"""What a sentence tells of, by plain signs: what lets a section prefer the sentences that belong under its
heading."""

from __future__ import annotations

import re

from assistant.types import Evidence

_DATED = re.compile(
    r"(?:\b\d{1,2}"
    r" )?\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\.?"
    r" (?:\d{1,2},? )?(?:\d{4})?"
    r"|\b(?:19|20)\d\d\b|\b(?:section|order|no\.|act of|law|title)\s+[\d–-]+|\d+ U\.S\.C\. \d+|E\.?O\.? \d+",
    re.IGNORECASE,
)

CUES = {
    "figure": re.compile(
        r"\d|\b(?:half|third|quarter|hundreds|thousands|millions?|billions?|two|three|four|five|six|seven|eight|nine|ten|dozen)\b",
        re.IGNORECASE,
    ),
    "money": re.compile(
        r"\b(?:costs?|costing|spen(?:d|ds|t|ding)|budget\w*|appropriat\w+ (?:\w+"
        r" )?[$€£]|revenues?|expen(?:se|ses|diture|ditures)|GDP)\b",
        re.IGNORECASE,
    ),
    "change": re.compile(
        r"\b(?:now|no longer|since|took effect|takes? effect|effective|entered into"
        r" force|ended?|end(?:s|ing)|paused?|suspend\w+|revok\w+|"
        r"terminat\w+|amend\w+|increas\w+|rais\w+|reduc\w+|fell|dropped|declin\w+|rose|launched|announced|signed|designated|issued|imposed|identified|extended)\b",
        re.IGNORECASE,
    ),
    "plan": re.compile(
        r"\b(?:will|shall|plans? to|planned|intends? to|next (?:steps?|week|month|year|meeting)|deadline|not"
        r" later than|within \d+ days|"
        r"by the end of|expected to|scheduled|upcoming|could (?:result|lead|debate|consider)|up to \d+"
        r" days|habrá|vamos a)\b",
        re.IGNORECASE,
    ),
    "stance": re.compile(
        r"\b(?:should|must|need(?:s|ed)? to|oppose\w*|supports?(?!"
        r" (?:for|to|of|in|or))|supported|reject\w*|welcom\w*|accept\w*|agree[sd]?|"
        r"disagree\w*|condemn\w*|commit\w*|believes?|called? for|calls?"
        r" for|urge[sd]?|insist\w*|concern\w*|recommend\w*|never|intolerable|threat\w*|"
        r"sovereign\w*|no acept\w+|aceptar\w*|rechaz\w+|soberan\w+|coopera\w+|colabora\w+)\b",
        re.IGNORECASE,
    ),
    "for": re.compile(
        r"\b(?:help(?:s|ed)|benefit\w*|supports?(?!"
        r" (?:for|to|of|in|or))|supported|welcom\w*|strengthen\w*|effective(?:ly|ness)?|success\w*|"
        r"disrupt(?:s|ed)|sav(?:es|ed|ing)"
        r" lives|fell|dropped|leverag\w*|forc(?:ed|ing)|unlock\w*|enabl(?:es|ed|ing)|accountable|progress|agreed)\b",
        re.IGNORECASE,
    ),
    "against": re.compile(
        r"\b(?:oppos\w+|objects?|objected|reject\w*|violat\w+ (?:of )?(?:its|our|the|their)"
        r" \w*\s?sovereignty|sovereignty|soberan[ií]a|"
        r"intervenci\w+|intromisi\w+|unilateral\w*|retaliat\w*|not (?:been )?consulted|no (?:\w+"
        r" ){0,6}(?:consultado|de acuerdo)|no acept\w+|"
        r"rechaz\w+|critici[sz]\w+|critics|disagree\w*|counterproductive|wrong)\b",
        re.IGNORECASE,
    ),
    "risk": re.compile(
        r"\b(?:risk\w*|threat\w*|danger\w*|retaliat\w*|challenge\w*|uncertain\w*|harm\w*|violen\w*|may|might|could|concern\w*|unclear|provisional)\b",
        re.IGNORECASE,
    ),
    "limit": re.compile(
        r"\b(?:however|but|although|only|not|no longer|except\w*|unless|limit\w*|provisional|estimated?|does"
        r" not|did not|without|differ\w*|uncertain|"
        r"compar\w*|pero|sino|solo)\b",
        re.IGNORECASE,
    ),
    "law": re.compile(
        r"\b(?:Act|U\.S\.C\.|section|Executive Order|E\.O\.|law|statute|Code|authority|pursuant"
        r" to|Constitution\w*|prohibit\w*|unlawful|imprison\w*|"
        r"shall be|Ley|artículos?)\b"
    ),
    "reason": re.compile(
        r"\b(?:because|due to|in order to|purpose|so that|threat\w*|emergency|crisis|kill\w*|deaths?|in"
        r" response|since|reason|porque|para)\b",
        re.IGNORECASE,
    ),
    "agreed": re.compile(
        r"\b(?:agree\w*|cooperat\w*|commit\w*|joint\w*|together|partner\w*|shared|dialogue|acuerd\w*|coopera\w*)\b",
        re.IGNORECASE,
    ),
}
"""The signs by the name that a format gives them."""
ENDS = re.compile(
    r"\bno"
    r" longer\b|\b(?:ends?|ended|terminat\w+|revok\w+|rescind\w+|repeal\w+|suspend\w+|paused?|expired?)\b",
    re.IGNORECASE,
)
"""What tells that something is over."""


def tells_of(cue: str, one: Evidence) -> bool:
    """Whether the sentence tells of what the cue stands for. A date, or the number of a law, is no figure."""
    text = _DATED.sub(" ", one.text) if cue == "figure" else one.text
    return bool(CUES[cue].search(text))
