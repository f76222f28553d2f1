"""The quote drafter: evidence → attributed verbatim sentences, without a model that writes."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.drafting.cut import goes_on
from assistant.drafting.introductions import introduction, is_asked
from assistant.guard.screening import ground_against
from assistant.lexicon.features import features
from assistant.lexicon.leads import LONGEST, completed, is_lead_of, is_open
from assistant.lexicon.rules import Rules
from assistant.lexicon.sameness import SHARED, same_statement, shared_words
from assistant.retrieval.neighbours import leans_back
from assistant.types import LEFT_OUT, Draft, Evidence
from ingest.types import Role

# What each quote already taken from a document costs the next one from it, in units of the score: other
# documents should be heard.
_REPEATED = 2.0
# A neighbour of a chosen sentence that scores within this of the best is quoted along with it.
_WORTH_JOINING = 10.0
# What words that others complete cost where they are quoted without those: they say less.
_OPEN = 1.0
_FEWEST_OPEN = 6  # words: fewer are a label
_HEADED = re.compile(r"[^\W\d_][^:|]*: *[^\s|]")
_NAMED_FIGURE = re.compile(r"[^\W\d_]{2}.*\d|\d.*[^\W\d_]{2}", re.DOTALL)
_LABELLED_FIGURE = re.compile(r"^[^:|]*[^\W\d_]{2}[^:|]*: .*\d", re.DOTALL)
_ENUMERATOR = re.compile(r"^\W*(?:\(\w{1,4}\)|\w{1,3}[.)]|[•*–—-])\s+")
# “By Dana Grey, The Harbour Post, 3 May 2025”: who wrote it, and no more.
_BYLINE = re.compile(r"(?:By|Por|Par|Von) [A-ZÀ-Þ][\w.'’-]*(?: [A-ZÀ-Þ][\w.'’-]*){1,4}(?:,[^.!?]{0,80})?")
_NAME = re.compile(r"[^\W\d_]{2}")
_FIGURE = re.compile(r"(?!(?:19|20)\d\d$)[^\w|]*\d[\d.,\s]*\S{0,12}")


@dataclass(frozen=True, slots=True)
class Quote:
    """What is quoted as one: a sentence, or items that complete the same words, in their order. The first
    part's score is the quote's."""

    parts: tuple[Evidence, ...]

    @property
    def words(self) -> tuple[Evidence, ...]:
        """All that is quoted, in the order in which it stands."""
        first, *others = self.parts
        return (*completed(first), *others)

    @property
    def introduced(self) -> Evidence:
        """What stands for all of it where it is said who says it and at which place: of several parts, the
        place of the words that they complete."""
        first = self.parts[0]
        if len(self.parts) == 1:
            return first
        return replace(first, sentence=replace(first.sentence, place=first.sentence.leads[-1].place))

    @property
    def length(self) -> int:
        """How many characters are quoted."""
        return sum(len(one.text) + len(LEFT_OUT) for one in self.words)


def draft_quotes(evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Draft]:
    """The quotes of `choose_quotes`, each with its own introduction."""
    return [_draft(quote, rules) for quote in choose_quotes(evidence, limit, rules)]


def choose_quotes(evidence: Sequence[Evidence], limit: int, rules: Rules) -> list[Quote]:
    """At most `limit` quotes, most relevant first, none saying the same as another, and from different
    documents where they compete. What differs from a quote in little more than a figure, a day, a name or a
    “not” is quoted beside it, the newer one first."""
    best = evidence[0].score if evidence else 0.0
    chosen: list[Quote] = []
    counts: Counter[str] = Counter()
    pool = [one for one in evidence if may_quote(one) and not is_asked(one)]
    version: Evidence | None = None
    while pool and len(chosen) < limit:
        one = version or max(
            pool, key=lambda candidate: _worth(candidate) - _REPEATED * counts[candidate.source.slug]
        )
        pool.remove(one)
        joined = _join(one, chosen) if one.score > best - _WORTH_JOINING else None
        if joined is not None:
            chosen[joined[0]] = joined[1]
        elif not any(_repeats(one, part, rules) for quote in chosen for part in quote.words):
            whole = _with_antecedent(one, evidence, rules)
            taken = any(overlap(whole, part) for quote in chosen for part in quote.words)
            chosen.append(Quote((one if taken else whole,)))
            counts[one.source.slug] += 1
            near = (other for other in pool if other.score > best - _WORTH_JOINING)
            version = None if version else next((other for other in near if _varies(other, one, rules)), None)
            continue
        version = None
    return [with_items(quote, rules) for quote in _newer_first(chosen, rules)]


def _worth(one: Evidence) -> float:
    return one.score - (_OPEN if is_open(one) else 0.0)


def with_items(quote: Quote, rules: Rules) -> Quote:
    """Words that others complete with those, as far as they stand in the passage, a quote holds them, and
    nothing of them is to be kept from the reader: they were not found, and so not screened."""
    first = quote.parts[-1]
    if not is_open(first):
        return quote
    passage, place = first.passage, (first.sentence.start, first.sentence.end)
    items = [
        replace(first, sentence=one, text=passage.text[one.start - passage.start : one.end - passage.start])
        for one in passage.sentences
        if one.leads and (one.leads[-1].start, one.leads[-1].end) == place
    ]
    whole = Quote(tuple(one for one in items if one.sentence.leads == items[0].sentence.leads))
    texts = [one.text for one in items]
    held = any(ground_against(text, passage.heading, rules) for text in (*texts, " ".join(texts)))
    return whole if items and whole.length <= LONGEST and not held else quote


def _draft(quote: Quote, rules: Rules) -> Draft:
    return quote_draft(introduction(quote.introduced, rules), quote.words)


def quote_draft(said: str, words: Sequence[Evidence]) -> Draft:
    """What is quoted after who says it."""
    return Draft(f"{said}: {in_marks(words)}", tuple(words), tuple(one.text for one in words))


def in_marks(words: Sequence[Evidence]) -> str:
    """The words in quotation marks, with a mark where some are left out, also after the last where others
    complete it or its sentence goes on."""
    after = LEFT_OUT.rstrip() if is_open(words[-1]) or goes_on(words[-1]) else ""
    return f"“{LEFT_OUT.join(one.text for one in words)}{after}”"


def _repeats(one: Evidence, other: Evidence, rules: Rules) -> bool:
    """Whether a quote has the words already, or others that say the same."""
    if overlap(one, other) or is_lead_of(one, other):
        return True
    return same_statement(features(one.statement, rules), features(other.statement, rules))


def _varies(one: Evidence, other: Evidence, rules: Rules) -> bool:
    """Whether a sentence is another's but for a figure, a day, a name or a denial: another version of it, or
    somebody's word against it."""
    if one.source.slug == other.source.slug or "row" in (one.sentence.role, other.sentence.role):
        return False
    mine, theirs = features(one.statement, rules), features(other.statement, rules)
    return shared_words(mine, theirs) >= SHARED and not same_statement(mine, theirs)


