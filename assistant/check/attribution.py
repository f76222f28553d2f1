"""Who says it: an op-ed's claim stands as its author's, and a speaker is one whom the document names so."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon.names import is_country
from assistant.lexicon.rules import Pack, Rules
from assistant.lexicon.words import OPENERS
from assistant.types import Evidence, Failure
from ingest.gloss import without_accents
from ingest.sentences import split_sentences
from ingest.types import Source

_SOMEBODY = r"[A-Z][\w.’'-]*(?: (?:of |de |the )?[A-Z][\w.’'-]*){0,4}"
_POSSESSIVE = re.compile(r"['’]s\b")
_BEFORE, _AFTER = 60, 80  # characters between a name and its verb of speech, and between a verb and its name
# Between a writer and the verb of speech: “, a former ambassador to Orrin, ”, “ also ”.
_ASIDE = (
    r"(?:\s*\([^()]{1,80}\))?(?:,[^,;.]{1,90},)?"
    r"(?:\s+(?:also|has|had|further|then|later|himself|herself))?\s+"
)
# What may stand before the writer: nothing, an article, “In a column of May 2030 for the Courier, the”.
_OPENING = re.compile(
    r"\W*(?:(?:yes|no|indeed|however|also|finally|moreover),?\s+)?"
    r"(?:(?:the|these)\s+(?:quotes?|passages?|texts?|excerpts?|documents?|evidence)\s+\w+\s+(?:that\s+)?)?"
    r"(?:(?:in|writing|as|for|by|on|from)\b[^.;:]{0,110}?[, ]\s*)?"
    r"(?:(?:the|this|its|an?|el|la|los|las)\s+)?(?:\w+['’]s\s+|\w+\s+){0,3}$",
    re.IGNORECASE,
)
_GIVEN = re.compile(r"\b(?:quotes?|passages?|texts?|excerpts?|documents?|evidence)\s+\w+\s+that\b")
_FINITE = re.compile(r"\b(?:is|are|was|were|has|have|had|will|would|which|that|who|and|but|while)\b")
_QUOTED = re.compile(r"\s*[“\"]([^“”\"]+)[”\"],?\s*(.*)", re.DOTALL)
_MOSTLY = 0.5  # of a sentence, from which it is the quotation in it
_THE_DOCUMENT = "the document itself"
_TITLED_AS_SPEAKER = 3  # words of a title that stand for the document, where fewer may be of its subject


def misattributed(sentence: str, evidence: Sequence[Evidence], rules: Rules) -> Failure | None:
    """What is wrong with who a sentence says it is from; None when nothing. What needs an op-ed is not stated
    as fact, nor as said by anybody but its author, and a speaker is one whom the document, its section or its
    words name as such."""
    opinions = {one.source.slug: one.source for one in evidence if one.source.kind == "op-ed"}
    if any(not gives_view(sentence, source, rules) for source in opinions.values()):
        return Failure("opinion as fact")
    for one in evidence:
        if (who := _spoken_by(one, rules)) and not _told_as_said(sentence, who, rules):
            return Failure("misattributed", (_THE_DOCUMENT,))
    speech = rules["speech"]
    for speaker in _speakers(sentence, speech):
        words = [
            word
            for word in re.findall(r"[\w.-]*\w", _POSSESSIVE.sub("", speaker))
            if not (word.lower() in OPENERS["en"] or speech.of("document", "body").covers(word))
        ]
        if words and not any(_speaks(words, speaker, one, rules) for one in evidence):
            return Failure("misattributed", (speaker,))
    return None


def _spoken_by(one: Evidence, rules: Rules) -> str:
    """Who speaks in a transcript, or who is quoted where the sentence is a quotation; empty where the words
    are the document's own."""
    if one.sentence.speaker:
        return one.sentence.speaker
    quoted = _QUOTED.match(one.text)
    said = rules["speech"].of("says", "argues", "gives").find(quoted[2]) if quoted else None
    if quoted is None or said is None or len(quoted[1]) < _MOSTLY * len(one.text):
        return ""
    return quoted[2]


def _told_as_said(sentence: str, who: str, rules: Rules) -> bool:
    """Whether a sentence names the speaker, by name or by office, as the one who says it."""
    stems = {
        _plain(word)[:5]
        for word in re.findall(r"[^\W\d_]{3,}", who)
        if word.lower() not in OPENERS["en"] and not is_country(word)
    }
    speech = rules["speech"].of("says", "argues", "gives", "source")
    named = any(_begins_a_word(stem, _plain(sentence)) for stem in stems)
    return named and (speech.find(sentence) is not None or re.match(r"[^:]{2,60}:", sentence) is not None)


