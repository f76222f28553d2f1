"""The day that stands alone under a document's title is its date; a day within a list is another's."""

from __future__ import annotations

from ingest.load.builder import TextBuilder
from ingest.load.dateline import dateline


def test_a_day_under_the_title_is_found_and_one_in_a_list_is_not() -> None:
    builder = TextBuilder()
    builder.add("Three lights", "heading")
    builder.add("Lights to be closed:")
    builder.add("Gull Rock, 1 May 2024", "item")
    assert dateline(builder.document()) == ""
    builder.add("Groyne, 9 June 2023")
    assert dateline(builder.document()) == "2023-06-09"
