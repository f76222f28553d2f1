"""What a reader of a file does not see is left out, and the ingest says so; what he sees stays."""

from __future__ import annotations

import io
from email.message import EmailMessage

import docx
import pytest
from docx.shared import Pt, RGBColor
from fpdf import FPDF
from fpdf.enums import TextMode

from ingest.load import load
from ingest.load.html.hidden import colour_of, declarations, hides_style
from ingest.types import Document

SECRET = "these words are not seen by anybody"


def is_left_out(document: Document) -> bool:
    return "not seen" not in document.text and any("7 words" in note for note in document.notes)


@pytest.mark.parametrize(
    "style",
    [
        "display:none",
        "VISIBILITY: hidden !important",
        "opacity:.01",
        "font-size:0",
        "font-size: 1px",
        "position:absolute; left:-9999px",
        "text-indent:-999em",
        "transform: translateX(-2000px)",
        "clip:rect(1px,1px,1px,1px);position:absolute",
        "clip-path:inset(50%)",
        "height:0;overflow:hidden",
        "color:transparent",
        "color:rgba(0, 0, 0, 0)",
        "color:white",
        "color:#fefefe;background-color:#fff",
        "color:#036;background:#003366",
    ],
)
def test_a_style_that_hides(style: str) -> None:
    assert is_left_out(load(f"<p>Shown here.</p><p style='{style}'>{SECRET}</p>".encode(), name="p.html"))


@pytest.mark.parametrize(
    "style",
    [
        "display:block",
        "opacity:0.9",
        "font-size:10px",
        "position:absolute;left:20px",
        "text-indent:-20px",
        "overflow:hidden;height:200px",
        "color:white;background:#003366",
        "color:#fff;background:url(x.png)",
        "color:#333",
        "color:rgba(0,0,0,.8)",
        "color:rgb(0, 0, 0)",
        "margin:0",
    ],
)
def test_a_style_that_does_not(style: str) -> None:
    document = load(f"<p>Shown here.</p><p style='{style}'>{SECRET}</p>".encode(), name="p.html")
    assert SECRET in document.text and not any("hidden" in note for note in document.notes)


def test_white_text_on_a_dark_ground_further_out_is_seen() -> None:
    page = f"<div style='background:#123'><div style='color:#fff'><p>{SECRET}</p></div></div>"
    assert SECRET in load(page.encode(), name="p.html").text


@pytest.mark.parametrize(
    ("sheet", "opening"),
    [
        (".x { display: none }", "<p class='a x'>"),
        ("p { color: red } .box .x, h4 { opacity: 0 }", "<div class='box'><p class='x'>"),
        ("@media screen { #y { position: fixed; top: -900px } }", "<p id='y'>"),
        (".x { color: #fff }", "<p class=x>"),
    ],
)
def test_the_pages_own_style_sheet_counts(sheet: str, opening: str) -> None:
    assert is_left_out(
        load(f"<style>{sheet}</style><p>Shown here.</p>{opening}{SECRET}".encode(), name="p.html")
    )


@pytest.mark.parametrize(
    "sheet",
    [
        "@media print { .x { display: none } }",
        ".x { display: none } .x.open { display: block }",
        ".y .x { display: none }",
    ],
)
def test_rules_that_do_not_hold_here_do_not(sheet: str) -> None:
    page = f"<style>{sheet}</style><p>Shown here.</p><p class='x open'>{SECRET}</p>"
    assert SECRET in load(page.encode(), name="p.html").text


def test_alternative_text_and_titles_are_not_seen() -> None:
    page = f"<p title='{SECRET}'>Shown <img src=x alt='{SECRET}'> here.</p>"
    assert load(page.encode(), name="p.html").text == "Shown here."
    assert load(f"Shown ![{SECRET}](x.png '{SECRET}')here.".encode(), name="p.md").text == "Shown here."


def test_markdown_inside_a_hidden_element_is_hidden_up_to_its_end() -> None:
    document = load(
        f"Before.\n\n<div style='display:none'>\n\n{SECRET}\n\n</div>\n\nAfter.".encode(), name="p.md"
    )
    assert document.text == "Before.\n\nAfter." and is_left_out(document)


