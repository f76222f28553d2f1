from __future__ import annotations

import pytest

from ingest.load import load
from ingest.metadata import complete
from ingest.passages import split_passages
from ingest.types import Block, Document, Metadata


def read(text: str, name: str = "text.txt") -> Document:
    return load(text.encode(), name=name)


def found(document: Document, words: str) -> Block:
    return next(block for block in document.blocks if words in document.text[block.start : block.end])


def texts(document: Document, *roles: str) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks if block.role in roles]


def who(document: Document, words: str) -> str:
    """Who is credited with a sentence."""
    return next(
        sentence.speaker
        for passage in split_passages(document, "x")
        for sentence in passage.sentences
        if words in document.text[sentence.start : sentence.end]
    )


RECORD = """
[Congressional Record Volume 170, Number 12 (Tuesday, March 5, 2024)]
[Senate]
[Pages S1201-S1203]
From the Congressional Record Online through the Government Publishing Office [www.gpo.gov]


                    THE RIVER TOLLS AND FERRIES ACT

  Mr. LARCH-McQUILL. Mr. President, I rise to speak of the tolls that the
ferries of our rivers pay, which have risen in each of the last nine
years.
  The Department says that the tolls pay for the dredging of the non-
tidal reaches. They do not.

                              {time}  1030

  Ms. ROTH of New Jersey. Mr. President, I have heard the Senator from

[[Page S1202]]

Ohio, and I do not share his view of the tolls or of what the Department
says of them.
  The clerk read as follows:

                              S. Res. 9

       Resolved, That the Senate honors the ferrymen of the rivers
     and the wives and children who waited for them on the piers
     and quays.

<bullet> Mr. OAKES. Mr. President, I thank both Senators.
  The PRESIDING OFFICER (Mrs. Field). Without objection, it is so ordered.
                          ____________________
"""


def test_the_record_credits_each_speech_and_nothing_else() -> None:
    document = read(RECORD)
    assert who(document, "risen in each of the last nine") == "Mr. Larch-McQuill"
    assert who(document, "They do not.") == "Mr. Larch-McQuill"
    assert who(document, "I do not share his view") == "Ms. Roth of New Jersey"
    assert who(document, "I thank both Senators") == "Mr. Oakes"
    assert who(document, "it is so ordered") == "The Presiding Officer (Mrs. Field)"
    assert who(document, "honors the ferrymen") == who(document, "The clerk read") == ""


def test_the_record_s_paragraphs_go_on_over_pages_and_hyphens() -> None:
    document = read(RECORD)
    assert "the Senator from Ohio, and I do not share" in document.text
    assert "the non-tidal reaches" in document.text
    assert not [mark for mark in ("[[", "{time}", "____", "<bullet>") if mark in document.text]
    assert found(document, "risen in each").place == "p. S1201"
    assert found(document, "I thank both").place == "p. S1202"


def test_the_head_lines_of_the_record_are_metadata() -> None:
    known = complete(Metadata(), read(RECORD), "text.txt")
    assert (known.kind, known.date, known.publisher) == ("transcript", "2024-03-05", "U.S. Senate")
    assert (known.title, known.number) == (
        "THE RIVER TOLLS AND FERRIES ACT",
        "Congressional Record, Vol. 170, No. 12, S1201-S1203",
    )


HEARING = """\
[House Hearing, 118 Congress]
[From the U.S. Government Publishing Office]

                          RIVER TOLLS AND THE
                              FERRY LEVY

=======================================================================

                                HEARING

                               BEFORE THE

                         COMMITTEE ON WATERWAYS
                        HOUSE OF REPRESENTATIVES

                    ONE HUNDRED EIGHTEENTH CONGRESS

                             MARCH 5, 2024

                           Serial No. 118-41

                         C O N T E N T S
                                                                   Page
Hearing held on March 5, 2024....................................     1

                               WITNESSES

Ms. Ida Roth, Chief Engineer of the Inland Ferries of the Upper and
  Lower Rivers
    Oral Statement...............................................     4

    Chairman Larch. The committee will come to order. We meet today to
hear of the tolls.
    The tolls have doubled, and nobody has told this committee why they
had to.

           STATEMENT OF IDA ROTH, CHIEF ENGINEER,
                    INLAND FERRIES

    Ms. Roth. Thank you. The tolls pay for the dredging of 14 reaches.
    Mr. de la Cruz. That is not so, is it?
    [Laughter.]
    Ms. Roth. It is.
    [The prepared statement of Ms. Roth follows:]

                 Prepared Statement of Ida Roth

    We dredged 14 reaches in 2023 and shall dredge 9 in 2024.
"""


