"""Questions to go on with: about a person, body or instrument that the evidence names, that the conversation
has not touched, and of which a passage tells enough to answer from."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.lexicon.features import features
from assistant.lexicon.rules import Rules
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Passage

_MOST = 3
_TRIED = 5  # names: each costs as much as reranking a passage
_LONGEST = 60  # characters of a name: a longer run of capitals is a title
_ACRONYM = range(3, 7)  # letters: longer words in capitals are headings, shorter ones initials
_LARGEST_SHARE = 0.1  # of the view's passages: more, and the name is what all of it is about
_AT_LEAST = -1.0  # logit: three above the least with which the library answers at all
_CAPITALISED = 0.6  # share of a sentence's longer words: more, and it is a heading
_INSTRUMENT = re.compile(r"(?:Executive Order|Proclamation|Public Law|Resolution|H\.R\.|S\.) \d[\d-]*\d")


@dataclass(frozen=True, slots=True)
class _Wordings:
    """How a question is put about an instrument, a thing with an article, and anybody else."""

    instrument: str
    thing: str
    other: str


_ENGLISH = _Wordings("What does {} do?", "What does the {} do?", "What role does {} play?")
_SPANISH = _Wordings("¿Qué hace {}?", "¿Qué hace {}?", "¿Qué papel tiene {}?")


def follow_ups(
    said: Sequence[str], evidence: Sequence[Evidence], retriever: Retriever, *, spanish: bool = False
) -> tuple[str, ...]:
    """At most three questions after what was `said` (the conversation's questions and the answer's
    sentences), the most relevant first, in English or Spanish. The model that says whether they are answered
    reads English."""
    asked: list[str] = []
    for name, passage in _candidates(" ".join(said).casefold(), evidence, retriever):
        question = _question(name, passage, _ENGLISH)
        if retriever.answers(question, [in_english(passage)])[0] >= _AT_LEAST:
            asked.append(_question(name, passage, _SPANISH) if spanish else question)
        if len(asked) == _MOST:
            break
    return tuple(asked)


def _candidates(said: str, evidence: Sequence[Evidence], retriever: Retriever) -> Iterator[tuple[str, str]]:
    """The first new names of the evidence, each with its passage."""
    found: dict[str, str] = {}
    for passage in dict.fromkeys(one.passage for one in evidence):
        for name in _names(passage, retriever.rules):
            low = name.casefold()
            if low not in said and not any(
                low in other.casefold() or other.casefold() in low for other in found
            ):
                found[name] = passage.text
    counts = retriever.view.document_frequency(list(found))
    most = max(1, _LARGEST_SHARE * retriever.view.size())
    return iter([(name, passage) for name, passage in found.items() if counts.get(name, 0) <= most][:_TRIED])


def _names(passage: Passage, rules: Rules) -> Iterator[str]:
    """The instruments, and the names of more than one word or in capitals, in the passage's sentences; its
    headings are all capitals."""
    for sentence in passage.sentences:
        text = passage.text[sentence.start - passage.start : sentence.end - passage.start]
        yield from _INSTRUMENT.findall(text)
        words = re.findall(r"\b[^\W\d]{4,}", text)
        if sum(word[0].isupper() for word in words) <= _CAPITALISED * len(words):
            named = filter(_is_whole, features(text, rules).names(passage.text))
            yield from (name for name in named if not _is_place(name, passage.text))


def _is_place(name: str, passage: str) -> bool:
    """Whether something is in it, as in a place, of which nobody asks what it does."""
    return re.search(rf"\b(?:in|across|throughout|within) (?:the )?{re.escape(name)}\b", passage) is not None


def _question(name: str, passage: str, wordings: _Wordings) -> str:
    if _INSTRUMENT.fullmatch(name):
        return wordings.instrument.format(name)
    is_thing = re.search(rf"[Tt]he {re.escape(name)}", passage)
    return (wordings.thing if is_thing else wordings.other).format(name)


def _is_whole(name: str) -> bool:
    """Whether it is a name of more than one word, or an acronym, and not a heading or a piece of a longer
    one, or two."""
    words = name.split()
    if len(name) > _LONGEST or re.search(
        r"^(?:Through|Under)\b|[a-z]\.[A-Z]|[^\w\s.&'’-]|’’|United$| (?:and|y) |^\S*\.\S*$", name
    ):
        return False
    return (len(words) > 1 or name.isupper()) and all(
        len(word) in _ACRONYM for word in words if word.isupper() and len(word) > 2
    )