def pdf(how: str) -> bytes:
    file = FPDF(unit="pt", format=(612, 792))
    file.add_page()
    file.set_font("Helvetica", size=11)
    file.text(72, 80, "A line that everybody sees stands here.")
    file.text(72, 100, "Another line that everybody sees stands here.")
    if how == "white":
        file.set_text_color(255)
    if how == "tiny":
        file.set_font("Helvetica", size=0.5)
    if how == "invisible":
        file.text_mode = TextMode.INVISIBLE
    if how == "dark":
        file.set_fill_color(0, 40, 90)
        file.rect(60, 120, 400, 30, style="F")
        file.set_text_color(255)
    file.text(72 if how != "away" else 1500, 140, SECRET)
    if how == "covered":
        file.set_fill_color(255)
        file.rect(60, 125, 400, 25, style="F")
    return bytes(file.output())


@pytest.mark.parametrize("how", ["white", "tiny", "invisible", "away", "covered"])
def test_what_is_not_drawn_on_a_pdf_page_is_left_out(how: str) -> None:
    document = load(pdf(how), name="p.pdf")
    assert is_left_out(document) and document.text.count("everybody sees") == 2


@pytest.mark.parametrize("how", ["plain", "dark"])
def test_what_is_drawn_stays(how: str) -> None:
    document = load(pdf(how), name="p.pdf")
    assert SECRET in document.text and not any("hidden" in note for note in document.notes)


def test_invisible_text_over_the_picture_of_a_page_is_what_the_picture_shows() -> None:
    import pypdfium2

    picture = pypdfium2.PdfDocument(pdf("plain"))[0].render(scale=2).to_pil()
    file = FPDF(unit="pt", format=(612, 792))
    file.add_page()
    file.image(picture, 0, 0, 612, 792)
    file.set_font("Helvetica", size=11)
    file.text_mode = TextMode.INVISIBLE
    file.text(72, 80, "A line that everybody sees stands here.")
    assert load(bytes(file.output()), name="scan.pdf").text == "A line that everybody sees stands here."


@pytest.mark.parametrize("how", ["hidden", "white", "tiny", "style", "paragraph"])
def test_hidden_runs_of_a_word_file(how: str) -> None:
    file = docx.Document()
    paragraph = file.add_paragraph("Shown here.")
    run = paragraph.add_run(SECRET)
    if how == "hidden":
        run.font.hidden = True
    elif how == "white":
        run.font.color.rgb = RGBColor(255, 255, 255)
    elif how == "tiny":
        run.font.size = Pt(1)
    else:
        style = file.styles.add_style("Unseen", 2 if how == "style" else 1)
        style.font.hidden = True
        if how == "style":
            run.style = style
        else:
            file.add_paragraph(SECRET, style=style)
            paragraph._p.remove(run._r)
    document = load(saved(file), name="m.docx")
    assert document.text == "Shown here." and is_left_out(document)


def test_runs_that_are_shown() -> None:
    file = docx.Document()
    run = file.add_paragraph().add_run(SECRET)
    run.font.hidden = False
    shaded = file.add_table(1, 1).cell(0, 0).paragraphs[0].add_run("White in a table.")
    shaded.font.color.rgb = RGBColor(255, 255, 255)
    assert load(saved(file), name="m.docx").text == f"{SECRET}\n\nWhite in a table."


def saved(file: object) -> bytes:
    out = io.BytesIO()
    file.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


@pytest.mark.parametrize("hidden", [rf"{{\v {SECRET}}}", rf"\v {SECRET}\v0 ", rf"{{\v1\b {SECRET}}}"])
def test_hidden_type_in_rtf(hidden: str) -> None:
    document = load(rf"{{\rtf1\ansi Shown {hidden}here.\par}}".encode(), name="m.rtf")
    assert document.text == "Shown here." and is_left_out(document)


def test_the_plain_part_of_a_mail_counts_as_far_as_the_shown_part_has_it() -> None:
    message = EmailMessage()
    message["Subject"] = "Fees"
    message.set_content(
        "The fee at the port is 12 pesos this year (see https://a.example/x).\n\nThe fee at the port is 99"
        f" pesos.\n\n{SECRET}\n"
    )
    message.add_alternative(
        "<p>The fee at the port is <b>12 pesos</b> this year (see <a href='x'>this</a>).</p>", subtype="html"
    )
    document = load(message.as_bytes(), name="m.eml")
    assert (
        document.text == "The fee at the port is 12 pesos this year (see https://a.example/x)."
        and document.notes
    )


def test_css_is_read_as_it_is_written() -> None:
    assert declarations("Color: RED !important; /* x:y */ margin:0") == {"color": "red", "margin": "0"}
    assert (colour_of("#FFF"), colour_of("rgb(1, 2, 3)"), colour_of("none")) == (
        (255, 255, 255),
        (1, 2, 3),
        None,
    )
    assert hides_style({"font": "0/0 a"}) and not hides_style({"font": "12px/1.5 serif"})