def test_a_hearing_s_headings_are_no_speakers() -> None:
    document = read(HEARING)
    assert who(document, "nobody has told this committee") == "Chairman Larch"
    assert who(document, "dredging of 14 reaches") == "Ms. Roth"
    assert who(document, "That is not so") == "Mr. de la Cruz"
    assert who(document, "shall dredge 9") == who(document, "[Laughter.]") == ""
    assert "STATEMENT OF IDA ROTH, CHIEF ENGINEER, INLAND FERRIES" in texts(document, "heading")


def test_a_hearing_s_contents_are_left_out_but_for_its_witnesses() -> None:
    document = read(HEARING)
    assert "...." not in document.text and "Oral Statement" not in document.text
    assert "Chief Engineer of the Inland Ferries of the Upper and Lower Rivers" in document.text
    known = complete(Metadata(), document, "text.txt")
    assert (known.title, known.date, known.number) == (
        "RIVER TOLLS AND THE FERRY LEVY",
        "2024-03-05",
        "Serial No. 118-41",
    )
    assert (known.kind, known.publisher) == ("transcript", "House Committee on Waterways")


BILL = """\
[Congressional Bills 118th Congress]
[From the U.S. Government Publishing Office]
[H.R. 88 Reported in House (RH)]

<DOC>

118th CONGRESS
  1st Session
                                H. R. 88

                    IN THE HOUSE OF REPRESENTATIVES

                            January 9, 2023

Mr. Larch introduced the following bill; which was referred to the
                        Committee on Waterways

                             March 3, 2023

                Reported with an amendment

                                 A BILL

 To lower the tolls that ferries pay, and for other purposes.

    Be it enacted by the Senate and House of Representatives,

SECTION 1. SHORT TITLE.

    This Act may be cited as the ``River Tolls Act''.

<DELETED>SEC. 2. TOLLS.</DELETED>

<DELETED>    The toll is 12 dollars for each
ferry.</DELETED>

SEC. 2. TOLLS.

    (a) In General.--A ferry pays no toll if it--
            (1) carries fewer than 12 passengers on each day of the
        year; or
            (2) is new.
    (b) Amendment.--Section 4 of the Ferry Act is amended by adding at
the end the following:
    ``(d) Exception.--A toll of <DELETED>12</DELETED> 9 dollars is due.''.
"""


def test_struck_lines_of_a_bill_are_left_out_and_counted() -> None:
    document = read(BILL)
    assert "12 dollars" not in document.text and "A toll of 9 dollars is due." in document.text
    assert document.notes == ("struck text was left out: 12 words",)


def test_provisions_of_a_bill_have_places_and_what_they_complete() -> None:
    document = read(BILL)
    first, added = found(document, "carries fewer"), found(document, "9 dollars is due")
    leads = [document.text[document.blocks[n].start : document.blocks[n].end] for n in first.leads]
    assert (first.place, leads) == ("§ 2(a)(1)", ["(a) In General.--A ferry pays no toll if it--"])
    assert (added.place, added.standing) == ("§ 2(b)", "inserted")
    assert document.blocks[added.leads[0]].place == "§ 2(b)"
    known = complete(Metadata(), document, "text.txt")
    assert (known.title, known.number, known.stage) == (
        "H.R. 88, River Tolls Act",
        "H.R. 88",
        "Reported in House",
    )
    assert (known.kind, known.date) == ("bill", "2023-03-03")