def _newer_first(chosen: Sequence[Quote], rules: Rules) -> list[Quote]:
    """The quotes, with the newest of those that are versions of one statement where the first of them was."""
    ordered = list(chosen)
    for first in range(len(ordered)):
        versions = [
            place
            for place in range(first, len(ordered))
            if place == first or _varies(ordered[place].parts[0], ordered[first].parts[0], rules)
        ]
        of_date = sorted(
            (ordered[place] for place in versions), key=lambda one: one.parts[0].source.date, reverse=True
        )
        for place, quote in zip(versions, of_date, strict=True):
            ordered[place] = quote
    return ordered


def _join(one: Evidence, chosen: Sequence[Quote]) -> tuple[int, Quote] | None:
    """The chosen quote that this sentence goes with, with its position, made one with it: an item with others
    that complete the same words, or with those alone; a sentence with the one that it touches."""
    for position, quote in enumerate(chosen):
        if joined := _joined(one, quote):
            return position, joined
    return None


def _joined(one: Evidence, quote: Quote) -> Quote | None:
    first = quote.parts[0]
    if is_lead_of(first, one):
        return Quote((replace(one, score=max(one.score, first.score)),))
    if _completes_with(one, first):
        parts = tuple(sorted((*quote.parts, one), key=lambda each: each.sentence.start))
        joined = Quote(parts)
        is_new = not any(overlap(one, other) for other in quote.words)
        return joined if is_new and joined.length <= LONGEST else None
    if len(quote.parts) > 1:
        return None
    before, after = sorted((one, first), key=lambda each: each.sentence.start)
    return Quote((replace(run(before, after), score=first.score),)) if touch(before, after) else None


