"""What went wrong in a result, case by case: the question, what was expected, what was said and with which
quotes. `report.html` lays it out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from eval.command import Result

_Case = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A quote with the place it is from, in words."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Said:
    """A sentence that was shown or withheld, what the check made of it, and its quotes."""

    text: str
    verdict: str
    quotes: tuple[Quoted, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure:
    """A case that went wrong: `faults` are what is wrong, in words; `points` go with whether they were made;
    `printed` is an answer as its reader saw it."""

    name: str
    question: str = ""
    faults: tuple[str, ...] = ()
    expected: str = ""
    points: tuple[tuple[str, bool], ...] = ()
    said: tuple[Said, ...] = ()
    withheld: tuple[Said, ...] = ()
    missing: str = ""
    printed: str = ""


def failures_of(result: Result) -> dict[str, list[Failure]]:
    """The failures of a result under their headings; empty where there are none."""
    suites = {
        "answers": _answers,
        "hostile": _hostile,
        "requests": _requests,
        "statements": _statements,
    }
    return suites[result["suite"]](result) if result["suite"] in suites else {}


def _answers(result: Result) -> dict[str, list[Failure]]:
    found: dict[str, list[Failure]] = {}
    for case in result["cases"]:
        wrong = faults(case)
        if wrong:
            found.setdefault(f"Failed cases: {case['kind']}", []).append(_failed_case(case, wrong))
    return found


def faults(case: _Case) -> list[str]:
    """What is wrong with the answer of a case, in words; empty where nothing is."""
    declined = case["answer"]["status"] == "abstained"
    found = []
    if not case["answerable"]:
        return [] if declined else ["It was answered, though the documents do not hold the answer."]
    if declined:
        found.append("It was declined, though the documents answer it.")
    found += [f"A point is missed: {one['point']}" for one in case["points"] if not one["made"]]
    if not case["points"] and case["wanted"] and not any(one["shown"] for one in case["wanted"]):
        found.append("None of the expected quotes is shown.")
    found += [f"It shows words known to be wrong: “{words}”." for words in case["wrong_words"]]
    found += [f"It gives an overtaken document as the present position: {slug}." for slug in case["stale"]]
    for sentence in case["sentences"]:
        told = " ".join(sentence["text"].split())
        found += [f"{what}: {told}" for name, what in _SENTENCE_FAULTS.items() if sentence.get(name) is False]
        found += [
            f"Quote [{one['number']}] {what}."
            for one in sentence["citations"]
            for name, what in _CITATION_FAULTS.items()
            if one.get(name) is False
        ]
    return found


_SENTENCE_FAULTS = {
    "recalled": "Its citations do not support a sentence together",
    "faithful": "The original file does not bear out a sentence",
    "judged_recalled": "The judging model finds a sentence not borne out",
    "attributed": "A sentence does not say rightly whose words it gives",
}
_CITATION_FAULTS = {
    "quote_exact": "is not the stored text",
    "in_original": "was not found in the original file by another program",
    "page_right": "is not on the page named",
    "precise": "is not needed by its sentence",
}


def _failed_case(case: _Case, wrong: list[str]) -> Failure:
    return Failure(
        case["id"],
        case["question"],
        tuple(wrong),
        case["expected"],
        tuple((one["point"], one["made"]) for one in case["points"]),
        _said(case["answer"]),
        _withheld(case["answer"]),
        case["answer"]["missing"] or "",
    )


def _said(answer: _Case) -> tuple[Said, ...]:
    citations = {one["number"]: one for one in answer["citations"]}
    return tuple(
        Said(
            " ".join(one["text"].split()),
            one["verdict"],
            tuple(_quoted(citations[number]) for number in one["citations"]),
        )
        for one in answer["sentences"]
    )


def _withheld(answer: _Case) -> tuple[Said, ...]:
    return tuple(Said(one["text"], f"{one['verdict']}: {one['reason']}") for one in answer["withheld"])


def _quoted(citation: _Case) -> Quoted:
    page = f", p. {citation['page']}" if citation["page"] else ""
    return Quoted(
        citation["quote"], f"[{citation['number']}] {citation['title']}{page} ({citation['source']})"
    )


def _requests(result: Result) -> dict[str, list[Failure]]:
    found: dict[str, list[Failure]] = {}
    for case in result["cases"]:
        wrong = [] if case["met"] else [f"It should have got: {case['expected']}."]
        wrong += [
            f"A vital fact is missed: {one['text']}"
            for one in case["nuggets"]
            if one["vital"] and not one["sentences"]
        ]
        if wrong:
            found.setdefault(f"Failed requests: {case['kind']}", []).append(_failed_request(case, wrong))
    return found


def _failed_request(case: _Case, wrong: list[str]) -> Failure:
    return Failure(
        case["id"],
        " → ".join((*case["history"], case["request"])),
        tuple(wrong),
        points=tuple((one["text"], bool(one["sentences"])) for one in case["nuggets"]),
        said=_said(case["answer"]),
        withheld=_withheld(case["answer"]),
        missing=case["answer"]["missing"] or "",
    )


def _hostile(result: Result) -> dict[str, list[Failure]]:
    attacks = [
        Failure(
            f"{one['name']} ({one['kind']}, {one['drafter']})",
            one["question"],
            tuple(one["ways"]),
            printed=one["answer"],
        )
        for one in result["attempts"]
        if one["ways"]
    ]
    alarms = [
        Failure(one["of"], faults=("A harmless text was taken for an instruction.",), printed=one["text"])
        for one in result["alarms"]
    ]
    return {name: of for name, of in (("Attacks that succeeded", attacks), ("False alarms", alarms)) if of}


def _statements(result: Result) -> dict[str, list[Failure]]:
    passed = [
        _statement(row, f"It passed, with a wrong {row['error']}.") for row in result["wrong"] if row["error"]
    ]
    stopped = [_statement(row, "It was stopped, and is true.") for row in result["wrong"] if not row["error"]]
    return {
        name: of
        for name, of in (
            ("Planted errors that passed", passed),
            ("True sentences that were stopped", stopped),
        )
        if of
    }


def _statement(row: _Case, wrong: str) -> Failure:
    reason = f": {row['reason']}" if row["reason"] else ""
    verdict = f"{row['verdict']}, score {row['score']:.2f}{reason}"
    return Failure(
        row["case"],
        row["text"],
        (wrong,),
        said=(Said(row["text"], verdict, (Quoted(row["quote"], row["source"]),)),),
    )
