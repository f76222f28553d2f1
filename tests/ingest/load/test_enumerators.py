"""Numbered paragraphs that stand one after another find their places and their lead-ins."""

from __future__ import annotations

from ingest.load.enumerators import Label, enumerated, leading_labels


def paths(*paragraphs, slanted=()):
    return ["".join(f"({label})" for label in one.path) for one in enumerated(paragraphs, slanted)]


def test_levels_open_and_close():
    assert paths(
        "(a) Permits. A boat needs one.",
        "(1) A new boat:",
        "(i) of steel;",
        "(ii) of wood.",
        "(2) An old boat.",
        "(b) Fees.",
    ) == ["(a)", "(a)(1)", "(a)(1)(i)", "(a)(1)(ii)", "(a)(2)", "(b)"]


def test_a_letter_that_is_also_a_roman_number():
    assert paths("(h) One.", "(1) Two.", "(i) Three.", "(j) Four.")[2:] == ["(i)", "(j)"]
    assert paths("(h) One.", "(1) Two:", "(i) Three.", "(ii) Four.", "(i) Five.", "(j) Six.")[2:] == [
        "(h)(1)(i)",
        "(h)(1)(ii)",
        "(i)",
        "(j)",
    ]
    assert paths("(a) A.", "(b) B.", "(c) C.", "(d) D.")[2:] == ["(c)", "(d)"]
    assert paths("(a) A:", "(1) B:", "(iv) C.", "(v) D.")[2:] == ["(a)(1)(iv)", "(a)(1)(v)"]


def test_several_labels_before_one_paragraph():
    assert paths("(a)(1)(i) Deep.", "(ii) Next.", "(2) Up.") == ["(a)(1)(i)", "(a)(1)(ii)", "(a)(2)"]
    assert paths("(a) Scope—(1) Boats. All of them.", "(2) Rafts.") == ["(a)(1)", "(a)(2)"]
    assert paths("(a) Scope. (1) All boats.", "(2) Rafts.", "(b) Fees (1 of 2).") == [
        "(a)(1)",
        "(a)(2)",
        "(b)",
    ]
    assert paths("2. Taxes. i. In general.", "A. Sales.", "ii. Others.") == ["(2)(i)", "(2)(i)(A)", "(2)(ii)"]
    assert leading_labels("(b)–(d) [Reserved]") == (Label("d"),)


def test_labels_in_italics_are_levels_of_their_own():
    assert paths(
        "(a) A.",
        "(1) B.",
        "(i) C.",
        "(A) D:",
        "(1) E.",
        "(2) F.",
        "(B) G.",
        slanted=[(), (), (), (), {"1"}, {"2"}, ()],
    )[4:] == ["(a)(1)(i)(A)(1)", "(a)(1)(i)(A)(2)", "(a)(1)(i)(B)"]


def test_the_items_of_a_lead_in_know_it():
    found = enumerated(
        ["(a) No permit is needed for:", "(1) a raft;", "(2) a boat that is:", "(i) old; or", "(b) Fees."]
    )
    assert [one.leads for one in found] == [(), (0,), (0,), (0, 2), ()]


def test_a_list_under_a_paragraph_without_a_number():
    found = enumerated(
        ["Ferry means:", "(1) a boat;", "(2) a raft.", "Port means a harbour.", "Fee means:", "(1) a toll."]
    )
    assert [one.leads for one in found] == [(), (0,), (0,), (), (), (4,)]
    assert {one.place("12 CFR 9.2") for one in found} == {"12 CFR 9.2"}


def test_comments_are_numbered_with_full_stops():
    found = enumerated(
        [
            "1. Scope. The following are not ferries:",
            "i. Rafts.",
            "ii. Buoys, such as:",
            "A. red ones.",
            "2. Fees.",
        ]
    )
    assert [one.leads for one in found] == [(), (0,), (0,), (0, 2), ()]


def test_parts_that_an_amendment_leaves_out():
    assert paths("(c) * * *", "(4) * * *", "(iii) New words.", "(e) Other words.") == [
        "(c)",
        "(c)(4)",
        "(c)(4)(iii)",
        "(e)",
    ]


def test_an_amendment_that_begins_within_a_section():
    assert paths("(i) * * *", "(1) * * *", "(vi) New.", "(B) Newer.", "(i) * * *", "(2) Other.") == [
        "(i)",
        "(i)(1)",
        "(i)(1)(vi)",
        "(i)(1)(vi)(B)",
        "(i)",
        "(i)(2)",
    ]
    found = enumerated(["5. Amend § 9.1 by:", "a. Removing it;", "b. Adding:", "i. this.", "6. Amend § 9.2."])
    assert [one.leads for one in found] == [(), (0,), (0,), (0, 2), ()]


def test_words_in_brackets_are_no_labels():
    assert paths("(see section 4) it holds.", "In 2020. It ended.", "A. B. Smith said so.")[:2] == ["", ""]
