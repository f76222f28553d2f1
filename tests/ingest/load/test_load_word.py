from __future__ import annotations

import time

import pytest

from ingest.errors import WrongFormat
from ingest.load import load
from tests.ingest.load.packages import SPACES, p, r, related, tbl, tc, word, zipped

RAISED = '<w:vertAlign w:val="superscript"/>'
TITLE = '<w:pStyle w:val="Heading1"/>'


def read(body: str, parts=None):
    return load(word(body, parts), name="a.docx")


def texts(body: str, parts=None) -> list[str]:
    document = read(body, parts)
    return [document.text[block.start : block.end] for block in document.blocks]


def test_only_the_elements_for_text_hold_text():
    anchor = (
        "<w:r><w:drawing><wp:anchor><wp:positionH><wp:posOffset>4572</wp:posOffset></wp:positionH>"
        "<wp:positionV><wp:align>right</wp:align></wp:positionV><wp14:sizeRelH>"
        "<wp14:pctWidth>200</wp14:pctWidth></wp14:sizeRelH></wp:anchor></w:drawing></w:r>"
    )
    assert texts(f"<w:p>{r('The toll is ')}{anchor}{r('9 crowns.')}</w:p>") == ["The toll is 9 crowns."]


def test_a_text_box_stands_once_after_its_paragraph():
    box = f"<w:txbxContent>{p('Toll in brief.')}{tbl('Bridge|Toll', 'Old|9')}</w:txbxContent>"
    drawn = (
        f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>{box}</wps:txbx>'
        f"</w:drawing>"
        f"</mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    assert texts(f"<w:p>{r('The toll ')}{drawn}{r('rose.')}</w:p>") == [
        "The toll rose.",
        "Toll in brief.",
        "Bridge: Old | Toll: 9",
    ]


@pytest.mark.parametrize(
    "mark", ["<w:strike/>", "<w:dstrike/>", '<w:strike w:val="1"/>', '<w:rStyle w:val="Gone"/>']
)
def test_struck_runs_are_left_out_and_counted(mark):
    styles = {
        "r1": (
            "styles",
            "styles.xml",
            '<w:styles><w:style w:type="character" w:styleId="Old"><w:rPr><w:strike/></w:rPr></w:style>'
            '<w:style w:type="character" w:styleId="Gone"><w:basedOn w:val="Old"/></w:style></w:styles>',
        )
    }
    document = read(f"<w:p>{r('They must ')}{r('not ', mark)}{r('pay.')}</w:p>", styles)
    assert document.text == "They must pay."
    assert document.notes == ("struck text was left out: 1 words",)


def test_a_style_may_strike_a_paragraph_and_a_run_may_undo_it():
    styles = {
        "r1": (
            "styles",
            "styles.xml",
            '<w:styles><w:style w:type="paragraph" w:styleId="Old"><w:rPr><w:strike/></w:rPr>'
            "</w:style></w:styles>",
        )
    }
    old = '<w:pPr><w:pStyle w:val="Old"/></w:pPr>'
    kept = r("Kept.", '<w:strike w:val="0"/>')
    assert texts(f"<w:p>{old}{r('Gone. ')}{kept}</w:p>", styles) == ["Kept."]


def test_raised_runs_are_marks_of_notes_or_powers():
    body = (
        f"<w:p>{r('The toll is 25')}{r('1', RAISED)}{r('2', RAISED)}{r(' crowns and 10')}{r('6', RAISED)}"
        f"{r(' pay it on the 1')}{r('st', RAISED)}{r(' of May.')}</w:p>"
    )
    assert texts(body) == ["The toll is 25 crowns and 10⁶ pay it on the 1st of May."]


def test_a_deleted_paragraph_end_joins_two_paragraphs():
    first = f"<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr>{r('Carts are free')}</w:p>"
    assert texts(first + p(" until May.")) == ["Carts are free until May."]


