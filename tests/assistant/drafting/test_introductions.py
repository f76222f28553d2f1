from __future__ import annotations

import pytest

from assistant.drafting.introductions import cased, introduction
from assistant.lexicon.dates import readable_date
from assistant.lexicon.references import short_reference
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence

TREASURY = "U.S. Department of the Treasury"


@pytest.mark.parametrize(
    ("known", "said_by", "expected"),
    [
        (
            {"publisher": TREASURY, "date": "2025-06-18", "kind": "press release"},
            "",
            "The U.S. Department of the Treasury said on 18 June 2025",
        ),
        (
            {"publisher": "The White House", "date": "2025-02", "kind": "fact sheet"},
            "",
            "The White House said in February 2025",
        ),
        (
            {
                "title": "Executive Order 14198, Progress",
                "publisher": "Office",
                "date": "2025-02-03",
                "kind": "executive order",
            },
            "",
            "Executive Order 14198 (3 February 2025) says",
        ),
        (
            {"title": "18 U.S.C. 2339B, Material support", "date": "2023-04-20", "kind": "statute"},
            "",
            "18 U.S.C. 2339B (20 April 2023) provides",
        ),
        (
            {"title": "S. 367, Stop Arming Cartels Act", "date": "2025-02-03", "kind": "bill"},
            "",
            "S. 367 (3 February 2025) would provide, if enacted",
        ),
        (
            {"author": "Jane Doe", "publisher": "The Daily", "date": "2025-02-07", "kind": "op-ed"},
            "",
            "Jane Doe argues in an op-ed (The Daily, 7 February 2025)",
        ),
        ({"title": "On cartels", "kind": "op-ed"}, "", "The op-ed “On cartels” argues"),
        (
            {"kind": "transcript", "date": "2025-02-03"},
            "PRESIDENTA DE MÉXICO, CLAUDIA SHEINBAUM PARDO",
            "Presidenta de México, Claudia Sheinbaum Pardo said on 3 February 2025",
        ),
        ({"kind": "transcript", "date": "2025-02-03"}, "PREGUNTA", "A reporter asked on 3 February 2025"),
        (
            {"title": "Our note", "publisher": "Desk", "date": "2025-02-03", "kind": "note"},
            "",
            "“Our note” (Desk, 3 February 2025) says",
        ),
        ({"title": "Scan 12"}, "", "“Scan 12” says"),
        (
            {
                "title": "Regulation (EU) 2016/679 of the European Parliament and of the Council",
                "publisher": "European Union",
                "date": "2016-04-27",
                "kind": "regulation",
            },
            "",
            "Regulation (EU) 2016/679 (27 April 2016) provides",
        ),
        (
            {"title": "Human Rights Act 1998", "date": "1998-11-09"},
            "",
            "Human Rights Act 1998 (9 November 1998) provides",
        ),
        (
            {"title": "Ley 39/2015, de 1 de octubre", "date": "2015-10-01"},
            "",
            "Ley 39/2015 (1 October 2015) provides",
        ),
        (
            {"title": "Bill C-63, An Act", "date": "2024-02"},
            "",
            "Bill C-63 (February 2024) would provide, if enacted",
        ),
        (
            {"title": "Security Council resolution 1373 (2001)", "date": "2001-09-28"},
            "",
            "Security Council resolution 1373 (2001) (28 September 2001) says",
        ),
        (
            {
                "title": "Executive Order 14198: what it does",
                "publisher": "The White House",
                "kind": "fact sheet",
                "date": "2025-02",
            },
            "",
            "The White House said in February 2025",
        ),
        (
            {
                "title": "Human Rights Act 1998: a guide for schools",
                "publisher": "Ministry of Works",
                "date": "2012",
            },
            "",
            "The Ministry of Works said in 2012",
        ),
    ],
)
def test_an_introduction_says_who_and_when(known: dict[str, str], said_by: str, expected: str) -> None:
    assert introduction(evidence("Words.", at={"speaker": said_by}, **known), our_rules()) == expected  # type: ignore[arg-type]


LAW = {"title": "Pilots Act 2019", "date": "2019-05-03", "kind": "statute"}
BILL = {"title": "Pilots' Pay", "number": "H.R. 7001", "date": "2021-05-03", "kind": "bill"}
RULE = {"title": "Regulation (EU) 2031/77 of the Council", "date": "2031-04-27"}


