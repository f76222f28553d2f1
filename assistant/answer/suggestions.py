"""Questions to go on with: when what the evidence lays down takes effect, what replaced it, who signed it,
and what an instrument does that it names; none that was asked before, or that no passage answers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from assistant.answer.openers import LAYS_DOWN
from assistant.lexicon.features import features
from assistant.lexicon.names import countries_in
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import Rules
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence
from ingest.gloss import in_english
from ingest.types import Passage, Restriction, Source

_MOST = 3
_TRIED = 5  # names: each costs as much as reranking a passage
_LONGEST = 60  # characters of a name: a longer run of capitals is a title
_ACRONYM = range(3, 7)  # letters: longer words in capitals are headings, shorter ones initials
_LARGEST_SHARE = 0.1  # of the view's passages: more, and the name is what all of it is about
_AT_LEAST = -1.0  # logit: three above the least with which the library answers at all
_CAPITALISED = 0.6  # share of a sentence's longer words: more, and it is a heading
_INSTRUMENT = re.compile(r"(?:Executive Order|Proclamation|Public Law|Resolution|H\.R\.|S\.) \d[\d-]*\d")


_SPELT_OUT = 30  # characters before an acronym in brackets
_LAID_DOWN = 3  # documents of the evidence that lay something down: each question costs some passages
_FOUND = 6  # passages that have words of one, of which as many as are read are of the right document
_READ = 2


@dataclass(frozen=True, slots=True)
class _Asks:
    """A question about an instrument, in both languages; `touched` are the words that show that it was asked
    already."""

    english: str
    spanish: str
    touched: str
    of_later: bool = False


_ABOUT_IT = (
    _Asks("What ended {}?", "¿Qué puso fin a {}?", r"\b(?:end(?:ed|s)?|fin)\b", of_later=True),
    _Asks(
        "What replaced {}?", "¿Qué reemplazó a {}?", r"\b(?:replac|supersed|reempl|sustitu)", of_later=True
    ),
    _Asks("When does {} take effect?", "¿Cuándo entra en vigor {}?", r"\b(?:effect|force|vigor)\b"),
    _Asks("Who signed {}?", "¿Quién firmó {}?", r"\b(?:signed|firm[óoa])"),
)
_WHAT_A_THING_DOES = _Asks("What does the {} do?", "¿Qué hace {}?", r"(?!)")
_WHAT_IT_DOES = _Asks("What does {} do?", "¿Qué hace {}?", r"(?!)")


def follow_ups(
    said: Sequence[str], evidence: Sequence[Evidence], retriever: Retriever, *, spanish: bool = False
) -> tuple[str, ...]:
    """At most three questions after what was `said` (the conversation's questions and the answer's
    sentences), the most relevant first, in English or Spanish. The model that says whether they are answered
    reads English."""
    asked: list[str] = []
    for asks, name, passages in _asked_of([one.casefold() for one in said], evidence, retriever):
        question = asks.english.format(name)
        read = [in_english(one) for one in passages]
        if read and max(retriever.answers(question, read)) >= _AT_LEAST:
            asked.append(asks.spanish.format(name) if spanish else question)
        if len(asked) == _MOST:
            break
    return tuple(asked)


def _asked_of(
    said: Sequence[str], evidence: Sequence[Evidence], retriever: Retriever
) -> Iterator[tuple[_Asks, str, list[str]]]:
    """What may be asked, of which instrument, and the passages that may answer."""
    laid_down = [
        (one, name)
        for one in dict.fromkeys(each.source for each in evidence)
        if one.kind in LAYS_DOWN
        and (name := short_reference(one.title, retriever.rules))
        and name.casefold() in " ".join(said)
    ][:_LAID_DOWN]
    for asks in _ABOUT_IT:
        for source, name in laid_down:
            if not any(re.search(asks.touched, one) for one in said[:1]):
                yield asks, name, list(_passages(asks, source, name, retriever))
    for name, passage in _candidates(" ".join(said), evidence, retriever):
        wording = _wording(name, passage, retriever.rules)
        if wording:
            yield wording, name, [passage]


def _passages(asks: _Asks, source: Source, name: str, retriever: Retriever) -> Iterator[str]:
    """The passages of a document, or of later ones that name it, that are nearest to a question about it."""
    kept_to = Restriction(since=source.date) if asks.of_later else Restriction(slugs=(source.slug,))
    found = retriever.view.within(kept_to).full_text(asks.english.format(name), _FOUND)
    for hit in [one for one in found if (one.passage.source == source.slug) != asks.of_later][:_READ]:
        if not asks.of_later or name.split()[-1] in hit.passage.text:
            yield f"{retriever.view.source(hit.passage.source).title}. {hit.passage.text}"


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


def _wording(name: str, passage: str, rules: Rules) -> _Asks | None:
    """How a name is asked about: an instrument, or a thing that goes with an article; nobody asks what a
    country does, or whoever else has a name."""
    if _INSTRUMENT.fullmatch(name):
        return _WHAT_IT_DOES
    spelt_out = passage.partition(f"({name})")[0][-_SPELT_OUT:] if f"({name})" in passage else ""
    named = countries_in(f"{name} {spelt_out}")
    is_country = named or rules["aliases"].covers(name) or rules["demonyms"].covers(name)
    is_thing = re.search(rf"\b[Tt]he {re.escape(name)}\b(?!\s+[A-Z])", passage)
    return _WHAT_A_THING_DOES if is_thing and not is_country else None


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
