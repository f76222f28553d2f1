from hypothesis import given
from hypothesis import strategies as st

from eval.quotes import normalised, shows, stands_on

QUOTE = "subject to an additional 25 percent ad valorem rate of duty."


def test_white_space_quotation_marks_and_markdown_do_not_count():
    assert normalised("## The “Act”  of\n[1994](https://a.org/b_c)") == normalised("The Act of 1994")
    assert normalised("**shall** be _paused_ by `rule`") == "shall be paused by rule"
    assert normalised("Mexico’s") == "Mexico's"
    assert normalised("titled ‘‘Duties’’") == normalised('titled "Duties"')
    assert normalised("up\u00a0to\u00ad $15") == "up to $15"


def test_words_case_numbers_and_inner_underscores_count():
    assert normalised("25 percent") != normalised("35 percent")
    assert normalised("the Act") != normalised("the act")
    assert normalised("a_b") == "a_b"
    assert normalised("10 * 2 - 3") == "10 2 - 3"


@given(st.text())
def test_normalising_leaves_no_white_space_but_single_spaces(text):
    assert normalised(text) == " ".join(normalised(text).split())


def test_a_sentence_shows_a_quote_that_it_contains():
    assert shows(f"The order said: “All articles shall be {QUOTE}”", QUOTE)
    assert not shows(
        "All articles shall be subject to an additional 35 percent ad valorem rate of duty.", QUOTE
    )


def test_a_sentence_shows_a_quote_of_which_it_is_a_sizable_part():
    assert shows("an additional 25 percent ad valorem", QUOTE)
    assert not shows("ad valorem rate", QUOTE)
    assert not shows("", QUOTE)


def test_a_quote_stands_on_its_page_however_its_lines_break():
    assert stands_on("an additional duty, ad valorem", ["…an addi-\ntional duty, ad va\ufffe\nlorem…"])
    assert not stands_on("an additional duty", ["an additional tax"])
    assert not stands_on("", ["anything"])
    assert not stands_on("anything", [])


def test_a_quote_over_two_pages_stands_on_both_in_order():
    first, second = "1\nthe duty shall be paused\nfooter", "header\nuntil March 4, 2025. More"
    assert stands_on("the duty shall be paused until March 4, 2025.", [first, second])
    assert not stands_on("the duty shall be paused until March 4, 2025.", [second, first])
    assert not stands_on("the duty shall be paused until March 4, 2025.", [first])
    assert not stands_on("the duty shall be paused until April 4, 2025.", [first, second])


def test_a_range_of_pages_is_wrong_where_one_page_holds_it_all():
    first, second = "the duty shall be paused", "until March 4, 2025."
    assert not stands_on("the duty shall", [first, second])
    assert not stands_on("until March 4", [first, second])