REPORT = """\
[Senate Report 118-77]
[From the U.S. Government Publishing Office]

118th Congress      }                                    {      Report
                                 SENATE
 2d Session         }                                    {     118-77

======================================================================

                 RIVER TOLLS APPROPRIATIONS BILL, 2025

                 July 25, 2024.--Ordered to be printed

    Mr. Larch, from the Committee on Waterways, submitted the following

Appropriations, 2024....................................     $1,200,000
Committee recommendation................................      1,500,000

    The Committee recommends $1,500,000, and directs the Office to:
  --dredge the non-tidal reaches of all rivers, in the order in which
        the ferries ask for it; and
  --report.

                           TOLLS BY RIVER
------------------------------------------------------------------------
                                                   2024         2025
                 River                            tolls       estimate
------------------------------------------------------------------------
Upper rivers:
    Ash.........................................    12,000       14,000
    Beech and its tributaries above the old          9,000  ...........
     weir.......................................
                                                 -----------------------
      Total, upper rivers.......................    21,000       14,000
------------------------------------------------------------------------

    In compliance with paragraph 12, existing law proposed to be omitted
is enclosed in black brackets:
    Sec. 3. The toll ends on May 1, [2024] 2026.
"""


def test_a_report_s_rows_carry_their_heads() -> None:
    document = read(REPORT)
    assert texts(document, "row") == [
        "Appropriations, 2024: $1,200,000",
        "Committee recommendation: 1,500,000",
        "River: Upper rivers: Ash | 2024 tolls: 12,000 | 2025 estimate: 14,000",
        "River: Upper rivers: Beech and its tributaries above the old weir | 2024 tolls: 9,000",
        "River: Upper rivers: Total, upper rivers | 2024 tolls: 21,000 | 2025 estimate: 14,000",
    ]


def test_a_report_s_dashed_items_and_omitted_law() -> None:
    document = read(REPORT)
    item = found(document, "--dredge")
    assert document.text[item.start : item.end].endswith("in the order in which the ferries ask for it; and")
    assert item.leads and found(document, "--report.").leads == item.leads
    assert "ends on May 1, 2026." in document.text
    known = complete(Metadata(), document, "text.txt")
    assert (known.kind, known.number, known.date) == ("committee report", "S. Rept. 118-77", "2024-07-25")
    assert known.publisher == "Senate Committee on Waterways"


RULE = """\
[Federal Register Volume 89, Number 29 (Monday, February 12, 2024)]
[Rules and Regulations]
[Pages 9750-9755]
From the Federal Register Online via the Government Publishing Office [www.gpo.gov]
[FR Doc No: 2024-02701]

-----------------------------------------------------------------------

DEPARTMENT OF WATERWAYS

Ferry Office

Tolls of Ferries on the Upper Rivers

AGENCY: Ferry Office, Department of Waterways.

ACTION: Final rule.

SUMMARY: The Office lowers the tolls that ferries pay on the upper
rivers, as the Act requires.

    The toll follows from the Act.\\1\\ It is due where a ferry holds 10\\6\\
liters or more,\\2\\ and the Office collects it at the
---------------------------------------------------------------------------

    \\1\\ Ferry Act, Sec. 4.
    \\2\\ The volume at 20 [deg]C.
---------------------------------------------------------------------------

[[Page 9751]]

first pier of each river.
"""


def test_footnotes_of_a_rule_stand_apart_from_the_sentence() -> None:
    document = read(RULE)
    assert (
        "The toll follows from the Act. It is due where a ferry holds 10⁶ liters or more, and the Office"
        " collects it at the first pier of each river."
    ) in document.text
    notes = [block for block in document.blocks if block.role == "note"]
    assert [(block.place, document.text[block.start : block.end]) for block in notes] == [
        ("note 1", "Ferry Act, Sec. 4."),
        ("note 2", "The volume at 20 °C."),
    ]
    known = complete(Metadata(), document, "text.txt")
    assert (known.kind, known.number, known.date) == ("rule", "89 FR 9750", "2024-02-12")
    assert (known.title, known.publisher) == (
        "Tolls of Ferries on the Upper Rivers",
        "Department of Waterways",
    )