def test_deleted_rows_and_cells_are_left_out():
    gone = f"<w:tr><w:trPr><w:del/></w:trPr>{tc('Carts')}{tc('5')}</w:tr>"
    cell = tc("spare", "<w:cellDel/>")
    kept = f"<w:tr>{tc('Coaches')}{tc('7')}{cell}</w:tr>"
    document = read(f"<w:tbl>{gone}{kept}</w:tbl>")
    assert document.text == "Coaches | 7"
    assert document.notes[0].startswith("deleted text was left out: 2 words")


def test_merged_cells_carry_their_heads_and_labels():
    span, start, goes_on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    rows = [
        tc("Bridge", start) + tc("2024", span),
        tc("", goes_on) + tc("Carts") + tc("Toll"),
        tc("Old", start) + tc("30") + tc("9"),
        tc("", goes_on) + tc("31") + tc("8"),
    ]
    assert texts("<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in rows) + "</w:tbl>") == [
        "Bridge: Old | 2024, Carts: 30 | 2024, Toll: 9",
        "Bridge: Old | 2024, Carts: 31 | 2024, Toll: 8",
    ]


def test_words_over_words_are_heads_where_the_row_is_set_apart():
    bold = f"<w:p>{r('Measure', '<w:b/>')}</w:p>|<w:p>{r('Owner', '<w:b/>')}</w:p>"
    assert (
        texts(tbl(bold, "Cut the toll|Board", "Mend the bridge|Mayor"))[0]
        == "Measure: Cut the toll | Owner: Board"
    )
    assert texts(tbl("To|Board", "From|Mayor"))[0] == "To | Board"


def test_a_table_in_a_cell_follows_its_row():
    inner = tbl("Class A|600", "Class B|250")
    document = read(tbl(f"Permit|{inner}", "Licence|3"))
    assert [document.text[block.start : block.end] for block in document.blocks] == [
        "Permit",
        "Class A | 600",
        "Class B | 250",
        "Licence | 3",
    ]
    assert document.blocks[1].leads == (0,)


def test_a_table_for_layout_is_prose():
    cell = p("First paragraph.") + p("Second paragraph.")
    assert texts(tbl(cell + "|" + p("Aside."))) == ["First paragraph.", "Second paragraph.", "Aside."]


NUMBERS = {
    "r1": (
        "numbering",
        "numbering.xml",
        '<w:numbering><w:abstractNum w:abstractNumId="0">'
        '<w:lvl w:ilvl="0"><w:start w:val="4"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>'
        '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="lowerLetter"/><w:lvlText '
        'w:val="(%2)"/></w:lvl>'
        '<w:lvl w:ilvl="2"><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%2.%3"/><w:isLgl/></w:lvl>'
        '</w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
        '<w:numFmt w:val="upperRoman"/><w:pStyle w:val="Proposal"/><w:lvlText w:val="Proposal %1:"/>'
        "</w:lvl></w:abstractNum>"
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num>'
        '<w:num w:numId="8"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride '
        'w:val="1"/>'
        '</w:lvlOverride></w:num><w:num w:numId="9"><w:abstractNumId w:val="1"/></w:num></w:numbering>',
    ),
    "r2": (
        "styles",
        "styles.xml",
        '<w:styles><w:style w:type="paragraph" w:styleId="Proposal"><w:pPr><w:numPr><w:numId '
        'w:val="9"/></w:numPr>'
        "</w:pPr></w:style></w:styles>",
    ),
}


def numbered(text: str, number: int = 7, level: int = 0) -> str:
    return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>')


