"""What a PDF holds besides the text of its pages: fields, ticks, texts laid over the page, struck words,
files inside it; and what its head says of it."""

from __future__ import annotations

import pytest
from fpdf import FPDF

from ingest.errors import WrongFormat
from ingest.load import load
from ingest.load.pdf import boxes, picture

HIDDEN = 2


def form(*fields: tuple[str, str, int], tick: bool = True) -> bytes:
    """A page with a label and a field for each of (label, value, flags), and a tick box, as a PDF."""
    lines = [f"BT /F1 10 Tf 72 {700 - 40 * n} Td ({label}) Tj ET" for n, (label, _, _) in enumerate(fields)]
    lines.append("BT /F1 10 Tf 72 400 Td (The lamp is lit) Tj ET BT /F1 10 Tf 230 400 Td (Yes) Tj ET")
    content = "\n".join(lines)
    state = "On" if tick else "Off"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /AcroForm << /Fields ["
        + " ".join(f"{6 + n} 0 R" for n in range(len(fields) + 1))
        + "] /DA (/F1 10 Tf 0 g) /DR << /Font << /F1 4 0 R >> >> >> >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 4 0 R >> >> "
        "/Contents 5 0 R /Annots [" + " ".join(f"{6 + n} 0 R" for n in range(len(fields) + 1)) + "] >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        f"<< /Length {len(content)} >>\nstream\n{content}\nendstream",
        *(
            f"<< /Type /Annot /Subtype /Widget /FT /Tx /T (f{n}) /V ({value}) /F {4 | flags} "
            f"/Rect [230 {696 - 40 * n} 500 {714 - 40 * n}] /DA (/F1 10 Tf 0 g) /P 3 0 R >>"
            for n, (_, value, flags) in enumerate(fields)
        ),
        "<< /Type /Annot /Subtype /Widget /FT /Btn /T (t) /F 4 /Rect [210 398 222 410] /P 3 0 R "
        f"/V /{state} /AS /{state} /AP << /N << /On 4 0 R /Off 4 0 R >> >> >>",
    ]
    out = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("latin-1")
    size = len(objects) + 1
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    return (
        out
        + f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer << /Size {size} /Root 1 0 R >>\n"
        f"startxref\n{len(out)}\n%%EOF".encode()
    )


@pytest.mark.parametrize(("tick", "sign"), [(True, "☒"), (False, "☐")])
def test_the_values_of_a_form_stand_beside_their_labels(blocks, tick, sign):
    fields = ("1. Name of the keeper", "Ana Orr", 0), ("2. Oil in the year (litres):", "4,310", 0)
    document = load(form(*fields, ("3. Remarks", "", 0), tick=tick), name="form.pdf")
    assert blocks(document) == [
        ("item", "1. Name of the keeper: Ana Orr"),
        ("item", "2. Oil in the year (litres): 4,310"),
        ("item", "3. Remarks"),
        ("paragraph", f"The lamp is lit {sign} Yes"),
    ]


def test_hidden_fields_are_counted_and_not_stored():
    document = load(
        form(("Name of the keeper", "Ana Orr", 0), ("Code", "not for the eyes of readers", HIDDEN)),
        name="f.pdf",
    )
    assert "not for the eyes" not in document.text
    assert any(note.startswith("hidden text was left out: 6 words") for note in document.notes)


def page() -> FPDF:
    file = FPDF(unit="pt", format=(612, 792))
    file.add_page()
    file.set_font("Times", size=11)
    return file


def test_texts_laid_over_the_page_are_read_and_comments_told():
    file = page()
    file.text(72, 100, "The lamp burns nine litres of oil in a night of the winter.")
    file.free_text_annotation("Corrected: eleven litres", x=72, y=300, w=200, h=30)
    file.text_annotation(300, 90, "is this right?")
    document = load(bytes(file.output()), name="a.pdf")
    assert document.text.endswith("\n\nCorrected: eleven litres")
    assert "comments on the pages are not read: 1" in document.notes


@pytest.mark.parametrize("how", ["line", "bar"])
def test_words_with_a_line_through_them_are_left_out_and_underlined_ones_stay(how):
    file = page()
    file.text(72, 100, "The keeper shall burn 40 ")
    old = 72 + file.get_string_width("The keeper shall burn ")
    new = 72 + file.get_string_width("The keeper shall burn 40 ")
    file.text(new, 100, "90 litres of oil a week.")
    if how == "line":
        file.line(old, 97, new - 3, 97)
        file.line(new, 102, new + 12, 102)
    else:
        file.rect(old, 96.6, new - 3 - old, 0.8, style="F")
    file.line(72, 140, 540, 140)
    document = load(bytes(file.output()), name="s.pdf")
    assert document.text == "The keeper shall burn 90 litres of oil a week."
    assert "struck text was left out: 1 words" in document.notes


