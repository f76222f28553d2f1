"""What has become of an act, where its page says that it is no longer in force."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from ingest.load.builder import one_line
from ingest.load.html.tree import UNSEEN, elements, tag_of
from ingest.load.written_dates import written_date

_ENDED = re.compile(
    r"(?:(?:this|the) (?:act|law|order|regulation|regulations|instrument|directive|decision|legislation|"
    r"document)"
    r" (?:has been|was|is|are|were) (?:now )?(?:repealed|revoked|no longer in force)"
    r"|(?:status|legal status|in force|validity)\s*:?\s*(?:repealed|revoked|no longer in force|not in "
    r"force|expired)"
    r"|no longer in force|repealed|revoked"
    r"|(?:tiesību akts (?:ir )?)?zaudējis spēku"
    r"|estado de vigencia\s*:?\s*(?:no vigente|derogad[oa])|(?:norma|disposición|ley|texto|"
    r"estado)?\s*:?\s*derogad[oa]|(?:norma )?vigencia agotada"
    r"|(?:texte |version )?abrogée?|(?:état|statut)\s*:?\s*abrogée?"
    r"|(?:provvedimento |atto )?abrogato|(?:diploma )?revogado"
    r"|(?:nicht mehr in kraft|außer kraft(?: getreten| seit)?|aufgehoben|außerkrafttreten)"
    r"|(?:akt |status: )?(?:uchylony|nieobowiązujący|wygaśnięcie aktu|akt utracił moc)"
    r"|(?:predpis )?(?:zrušený|neúčinný|zrušeno)|(?:act )?abrogat|upphävd|ophævet|opphevet|kumottu|"
    r"vervallen|kehtetu)"
    r"(?P<when>[\s,:;.(]*(?:(?:on|from|since|by|with effect from|date of end of validity|le|el|il|dal|"
    r"desde|ar|seit|am|od|ab)\b"
    r"[^.]{0,80})?)[\s.)!]*(?:\[[^\]]*\])?\s*",
    re.IGNORECASE,
)
_TITLE = re.compile(
    r"(?:\[?(?P<word>zaudējis spēku|repealed|revoked|no longer in force|derogad[oa]|abrogée?|aufgehoben|"
    r"uchylon[ya]))"
    r"\]?\s*[-–—:|]\s*",
    re.IGNORECASE,
)
_WORDS = 3  # of a statement that needs no frame round it
_LONGEST = 160  # characters: a longer text tells of something else
_APART = frozenset({"form", "label", "nav", "footer", "option", "select", "a", "li"})
_TELLING = re.compile(
    r"status|state|estado|etat|stav|valid|vigen|force|kraft|banner|alert|warn|notice|callout|badge|label|tag|spek|spēk",
    re.IGNORECASE,
)


class Status(NamedTuple):
    """What a page states of its act, empty where it states nothing; and the act's title without it."""

    words: str
    title: str


def stated_status(root: Any, title: str) -> Status:
    """The status that a page states of its act. What states it is taken out of the page: it is none of the
    act's words."""
    words = ""
    for element in elements(root):
        text = _own(element)
        if 6 <= len(text) <= _LONGEST and (match := _ENDED.fullmatch(text)) and not _is_apart(element):
            words = _status(text, match["when"] or "")
            element.drop_tree()
            break
    if found := _TITLE.match(title):
        return Status(words or _status(found["word"], ""), title[found.end() :])
    return Status(words, title)


def _own(element: Any) -> str:
    """The text of an element that holds no other but marks of emphasis."""
    if tag_of(element) in UNSEEN or len(element) > 4 or not (element.text or "").strip():
        return ""
    return one_line("".join(element.itertext()))


def _is_apart(element: Any) -> bool:
    """Whether an element is part of a form, a menu or a list, which name what there may be; or of the text,
    where a provision may be repealed."""
    if tag_of(element) in ("td", "th", "p", "li") and not element.get("class"):
        return True
    around = [element, *element.iterancestors()]
    if any(tag_of(above) in _APART for above in around):
        return True
    # A single word may be all that is left of a provision.
    words = len("".join(element.itertext()).split())
    names = " ".join(f"{above.get('class') or ''} {above.get('id') or ''}" for above in around[:3])
    return words < _WORDS and not _TELLING.search(names)


def _status(words: str, when: str) -> str:
    day = written_date(when)
    words = one_line(words).rstrip(" .")
    return f"no longer in force ({words})" if not day else f"no longer in force since {day} ({words})"
