"""A file of every format that is read, with most of what the format has: headings, lists, tables, notes."""

# ruff: noqa: E501 (markup in lines of its own)

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from functools import cache

import openpyxl
from fpdf import FPDF

from tests.ingest.load.compound import compound, message
from tests.ingest.load.packages import SPACES, p, r, related, tbl, word, zipped

TEXT = (
    "1. The ferry\n\nThe ferry between the quay and the island runs at 8:30 a.m. on 3 May 2025; the toll is $4.50"
    " (2024: $4.00).\n\n(a) Children pay half.\n\n(b) Bicycles pay 12%.\n\n   Route      Fare\n   North      4.50\n"
    "   South      6.00\n\nMr. HALE. I yield to the harbour master.\n\n[1] See sec. 2 of the Act.\n"
)
MARKDOWN = (
    "---\ntitle: Tolls\ndate: 2025-05-03\n---\n\n# Tolls\n\nThe ferry runs at *eight*.[^1] See [the"
    " list](https://quay.example/list).\n\n- Children pay half.\n  - Under six: nothing.\n1. Bicycles pay 12%.\n\n"
    "| Route | Fare |\n|---|---|\n| North | 4.50 |\n\n> Quoted.\n\n```\ncode\n```\n\n[^1]: From May.\n"
)
HTML = (
    '<!DOCTYPE html><html lang="en"><head><title>Tolls</title><meta name="author" content="A. Hale"><meta'
    ' property="article:published_time" content="2025-05-03"><style>.no{display:none}</style></head><body><nav><a'
    ' href="/">Home</a></nav><main><article><h1>Tolls</h1><p>The ferry runs at <b>eight</b>.<sup><a href="#n1"'
    '>1</a></sup></p><p class="no">Hidden words of the page here.</p><ul><li>Children pay half.<ol><li>Under six:'
    " nothing.</li></ol></li></ul><table><thead><tr><th>Route</th><th colspan=2>Fare</th></tr></thead><tr><td"
    " rowspan=2>North</td><td>4.50</td><td>12%</td></tr><tr><td>5.00</td><td>8%</td></tr></table><blockquote>The"
    ' master said so.</blockquote><p id="n1">1. From May.</p></article></main><footer>Contact</footer></body></html>'
)
XML = (
    '<?xml version="1.0"?><!DOCTYPE bill [<!ENTITY quay "the quay">]><bill><form><official-title>A bill on tolls'
    '</official-title><action-date date="20250503">May 3, 2025</action-date></form><legis-body><section id="a1"><enum>1.'
    "</enum><header>Tolls</header><text>The ferry at &quay; runs at eight.</text><subsection><enum>(a)</enum><text>"
    "Children pay half.</text></subsection><quoted-block><section><enum>2.</enum><text>In force.</text></section>"
    "</quoted-block></section><table><tr><td>North</td><td>4.50</td></tr></table></legis-body></bill>"
)
RTF = (
    r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Times;}}{\stylesheet{\s1 heading 1;}}{\info{\title Tolls}{\author A."
    r" Hale}}\pard\s1 Tolls\par\pard The ferry runs at {\b eight}, \'80 4\u8364?.{\footnote From May.}\par"
    r"\trowd\cellx1000\cellx2000\intbl Route\cell Fare\cell\row\trowd\cellx1000\cellx2000\intbl North\cell 4.50\cell\row"
    r"\pard{\pntext 1.\tab}Children pay half.\par{\v hidden}{\deleted gone}}"
)
_OPEN = " ".join(
    f'xmlns:{one}="urn:oasis:names:tc:opendocument:xmlns:{one}:1.0"'
    for one in ("office", "text", "table", "style", "meta", "number", "drawing")
)
_FO = 'xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"'


@cache
def formats() -> dict[str, bytes]:
    """A file of every suffix."""
    return {
        ".txt": TEXT.encode(),
        ".md": MARKDOWN.encode(),
        ".html": HTML.encode(),
        ".xml": XML.encode(),
        ".rtf": RTF.encode(),
        ".csv": b'Route,Fare,Share\nNorth,"4,50",12%\nSouth,6.00,8%\n\nTotal,10.50,20%\nNote: from May\n',
        ".tsv": b"Route\tFare\nNorth\t4.50\nSouth\t6.00\n",
        ".eml": _mail(),
        ".msg": compound(
            message({0x0037: "Tolls", 0x0C1A: "A. Hale", 0x1000: TEXT, 0x0070: "Tolls", 0x0E04: "B. Quay"})
        ),
        ".pdf": _pdf(),
        ".docx": _word(),
        ".pptx": _slides(),
        ".xlsx": _sheet(),
        ".odt": _open(
            "text",
            '<text:h text:outline-level="1">Tolls</text:h><text:p text:style-name="P1">The ferry runs at eight.<text:note'
            ' text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>From May.'
            "</text:p></text:note-body></text:note></text:p><text:list><text:list-item><text:p>Children pay half.</text:p>"
            '</text:list-item></text:list><table:table table:name="T"><table:table-row><table:table-cell'
            ' table:number-columns-spanned="2"><text:p>Route</text:p></table:table-cell></table:table-row><table:table-row'
            ' table:number-rows-repeated="2"><table:table-cell><text:p>North</text:p></table:table-cell><table:table-cell>'
            "<text:p>4.50</text:p></table:table-cell></table:table-row></table:table>",
        ),
        ".ods": _open(
            "spreadsheet",
            '<table:table table:name="Fares"><table:table-row><table:table-cell><text:p>Route</text:p></table:table-cell>'
            "<table:table-cell><text:p>Fare</text:p></table:table-cell></table:table-row><table:table-row><table:table-cell>"
            '<text:p>North</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="4.5"'
            ' table:number-columns-repeated="2"><text:p>4.50</text:p></table:table-cell></table:table-row></table:table>',
        ),
        ".epub": _book(),
    }


def _mail() -> bytes:
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "A. Hale <a@quay.example>", "b@quay.example", "Re: Tolls"
    mail["Date"], mail["Message-ID"] = "Sat, 3 May 2025 08:30:00 +0100", "<1@quay.example>"
    mail.set_content(TEXT + "\nOn 2 May 2025, B. Quay wrote:\n> What is the toll?\n> B.\n")
    mail.add_alternative(HTML, subtype="html")
    mail.add_attachment(b"Route,Fare\nNorth,4.50\n", maintype="text", subtype="csv", filename="fares.csv")
    return mail.as_bytes()


def _pdf() -> bytes:
    pdf = FPDF(unit="pt", format=(612, 792))
    pdf.set_compression(False)
    for number in (1, 2):
        pdf.add_page()
        pdf.set_font("Times", size=10)
        pdf.text(72, 40, "Harbour office")
        for line, text in enumerate(TEXT.splitlines()):
            pdf.text(72, 90 + 14 * line, text[:90])
        pdf.rect(72, 400, 200, 40)
        pdf.line(172, 400, 172, 440)
        for x, y, text in ((80, 415, "Route"), (180, 415, "Fare"), (80, 435, "North"), (180, 435, "4.50")):
            pdf.text(x, y, text)
        pdf.text(300, 770, f"{number}")
    return bytes(pdf.output())


def _word() -> bytes:
    styles = '<w:styles><w:style w:styleId="H1" w:type="paragraph"><w:name w:val="heading 1"/></w:style></w:styles>'
    numbers = (
        '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt'
        ' w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId'
        ' w:val="0"/></w:num></w:numbering>'
    )
    notes = f'<w:footnotes><w:footnote w:id="2">{p("From May.")}</w:footnote></w:footnotes>'
    body = (
        p("Tolls", '<w:pStyle w:val="H1"/>')
        + p("Children pay half.", '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>')
        + f'<w:p>{r("The ferry runs at eight.", "<w:b/>")}<w:r><w:footnoteReference w:id="2"/></w:r>'
        f"<w:del>{r('gone')}</w:del>{r('hidden', '<w:vanish/>')}</w:p>"
        + tbl("Route|Fare", "North|4.50", "South|6.00")
    )
    return word(
        body,
        {
            "r1": ("styles", "styles.xml", styles),
            "r2": ("numbering", "numbering.xml", numbers),
            "r3": ("footnotes", "footnotes.xml", notes),
        },
    )


def _slides() -> bytes:
    cells = "".join(f"<a:tc><a:txBody><a:p>{_run(one)}</a:p></a:txBody></a:tc>" for one in ("Route", "Fare"))
    table = (
        '<p:graphicFrame><p:xfrm><a:off x="1" y="90"/><a:ext cx="9" cy="9"/></p:xfrm><a:graphic><a:graphicData><a:tbl>'
        f"<a:tr>{cells}</a:tr><a:tr>{cells}</a:tr></a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )
    shape = (
        '<p:sp><p:nvSpPr><p:cNvPr id="1" name="x"/><p:nvPr><p:ph type="title"/></p:nvPr></p:nvSpPr><p:spPr><a:xfrm>'
        '<a:off x="1" y="1"/><a:ext cx="9" cy="9"/></a:xfrm></p:spPr><p:txBody><a:p><a:pPr lvl="1"><a:buAutoNum'
        f' type="arabicPeriod" startAt="2"/></a:pPr>{_run("The ferry runs at eight.")}</a:p></p:txBody></p:sp>'
    )
    slide = f"<p:sld {SPACES}><p:cSld><p:spTree>{shape}{table}</p:spTree></p:cSld></p:sld>"
    listed = '<p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst>'
    return zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "ppt/presentation.xml")}),
            "ppt/presentation.xml": f"<p:presentation {SPACES}>{listed}</p:presentation>",
            "ppt/_rels/presentation.xml.rels": related({"r1": ("slide", "slides/slide1.xml")}),
            "ppt/slides/slide1.xml": slide,
        }
    )


