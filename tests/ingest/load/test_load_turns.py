from __future__ import annotations

import io

import pytest
from docx import Document as Word

from ingest.load import load
from ingest.passages import split_passages
from ingest.types import Document


def word(*paragraphs: str) -> Document:
    made, file = Word(), io.BytesIO()
    for paragraph in paragraphs:
        made.add_paragraph(paragraph)
    made.save(file)
    return load(file.getvalue(), name="evidence.docx")


def page(*paragraphs: str) -> Document:
    return load("".join(f"<p>{paragraph}</p>" for paragraph in paragraphs).encode(), name="evidence.html")


def markdown(*paragraphs: str) -> Document:
    return load("\n\n".join(paragraphs).encode(), name="evidence.md")


def who(document: Document, words: str) -> str:
    return next(
        sentence.speaker
        for passage in split_passages(document, "x")
        for sentence in passage.sentences
        if words in document.text[sentence.start : sentence.end]
    )


EVIDENCE = (
    "Oral evidence: The work of the Ferry Office, HC 77",
    "Tuesday 5 March 2024",
    "Q1 Chair: Will the toll rise this year?",
    "Nora Field: It will not rise before 2026.",
    "We have said so before.",
    "Q2 Otto Quill: The toll has doubled.",
)


@pytest.mark.parametrize("made", [word, page, markdown])
def test_speeches_are_credited_in_formats_that_do_not_mark_them(made) -> None:
    document = made(*EVIDENCE)
    assert who(document, "before 2026") == who(document, "said so before") == "Nora Field"
    assert who(document, "has doubled") == "Otto Quill"
    assert document.metadata.kind == "transcript"
    said = next(block for block in document.blocks if "doubled" in document.text[block.start : block.end])
    assert (document.text[said.start : said.end], said.place) == ("The toll has doubled.", "Q2")


def test_hearings_in_word_are_credited_too() -> None:
    document = word(
        "Chairman Larch. The committee will come to order.",
        "Ms. Roth. Thank you, Mr. Chairman.",
        "Chairman Larch. What is the toll?",
        "Ms. Roth. It is 9 dollars.",
        "[Laughter.]",
    )
    assert who(document, "9 dollars") == "Ms. Roth" and who(document, "[Laughter.]") == ""


@pytest.mark.parametrize(
    "paragraphs",
    [
        (
            "LOWER TOLLS: The toll falls to 9 dollars.",
            "SAFER FERRIES: Each ferry has a raft.",
            "MORE: See us.",
        ),
        (
            "Agency Response: We agree.",
            "Our Finding: It fell.",
            "Agency Response: We do.",
            "Our Finding: It rose.",
        ),
        ("Mr. Larch. A life in ferries.", "Ms. Roth. A life on the rivers."),
    ],
)
def test_headings_that_run_into_the_text_speak_not(paragraphs: tuple[str, ...]) -> None:
    document = markdown(*paragraphs)
    assert not any(block.speaker or block.role == "speaker" for block in document.blocks)


@pytest.mark.parametrize("start", ["# Debate on the ferry toll", "# The ferry toll"])
def test_a_heading_tells_that_a_text_is_of_speeches(start: str) -> None:
    said = (
        "Ms Field: The toll will not rise before 2026.",
        "It pays for the night boat.",
        "Mr Quill: The toll has doubled.",
        "Ms Field: Not since May.",
        "Mr Quill: Since March.",
    )
    document = markdown(start, *said)
    assert who(document, "night boat") == ("Ms Field" if "Debate" in start else "")