@pytest.mark.parametrize(
    ("known", "at", "expected"),
    [
        (LAW, {"place": "§ 2(b)"}, "Pilots Act 2019 § 2(b) (3 May 2019) provides"),
        (LAW, {"place": "Section 2"}, "Section 2 of the Pilots Act 2019 (3 May 2019) provides"),
        (LAW, {"place": "p. 3"}, "Pilots Act 2019 (3 May 2019) provides"),
        (LAW, {"role": "note"}, "A note to Pilots Act 2019 (3 May 2019) says"),
        (LAW, {"role": "note", "place": "§ 2"}, "A note to Pilots Act 2019 § 2 (3 May 2019) says"),
        (
            LAW,
            {"standing": "not yet in force"},
            "Pilots Act 2019 (3 May 2019) provides, but this is not yet in force",
        ),
        (
            LAW,
            {"standing": "not in force"},
            "Pilots Act 2019 (3 May 2019) provides, but this is not in force",
        ),
        (LAW, {"standing": "in force"}, "Pilots Act 2019 (3 May 2019) provides"),
        (LAW, {"standing": "inserted"}, "Pilots Act 2019 (3 May 2019) inserts into another act"),
        (LAW, {"role": "quoted"}, "Pilots Act 2019 (3 May 2019) quotes"),
        (
            LAW | {"status": "Repealed on 4 March 2024"},
            {},
            "Pilots Act 2019 (3 May 2019; repealed on 4 March 2024) provided",
        ),
        (LAW | {"status": "repealed in part"}, {}, "Pilots Act 2019 (3 May 2019; repealed in part) provides"),
        (LAW | {"status": "in force"}, {}, "Pilots Act 2019 (3 May 2019) provides"),
        (
            LAW | {"version": "2024-01-01"},
            {},
            "Pilots Act 2019 (3 May 2019; version of 1 January 2024) provides",
        ),
        (BILL, {"place": "§ 2(b)"}, "H.R. 7001 § 2(b) (3 May 2021) would provide, if enacted"),
        (
            BILL | {"stage": "Reported in Senate"},
            {},
            "H.R. 7001 (3 May 2021; reported in Senate) would provide, if enacted",
        ),
        (
            BILL | {"status": "Became Public Law 117-999"},
            {},
            "H.R. 7001 (3 May 2021; became Public Law 117-999) provides",
        ),
        (BILL, {"standing": "inserted"}, "H.R. 7001 (3 May 2021) would insert into another act"),
        (
            {
                "title": "On pilots",
                "number": "S. Con. Res. 71",
                "stage": "Submitted",
                "publisher": "U.S. Senate",
            },
            {},
            "S. Con. Res. 71 (submitted) would provide, if adopted",
        ),
        (
            {"title": "On pilots", "number": "S.J. Res. 71", "date": "2021", "publisher": "U.S. Senate"},
            {},
            "S.J. Res. 71 (2021) would provide, if enacted",
        ),
        (
            {"title": "Proposal for a Regulation of the Council on pilots", "publisher": "Commission"},
            {},
            "“Proposal for a Regulation of the Council on pilots” would provide, if adopted",
        ),
        (RULE, {"place": "Article 3(6)"}, "Article 3(6) of Regulation (EU) 2031/77 (27 April 2031) provides"),
        (
            RULE,
            {"place": "Recital 56", "role": "recital"},
            "Recital 56 of Regulation (EU) 2031/77 (27 April 2031) says",
        ),
        (
            RULE | {"title": "REGULATION (EU) 2031/77 OF THE COUNCIL"},
            {},
            "Regulation (EU) 2031/77 (27 April 2031) provides",
        ),
        (
            {"title": "Decreto 71: tarifas", "number": "Decreto 71", "kind": "statute", "status": "derogado"},
            {"standing": "not in force"},
            "Decreto 71 (derogado) provided",
        ),
        (RULE, {"role": "preamble"}, "The preamble of Regulation (EU) 2031/77 (27 April 2031) says"),
        (
            {"title": "Pilotage", "number": "9 U.S.C.", "kind": "statute"},
            {"place": "§ 16(b)(1)"},
            "9 U.S.C. § 16(b)(1) provides",
        ),
        (
            {"title": "18 U.S.C. 2339B, Material support", "kind": "statute"},
            {"place": "§ 2339B(a)(1)"},
            "18 U.S.C. § 2339B(a)(1) provides",
        ),
        (
            {"title": "12 CFR Part 1004", "kind": "regulation"},
            {"place": "§ 1004.3"},
            "12 CFR § 1004.3 provides",
        ),
        (
            {
                "title": "Lund v Alder",
                "publisher": "Harbour Court",
                "date": "2021-01-05",
                "kind": "court opinion",
            },
            {"standing": "quoted"},
            "“Lund v Alder” (Harbour Court, 5 January 2021) quotes",
        ),
        (
            {"title": "On tolls", "publisher": "Ports Ministry", "date": "2021-01-05", "status": "withdrawn"},
            {},
            "Ports Ministry said on 5 January 2021 (withdrawn)",
        ),
        (
            {
                "title": "On tolls",
                "publisher": "Ports Ministry",
                "date": "2021-01-05",
                "number": "89 FR 9811",
            },
            {},
            "Ports Ministry said on 5 January 2021",
        ),
        (
            {"title": "H.R. 7001 – Pilots' Pay", "publisher": "Office", "kind": "statement", "date": "2021"},
            {},
            "The Office said in 2021",
        ),
        (
            {"title": "Debate", "date": "2005-07-20"},
            {"speaker": "Mr. LUND."},
            "Mr. Lund said on 20 July 2005",
        ),
        (LAW, {"speaker": "Judge Ojeda"}, "Judge Ojeda said on 3 May 2019"),
    ],
)
def test_an_introduction_says_what_holds_of_the_words(
    known: dict[str, str], at: dict[str, str], expected: str
) -> None:
    assert introduction(evidence("Words.", at=at, **known), our_rules()) == expected  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "does"),
    [
        ("To prohibit the mooring of rafts in the harbour, and for other purposes.", "says"),
        ("Ms Reed introduced the following bill; it was referred to the Committee on Ports.", "says"),
        ("No raft may be moored in the harbour.", "would provide, if enacted"),
    ],
)
def test_the_front_of_a_bill_provides_nothing(text: str, does: str) -> None:
    one = evidence(text, title="H.R. 7001, Raft Act (introduced)", kind="bill", date="2021-05-03")
    assert introduction(one, our_rules()).endswith(does)


