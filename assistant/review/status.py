"""Status: a plan or a promise told as done, a state told as lasting that has ended, and what is to come by a
time that has been put off."""

from __future__ import annotations

from collections.abc import Iterator

from assistant.lexicon.quantities import Quantity
from assistant.lexicon.words import content_stems
from assistant.review.bearing import Held, point
from assistant.review.reading import Read, same_value
from assistant.review.types import Point

_PUT_OFF = 2.0  # of the cross-encoder: a sentence that tells what became of what is to come
_SUPPORTING = 2.0  # ... that tells of the state which another ends
_MOST = 2
_BESIDE = 70  # characters


def only_planned(held: Held) -> Iterator[Point]:
    """A plan, a promise or a proposal told as done: every sentence with the claim's figure has it so. Where
    another tells what was done, with another figure, that stands against it."""
    claim = held.shelf.rules["status"].of("aside").pattern.sub(" ", held.mine.text)
    mine = Read(claim, held.shelf.rules)
    if (
        mine.tells("standing", "to come")
        or mine.tells("status", "planned")
        or not mine.tells("standing", "done")
    ):
        return
    for told in mine.precise:
        having = [one for one in held.bearing if one.same and one.read.has(told)]
        planned = [one for one in having if _is_planned(one.read, told)]
        if not planned or len(planned) < len(having):
            continue
        done = [
            one
            for one in held.near
            if one.source.slug in {each.one.source.slug for each in planned}
            and not (theirs := Read(one.english, held.shelf.rules)).has(told)
            and theirs.tells("status", "done")
            and any(each.unit == told.unit and not same_value(each, told) for each in theirs.quantities)
            and bool(mine.around(told) & theirs.stems)
        ]
        if done:
            told_as = f"Your documents have {told.text} only as proposed; what was done is another figure."
            yield point("contradicted", told_as, done[0], *planned[:1])
        else:
            yield point("qualified", "Your documents tell of it as planned, not as done.", *planned[:_MOST])


def _is_planned(read: Read, told: Quantity) -> bool:
    """Whether a sentence has a number as planned: a word for it stands beside the number."""
    number = next((each.text for each in read.quantities if same_value(each, told)), "")
    place = read.text.find(number)
    beside = read.text[max(0, place - _BESIDE) : place + len(number) + _BESIDE]
    return bool(read.rules["status"].of("planned").find(beside))


def ended(held: Held) -> Iterator[Point]:
    """A state told as lasting, which a sentence that goes on from one about it, or a later one, ends: “we
    withdraw that support”."""
    if not held.mine.tells("standing", "stands") and not held.mine.tells("open_acts", "goes on"):
        return
    ends = held.shelf.rules["status"].of("ended")
    if ends.find(held.mine.text):
        return
    about = [one for one in held.near if one.score >= _SUPPORTING]
    for one in (*held.following, *about):
        found = next(filter(None, (row.find(one.english) for row in ends.rows)), None)
        noun = content_stems(found["what"]) if found and found["what"] else set()
        told = [each for each in about if each.source.slug == one.source.slug and each.text != one.text]
        if noun and any(noun & content_stems(each.english) for each in told):
            yield point("overtaken", "Your documents tell that this has ended.", one)


def put_off(held: Held) -> Iterator[Point]:
    """What is to be by a time, and has been put off."""
    if not held.mine.tells("standing", "to come", "planned"):
        return
    later = held.shelf.rules["status"].of("put off")
    if later.find(held.mine.text):
        return
    for one in held.bearing:
        if (
            one.score >= _PUT_OFF
            and later.find(one.read.text)
            and held.shelf.has_names(held.mine.text, one.one)
        ):
            since = bool(held.date) and one.one.source.date > held.date
            yield point(
                "overtaken" if since else "contradicted",
                f"Your documents say that it has been put off{' since then' if since else ''}.",
                one,
            )
