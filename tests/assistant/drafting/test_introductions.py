from __future__ import annotations

import pytest

from assistant.drafting.introductions import introduction
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


@pytest.mark.parametrize(
    ("iso", "expected"),
    [("2025-06-18", "18 June 2025"), ("2025-06", "June 2025"), ("2025", "2025"), ("", ""), ("soon", "")],
)
def test_dates_are_readable(iso: str, expected: str) -> None:
    assert readable_date(iso) == expected


def test_a_legal_title_is_cut_to_its_reference() -> None:
    assert short_reference("H.R. 1238, Cartel Marque and Reprisal Act", our_rules()) == "H.R. 1238"
    assert short_reference("Treasury Sanctions Executives", our_rules()) == ""
