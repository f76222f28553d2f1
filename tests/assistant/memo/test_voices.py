from __future__ import annotations

from dataclasses import replace

import pytest

from assistant.drafting.introductions import speaker
from assistant.lexicon.rules import our_rules
from assistant.memo.voices import introduced, voice
from assistant.types import Evidence
from tests.assistant.evidence import evidence


def spoken(name: str, publisher: str = "Alder Council") -> Evidence:
    one = evidence("The bridge is closed.", at={"speaker": name}, heading="OPENING")
    source = replace(
        one.source, kind="transcript", publisher=publisher, author="", title="Remarks", date="2021-05-03"
    )
    return replace(one, source=source)


@pytest.mark.parametrize(
    ("one", "who", "brief"),
    [
        (spoken("MARA LUND"), "Mara Lund (Alder Council)", "Mara Lund, 3 May 2021: “The bridge is closed.”"),
        (spoken("MARA LUND", ""), "Mara Lund", "Mara Lund, 3 May 2021: “The bridge is closed.”"),
        (spoken(""), "Alder Council", "Alder Council, 3 May 2021: “The bridge is closed.”"),
        (spoken("", ""), "Remarks", "Remarks, 3 May 2021: “The bridge is closed.”"),
    ],
)
def test_who_speaks_is_whom_the_document_names_and_not_its_section(
    one: Evidence, who: str, brief: str
) -> None:
    assert voice(one, our_rules()) == who and introduced(one, our_rules(), brief=True).text == brief


def test_an_interviewer_is_no_named_speaker() -> None:
    assert speaker(spoken("QUESTION")) == "" and speaker(spoken("MARA LUND")) == "Mara Lund"