def test_automatic_numbers_stand_before_their_paragraphs():
    body = (
        numbered("Carts pay.")
        + numbered("The keeper shall")
        + numbered("count carts;", level=1)
        + numbered("report.", level=1)
        + numbered("weekly", level=2)
        + numbered("Fines.")
        + numbered("first", level=1)
        + numbered("A new list.", 8)
        + numbered("Goes on.", 8)
        + p("Cut the toll.", '<w:pStyle w:val="Proposal"/>')
        + p("Mend the bridge.", '<w:pStyle w:val="Proposal"/>')
        + p("No number.", '<w:pStyle w:val="Proposal"/><w:numPr><w:numId w:val="0"/></w:numPr>')
    )
    document = read(body, NUMBERS)
    assert [(block.place, document.text[block.start : block.end]) for block in document.blocks] == [
        ("4", "4. Carts pay."),
        ("5", "5. The keeper shall"),
        ("5(a)", "(a) count carts;"),
        ("5(b)", "(b) report."),
        ("5.2.1", "5.2.1 weekly"),
        ("6", "6. Fines."),
        ("6(a)", "(a) first"),
        ("1", "1. A new list."),
        ("2", "2. Goes on."),
        ("Proposal I", "Proposal I: Cut the toll."),
        ("Proposal II", "Proposal II: Mend the bridge."),
        ("", "No number."),
    ]
    assert document.blocks[3].leads == (1,)
    assert document.blocks[6].leads == ()  # what ends in a full stop is not completed


def test_a_heading_of_many_words_is_a_paragraph():
    styles = {
        "r1": (
            "styles",
            "styles.xml",
            '<w:styles><w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/></w:style>'
            '<w:style w:type="paragraph" w:styleId="Own"><w:name w:val="My own"/><w:basedOn '
            'w:val="H"/></w:style></w:styles>',
        )
    }
    long = "The keeper of the bridge shall count every cart that crosses it between dawn and dusk."
    document = read(p("Duties", '<w:pStyle w:val="Own"/>') + p(long, '<w:pStyle w:val="H"/>'), styles)
    assert [block.role for block in document.blocks] == ["heading", "paragraph"]


def test_headers_say_what_the_text_does_not():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="r1"/></w:sectPr>'
    header = (
        f"<w:hdr>{p('Bridge report')}{p('EMBARGOED UNTIL 3 MAY')}"
        '<w:p><w:r><w:t>Page </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r><w:t>2</w:t></w:r>'
        "</w:fldSimple></w:p>"
        '<w:p><w:r><w:pict><v:shape><v:textpath string="DRAFT"/></v:shape></w:pict></w:r></w:p></w:hdr>'
    )
    document = read(p("Bridge report") + section, {"r1": ("header", "header1.xml", header)})
    assert [
        (block.role, block.place, document.text[block.start : block.end]) for block in document.blocks
    ] == [
        ("note", "header", "EMBARGOED UNTIL 3 MAY"),
        ("note", "header", "DRAFT"),
        ("paragraph", "", "Bridge report"),
    ]


def test_words_that_ask_for_filling_in_are_no_text():
    asks = (
        f"<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>{r('Click here.')}</w:sdtContent></w:sdt>"
    )
    filled = f"<w:sdt><w:sdtPr/><w:sdtContent>{r('Ann Lee')}</w:sdtContent></w:sdt>"
    assert texts(f"<w:p>{r('Keeper: ')}{filled}{asks}</w:p>") == ["Keeper: Ann Lee"]


CHART = (
    "<c:chartSpace><c:chart><c:title><c:tx><c:rich><a:p><a:r><a:t>Carts by year</a:t></a:r></a:p>"
    "</c:rich></c:tx></c:title>"
    "<c:plotArea><c:barChart><c:ser><c:tx><c:strRef><c:strCache><c:pt idx='0'><c:v>Carts</c:v></c:pt>"
    "</c:strCache></c:strRef></c:tx>"
    "<c:cat><c:strRef><c:strCache><c:pt idx='0'><c:v>2023</c:v></c:pt><c:pt idx='1'><c:v>2024</c:v>"
    "</c:pt></c:strCache></c:strRef></c:cat>"
    "<c:val><c:numRef><c:numCache><c:formatCode>0%</c:formatCode><c:pt idx='0'><c:v>0.3</c:v></c:pt>"
    "<c:pt idx='1'><c:v>0.25</c:v></c:pt>"
    "</c:numCache></c:numRef></c:val></c:ser></c:barChart></c:plotArea></c:chart></c:chartSpace>"
)


