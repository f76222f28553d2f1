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


def test_a_quotation_is_the_one_s_who_is_quoted() -> None:
    quoted = [
        evidence("“The ferries are the pride of Orrin,” said Mayor Ada Quist.", publisher="Alder Council")
    ]
    stated = misattributed("The ferries are the pride of Orrin.", quoted, our_rules())
    assert stated is not None and stated.kind == "misattributed"
    assert misattributed("Quist said that the ferries are the pride of Orrin.", quoted, our_rules()) is None


def test_a_country_s_name_is_no_verb_of_speech() -> None:
    told = [evidence("The United States owns 12 ferries.")]
    assert misattributed("The report gives 12 ferries to the United States.", told, our_rules()) is None


OP_ED = evidence(
    "The bridge at Orrin is a failure that cost 12 jobs, as the port admits.",
    kind="op-ed",
    author="Ada Quist",
    publisher="The Alder Courier",
    title="The bridge that failed Orrin",
    date="2030-05-02",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "Quist argues that the bridge is a failure.",
        "Ada Quist, a former harbour master, says the bridge at Orrin is a failure.",
        "In an op-ed of 2 May 2030 in The Alder Courier, Ada Quist calls the bridge a failure.",
        "According to Quist, the bridge cost 12 jobs.",
        "The bridge cost 12 jobs, according to the op-ed.",
        "In Quist's view, the bridge is a failure.",
        "In the view of Ada Quist, the bridge is a failure.",
        "The bridge, Quist writes, is a failure.",
        "The bridge is a failure, the author argues.",
        "The op-ed calls the bridge a failure.",
        "As the author notes, the bridge cost 12 jobs.",
        "Quist argues in an op-ed (The Alder Courier, 2 May 2030): The bridge failed. It cost 12 jobs.",
        "Quist argues that the bridge is a failure. The author adds that it cost 12 jobs.",
        "Yes, the op-ed says the bridge is a failure.",
        "The quotes suggest that the author calls the bridge a failure.",
        "La autora sostiene que el puente es un fracaso.",
    ],
)
def test_an_op_ed_s_claim_stands_as_its_author_s(sentence: str) -> None:
    assert misattributed(sentence, [OP_ED], our_rules()) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "The bridge is a failure.",
        "The bridge has reportedly cost 12 jobs.",
        "It is argued that the bridge is a failure.",
        "The bridge, which is believed to be a failure, cost 12 jobs.",
        "According to the document, the bridge cost 12 jobs.",
        "The Alder Courier says that the bridge is a failure.",
        "According to The Alder Courier, the bridge cost 12 jobs.",
        "The port says that the bridge cost 12 jobs.",
        "Critics claim that the bridge is a failure.",
        "In her view the bridge is a failure.",
        "In the port's opinion, the bridge is a failure.",
        "Public opinion is that the bridge is a failure.",
        "The bridge cost 12 jobs, and the op-ed argues that it is a failure.",
        "The bridge that Quist calls a failure cost 12 jobs.",
        "The bridge cost 12 jobs, which the author says is a failure.",
        "Quist argues that the bridge is a failure. It cost 12 jobs.",
        "The bridge failed Ada Quist.",
        "The quotes suggest that the bridge is a failure.",
    ],
)
def test_and_never_as_a_fact_or_another_s(sentence: str) -> None:
    wrong = misattributed(sentence, [OP_ED], our_rules())
    assert wrong is not None and wrong.kind == "opinion as fact"


def test_what_needs_an_op_ed_beside_a_report_is_its_author_s() -> None:
    both = [evidence("The bridge opened in May.", slug="report", kind="agency report"), OP_ED]
    wrong = misattributed("The bridge opened in May and cost 12 jobs.", both, our_rules())
    assert wrong is not None and wrong.kind == "opinion as fact"


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("The Alder Council said that 12 ferries were fined.", False),
        ("The Ferry Fines Act says that 12 ferries were fined.", False),
        ("Orrin said that 12 ferries were fined.", True),
        ("The Orrin government says that 12 ferries were fined.", True),
        ("According to Orrin government data, 12 ferries were fined.", True),
    ],
)
def test_whom_a_title_is_about_says_nothing_by_it(sentence: str, wrong: bool) -> None:
    fined = evidence(
        "The council fined 12 ferries.", title="Ferry Fines Act of Orrin", publisher="Alder Council"
    )
    assert (misattributed(sentence, [fined], our_rules()) is not None) == wrong


@pytest.mark.parametrize(
    ("sentence", "wrong"),
    [
        ("Senator Lund said that 12 ferries were fined.", False),
        ("Lund: 12 ferries were fined.", False),
        ("According to the Alder Council, 12 ferries were fined.", True),
        ("12 ferries were fined.", True),
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
