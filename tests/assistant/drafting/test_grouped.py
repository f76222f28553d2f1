"""Quotes of one document under one attribution."""

from __future__ import annotations

from assistant.check.check import without_quotes
from assistant.drafting.grouped import grouped, quoted_alone
from assistant.drafting.quotes import Quote
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence

RULES = our_rules()


def quotes(*told: tuple[str, str, str, int]) -> list[Quote]:
    return [
        quoted_alone(evidence(text, slug=slug, publisher=slug.title(), at={"place": place}, start=start))
        for slug, place, text, start in told
    ]


def test_a_document_is_introduced_once_and_quoted_in_its_own_order() -> None:
    drafts = grouped(
        quotes(
            ("harbour", "", "The levy is 3 percent of the fare.", 90),
            ("port", "", "Nobody has paid the levy yet.", 0),
            ("harbour", "", "The levy begins in May of next year.", 10),
        ),
        RULES,
    )
    assert [draft.evidence[0].source.slug for draft in drafts] == ["harbour", "port"]
    assert drafts[0].text.count("Harbour") == 1
    assert drafts[0].quotes == ("The levy begins in May of next year.", "The levy is 3 percent of the fare.")
    assert without_quotes(drafts[0].text, drafts[0].quotes) is not None


def test_quotes_in_an_order_of_their_own_keep_it() -> None:
    told = (
        ("harbour", "", "The levy is 3 percent of the fare.", 90),
        ("port", "", "Nobody has paid the levy yet.", 0),
        ("harbour", "", "The levy begins in May of next year.", 10),
    )
    drafts = grouped(quotes(*told), RULES, "May", in_order=True)
    assert [draft.quotes[0] for draft in drafts] == [text for _, _, text, _ in told]
    assert {draft.heading for draft in drafts} == {"May"}


def test_each_quote_of_another_place_has_its_place() -> None:
    (draft,) = grouped(
        quotes(
            ("act", "§ 2", "Owners shall report each month.", 0),
            ("act", "§ 5", "Owners who do not report pay a fine.", 80),
        ),
        RULES,
    )
    assert draft.text.index("§ 2") < draft.text.index("Owners shall") < draft.text.index("§ 5")


def test_an_attribution_holds_no_more_than_is_read_as_one() -> None:
    told = [("harbour", "", f"Owners of boat number {n} pay {n} percent.", n * 60) for n in range(9)]
    assert [len(draft.quotes) for draft in grouped(quotes(*told), RULES)] == [4, 4, 1]
