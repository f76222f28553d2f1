"""One attribution a document: its quotes follow one introduction, instead of a full title before each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from assistant.drafting.introductions import introduction
from assistant.drafting.quotes import Quote, in_marks
from assistant.lexicon.rules import Rules
from assistant.types import Draft, Evidence

_MOST = 4  # quotes under one attribution: more are no longer read as one
_LONGEST = 1400  # characters of quotes under one attribution


@dataclass(slots=True)
class _Group:
    """Quotes of one document that are introduced alike but for their places."""

    said: str
    quotes: list[Quote] = field(default_factory=list)

    def takes(self, quote: Quote, said: str) -> bool:
        length = quote.length + sum(one.length for one in self.quotes)
        return (
            said == self.said
            and quote.parts[0].source.slug == self.quotes[0].parts[0].source.slug
            and len(self.quotes) < _MOST
            and length <= _LONGEST
        )


def grouped(
    quotes: Sequence[Quote], rules: Rules, heading: str = "", *, in_order: bool = False
) -> list[Draft]:
    """The quotes as drafts under a heading, those of one document and one voice in one draft, which stands
    where the first of them does; within it they come in the order of the document. Where the quotes are
    `in_order` (dated, or argued), only those that follow one another are put together, and stay as they
    are."""
    groups: list[_Group] = []
    for quote in quotes:
        said = introduction(_without_place(quote.introduced), rules)
        open_groups = groups[-1:] if in_order else groups
        group = next((one for one in open_groups if one.takes(quote, said)), None)
        if group is None:
            groups.append(_Group(said, [quote]))
        else:
            group.quotes.append(quote)
    return [_draft(one, rules, heading, in_order) for one in groups]


def quoted_alone(one: Evidence) -> Quote:
    """A sentence as a quote of its own, with the words that it completes."""
    return Quote((one,))


def _draft(group: _Group, rules: Rules, heading: str, in_order: bool) -> Draft:
    quotes = group.quotes
    if not in_order:
        quotes = sorted(quotes, key=lambda one: one.parts[0].sentence.start)
    words = tuple(one for quote in quotes for one in quote.words)
    places = {quote.introduced.sentence.place for quote in quotes}
    if len(places) == 1:
        said = introduction(quotes[0].introduced, rules)
        text = f"{said}: {' '.join(in_marks(quote.words) for quote in quotes)}"
    else:
        text = f"{group.said}: {' '.join(_placed(quotes))}"
    return Draft(text, words, tuple(one.text for one in words), heading)


def _placed(quotes: Sequence[Quote]) -> Iterator[str]:
    """The quotes, each after its place where that is another than the one before has."""
    last = ""
    for quote in quotes:
        place = quote.introduced.sentence.place
        yield f"{place}: {in_marks(quote.words)}" if place and place != last else in_marks(quote.words)
        last = place


def _without_place(one: Evidence) -> Evidence:
    return replace(one, sentence=replace(one.sentence, place=""))
