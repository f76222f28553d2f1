"""Through every door, to everybody, after whatever happens in an office: nobody is told of a document that
they may not read, and what it holds changes nothing of what they are told, scores and statistics included."""

from __future__ import annotations

import difflib
import os
import sys
from collections import Counter

import hypothesis
import pytest
from hypothesis import strategies as st

from assistant.memo.types import MemoRequest
from tests.leaks.doors import DOORS, GROWS, PROBES, WORDS, Pages, told
from tests.leaks.office import PEOPLE, TOPICS, leaked, office

pytestmark = pytest.mark.model

IS_LONG = os.environ.get("EXAMPLES") == "many"
OFFICES, CHANGES = (8, 4) if IS_LONG else (1, 2)
NONE_SUCH = "yxotrebal"
"""The name of no document."""


@hypothesis.settings(
    max_examples=OFFICES, phases=(hypothesis.Phase.explicit, hypothesis.Phase.generate), database=None
)
@hypothesis.given(seed=st.integers(0, 10**6))
def test_nobody_is_told_of_what_they_may_not_read(
    tmp_path_factory: pytest.TempPathFactory, seed: int
) -> None:
    pages = Pages(office(tmp_path_factory.mktemp("office"), seed))
    made, checked = pages.office, Counter[str]()
    for person in PEOPLE[:3]:
        pages.ask(person, f"What is the {TOPICS[2]}?")
        written = made.workspace.memos.writer.write(
            MemoRequest(TOPICS[0]), made.workspace.visible_to(made.reader(person))
        )
        pages.memos.append(written.memo.id)
    for _ in range(CHANGES):
        word = made.coming
        before = {person: heard(pages, person, word, checked) for person in PEOPLE}
        saw = {person: seen(pages, person) for person in PEOPLE}
        what = made.change()
        for person in PEOPLE:
            now = heard(pages, person, word, checked)
            if seen(pages, person) == saw[person]:
                differs = [one for one in now if one not in GROWS and now[one] != before[person][one]]
                for one in differs:
                    pytest.fail(f"{what}: {person}: {one}\n{differing(before[person][one], now[one])}")
                checked["unchanged"] += len(now)
    sys.stderr.write(f"\nleaks: office {seed}: {dict(checked)}, {sum(checked.values())} checks\n")


def differing(one: str, other: str) -> str:
    """The lines in which two texts differ."""
    return "\n".join(difflib.unified_diff(one.splitlines(), other.splitlines(), n=1, lineterm=""))


def seen(pages: Pages, person: str) -> object:
    """What a person sees of the library, and what they may do there."""
    reader = pages.office.reader(person)
    hidden = {one.slug for one in pages.office.hidden(person)}
    there = pages.office.workspace.library.whole().sources
    return reader.roles, [one for one in there if one.slug not in hidden]


def heard(pages: Pages, person: str, word: str, checked: Counter[str]) -> dict[str, str]:
    """What every door tells a person, after looking through it for what they may not read; `word` is what
    they ask by."""
    hidden = pages.office.hidden(person)
    words = [one for note in hidden for one in (*note.words, note.slug) if one != word]
    now = {name: told(pages, door, person, word) for name, door in (DOORS | WORDS).items()}
    for name, text in now.items():
        assert not leaked(text, words), (name, person, leaked(text, words), text)
        checked["without a word of the hidden"] += 1
    for note in hidden:
        for name, door in PROBES.items():
            text, other = (told(pages, door, person, slug) for slug in (note.slug, NONE_SUCH))
            assert text.replace(note.slug, NONE_SUCH) == other, (name, person, text, other)
            assert not leaked(other, words), (name, person, other)
            checked["as of a name that is nowhere"] += 1
    return now