@pytest.mark.parametrize("label", ["VOZ HOMBRE:", "Speaker 2", "Narrator"])
def test_a_voice_without_a_name_is_nobody_s(label: str) -> None:
    one = evidence("The port is open.", at={"speaker": label}, publisher="Port Board", date="2025-02-11")
    assert introduction(one, our_rules()) == "Port Board said on 11 February 2025"


def test_a_heading_in_capitals_is_no_speaker() -> None:
    one = evidence("Words.", heading="WITNESSES", kind="transcript", publisher="Council", date="2021-01-05")
    assert introduction(one, our_rules()) == "Council said on 5 January 2021"


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("Mr. LUND", "Mr. Lund"),
        ("Ms. ALDER-McDONALD", "Ms. Alder-McDonald"),
        ("The SPEAKER pro tempore", "The Speaker pro tempore"),
        ("Mara Lund MP", "Mara Lund MP"),
        ("Mara Lund (SPÖ)", "Mara Lund (SPÖ)"),
        ("SENATOR O'LUND", "Senator O'Lund"),
        ("SECRETARIA DE PUERTOS, MARÍA Á. LUND", "Secretaria de Puertos, María Á. Lund"),
        ("de la Lund", "de la Lund"),
    ],
)
def test_a_name_is_cased_as_it_is_written(printed: str, written: str) -> None:
    assert cased(printed) == written


@pytest.mark.parametrize(
    ("iso", "expected"),
    [("2025-06-18", "18 June 2025"), ("2025-06", "June 2025"), ("2025", "2025"), ("", ""), ("soon", "")],
)
def test_dates_are_readable(iso: str, expected: str) -> None:
    assert readable_date(iso) == expected


def test_a_legal_title_is_cut_to_its_reference() -> None:
    assert short_reference("H.R. 1238, Cartel Marque and Reprisal Act", our_rules()) == "H.R. 1238"
    assert short_reference("Treasury Sanctions Executives", our_rules()) == ""


@pytest.mark.parametrize(
    "kind", ["cost estimate", "summary", "committee report", "transcript", "bill status"]
)
def test_what_is_said_of_a_bill_is_not_the_bill_s(kind: str) -> None:
    told = evidence(
        "It costs 9 dollars.", title="H.R. 88, River Tolls Act", publisher="The Office", kind=kind
    )
    assert introduction(told, our_rules()) == "The Office said"
