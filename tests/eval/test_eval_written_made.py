"""What models wrote is kept by place, with the labels of who read it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from eval.places import evidence_at
from eval.reading.stored import reading_library
from eval.written_made import group_prompt, keep, key_of, sentences_of
from eval.written_rows import Place as Kept
from eval.written_rows import located
from ingest.folders import collect
from ingest.pipeline import ingest
from ingest.view import View

WORDS = "The harbour board raised the toll for lorries on the Saltmouth ferry to nine crowns in the spring."


def test_a_reply_is_taken_apart_without_its_list_marks() -> None:
    written = "1. The toll is **nine** crowns. It rose in spring.\n- Bicycles are free."
    assert sentences_of(written) == [
        "The toll is nine crowns.", "It rose in spring.", "Bicycles are free."
    ]  # fmt: skip


def raw(slug: str, text: str) -> dict[str, Any]:
    return {
        "set": "ferry",
        "id": "Q1",
        "question": "What is the toll?",
        "style": "group",
        "model": "a model",
        "temperature": 0.0,
        "places": [[slug, 0, len(WORDS)]],
        "cited": [[slug, 0, len(WORDS)]],
        "text": text,
    }


def kept(view: View, slug: str, *, is_ours: bool) -> list[dict[str, Any]]:
    rows = [raw(slug, f"In short: {WORDS}"), raw(slug, f"In short: {WORDS}"), raw(slug, "Nobody read this.")]
    labels = {key_of(rows[0]): ["supported", "", "partly"]}
    return list(keep(rows, labels, view, is_ours=is_ours))


def test_a_sentence_is_kept_once_with_its_labels_and_no_words_of_others(tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text(f"{WORDS}\n")
    with reading_library() as library:
        slug = ingest(collect([str(tmp_path / "ferry.txt")]), library)[0].slug
        view = library.whole()
        (ours,) = kept(view, slug, is_ours=True)
        (theirs,) = kept(view, slug, is_ours=False)
        assert (ours["text"], ours["question"]) == (f"In short: {WORDS}", "What is the toll?")
        assert (theirs["text"], "question" in theirs) == (["In short:", [0, 0, 18]], False)
        assert (ours["label"], ours["second"], ours["cited"]) == ("supported", "partly", [0])
        assert located(Kept(*ours["given"][0]), view) is not None
        prompt = group_prompt("What is the toll?", [evidence_at(view, slug, 0, len(WORDS))], "two")
        assert prompt.endswith("Question: What is the toll?\n\nTwo sentences:") and WORDS in prompt
