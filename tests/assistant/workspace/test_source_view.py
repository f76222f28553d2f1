from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pytest
from fpdf import FPDF
from PIL import Image

from assistant.build import open_library
from assistant.settings import Settings
from assistant.workspace.source_view import view_source
from ingest.errors import UnknownSource, WrongFormat
from ingest.folders import collect
from ingest.library import Library
from ingest.load.pdf import picture
from ingest.pipeline import ingest
from ingest.types import EVERYBODY, Reader

pytestmark = pytest.mark.model

FIRST, SECOND = (
    "The committee met in Ottawa on 3 March 2025.",
    "The duty was paused until the second of April.",
)


def two_pages(rotation: int = 0) -> bytes:
    pdf = FPDF(format="A5")
    pdf.set_font("helvetica", size=14)
    for text in (FIRST, SECOND):
        pdf.add_page()
        pdf.page_no()
        pdf.set_xy(20, 90)
        pdf.cell(text=text)
    data = bytes(pdf.output())
    return data.replace(b"/Type /Page\n", b"/Type /Page\n/Rotate %d\n" % rotation) if rotation else data


@pytest.fixture
def library(tmp_path: Path) -> Library:
    (tmp_path / "paged.pdf").write_bytes(two_pages())
    (tmp_path / "plain.txt").write_text(f"{FIRST}\n\n{SECOND}\n")
    library = open_library(Settings(), tmp_path / "home", create=True)
    ingest(
        collect([str(tmp_path / "paged.pdf"), str(tmp_path / "plain.txt")]),
        library,
        access=frozenset({"staff"}),
    )
    return library


STAFF = Reader("ana", frozenset({"staff"}))


def dark_within(png: bytes, box: tuple[float, float, float, float]) -> bool:
    left, top, right, bottom = map(round, box)
    return min(Image.open(io.BytesIO(png)).convert("L").crop((left, top, right, bottom)).tobytes()) < 100


@pytest.mark.parametrize("rotation", [0, 90, 180, 270])
def test_the_marks_lie_on_the_quoted_words_however_the_page_is_turned(rotation: int) -> None:
    shown = picture(two_pages(rotation), 2, SECOND)
    [mark] = shown.marks
    assert (shown.width > shown.height) == (rotation in (90, 270))
    assert dark_within(shown.png, (mark.left, mark.top, mark.right, mark.bottom))
    blank = Image.open(io.BytesIO(shown.png)).convert("L")
    blank.paste(
        255, (round(mark.left) - 2, round(mark.top) - 2, round(mark.right) + 2, round(mark.bottom) + 2)
    )
    assert min(blank.tobytes()) > 200, "the marks leave words of the quote out"


def test_a_pdf_opens_at_the_page_of_the_quote_and_turns(library: Library) -> None:
    start = library.whole().text("paged").index(SECOND)
    shown = view_source(library.visible_to(STAFF), "paged", start=start, end=start + len(SECOND))
    assert (shown.page, shown.quote) == (2, SECOND)
    assert shown.picture and shown.picture.marks
    other = view_source(library.visible_to(STAFF), "paged", start=start, end=start + len(SECOND), page=1)
    assert (
        other.picture
        and other.picture.marks == ()
        and hashlib.sha256(other.picture.png) != hashlib.sha256(shown.picture.png)
    )
    with pytest.raises(WrongFormat, match="none is number 3"):
        view_source(library.visible_to(STAFF), "paged", page=3)


def test_a_text_opens_around_the_quote(library: Library) -> None:
    text = library.whole().text("plain")
    start = text.index(SECOND)
    shown = view_source(library.visible_to(STAFF), "plain", start=start, end=start + len(SECOND))
    assert shown.picture is None
    assert (shown.before + shown.quote + shown.after, shown.quote) == (text, SECOND)


def test_nobody_opens_what_they_may_not_see(library: Library) -> None:
    with pytest.raises(UnknownSource):
        view_source(library.visible_to(EVERYBODY), "plain")


def test_a_quote_of_an_earlier_version_is_not_shown_as_one_of_this(library: Library) -> None:
    view = view_source(library.visible_to(STAFF), "plain", start=0, end=10, sha256="0" * 64)
    assert view.is_replaced and view.quote == "" and FIRST in view.after
    now = library.whole().source("plain").sha256
    assert not view_source(library.visible_to(STAFF), "plain", start=0, end=10, sha256=now).is_replaced