def portfolio(cover: str, *files: tuple[str, bytes]) -> bytes:
    file = page()
    file.text(72, 100, cover)
    for name, data in files:
        file.embed_file(basename=name, bytes=data)
    return bytes(file.output())


COVER = "For the best experience, open this PDF portfolio in Acrobat."


def test_the_pdf_files_of_a_portfolio_are_its_text(make_pdf, blocks):
    inner = make_pdf([(72, 100, "The lamp of the north island burned for the whole of the winter.")])
    data = portfolio(COVER, ("lamps.pdf", inner), ("list.txt", b"x"))
    document = load(data, name="p.pdf")
    assert blocks(document) == [
        ("heading", "lamps.pdf"),
        ("paragraph", "The lamp of the north island burned for the whole of the winter."),
    ]
    assert "attached files are not read: list.txt; save them and ingest them" in document.notes
    number = document.pages[0].number
    assert number == 2
    assert len(boxes(data, number, "the north island burned")) == 1
    assert picture(data, number, "the north island burned").marks


def test_a_portfolio_without_pdf_files_is_refused_with_what_to_do():
    with pytest.raises(WrongFormat, match=r"p\.pdf is a portfolio.*list\.txt") as caught:
        load(portfolio(COVER, ("list.txt", b"x")), name="p.pdf")
    assert "save the files" in caught.value.hint


def test_a_document_with_attachments_is_read_with_them(make_pdf):
    annex = make_pdf([(72, 100, "Annex: the lamps are numbered from one to nine.")])
    document = load(
        portfolio("The council closed two of the nine lamps.", ("annex.pdf", annex)), name="d.pdf"
    )
    assert document.text.startswith("The council closed two of the nine lamps.\n\nannex.pdf\n\nAnnex:")


def headed(*lines: str, size: float = 11) -> bytes:
    file = page()
    file.set_creation_date(__import__("datetime").datetime(2001, 2, 3))
    for number, line in enumerate(lines):
        file.text(72, 80 + 24 * number, line)
    return bytes(file.output())


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Filed February 20, 2020.", "2020-02-20"),
        ("Date: 3 March 2021", "2021-03-03"),
        ("(14 July 2019)", "2019-07-14"),
        ("The council met on 4 May 2018 in the hall of the north island and closed two lamps of nine.", ""),
        ("The lamps", ""),
    ],
)
def test_the_date_is_the_one_that_the_head_prints_and_never_the_files_own(line, date):
    document = load(headed("A report on the lamps", line), name="r.pdf")
    assert document.metadata.date == date
    assert any("2001-02-03" in note for note in document.notes) == (not date)


def test_a_court_opinion_is_named_by_its_parties():
    known = load(
        headed(
            "SUPREME COURT OF THE NORTH ISLANDS",
            "ANA ORR,",
            "Petitioner,",
            "v.",
            "KEEPERS OF THE LAMP, INC.,",
            "Respondent.",
            "No. 19-204",
            "Filed March 3, 2020",
            "OPINION",
            "HALE, Justice: The keeper lit no lamp for nine nights of the winter.",
        ),
        name="o.pdf",
    ).metadata
    assert known.title == "Ana Orr v. Keepers of the Lamp, Inc"
    assert (known.publisher, known.kind) == ("Supreme Court of the North Islands", "court opinion")
    assert (known.number, known.date) == ("No. 19-204", "2020-03-03")


def test_a_statement_of_administration_policy_is_the_white_houses_and_no_bill():
    known = load(
        headed(
            "EXECUTIVE OFFICE OF THE PRESIDENT",
            "May 5, 2019",
            "STATEMENT OF ADMINISTRATION POLICY",
            "H.R. 77 - Lamps Act of 2019",
            "The Administration supports the passage of H.R. 77, which would light the lamps.",
        ),
        name="s.pdf",
    ).metadata
    assert known.title == "Statement of Administration Policy: H.R. 77 - Lamps Act of 2019"
    assert known.kind == "statement of administration policy"
    assert (known.number, known.date) == ("H.R. 77", "2019-05-05")
    assert "Office of Management and Budget" in known.publisher
