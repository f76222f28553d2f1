from __future__ import annotations

import pytest

from assistant.check.attribution import misattributed
from assistant.lexicon.rules import our_rules
from tests.assistant.evidence import evidence

RELEASE = "The council fined 12 ferries, Mayor Amberg said on Monday, and Renner welcomed it."


@pytest.mark.parametrize(
    "sentence",
    [
        "Amberg said that the council fined 12 ferries.",
        "According to Amberg, the council fined 12 ferries.",
        "Según Amberg, el consejo multó a 12 barcos.",
        "The order says that 12 ferries were fined.",
    ],
)
def test_a_speaker_whom_the_source_names_is_one(sentence: str) -> None:
    assert misattributed(sentence, [evidence(RELEASE)], our_rules()) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "Quist said that the council fined 12 ferries.",
        "Quist has insisted that the council fined 12 ferries.",
        "According to the Quist Foundation, the council fined 12 ferries.",
        "Quist afirmó que el consejo multó a 12 barcos.",
        "Según la Fundación Quist, el consejo multó a 12 barcos.",
    ],
)
def test_another_is_not(sentence: str) -> None:
    wrong = misattributed(sentence, [evidence(RELEASE)], our_rules())
    assert wrong is not None and wrong.kind == "misattributed" and "Quist" in wrong.words[0]


def test_a_body_whose_data_a_source_gives_speaks() -> None:
    figures = [evidence("There were 12 fines in May, by data from the Port Authority of Orrin.")]
    sentence = "According to the Port Authority, there were 12 fines in May."
    assert misattributed(sentence, figures, our_rules()) is None


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("The bridge is a failure.", "opinion as fact"),
        ("The op-ed calls the bridge a failure.", ""),
        ("In her view the bridge is a failure.", ""),
        ("The writer contends that the bridge is a failure.", ""),
    ],
)
def test_an_op_ed_s_view_stands_as_one(sentence: str, kind: str) -> None:
    wrong = misattributed(sentence, [evidence("The bridge is a failure.", kind="op-ed")], our_rules())
    assert (wrong.kind if wrong else "") == kind


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Senator Lund said that 12 ferries were fined.", False),
        ("According to the Alder Council, 12 ferries were fined.", False),
        ("Judge Ojeda said that 12 ferries were fined.", True),
        ("Captain Reed said that 12 ferries were fined.", True),
    ],
)
def test_where_somebody_is_named_as_speaking_another_is_not(sentence: str, wrong: bool) -> None:
    said = evidence(
        "The council fined 12 ferries.",
        start=23,
        passage="Captain Reed spoke up. The council fined 12 ferries.",
        heading="Nomination of Judge Ojeda",
        title="Hearing on Judge Ojeda",
        publisher="Alder Council",
        at={"speaker": "Senator LUND"},
    )
    found = misattributed(sentence, [said], our_rules())
    assert (found is not None) == wrong