def _completes_with(one: Evidence, other: Evidence) -> bool:
    """Whether two items complete the same words, and stand for the same."""
    mine, theirs = one.sentence, other.sentence
    return (
        one.source.slug == other.source.slug
        and bool(mine.leads)
        and mine.leads == theirs.leads
        and (mine.speaker, mine.standing) == (theirs.speaker, theirs.standing)
        and "row" not in (mine.role, theirs.role)
    )


def _with_antecedent(one: Evidence, around: Sequence[Evidence], rules: Rules) -> Evidence:
    """The sentence with the one before it, where it leans back."""
    before = next((other for other in around if leans_back(one.text, rules) and touch(other, one)), None)
    return run(before, one) if before else one


def touch(first: Evidence, second: Evidence) -> bool:
    """Whether the second follows the first with nothing but a space between, within the length of a quote, at
    the same place of one document and from the same mouth; rows of a table stand each for itself."""
    mine, theirs = first.sentence, second.sentence
    return (
        first.source.slug == second.source.slug
        and mine.end + 1 == theirs.start
        and len(first.text) + len(second.text) < LONGEST
        and first.passage.number == second.passage.number
        and "row" not in (mine.role, theirs.role)
        and (mine.place, mine.speaker, mine.standing, mine.leads)
        == (theirs.place, theirs.speaker, theirs.standing, theirs.leads)
    )


def overlap(one: Evidence, other: Evidence) -> bool:
    """Whether the two share words of one document."""
    same_source = one.source.slug == other.source.slug
    return same_source and one.sentence.start < other.sentence.end and other.sentence.start < one.sentence.end


def run(first: Evidence, second: Evidence) -> Evidence:
    """The two as one quote; what the stored text has between them is in the passage."""
    start, end = first.sentence.start, second.sentence.end
    text = first.passage.text[start - first.passage.start : end - first.passage.start]
    return replace(
        second, sentence=replace(second.sentence, start=start, page=first.sentence.page), text=text
    )


def may_quote(one: Evidence) -> bool:
    """Whether a sentence may be quoted: it says something on its own, or after the words that it completes,
    or it is such words and tells something already."""
    if is_open(one):
        return _tells_already(one.text)
    return is_quotable(one.text, one.sentence.role) or bool(one.sentence.leads and _says(one.text))


def _tells_already(text: str) -> bool:
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= _FEWEST_OPEN and not text.isupper()


def _says(text: str) -> bool:
    """Whether an item has any words, none of them a question or cut short."""
    return bool(re.search(r"[^\W_]{3,}", text)) and not text.rstrip('”"’) ').endswith(("?", "…"))


def is_quotable(text: str, role: Role = "paragraph") -> bool:
    """Whether a sentence says something on its own: not a question, a label, a heading, a link, or words cut
    short. A row says something with the heads of its columns, an item with a name and a figure."""
    if text.rstrip('”"’) ').endswith(("?", ":", "…", "—")):
        return False
    if re.match(r"(?:https?://|\[?FR Doc|Billing code|###)", text, re.IGNORECASE) or _BYLINE.fullmatch(text):
        return False
    if role == "row":
        return _is_row_of_facts(text)
    if _LABELLED_FIGURE.match(text) or (role == "item" and _NAMED_FIGURE.search(_ENUMERATOR.sub("", text))):
        return True
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 4 and not text.isupper()


def _is_row_of_facts(text: str) -> bool:
    """Whether a row has values under heads, or a name and a figure: a row of heads alone tells nothing."""
    if _HEADED.search(text):
        return len(re.findall(r"\w+", text)) > 1
    if "|" in text:
        cells = [cell.strip() for cell in text.split("|")]
        return any(map(_NAME.match, cells)) and any(map(_FIGURE.fullmatch, cells))
    return len(re.findall(r"[^\W\d_]{2,}", text)) >= 4