def test_charts_and_diagrams_are_read():
    drawn = '<w:p><w:r><w:drawing><c:chart r:id="r1"/></w:drawing></w:r></w:p>'
    smart = '<w:p><w:r><w:drawing><dgm:relIds r:dm="r2"/></w:drawing></w:r></w:p>'
    data = (
        "<dgm:dataModel><dgm:ptLst><dgm:pt type='doc'/><dgm:pt><dgm:t><a:p><a:r><a:t>Count the "
        "carts</a:t></a:r></a:p>"
        "</dgm:t></dgm:pt></dgm:ptLst></dgm:dataModel>"
    )
    parts = {"r1": ("chart", "charts/chart1.xml", CHART), "r2": ("diagramData", "diagrams/data1.xml", data)}
    assert texts(drawn + smart, parts) == [
        "Carts by year",
        "2023 | Carts: 30%",
        "2024 | Carts: 25%",
        "Count the carts",
    ]


def test_notes_come_last_and_comments_are_counted():
    notes = (
        f"<w:footnotes><w:footnote w:id='1'>{p('By the old count.')}</w:footnote>"
        f"<w:footnote w:id='2'>{p('Nobody refers to this.')}</w:footnote></w:footnotes>"
    )
    parts = {
        "r1": ("footnotes", "footnotes.xml", notes),
        "r2": (
            "comments",
            "comments.xml",
            f"<w:comments><w:comment>{p('Is this so?')}</w:comment></w:comments>",
        ),
    }
    body = f"<w:p>{r('Thirty carts')}<w:r><w:footnoteReference w:id='1'/></w:r>{r(' a day.')}</w:p>"
    document = read(body, parts)
    assert [(block.role, block.place) for block in document.blocks] == [("paragraph", ""), ("note", "note 1")]
    assert document.text == "Thirty carts a day.\n\nBy the old count."
    assert "comments were left out: 3 words" in document.notes


def core(created: str, modified: str) -> str:
    space = 'xmlns:dcterms="http://purl.org/dc/terms/" xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    return (
        f"<cp:coreProperties {space}><dcterms:created>{created}</dcterms:created>"
        f"<dcterms:modified>{modified}</dcterms:modified></cp:coreProperties>"
    )


@pytest.mark.parametrize(
    ("created", "modified", "line", "date"),
    [
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "", "2025-02-03"),
        ("2013-12-23T23:15:00Z", "2013-12-23T23:15:00Z", "", ""),
        ("2009-05-01T10:00:00Z", "2025-02-09T10:00:00Z", "", ""),
        ("2009-05-01T10:00:00Z", "2025-02-09T10:00:00Z", "14 February 2025", "2025-02-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "Oslo, 14th February 2025", "2025-02-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "For release: February 14, 2025", "2025-02-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "Bruxelles, le 14 mars 2025", "2025-03-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "14 de marzo de 2025", "2025-03-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "Berlin, den 14. März 2025", "2025-03-14"),
        ("2025-02-03T10:00:00Z", "2025-02-09T10:00:00Z", "The toll ends on 14 May 2025.", "2025-02-03"),
    ],
)
def test_the_date_is_the_documents_not_the_templates(created, modified, line, date):
    data = zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f"<w:document {SPACES}><w:body>{p('Toll')}{p(line)}</w:body></w:document>",
            "docProps/core.xml": core(created, modified),
        }
    )
    document = load(data, name="a.docx")
    assert document.metadata.date == date
    assert any(created[:10] in note for note in document.notes) == (date != created[:10])


def test_strict_files_and_other_names_of_the_main_part_are_read():
    data = zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "word/document2.xml")}),
            "word/document2.xml": '<w:document xmlns:w="http://purl.oclc.org/ooxml/wordprocessingml/main"><w:body>'
            "<w:p><w:r><w:t>Toll</w:t></w:r></w:p></w:body></w:document>",
        }
    )
    assert load(data, name="a.docx").text == "Toll"


def test_time_grows_with_the_length_alone():
    def seconds(count: int) -> float:
        data = word("".join(p(f"Paragraph {number} of the report.") for number in range(count)))
        start = time.process_time()
        load(data, name="a.docx")
        return time.process_time() - start

    seconds(100)
    assert (
        min(seconds(8000) for _ in range(3)) < 4 * min(seconds(4000) for _ in range(3)) + 2
    )  # four times is what squares would take


