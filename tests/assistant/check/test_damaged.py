"""Whatever a chat model replies, or somebody makes of a memo, is checked or refused, and nothing breaks."""

from __future__ import annotations

import json
import os
import random
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.build import build_assistant
from assistant.check.check import Check
from assistant.drafting.quotes import draft_quotes
from assistant.drafting.reply import sentences
from assistant.lexicon.rules import our_rules
from assistant.query.query import read_query
from assistant.retrieval.evidence import find_evidence
from assistant.retrieval.retriever import Retriever
from assistant.settings import Settings
from assistant.types import Draft
from assistant.verify.check import verifying
from assistant.verify.read import paper_of
from assistant.verify.types import Verification
from ingest.errors import UsageError
from ingest.view import Readable
from tests.ingest.load.mutations import mutated

# A few in a usual run; more than 5,000 in `make fuzz`.
_EACH = 2600 if os.environ.get("EXAMPLES") == "many" else 5


@pytest.fixture(scope="module")
def made(bundled_home: Path) -> Iterator[tuple[Readable, list[Draft]]]:
    """A library and what the quote drafter makes of a question over it."""
    assistant = build_assistant(Settings(home=str(bundled_home)))
    query = read_query("What is the duty on goods from Canada?", our_rules())
    evidence = find_evidence(query, Retriever(assistant.library.visible_to(), our_rules()))
    yield assistant.library, draft_quotes(evidence.usable, 5, our_rules())
    assistant.library.close()


def damaged(text: str, seed: int) -> str:
    chance = random.Random(seed)
    data = mutated(text.encode(), chance)
    return (mutated(data, chance) if chance.random() < 0.3 else data).decode("utf-8", "replace")


@settings(max_examples=_EACH)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_reply_is_checked(made: tuple[Readable, list[Draft]], seed: int) -> None:
    library, drafts = made
    known = {f"Q{number}": draft.evidence for number, draft in enumerate(drafts)}
    told = [{"text": draft.text, "ids": [f"Q{number}"]} for number, draft in enumerate(drafts)]
    whole = json.dumps({"sentences": told}, indent=1, ensure_ascii=False)
    reply = damaged(whole, seed)
    at = random.Random(seed).choice((1, 7, 400))
    check = Check(library.visible_to(), our_rules())
    pieces = (reply[start : start + at] for start in range(0, len(reply), at))
    for one in sentences(pieces, known):
        cited = tuple(found for name in one.ids for found in known[name])
        if one.text not in whole:  # the others were checked as they are
            assert check.verdict(Draft(one.text, cited)).judgement


@settings(max_examples=_EACH)
@given(seed=st.integers(0, 2**32))
def test_a_damaged_memo_is_checked(made: tuple[Readable, list[Draft]], seed: int) -> None:
    library, drafts = made
    facts = "\n\n".join(f"{draft.text}[^{number}]" for number, draft in enumerate(drafts[:2], 1))
    notes = "\n".join(
        f"[^{number}]: {draft.evidence[0].source.title}: “{draft.quotes[0]}”"
        for number, draft in enumerate(drafts[:2], 1)
    )
    memo = damaged(f"# Duties\n\n{facts}\n\n| Duty | Rate |\n|---|---|\n| Canada | 25% |\n\n{notes}\n", seed)
    with suppress(UsageError):
        *_, whole = verifying(paper_of(memo.encode(), "memo.md"), library.visible_to(), our_rules())
        assert isinstance(whole, Verification)