def gives_view(text: str, source: Source, rules: Rules) -> bool:
    """Whether all that a text says is told as the view of an op-ed's author: each of its sentences names the
    author, or the op-ed, as the one who says it, or stands after such words and a colon."""
    writer = _writer(source, rules)
    verb = rules["speech"].of("says", "argues", "gives").pattern.pattern
    subject = re.compile(rf"\b(?:{writer})\b(?:['’]s\s+\w+)?{_ASIDE}(?:{verb})")
    introduced = subject.search(text.partition(":")[0]) if ":" in text else None
    if introduced and _opens(text, introduced.start()):
        return True
    parts = [text[start:end] for start, end in split_sentences(text)] or [text]
    return all(_gives_view(one, writer, verb, subject, rules) for one in parts)


def _gives_view(sentence: str, writer: str, verb: str, subject: re.Pattern[str], rules: Rules) -> bool:
    told = subject.search(sentence)
    if told and _opens(sentence, told.start()):
        return True
    article = r"(?:(?:the|this|an?|el|la)\s+)?(?:\w+\s+)?"
    source = rules["speech"].of("source").pattern.pattern
    view_of, view = (rules["opinion"].of(value).pattern.pattern for value in ("view of", "s view"))
    named = (
        rf"(?:\A|,)\W*(?:{source}|{view_of})\s+{article}(?:{writer})\b",
        rf"(?:{source}|{view_of})\s+{article}(?:{writer})\b[^,;:]{{0,80}}\.?\W*\Z",
        rf"(?:\A|,)\W*(?i:in)\s+{article}(?:{writer})['’]s\s+(?:{view})\b",
        rf",\W*{article}(?:{writer})(?:{_ASIDE})(?:{verb})\W*(?:,|\Z)",
    )
    return any(re.search(pattern, sentence) for pattern in named)


def _opens(sentence: str, start: int) -> bool:
    """Whether nothing that claims something stands before a place of a sentence."""
    before = sentence[:start]
    opened = _OPENING.match(before)
    return bool(opened) and not _FINITE.search(_GIVEN.sub("", before))


def _writer(source: Source, rules: Rules) -> str:
    """The author's names, of which one is enough, and what stands for the author or the op-ed."""
    generic = rules["opinion"].of("writer").pattern.pattern
    names = [
        re.escape(word)
        for word in re.findall(r"[^\W\d_][\w’'-]{2,}", source.author)
        if word[0].isupper() and word.lower() not in OPENERS["en"]
    ]
    return "|".join((generic, *names))


def _speakers(sentence: str, speech: Pack) -> Iterator[str]:
    """Who says something by the sentence: “Amberg has said”, “according to the Council”."""
    somebody = rf"{_SOMEBODY}(?: {speech.of('body').pattern.pattern}){{0,2}}"
    before_a_verb = re.compile(rf"({somebody}),? (?:has |had |have |also )?\Z")
    after_a_source = re.compile(rf" (?:the |el |la |los |las )?({somebody})")
    for verb in speech.of("says", "argues").pattern.finditer(sentence):
        before = before_a_verb.search(sentence, 0, verb.start())
        if before and verb.group()[0].islower():  # “the United States” says nothing
            yield before[1]
    for source in speech.of("source").pattern.finditer(sentence):
        if after := after_a_source.match(sentence, source.end()):
            yield after[1]


def _speaks(words: Sequence[str], speaker: str, one: Evidence, rules: Rules) -> bool:
    """Whether the document, its section, or a verb of speech beside the name gives the words as this
    speaker's. Where somebody is named as speaking, another is not, though the title or the passage has their
    name."""
    source, speech = one.source, rules["speech"]
    told_by = _plain(
        f"{one.sentence.speaker}\n{source.publisher}\n{source.author}\n{source.kind}\n{source.number}"
    )
    known = f"{told_by}\n{_plain(f'{source.title} {one.passage.heading}')}"
    stems = [_plain(word)[:5] for word in words]
    in_told_by = not one.sentence.speaker or any(_begins_a_word(stem, told_by) for stem in stems)
    is_document = speech.of("document").find(speaker) or len(words) >= _TITLED_AS_SPEAKER
    if in_told_by and all(_begins_a_word(stem, known if is_document else told_by) for stem in stems):
        return True
    text = one.statement if one.sentence.speaker else _up_to(one)
    said = list(speech.of("says", "argues", "source", "figure").pattern.finditer(text))
    for name in re.finditer(rf"\b{re.escape(words[-1])}\b", text, re.IGNORECASE):
        if re.match(r"\s*:", text[name.end() :]):
            return True
        for verb in said:
            first, second, most = (
                (name, verb, _BEFORE) if name.start() < verb.start() else (verb, name, _AFTER)
            )
            between = text[first.end() : second.start()]
            if second.start() >= first.end() and len(between) <= most and not re.search("[“”]", between):
                return True
    return False


def _begins_a_word(stem: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(stem)}", text) is not None


def _plain(text: str) -> str:
    return without_accents(text.lower())


def _up_to(one: Evidence) -> str:
    """The passage until the sentence's end, with the words that the sentence completes."""
    leads = " ".join(lead.text for lead in one.sentence.leads)
    return f"{leads} {one.passage.text[: one.sentence.end - one.passage.start]}".strip()
