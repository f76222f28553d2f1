"""Items of a printed law complete what their numbers are below of, however the file is made."""

from __future__ import annotations

from ingest.load import load

ORDER = """Executive Order 99999 of May 4, 2021

By the authority vested in me, it is hereby ordered as follows:

Section 1. Purpose. The lights of the coast are old.

(a) The keepers report damage to lights, including:

(i) broken lamps;

(ii) towers that lean; and

(iii) oil that is not paid for.

(b) No light shall be closed.

Sec. 2. General. (a) Nothing in this order shall be read to impair:

(i) the powers of a harbour; or

(ii) the rights of a keeper.
"""


def leads_of(text: str, words: str, name: str = "order.txt") -> list[str]:
    document = load(text.encode(), name=name)
    (block,) = [one for one in document.blocks if words in document.text[one.start : one.end]]
    return [document.text[document.blocks[n].start : document.blocks[n].end] for n in block.leads]


def test_an_item_completes_the_numbered_paragraph_above_it() -> None:
    (lead,) = leads_of(ORDER, "towers that lean")
    assert lead.startswith("(a) The keepers report damage")
    assert leads_of(ORDER, "No light shall be closed") == []
    (lead,) = leads_of(ORDER, "rights of a keeper")
    assert lead.endswith("Nothing in this order shall be read to impair:")


def test_the_words_of_an_order_lead_nothing() -> None:
    assert (
        leads_of("It is hereby ordered as follows:\n\n(a) The lights stay.\n\n(b) So do bells.", "stay") == []
    )


def test_levels_of_items_complete_all_that_are_above_them() -> None:
    text = (
        "In this Act:\n\n(1) The term “keeper” means—\n\n(A) a person who—\n\n(i) lights a lamp; or\n\n"
        "(ii) rings a bell; and\n\n(B) no clerk.\n"
    )
    assert leads_of(text, "rings a bell") == [
        "In this Act:",
        "(1) The term “keeper” means—",
        "(A) a person who—",
    ]
    assert leads_of(text, "no clerk") == ["In this Act:", "(1) The term “keeper” means—"]


def test_numbered_paragraphs_of_prose_are_no_list() -> None:
    text = "The court said this:\n\nIt was late.\n\n41. The lamp was dark.\n\n42. I allow the appeal.\n"
    assert leads_of(text, "I allow the appeal") == []


def test_an_unfinished_sentence_needs_no_colon() -> None:
    text = (
        "RULES\n\nA light shall not be closed unless\n\n(a) the master agrees; and\n\n(b) no ship struck.\n"
    )
    assert leads_of(text, "no ship struck") == ["A light shall not be closed unless"]
    done = "RULES\n\nThese are the rules of the light\n\n(a) Lamps are lit.\n\n(b) Bells are rung in fog.\n"
    assert leads_of(done, "Bells are rung") == []