LAW = """\
[118th Congress Public Law 12]
[From the U.S. Government Publishing Office]

[[Page 138 STAT. 77]]

Public Law 118-12
118th Congress

                                 An Act

 To lower tolls. <<NOTE: Mar. 5, 2024 -  [H.R. 88]>>

    Be it enacted by the Senate and House of Representatives,
SECTION 1. <<NOTE: River Tolls Act. 33 USC 1 note.>> SHORT TITLE.

    This Act may be cited as the ``River Tolls Act''.
SEC. 2. TOLLS.

    Not later than <<NOTE: Deadline.>> 90 days after enactment, the Office
lowers the toll.

    Approved March 5, 2024.
"""


def test_margin_notes_of_a_law_are_counted_and_its_pages_are_places() -> None:
    document = read(LAW)
    assert "Not later than 90 days after enactment, the Office lowers the toll." in document.text
    assert found(document, "90 days").place == "§ 2" and "NOTE" not in document.text
    assert any("notes" in note for note in document.notes)
    known = complete(Metadata(), document, "text.txt")
    assert (known.title, known.date, known.kind) == (
        "Public Law 118-12, River Tolls Act",
        "2024-03-05",
        "statute",
    )


EVIDENCE = """\
Waterways Committee

Oral evidence: The work of the Ferry Office, HC 77

Tuesday 5 March 2024

Members present: Dame Ida Roth (Chair); Otto Quill.

Witness: Nora Field, Chief Engineer.

Q1 Chair: Will the toll rise?

Nora Field: It will not.

Q2 Otto Quill: The toll has doubled: twice.

Note: this is not in the order of business.
"""


def test_evidence_is_who_answered_which_question() -> None:
    document = read(EVIDENCE)
    assert who(document, "It will not") == "Nora Field" and found(document, "It will not").place == "Q1"
    assert who(document, "twice") == "Otto Quill" and who(document, "Will the toll") == "Chair"
    assert texts(document, "speaker") == ["Q1 Chair:", "Nora Field:", "Q2 Otto Quill:"]
    known = complete(Metadata(), document, "text.txt")
    assert (known.title, known.date, known.number) == (
        "Oral evidence: The work of the Ferry Office",
        "2024-03-05",
        "HC 77",
    )
    assert (known.kind, known.publisher) == ("transcript", "Waterways Committee")


CAPITALS = """\
WATERWAYS COMMITTEE HEARING ON THE TOLLS OF FERRIES
MARCH 5, 2024
SPEAKERS: SEN. IDA ROTH, CHAIR
SEN. OTTO QUILL
SEN. NORA FIELD
WITNESSES: ANA LARCH, CHIEF ENGINEER
JUDGE ALVA OAKES, NOMINATED TO THE FERRY COURT
[*] ROTH: We meet today to hear of the tolls.
ROTH: They have doubled.
LARCH: They have not.
QUILL: They have.
"""


def test_a_list_of_those_present_speaks_not() -> None:
    document = read(CAPITALS)
    assert who(document, "We meet today") == "ROTH" and who(document, "They have not") == "LARCH"
    assert who(document, "OTTO QUILL") == who(document, "ALVA OAKES") == ""
    known = complete(Metadata(), document, "text.txt")
    assert (known.kind, known.date) == ("transcript", "2024-03-05")
    assert known.title == "WATERWAYS COMMITTEE HEARING ON THE TOLLS OF FERRIES"


@pytest.mark.parametrize(
    "text",
    [
        "Opening Hours: all week.\n\nContact Details: here.\n\nOpening Hours: 9.\n\nContact Details: no.\n",
        "Mr. Larch. A life in ferries, told by himself to friends.\n\nHe was born in 1950.\n",
        "General Provisions. The Office may act.\n\nDirector Fees. They are due in May.\n",
    ],
)
def test_what_only_looks_like_a_speaker_is_none(text: str) -> None:
    assert not texts(read(text), "speaker")


