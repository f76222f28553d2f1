"""What a reader may not see changes nothing of what they are answered: no score, no order, not what is
said to be missing, not what is suggested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.answer.assistant import Assistant
from assistant.build import build_assistant, open_library
from assistant.settings import Settings
from assistant.types import Answer
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from ingest.types import Reader, Restriction

pytestmark = pytest.mark.model

NOTES = {
    "bridge": "The Harbour Board closed the Alder Bridge in May. The toll on the bridge is 4 crowns. The "
    "Harbour Board will reopen the bridge in June after an inspection.",
    "ferry": "The council pays for the ferry while the bridge is closed. The ferry crosses twice a day, and "
    "the toll on the ferry is 2 crowns.",
    "permit": "A permit is needed to moor in the harbour. The council grants a permit within ten days, and "
    "the Permit Office publishes each permit.",
    "lantern": "Each boat carries a lantern after sunset, and the harbour lends a lantern to a boat that has "
    "none; it is given back in the morning, dry and filled, at the window of the lock keeper.",
}
AUDITS = {
    f"audit-{number}": f"Audit {number} of the toll, the ferry, the bridge and the permit. The Harbour Board "
    f"hid a loss of {number} crowns on the toll. The Permit Office and the Alder Bridge are named {number} "
    "times." + " The toll on the ferry and the permit were wrong." * number
    for number in range(1, 9)
}
QUESTIONS = (
    "A lantern or a permit?",  # the audits make one of the two words common
    "What is the toll on the bridge?",
    "Who grants a permit, and when will the bridge reopen?",
    "What is the latest on the ferry?",
)
AUDITOR = Reader("ann", frozenset({"audit"}))


def filled(home: Path, notes: dict[str, str], folder: Path, access: frozenset[str] | None) -> None:
    library: Library = open_library(Settings(home=str(home)), create=True)
    folder.mkdir(exist_ok=True)
    for slug, text in notes.items():
        path = folder / f"{slug}.md"
        path.write_text(f"---\ntitle: A note on the {slug}\ndate: 2025-05-0{len(slug)}\n---\n\n{text}\n")
        (report,) = ingest(collect([str(path)]), library, access=access)
        assert report.outcome == "stored", report
    library.close()


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Assistant, Assistant]]:
    """Two libraries of the same notes for everybody; the second has audits beside them, for auditors."""
    folder = tmp_path_factory.mktemp("hidden")
    filled(folder / "bare", NOTES, folder / "notes", None)
    filled(folder / "beside", AUDITS, folder / "audits", frozenset({"audit"}))
    filled(folder / "beside", NOTES, folder / "notes", None)
    bare, beside = (build_assistant(Settings(home=str(folder / name))) for name in ("bare", "beside"))
    yield bare, beside
    bare.library.close()
    beside.library.close()


def told(answer: Answer) -> dict[str, Any]:
    return {
        name: value for name, value in answer.to_json().items() if name not in ("id", "timing_ms", "settings")
    }


@pytest.mark.parametrize("restriction", [Restriction(), Restriction(slugs=("bridge", "ferry"))])
def test_the_same_is_found_with_the_same_scores(
    pair: tuple[Assistant, Assistant], restriction: Restriction
) -> None:
    for question in QUESTIONS:
        bare, beside = (one.search(question, limit=50, restriction=restriction) for one in pair)
        assert beside == bare and bare
        fused = [one.engine.over(one.library.visible_to(restriction=restriction)).retriever for one in pair]
        assert fused[1].fused([question]) == fused[0].fused([question])
    assert len(pair[1].search(QUESTIONS[0], limit=50, reader=AUDITOR)) > len(NOTES)


def test_the_same_is_answered(pair: tuple[Assistant, Assistant]) -> None:
    for question in QUESTIONS:
        bare, beside = (json.dumps(told(one.ask(question))) for one in pair)
        assert beside == bare
        assert '"sentences": []' not in bare
