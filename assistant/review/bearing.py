"""The sentences of the record that bear on a claim: the nearest by the cross-encoder, those with a precise
figure of the claim, those with most of its words; and what follows them in their passage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.review.matter import may_be_of_one_matter
from assistant.review.reading import Read
from assistant.review.shelf import Shelf, with_antecedent
from assistant.review.types import Claim, ClaimFinding, Point
from assistant.types import Evidence

_READ = 6  # sentences
_LEAST = 0.0  # of the cross-encoder: a sentence that may be about what the claim says
_NEAR = 1.0  # ... that is, where it has most of the claim's words
_BEHIND = 3.0  # the best: what is further says it of something else
_SAME = 3.5  # ... about the very thing
_WITH_FIGURE, _SURE_FIGURE = -3.0, 0.0  # ... with a precise figure of the claim; about the very thing so
_OF_A_FIGURE = 0.25  # of the claim's words, by their rarity, that a sentence with its figure has
_WORDED = -2.0  # of the cross-encoder, for a sentence that has most of the claim's words
_MOST_WORDS, _VERY_WORDED = 0.4, 0.5  # ... the share of them; about the very thing, where it is near too
_FOLLOWED = 0.0  # of the cross-encoder: a sentence that others may go on from
_FOLLOWING = 2  # sentences that go on from one


@dataclass(frozen=True)
class Bearing:
    """A sentence that bears on a claim; `same` where it is about the very thing, `share` of the claim's words
    that it has."""

    one: Evidence
    read: Read
    same: bool
    share: float

    @property
    def score(self) -> float:
        """The cross-encoder's logit."""
        return self.one.score


@dataclass(frozen=True)
class Held:
    """A claim with the sentences that bear on it, best first, and all that are near; `date` is the op-ed's,
    or empty."""

    claim: Claim
    shelf: Shelf
    near: Sequence[Evidence]
    date: str = ""

    @cached_property
    def mine(self) -> Read:
        """The claim, read."""
        return Read(self.claim.text, self.shelf.rules)

    @cached_property
    def resolved(self) -> Read:
        """The claim with the names that it leans on, read."""
        return Read(with_antecedent(self.claim.text, self.claim.before, self.shelf.rules), self.shelf.rules)

    @cached_property
    def bearing(self) -> Sequence[Bearing]:
        """The sentences that bear on the claim, best first, of its time, country and cause."""
        rules = self.shelf.rules
        return [one for one in self.worded_alike if may_be_of_one_matter(self.claim.text, one.one, rules)]

    @cached_property
    def worded_alike(self) -> Sequence[Bearing]:
        """The sentences that bear on the claim or tell of another time, country or cause in its words, best
        first."""
        wanted = self.shelf.rarity(self.claim.text)
        least = max(_LEAST, self.near[0].score - _BEHIND) if self.near else _LEAST
        found = []
        for place, one in enumerate(self.near):
            read = Read(one.english, self.shelf.rules)
            share = self.shelf.share(wanted, one, titled=False)
            figure = any(read.has(each) for each in self.mine.precise)
            about = place < _READ and one.score >= least
            figured = figure and one.score >= _WITH_FIGURE and share >= _OF_A_FIGURE
            worded = (
                one.score >= _WORDED and share >= _MOST_WORDS and self.shelf.has_names(self.claim.text, one)
            )
            if about or figured or worded:
                same = (
                    one.score >= _SAME
                    or (figured and one.score >= _SURE_FIGURE)
                    or (worded and share >= _VERY_WORDED and one.score >= _NEAR)
                )
                found.append(Bearing(one, read, same, share))
        return tuple(found)

    @property
    def same(self) -> Sequence[Bearing]:
        """Those about the very thing."""
        return [one for one in self.bearing if one.same]

    @cached_property
    def following(self) -> Sequence[Evidence]:
        """What goes on from the sentences that are near, in their passages."""
        near = [one for one in self.near[:_READ] if one.score >= _FOLLOWED]
        return [each for one in near for each in _after(one)]


def _after(one: Evidence) -> list[Evidence]:
    """The sentences that follow one in its passage."""
    later = [each for each in one.passage.sentences if each.start > one.sentence.start][:_FOLLOWING]
    first = one.passage.start
    return [
        replace(one, sentence=each, text=one.passage.text[each.start - first : each.end - first])
        for each in later
    ]


def before(one: Evidence) -> str:
    """The sentence before one in its passage; empty where it is the first."""
    earlier = [each for each in one.passage.sentences if each.end <= one.sentence.start]
    first = one.passage.start
    return one.passage.text[earlier[-1].start - first : earlier[-1].end - first] if earlier else ""


def point(finding: ClaimFinding, told: str, *evidence: Evidence | Bearing) -> Point:
    """What some sentences say to a claim."""
    return Point(finding, told, tuple(one.one if isinstance(one, Bearing) else one for one in evidence))