def test_paragraphs_start_by_indent() -> None:
    text = (
        "  The office met on Tuesday to hear three witnesses on the state of\n"
        "the ferries, and it heard them for most of the day.\n"
        "  It then met on Wednesday, when nobody came to be heard at all by\n"
        "the office.\n"
        "  It rose.\n"
    )
    assert texts(read(text), "paragraph") == [
        "The office met on Tuesday to hear three witnesses on the state of the ferries, and it heard them"
        " for most of the day.",
        "It then met on Wednesday, when nobody came to be heard at all by the office.",
        "It rose.",
    ]


def test_a_page_saved_as_text_is_read_as_a_page() -> None:
    page = "<html>\n<body><pre>\n" + RULE.replace("<", "&lt;") + "</pre></body></html>\n"
    assert "collects it at the first pier of each river." in read(page).text


def test_the_record_s_older_head_lines_say_the_same() -> None:
    text = (
        "[Congressional Record: March 5, 2004 (Senate)]\n[Page S2345-S2346]\n"
        "From the Congressional Record Online via GPO Access [wais.access.gpo.gov]\n[DOCID:cr05mr04-34]\n\n\n"
        "                         TOLLS OF THE RIVERS\n\n  Mr. LARCH. Mr. President, I rise.\n"
    )
    known = complete(Metadata(), read(text), "text.txt")
    assert (known.title, known.date, known.publisher) == ("TOLLS OF THE RIVERS", "2004-03-05", "U.S. Senate")


def test_a_question_without_a_name_is_nobody_s_answer() -> None:
    document = read(
        "MS. FIELD:  Good afternoon.\n\nQ    Will the toll rise?\n\nMS. FIELD:  It will not.\n\nQ    Why?\n"
    )
    assert who(document, "Will the toll rise") == who(document, "Why?") == "Q"
    assert who(document, "It will not") == "MS. FIELD"


def test_a_bill_s_table_of_contents_is_none_of_its_provisions() -> None:
    text = BILL.replace(
        "    This Act may be cited as the ``River Tolls Act''.\n",
        "    (a) Short Title.--This Act may be cited as the ``River Tolls Act''.\n"
        "    (b) Table of Contents.--The table of contents for this Act is as follows:\n\n"
        "Sec. 1. Short title; table of contents.\n\n                         TITLE I--TOLLS\n\n"
        "Sec. 2. Tolls that the ferries of all rivers pay and the exceptions of \n        new ferries.\n",
    )
    document = read(text)
    assert "exceptions of new ferries" not in document.text and "TITLE I" not in document.text
    assert found(document, "pays no toll").place == "§ 2(a)"


def test_the_labels_of_a_notice_speak_not() -> None:
    text = (
        "AGENCY: Ferry Office.\n\nSUMMARY: The toll falls.\n\nFOR FURTHER INFORMATION CONTACT: Ida Roth.\n\n"
        "SUPPLEMENTARY INFORMATION: The toll fell before.\n"
    )
    assert not texts(read(text), "speaker")


def test_a_debate_s_speakers_have_seats_and_offices_in_brackets() -> None:
    document = read(
        "House of Commons Debate\n\n5 March 2024\n\n"
        "The Minister for Ferries (Otto Quill): I beg to move. The tolls fall.\n\n"
        "Ida Roth (Ashford) (SNP): Will he give way? The tolls rose last year.\n\n"
        "Otto Quill: I will not. There is no time for that today.\n\n"
        "Mr Speaker: Order. The House must hear the Minister.\n"
    )
    assert who(document, "The tolls fall") == "The Minister for Ferries (Otto Quill)"
    assert who(document, "rose last year") == "Ida Roth (Ashford) (SNP)"
    assert who(document, "no time for that") == "Otto Quill" and who(document, "must hear") == "Mr Speaker"