def test_typed_numbers_have_their_place_and_complete_what_is_before_them():
    body = (
        p("1. The keeper shall:")
        + p("(a) count carts; and")
        + p("(b) report.")
        + p("2. Fines go to the town.")
    )
    document = read(body)
    assert [(block.place, block.leads) for block in document.blocks] == [
        ("1", ()),
        ("1(a)", (0,)),
        ("1(b)", (0,)),
        ("2", ()),
    ]
    open_item = read(p("1. The keeper shall, each year,") + p("a. count carts; and") + p("b. report."))
    assert [(block.place, block.leads) for block in open_item.blocks] == [
        ("1", ()),
        ("1(a)", (0,)),
        ("1(b)", (0,)),
    ]
    initials = read(p("J. Smith asked about carts.") + p("K. Jones answered."))
    assert [block.place for block in initials.blocks] == ["", ""]


def test_a_damaged_part_is_refused_with_a_remedy():
    numbers = (
        '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="x"/></w:abstractNum></w:numbering>'
    )
    with pytest.raises(WrongFormat, match=r"a\.docx is not a readable Word document") as caught:
        read(p("Toll"), {"r1": ("numbering", "numbering.xml", numbers)})
    assert caught.value.hint


def test_a_deeper_list_of_its_own_stands_under_the_item_before_it():
    numbering = (
        '<w:numbering><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl '
        'w:ilvl="0">'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%1."/></w:lvl><w:lvl w:ilvl="1">'
        '<w:numFmt w:val="lowerLetter"/><w:lvlText w:val="%2."/></w:lvl></w:abstractNum>'
        '<w:num w:numId="7"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="8"><w:abstractNumId '
        'w:val="1"/></w:num>'
        "</w:numbering>"
    )
    document = read(
        numbered("one") + numbered("two") + numbered("under two", 8, 1),
        {"r1": ("numbering", "numbering.xml", numbering)},
    )
    assert [block.place for block in document.blocks] == ["1", "2", "2(a)"]


def test_a_large_first_letter_belongs_to_its_paragraph():
    assert texts(p("T", '<w:framePr w:dropCap="drop"/>') + p("olls rise.")) == ["Tolls rise."]


def test_fields_of_forms_hold_what_is_chosen():
    entries = (
        '<w:ddList><w:result w:val="1"/><w:listEntry w:val="cart"/><w:listEntry w:val="coach"/></w:ddList>'
    )
    chosen = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{entries}</w:ffData></w:fldChar></w:r>'
    ticked = '<w:checkBox><w:default w:val="0"/><w:checked/></w:checkBox>'
    box = f'<w:r><w:fldChar w:fldCharType="begin"><w:ffData>{ticked}</w:ffData></w:fldChar></w:r>'
    ends = '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    assert texts(f"<w:p>{r('By ')}{chosen}{ends}{r(' paid ')}{box}{ends}</w:p>") == ["By coach paid ☒"]


def test_a_formula_stands_in_its_line():
    power = "<m:sSup><m:e><m:r><m:t>x</m:t></m:r></m:e><m:sup><m:r><m:t>2</m:t></m:r></m:sup></m:sSup>"
    share = "<m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f>"
    assert texts(f"<w:p>{r('So ')}<m:oMath>{power}{share}</m:oMath>{r('.')}</w:p>") == ["So x²a/b."]


def test_endnotes_have_numbers_of_their_own():
    notes = {
        "r1": (
            "endnotes",
            "endnotes.xml",
            f"<w:endnotes><w:endnote w:id='4'>{p('Old.')}</w:endnote></w:endnotes>",
        ),
    }
    document = read(f"<w:p>{r('Carts')}<w:r><w:endnoteReference w:id='4'/></w:r></w:p>", notes)
    assert document.blocks[1].place == "endnote 1"


