from __future__ import annotations

import io

import pytest
from docx import Document

from assistant.verify.mend import mended_docx, mended_text
from ingest.errors import UsageError


def test_words_are_put_right_whatever_their_marks_and_line_breaks() -> None:
    text = 'The order says "the toll\nis 9 crowns" [1].\nThe toll is 9 crowns.'
    assert mended_text(text, "the toll is 9 crowns", "the toll is 4 crowns") == (
        'The order says "the toll is 4 crowns" [1].\nThe toll is 9 crowns.'
    )
    with pytest.raises(UsageError, match="one piece"):
        mended_text(text, "the ferry", "the boat")


def word(*paragraphs: list[str]) -> bytes:
    document = Document()
    for runs in paragraphs:
        paragraph = document.add_paragraph()
        for number, text in enumerate(runs):
            paragraph.add_run(text).bold = number % 2 == 1
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("old", "new", "runs"),
    [
        ("is 9 crowns", "is 4 crowns", ["The toll is ", "4", " crowns a car."]),
        ("toll is 9 crowns", "toll is not 9 crowns", ["The toll is ", "not 9", " crowns a car."]),
        ("toll is 9 crowns a car", "toll was paid a car", ["The toll ", "", "was paid a car."]),
        ("a car.", "a car and day.", ["The toll is ", "9", " crowns a car and day."]),
    ],
)
def test_a_word_file_keeps_the_look_of_what_is_put_right(old: str, new: str, runs: list[str]) -> None:
    data = word(["Ferries."], ["The toll is ", "9", " crowns a car."], ["The toll is 9 crowns."])
    first, mended, last = Document(io.BytesIO(mended_docx(data, old, new))).paragraphs
    assert mended.text == "".join(runs) and "".join(runs).count(new.split()[-1]) == 1
    assert [run.bold for run in mended.runs] == [False, True, False]
    assert (first.text, last.text) == ("Ferries.", "The toll is 9 crowns.")


def test_a_word_file_without_the_words_is_left_as_it_is() -> None:
    with pytest.raises(UsageError, match="one piece"):
        mended_docx(word(["Ferries."]), "the toll", "a toll")