def _run(text: str) -> str:
    return f"<a:r><a:t>{text}</a:t></a:r>"


def _sheet() -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    for row in (["Tolls by route"], ["Route", "Fare", "From"], ["North", 4.5, "=B3*2"], ["South", 6, True]):
        page.append(row)
    page.merge_cells("A1:C1")
    page["B3"].number_format = '"$"#,##0.00'
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _open(kind: str, body: str) -> bytes:
    style = (
        '<office:automatic-styles><style:style style:name="P1" style:family="paragraph"><style:text-properties'
        ' fo:font-weight="bold"/></style:style></office:automatic-styles>'
    )
    return zipped(
        {
            "mimetype": f"application/vnd.oasis.opendocument.{kind}",
            "content.xml": f"<office:document-content {_OPEN} {_FO}>{style}<office:body><office:{kind}>{body}"
            f"</office:{kind}></office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {_OPEN}><office:meta><meta:initial-creator>A. Hale</meta:initial-creator>"
            "</office:meta></office:document-meta>",
        }
    )


def _book() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("mimetype", "application/epub+zip")
        archive.writestr(
            "META-INF/container.xml",
            '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile'
            ' full-path="OPS/c.opf"/></rootfiles></container>',
        )
        archive.writestr(
            "OPS/c.opf",
            '<package xmlns="http://www.idpf.org/2007/opf" xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata>'
            "<dc:title>Tolls</dc:title><dc:date>2025-05-03</dc:date></metadata><manifest><item id='a'"
            " href='a.xhtml' media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/></spine></package>",
        )
        archive.writestr("OPS/a.xhtml", HTML.partition(">")[2])
    return out.getvalue()
