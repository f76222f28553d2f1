"""What counts as a reference to an instrument, which forms are one, and what only looks like one."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest

from assistant.lexicon.references import (
    BILLS,
    LAWS,
    Reference,
    opening_reference,
    opening_references,
    references,
    short_reference,
    without_references,
)
from assistant.lexicon.rules import FOLDER, our_rules

RULES = our_rules()


def only(text: str) -> Reference:
    found = references(text, RULES)
    assert len(found) == 1, f"{text!r}: {[one.text for one in found]}"
    return found[0]


@pytest.mark.parametrize(
    "forms",
    [
        [
            "Executive Order 14194",
            "E.O. 14194",
            "EO 14194",
            "Exec. Order No. 14,194",
            "executive order 14194",
        ],
        ["Proclamation 10886", "Proclamation No. 10,886"],
        ["Public Law 118-50", "Pub. L. 118–50", "Pub. L. No. 118–50", "P.L. 118-50", "PL 118‑50"],
        ["138 Stat. 895"],
        ["18 U.S.C. § 2339B", "18 USC 2339B", "section 2339B of title 18, United States Code"],
        ["18 U.S.C. § 2339B(a)(1)", "section 2339B(a)(1) of title 18 of the United States Code"],
        ["50 U.S.C. 1701 et seq.", "50 U. S. C. § 1701", "section 1701 of title 50, United States Code"],
        ["31 CFR 501.603", "31 C.F.R. § 501.603", "section 501.603 of title 31, Code of Federal Regulations"],
        ["40 C.F.R. Part 60", "40 CFR 60", "part 60 of title 40, Code of Federal Regulations"],
        ["90 FR 9117", "90 Fed. Reg. 9117", "90 Fed. Reg. 9,117"],
        ["S. 367", "S.367"],
        ["H.R. 1238", "H. R. 1238", "HR 1238"],
        ["S.J.Res. 37", "S. J. Res. 37", "Senate Joint Resolution 37"],
        ["H.J. Res. 7", "H.J.Res.7"],
        ["H. Con. Res. 14", "House Concurrent Resolution 14"],
        ["S. Con. Res. 3", "S.Con.Res. 3"],
        ["H. Res. 5", "House Resolution 5"],
        ["S. Res. 10", "S.Res.10"],
        ["H. Rept. 118-50", "House Report 118–50"],
        [
            "section 3(1) of the Human Rights Act 1998",
            "Human Rights Act 1998, s. 3(1)",
            "s. 3(1) Human Rights Act 1998",
        ],
        ["Human Rights Act 1998", "the Human Rights Act 1998 (c. 42)", "HUMAN RIGHTS ACT 1998"],
        ["1998 c. 42", "1998 Chapter 42"],
        ["S.I. 2019/419", "SI 2019 No. 419", "S.I. 2019, No. 419", "SI 2019/0419"],
        ["Cm 9876", "Cm. 9876"],
        ["HC Deb 12 May 2020 vol 676 col 101", "HC Deb, 12 May 2020, c101"],
        ["Regulation (EU) 2016/679", "Reglamento (UE) 2016/679", "Regulation 2016/679", "32016R0679"],
        ["Regulation (EC) No 45/2001", "Regulation 45/2001", "CELEX 32001R0045"],
        ["Council Regulation (EEC) No 2454/93", "Regulation (EEC) No. 2454/93"],
        ["Article 6(1)(a) of Regulation (EU) 2016/679", "Regulation (EU) 2016/679, Article 6(1)(a)"],
        ["Directive 95/46/EC", "Directiva 95/46/CE", "31995L0046"],
        ["Decision 2010/87/EU", "Commission Decision 2010/87/EU", "32010D0087"],
        ["COM(2021) 206 final", "COM(2021)0206", "COM (2021) 206"],
        ["C-311/18", "C‑311/18"],
        [
            "Article 101 TFEU",
            "Article 101 of the Treaty on the Functioning of the European Union",
            "artículo 101 TFUE",
        ],
        ["R.S.C. 1985, c. C-46", "R.S.C., 1985, c. C–46", "L.R.C. (1985), ch. C-46"],
        ["Bill C-63", "projet de loi C-63", "Bill C‑63"],
        ["SOR/2020-5", "DORS/2020-5"],
        ["artículo 195 Bis de la Ley General de Salud", "Art. 195 bis de la Ley General de Salud"],
        ["Ley Orgánica 3/2018", "LO 3/2018", "L.O. 3/2018"],
        ["Real Decreto 463/2020", "RD 463/2020"],
        ["artículo 5.1 de la Ley 39/2015", "Ley 39/2015, art. 5.1"],
        ["S/RES/2231 (2015)", "Security Council resolution 2231 (2015)", "UNSCR 2231"],
        ["resolution 2231 (2015) of the Security Council", "resolución 2231 (2015) del Consejo de Seguridad"],
        ["A/RES/70/1", "General Assembly resolution 70/1", "resolution 70/1 of the General Assembly"],
        ["A/HRC/RES/47/1", "Human Rights Council resolution 47/1"],
        ["UN Convention against Corruption", "the United Nations Convention against Corruption"],
        ["Article 51 of the UN Charter", "Article 51 of the Charter of the United Nations"],
    ],
    ids=lambda forms: forms[0],
)
def test_the_forms_of_one_instrument_are_equal(forms: list[str]) -> None:
    found = {form: only(f"As {form} says, it holds.").key for form in forms}
    assert found == dict.fromkeys(forms, only(forms[0]).key)


@pytest.mark.parametrize(
    "one, other",
    [
        ("Executive Order 14194", "Executive Order 14195"),
        ("S. 367", "H.R. 367"),
        ("H. Res. 5", "H.J. Res. 5"),
        ("18 U.S.C. 2339A", "18 U.S.C. 2339B"),
        ("18 U.S.C. 1701", "50 U.S.C. 1701"),
        ("Directive (EU) 2016/679", "Regulation (EU) 2016/679"),
        ("Regulation (EC) No 45/2001", "Regulation (EC) No 46/2001"),
        ("Ley 3/2018", "Ley Orgánica 3/2018"),
        ("Human Rights Act 1998", "Data Protection Act 1998"),
        ("the Schedule 2 to the Equality Act 2010", "section 2 of the Equality Act 2010"),
        ("Security Council resolution 70", "General Assembly resolution 70/1"),
        ("SI/2020-5", "SI 2020/5"),
    ],
)
def test_what_differs_stays_apart(one: str, other: str) -> None:
    assert only(one).key != only(other).key


@pytest.mark.parametrize(
    "text",
    [
        "He lives at 1200 S. 12th Street, near N. S. 14.",
        "The office gives Section 8 housing to 300 families.",
        "Both mixed it in the 2016/679 ratio.",
        "The House Resolution was debated, and the Senate Resolution with it.",
        "It met on 4.5.2016 and on 12-04-2019, and again on 4 May 2020.",
        "The EU 27 and the G7 agreed in 2020/21.",
        "Bill Clinton signed, and Bill S. Smith watched.",
        "Act 2 of the play ends at 10:45; act 3 opens in 1998.",
        "All lengths are in SI units; the SI brochure of 2019 lists 7.",
        "This is Calendar No. 45 of the 118th Congress, 2d Session, and p. 118-50.",
        "The 384 U.S. carriers fly 18 U.S. routes.",
        "The order of 14 January 2025 and rule 14194 of the game.",
        "The Regulation of 2016 and the directive of 1995 were praised.",
        "La Ley de 2015 y el decreto de 2020 siguen vigentes; el artículo 5 del contrato también.",
        "A resolution 70/1 of the screen, an A/B test, and S/4HANA.",
        "The Democratic National Convention on July 26 chose her.",
        "The ship carries 20,000 TEU; Regulations 2019 were dull.",
        "C-46 is a seat, and CP6 a channel.",
    ],
)
def test_false_friends_are_no_references(text: str) -> None:
    assert [one.text for one in references(text, RULES)] == []


def test_a_reference_has_its_parts_and_its_place() -> None:
    text = "Under section 3(1) of the\nHuman Rights Act 1998 it holds."
    found = only(text)
    assert (found.kind, found.jurisdiction, found.title, found.year, found.section) == (
        "act",
        "uk",
        "human rights",
        "1998",
        "3(1)",
    )
    assert found.text == text[found.start : found.end] == "section 3(1) of the\nHuman Rights Act 1998"


def test_references_are_in_order_and_the_longer_reading_wins() -> None:
    text = (
        "Commission Implementing Regulation (EU) 2023/2854 and Article 6 of Directive 95/46/EC, Executive"
        " Order 14194 (90 FR 9117), Part IV of the Equality Act 2010 and Schedule 1A to the Terrorism"
        " Act 2000."
    )
    found = references(text, RULES)
    assert [one.text for one in found] == [
        "Commission Implementing Regulation (EU) 2023/2854",
        "Article 6 of Directive 95/46/EC",
        "Executive Order 14194",
        "90 FR 9117",
        "Part IV of the Equality Act 2010",
        "Schedule 1A to the Terrorism Act 2000",
    ]
    assert [one.section for one in found] == ["", "6", "", "", "part iv", "schedule 1a"]
    assert all(one.end <= two.start for one, two in pairwise(found))


@pytest.mark.parametrize(
    "text, each",
    [
        ("Executive Orders 14193, 14194, and 14195", ["Executive Order 14193", "E.O. 14194", "E.O. 14195"]),
        (
            "18 U.S.C. §§ 2339A, 2339B(a)(1) and 2339C",
            ["18 U.S.C. 2339A", "18 U.S.C. 2339B(a)(1)", "18 U.S.C. 2339C"],
        ),
        ("sections 2339A and 2339B of title 18, United States Code", ["18 U.S.C. 2339A", "18 U.S.C. 2339B"]),
        ("18 U.S.C. 922 and 26 U.S.C. 5845", ["18 U.S.C. 922", "26 U.S.C. 5845"]),
        ("Public Laws 118-50 and 118-63", ["P.L. 118-50", "P.L. 118-63"]),
        ("Articles 101 and 102 TFEU", ["Article 101 TFEU", "Article 102 TFEU"]),
        (
            "ss. 3 and 4 of the Human Rights Act 1998",
            ["Human Rights Act 1998, s. 3", "Human Rights Act 1998, s. 4"],
        ),
        ("Bills C-63 and S-210", ["Bill C-63", "Bill S-210"]),
        (
            "los artículos 14 y 16 constitucionales",
            ["artículo 14 constitucional", "artículo 16 constitucional"],
        ),
        ("Security Council resolutions 1373 (2001) and 1540 (2004)", ["S/RES/1373 (2001)", "UNSCR 1540"]),
        ("Joined Cases C-203/15 and C-698/15", ["C-203/15", "C-698/15"]),
    ],
)
def test_each_of_a_list_is_one(text: str, each: list[str]) -> None:
    found = references(text, RULES)
    assert [one.key for one in found] == [only(one).key for one in each]
    assert all(one.text == text[one.start : one.end] for one in found)


def test_the_order_of_number_and_year_follows_the_union_s_own_change() -> None:
    assert (only("Regulation (EU) No 1303/2013").number, only("Regulation (EU) No 1303/2013").year) == (
        "1303",
        "2013",
    )
    assert (only("Regulation (EU) 2023/1").number, only("Regulation (EU) 2023/1").year) == ("1", "2023")
    assert only("Council Regulation (EEC) No 2454/93").year == "1993"
    assert only("Decision No 1313/2013/EU").number == "1313"


def test_an_instrument_covers_its_parts() -> None:
    act, part = only("Equality Act 2010"), only("section 149(1) of the Equality Act 2010")
    assert act.covers(part)
    assert act.covers(act)
    assert not part.covers(act)
    assert only("18 U.S.C. 2339B").covers(only("18 U.S.C. § 2339B(a)(1)"))
    assert not only("18 U.S.C. 2339").covers(only("18 U.S.C. 2339B"))
    assert only("31 CFR part 501").covers(only("31 CFR 501.603"))
    assert not act.covers(only("section 149 of the Equality Act 2006"))


@pytest.mark.parametrize(
    "title, short",
    [
        ("Executive Order 14198, Progress at the Border", "Executive Order 14198"),
        ("Public Law 118-50, Division D", "Public Law 118-50"),
        ("18 U.S.C. 2339A and 2339B, Support", "18 U.S.C. 2339A and 2339B"),
        ("50 U.S.C. 1701-1702: Powers", "50 U.S.C. 1701-1702"),
        ("S. 367, A Bill", "S. 367"),
        ("H.R. 1238, Another Bill", "H.R. 1238"),
        ("Proclamation 10886, An Emergency", "Proclamation 10886"),
        (
            "Regulation (EU) 2016/679 of the European Parliament and of the Council",
            "Regulation (EU) 2016/679",
        ),
        ("Human Rights Act 1998", "Human Rights Act 1998"),
        ("The Wine (Amendment) Regulations 2019", "Wine (Amendment) Regulations 2019"),
        ("Ley 39/2015, de 1 de octubre, del Procedimiento", "Ley 39/2015"),
        ("Security Council resolution 1373 (2001)", "Security Council resolution 1373 (2001)"),
        ("A note on Executive Order 14198", ""),
        ("Treasury Sanctions Executives", ""),
        ("", ""),
    ],
)
def test_a_title_is_cut_to_the_reference_that_it_opens_with(title: str, short: str) -> None:
    assert short_reference(title, RULES) == short
    opening = opening_reference(title, RULES)
    assert (opening is not None) == bool(short)
    if opening:
        assert short.startswith(" ".join(opening.text.split()))


def test_each_of_a_list_that_a_title_opens_with_is_told() -> None:
    opened = opening_references("18 U.S.C. 2339A and 2339B, Support", RULES)
    assert [one.section for one in opened] == ["2339a", "2339b"]
    assert opening_references("A note on 18 U.S.C. 2339A", RULES) == []


def test_what_is_left_without_references_counts_or_dates_something() -> None:
    text = "Under Regulation (EU) 2016/679, Section 301, No. 12 and el artículo 40, 7 barns closed in 1998."
    left = without_references(text, RULES)
    assert "7 barns closed in 1998" in left
    assert not {"2016", "679", "301", "12", "40"} & set(left.replace(",", " ").split())


def test_laws_and_bills_are_kinds_of_the_packs() -> None:
    kinds = {row.value for row in RULES["references"].rows}
    assert kinds >= LAWS
    assert kinds >= BILLS
    assert not LAWS & BILLS


def test_a_row_says_its_jurisdiction_first() -> None:
    folders = {path.parent.name for path in FOLDER.glob("*/references.toml")}
    assert {row.id.split(".")[0] for row in RULES["references"].rows} == folders
    assert all(row.value for row in RULES["references"].rows)


@pytest.mark.parametrize(
    "nasty",
    [
        "A " * 20_000,
        "Treaty on the " * 2_000,
        "(" * 20_000,
        "Act of the " * 4_000,
        "1, 2 and 3 of " * 4_000,
        "18 U.S.C. 1" + ", 222" * 8_000,
    ],
    ids=lambda text: text[:14],
)
def test_no_text_makes_the_reading_slow(nasty: str) -> None:
    began = time.process_time()
    references(nasty, RULES)
    assert time.process_time() - began < 2.0