def test_what_a_program_calls_a_document_is_no_title():
    space = 'xmlns:dc="http://purl.org/dc/elements/1.1/"'
    data = zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f"<w:document {SPACES}><w:body>{p('Toll', TITLE)}</w:body></w:document>",
            "docProps/core.xml": f"<x {space}><dc:title>Document1</dc:title><dc:creator>"
            "User</dc:creator></x>",
        }
    )
    document = load(data, name="a.docx")
    assert (document.metadata.title, document.metadata.author) == ("", "")
    assert document.blocks[0].role == "heading"


@pytest.mark.parametrize("line", ["See Lee, 2019, pp. 10–20.", "2019", "In May 2019 we met", "Carts 2019"])
def test_a_line_that_says_more_is_no_date(line):
    assert read(p("Toll") + p(line)).metadata.date == ""


def test_formulas_keep_their_brackets_roots_and_sums():
    def m(tag: str, *parts: str) -> str:
        return f"<m:{tag}>{''.join(parts)}</m:{tag}>"

    def t(text: str) -> str:
        return f"<m:r><m:t>{text}</m:t></m:r>"

    share = m("f", m("num", t("a+b")), m("den", t("2")))
    root = m("rad", "<m:radPr/>", "<m:deg/>", m("e", t("c")))
    total = m(
        "nary",
        '<m:naryPr><m:chr m:val="∑"/></m:naryPr>',
        m("sub", t("i=1")),
        m("sup", t("n")),
        m("e", t("i")),
    )
    brackets = m("d", m("e", t("x")), m("e", t("y")))
    body = f"<w:p><m:oMath>{share}{root}{total}f{brackets}{t('f')}{brackets}</m:oMath></w:p>"
    assert texts(body) == ["(a+b)/2√(c)∑_(i=1)^(n) i(x|y)f(x|y)"]


def test_an_item_with_a_colon_opens_the_list_after_it():
    document = read(
        numbered("Do not:") + numbered("wear gold", 9) + numbered("wear silk", 9) + numbered("Pay."), NUMBERS
    )
    assert [block.leads for block in document.blocks] == [(), (0,), (0,), ()]


def test_charts_of_the_newer_kinds_are_read():
    space = 'xmlns:cx="http://schemas.microsoft.com/office/drawing/2014/chartex"'
    points = "".join(f'<cx:pt idx="{at}">{name}</cx:pt>' for at, name in enumerate(("Old", "New")))
    values = "".join(f'<cx:pt idx="{at}">{value}</cx:pt>' for at, value in enumerate((0.3, 0.25)))
    chart = (
        f'<cx:chartSpace {space}><cx:chartData><cx:data id="0"><cx:strDim type="cat"><cx:lvl>'
        f"{points}</cx:lvl>"
        f'</cx:strDim><cx:numDim type="val"><cx:lvl formatCode="0%">{values}</cx:lvl></cx:numDim></cx:data>'
        "</cx:chartData><cx:chart><cx:plotArea><cx:series><cx:tx><cx:txData><cx:v>Carts</cx:v>"
        "</cx:txData></cx:tx>"
        '<cx:dataId val="0"/></cx:series></cx:plotArea></cx:chart></cx:chartSpace>'
    )
    drawn = f'<w:p><w:r><w:drawing><cx:chart {space} r:id="r1"/></w:drawing></w:r></w:p>'
    assert texts(drawn, {"r1": ("chartEx", "charts/chart1.xml", chart)}) == [
        "Old | Carts: 30%",
        "New | Carts: 25%",
    ]


def test_the_file_tells_its_language_and_that_it_is_a_draft():
    space = (
        'xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    )
    data = zipped(
        {
            "_rels/.rels": related({"r0": ("officeDocument", "word/document.xml")}),
            "word/document.xml": f"<w:document {SPACES}><w:body>{p('Toll')}</w:body></w:document>",
            "docProps/core.xml": f"<cp:x {space}><dc:language>en-GB</dc:language>"
            "<cp:contentStatus>Draft</cp:contentStatus></cp:x>",
        }
    )
    known = load(data, name="a.docx").metadata
    assert (known.language, known.stage) == ("en", "draft")
