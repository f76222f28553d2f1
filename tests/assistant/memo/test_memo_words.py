"""What a memo does with words: sentences as excerpts, acronyms, cues and voices."""

from __future__ import annotations

import pytest

from assistant.lexicon.rules import our_rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import stems
from assistant.memo.acronyms import acronyms, spelt_out, unexplained
from assistant.memo.cues import CUES, tells_of
from assistant.memo.excerpt import excerpt, leans
from assistant.memo.voices import introduced, voice
from assistant.types import Evidence
from ingest.types import Passage, Sentence, Source
from tests.assistant.evidence import item_of


def said(
    text: str,
    *,
    kind: str = "press release",
    publisher: str = "Ministry of Works",
    author: str = "",
    heading: str = "",
) -> Evidence:
    source = Source(
        "s", "On bridges", publisher, author, "2025-03-04", kind, "", "0" * 64, "s.txt", len(text), None, ""
    )
    return Evidence(source, Passage("s", 1, 0, len(text), text, heading), Sentence(0, len(text)), text)


def test_a_sentence_is_quoted_without_its_number_in_a_list() -> None:
    one = excerpt(said("(a) The Minister shall review every toll within 30 days."), 20, our_rules())
    assert (
        one is not None
        and one.text == "The Minister shall review every toll within 30 days."
        and one.sentence.start == 4
    )


def test_a_long_sentence_is_left_where_the_rest_only_goes_on() -> None:
    text = (
        "The Ministry closed the bridge in May, which is used by a thousand cars and two hundred trucks on"
        " any day of the week."
    )
    one = excerpt(said(text), 12, our_rules())
    assert (
        one is not None
        and one.text == "The Ministry closed the bridge in May"
        and text[one.sentence.start : one.sentence.end] == one.text
    )


@pytest.mark.parametrize(
    "text",
    [
        (
            "The Ministry closed the bridge in May, which it would not have done if the cables had been sound"
            " and the towers safe."
        ),
        (
            "The tolls are set by the Minister; they may not exceed the costs of the bridge unless Parliament"
            " has agreed to it before."
        ),
        (
            "The Minister consults the towns, the counties, the regions and the trade bodies on each of the"
            " tolls before they are set."
        ),
    ],
)
def test_a_long_sentence_is_not_left_where_the_rest_takes_back_or_completes(text: str) -> None:
    assert excerpt(said(text), 10, our_rules()) is None


@pytest.mark.parametrize(
    "text",
    [
        "the tolls, and",
        "(ii) set tolls; and",
        "What are the tolls?",
        "It covers:",
        "He said “the bridge is closed.",
    ],
)
def test_what_does_not_stand_alone_is_not_quoted(text: str) -> None:
    assert excerpt(said(text), 30, our_rules()) is None


def test_what_opens_with_what_was_named_before_leans() -> None:
    assert leans(said("These teams work at the border."), our_rules()) and not leans(
        said("Accordingly, the bridge was closed."), our_rules()
    )


def test_acronyms_are_told_where_they_are_not_spelt_out_before() -> None:
    told = [
        ("A", "The Federal Bridge Office (FBO) met the TUC."),
        ("B", "FBO and TUC agreed. The US did not."),
        ("C", "WHAT ALL SAY"),
    ]
    assert unexplained(told, our_rules()) == [("TUC", "A")]


def test_an_acronym_explained_too_late_is_told() -> None:
    late = [("A", "The FBO met."), ("B", "The Federal Bridge Office (FBO) met.")]
    assert unexplained(late, our_rules()) == [("FBO", "A")]


def test_words_in_capitals_are_no_acronyms() -> None:
    assert acronyms("FACT SHEET ON TOLLS", our_rules()) == []
    assert acronyms("In 2025 the U.S. and the FBO met", our_rules()) == ["FBO"]


def test_a_document_spells_its_acronym_out() -> None:
    assert spelt_out("FBO", ["Staff of the Federal Bridge Office (FBO) met."]) == "Federal Bridge Office"
    assert spelt_out("FBO", ["The bridge (FBO) fell."]) == ""


def test_a_date_and_the_number_of_a_law_are_no_figures() -> None:
    assert not tells_of("figure", said("On 3 May 2021 the Minister signed Order 14157."), our_rules())
    assert tells_of("figure", said("On 3 May 2021 the bridge carried 400 cars."), our_rules())


def test_what_only_numbers_an_instrument_is_no_figure_and_no_acronym() -> None:
    law = said("The ministry acted under 31 CFR 501.603, the Bribery Act 2010 and Regulation (EU) 2016/679.")
    assert not tells_of("figure", law, our_rules()) and tells_of("law", law, our_rules())
    assert tells_of("law", said("It follows S/RES/2231 (2015)."), our_rules())
    text = "It follows 31 CFR 501.603, SI 2019/419 and COM(2021) 206, says the FBO."
    assert acronyms(text, our_rules()) == ["FBO"]


def test_words_of_one_meaning_stand_for_one_another() -> None:
    rules = our_rules()
    assert "levy" in with_synonyms({"tax"}, rules) and "tax" in with_synonyms({"levy"}, rules)
    assert with_synonyms({"ferry"}, rules) == {"ferry"}


def test_a_short_word_stands_for_its_plural() -> None:
    for one, many in (("duty", "duties"), ("city", "cities"), ("levy", "levies")):
        assert stems(one) <= with_synonyms(stems(many), our_rules())
        assert stems(many) <= with_synonyms(stems(one), our_rules())


def test_every_cue_of_a_format_has_rows_and_every_row_is_one() -> None:
    values = {row.value for row in our_rules()["cues"].rows}
    assert values == set(CUES)


def test_the_voice_is_who_speaks() -> None:
    assert voice(said("Tolls are wrong.", kind="op-ed", author="Ana Ruiz"), our_rules()) == "Ana Ruiz"
    told = "The union said that tolls are wrong."
    assert voice(said(told, kind="note"), our_rules()) == "Ministry of Works"
    assert voice(said("Hauliers United rejected the toll.", kind="note"), our_rules()) == "Hauliers United"
    assert voice(said("Tolls will rise."), our_rules()) == "Ministry of Works"
    assert voice(said("Según Ana Ruiz, el peaje subirá.", kind="note"), our_rules()) == "Ana Ruiz"
    assert voice(said("The Act said that tolls end.", kind="note"), our_rules()) == "Ministry of Works"


def test_a_brief_introduction_says_who_and_when() -> None:
    assert (
        introduced(said("Tolls will rise."), our_rules(), brief=True).text
        == "Ministry of Works, 4 March 2025: “Tolls will rise.”"
    )
    op_ed = said("Tolls are wrong.", kind="op-ed", author="Ana Ruiz")
    assert introduced(op_ed, our_rules(), brief=True).text.startswith("Ana Ruiz argues in an op-ed")


@pytest.mark.parametrize(
    ("lead", "item", "shown"),
    [
        ("(b) A toll may not be charged for—", "(1) boats of the navy; or", "boats of the navy"),
        ("(b) A toll may not be charged for—", "boats of the navy:", None),
        ("for—", "boats of the navy;", None),
    ],
)
def test_an_item_is_quoted_after_the_words_that_it_completes(lead: str, item: str, shown: str | None) -> None:
    one = excerpt(item_of(lead, item=item), 20, our_rules())
    assert (one and one.text) == shown
    if one:
        draft = introduced(one, our_rules(), brief=True)
        assert draft.text.endswith(f"“{lead} … {shown}”") and draft.quotes == (lead, shown)
