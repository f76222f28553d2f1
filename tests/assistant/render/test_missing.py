from __future__ import annotations

from typing import get_args

import pytest

from assistant.answer.abstention import Lack, LackKind
from assistant.render.missing import indirect, lack
from tests.assistant.evidence import evidence

NEAREST = evidence("The bridge was closed on 3 May 2021.").source


@pytest.mark.parametrize("kind", get_args(LackKind))
def test_every_lack_has_words_and_names_the_nearest_document(kind: LackKind) -> None:
    said = lack(Lack(kind, ("Alder",), NEAREST, "share", "Why?", "When?", 2))
    assert said.startswith("On “Why?”: ") and f"The nearest document is “{NEAREST.title}”" in said
    assert said.endswith(".") and "None" not in said.replace("None of your", "") and ".." not in said
    bare = lack(Lack(kind, ("Alder",), measure="share", question="When?"))
    assert "nearest" not in bare and "On “" not in bare and bare.endswith(".")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Lack("no answer"), "None of your documents answers this."),
        (Lack("no answer", documents=14), "None of your 14 documents answers this."),
        (Lack("of the part before", documents=14), "None of your 14 documents answers what this asks about."),
        (
            Lack("no answer", ("Alder", "Birch")),
            "None of your documents answers this: no relevant passage mentions “Alder”, “Birch”.",
        ),
        (
            Lack("no measure", measure="number"),
            "None of your documents answers this. No passage found gives the number asked for.",
        ),
        (
            Lack("nothing shown", question="When?", failed=1),
            "No sentence found can be shown as an answer to “When?”: 1 that was drafted failed the check.",
        ),
    ],
)
def test_a_lack_is_put_in_plain_words(one: Lack, said: str) -> None:
    assert lack(one) == said


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("How many pilots does the port have?", "says how many pilots the port has"),
        ("How many boats are there in Holm?", "says how many boats there are in Holm"),
        ("How many pilots were hired in 2024?", "says how many pilots were hired in 2024"),
        ("How many boats did the port lose?", ""),
        ("How many boats has the port?", ""),
        ("¿Cuántos barcos hay?", ""),
    ],
)
def test_what_nobody_says_is_the_question_told(question: str, said: str) -> None:
    assert indirect(question) == said
    told = lack(Lack("not counted", ("boats",), question=question))
    assert told.startswith(f"None of your documents {said or 'gives a number of “boats”'}.")
