"""What the check holds a quote to: it stands in the stored text, is shown with the words that it completes,
and its introduction says nothing that the library does not know."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.check.check import Check, without_quotes
from assistant.drafting.introductions import introduction
from assistant.drafting.quotes import quote_draft
from assistant.lexicon.leads import completed
from assistant.lexicon.rules import our_rules
from assistant.types import Draft, Evidence, Verdict
from ingest.view import View
from tests.assistant.laws import INTO_ANOTHER, LATER, MAY_NOT, REFUSING, REPORTING, laws


@pytest.fixture(scope="module")
def view(tmp_path_factory: pytest.TempPathFactory) -> View:
    return laws(Path(tmp_path_factory.mktemp("laws")))


def found(view: View, slug: str, words: str) -> Evidence:
    """The stored sentence of these words."""
    for passage in view.passages(slug):
        for one in passage.sentences:
            text = passage.text[one.start - passage.start : one.end - passage.start]
            if text == words:
                return Evidence(view.source(slug), passage, one, text)
    raise AssertionError(words)


def of(view: View, draft: Draft) -> Verdict:
    return Check(view, our_rules()).verdict(draft)


@pytest.mark.parametrize(
    ("slug", "words", "said"),
    [
        ("pilots", REFUSING, "Pilots Act 2019 § 16(b)(1) (3 May 2019) provides"),
        ("pilots", LATER, "Pilots Act 2019 § 17 (3 May 2019) provides, but this is not yet in force"),
        ("pilots", INTO_ANOTHER, "Pilots Act 2019 § 18 (3 May 2019) inserts into another act"),
        (
            "tolls",
            "A vessel of more than 12 metres pays a toll of 40 crowns.",
            "Article 3(6) of “Decree 29 on tolls” (10 January 1978; repealed on 19 February 2007) provided",
        ),
        ("debate", "The treasury paid every pilot in April.", "Ms. Ojeda said on 20 July 2021"),
    ],
)
def test_an_introduction_is_held_to_the_library_s_record(
    view: View, slug: str, words: str, said: str
) -> None:
    one = found(view, slug, words)
    assert introduction(one, our_rules()) == said
    assert of(view, quote_draft(said, completed(one))).judgement == "supported"


@pytest.mark.parametrize(
    "said",
    ["Mr. Lund said on 20 July 2021", "Ms. Ojeda said at § 9", "Ms. Ojeda, since repealed, said"],
)
def test_another_speaker_place_or_state_is_no_introduction(view: View, said: str) -> None:
    one = found(view, "debate", "The treasury paid every pilot in April.")
    verdict = of(view, quote_draft(said, (one,)))
    assert verdict.failures[0].kind == "introduction says more"


def test_an_item_is_refused_without_the_words_before_it_that_deny_it(view: View) -> None:
    one = found(view, "pilots", REPORTING)
    verdict = of(view, quote_draft("Pilots Act 2019 provides", (one,)))
    assert verdict.judgement == "contradicted"
    assert verdict.failures[0].kind == "lead-in left out" and verdict.failures[0].words == ("may not",)
    whole = quote_draft("Pilots Act 2019 provides", completed(one))
    assert whole.text == f"Pilots Act 2019 provides: “{MAY_NOT} … {REPORTING}”"
    assert of(view, whole).judgement == "supported"


def test_a_lead_in_that_stands_elsewhere_is_none(view: View) -> None:
    one = found(view, "pilots", REPORTING)
    lead, item = completed(one)
    forged = Evidence(lead.source, lead.passage, lead.sentence, lead.text.replace("may not", "may"))
    assert of(view, quote_draft("Pilots Act 2019 provides", (forged, item))).judgement == "unsupported"


@pytest.mark.parametrize(
    ("text", "quotes", "frame"),
    [
        ("It says: “one two”", ("one two",), "It says: "),
        ("It says: “one … two”", ("one", "two"), "It says: "),
        ("It says “one” and “two”.", ("one", "two"), "It says  and ."),
        ("It says: “one …”", ("one",), "It says: "),
        ("It says: “one … three”", ("one", "two"), None),
        ("It says: “one two”", ("one",), None),
        ("It says: “one”", ("one", "two"), None),
        ("It says: “one and … two”", ("one", "two"), None),
    ],
)
def test_quotes_are_taken_out_whole(text: str, quotes: tuple[str, ...], frame: str | None) -> None:
    assert without_quotes(text, quotes) == frame


@pytest.mark.model
def test_a_sentence_is_held_against_the_words_that_its_quote_completes(view: View) -> None:
    one = found(view, "pilots", REPORTING)
    true = "A pilot may not be dismissed for reporting a fault of the vessel."
    assert of(view, Draft(true, (one,))).judgement == "supported"
    turned = "A pilot may be dismissed for reporting a fault of the vessel."
    assert of(view, Draft(turned, (one,))).judgement != "supported"
