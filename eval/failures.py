"""What went wrong in a result, case by case, as HTML: the question, what was expected, what was said and with which quotes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from eval.command import Result
from eval.markup import block, element, escaped, folded, listed, table

_Case = Mapping[str, Any]


def failed(result: Result) -> dict[str, list[str]]:
    """The failures under their headings; empty where there are none."""
    if result["suite"] == "answers":
        return _answers(result)
    if result["suite"] == "hostile":
        return _hostile(result)
    if result["suite"] == "statements":
        return _statements(result)
    if result["suite"] == "support":
        rows = [[name, str(one["n"]), f"{one['balanced_accuracy']} {one['balanced_accuracy_95']}", str(one["auroc"])]
                for name, one in result["datasets"].items()]  # fmt: skip
        return {"Sets": [table(("set", "claims", "balanced accuracy, %", "AUROC, %"), rows)]}
    return {}


def _answers(result: Result) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for case in result["cases"]:
        wrong = faults(case)
        if wrong:
            found.setdefault(f"Failed cases: {case['kind']}", []).append(folded(f"{case['id']}: {case['question']}", _case(case, wrong)))
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
        found += [f"{what}: {told}" for name, what in _SENTENCE_FAULTS.items() if sentence[name] is False]
        found += [
            f"Quote [{one['number']}] {what}." for one in sentence["citations"] for name, what in _CITATION_FAULTS.items() if one[name] is False
        ]
    return found


_SENTENCE_FAULTS = {
    "recalled": "Its citations do not support a sentence together",
    "faithful": "The original file does not bear out a sentence",
    "judged": "The judging model finds a sentence not borne out",
    "attributed": "A sentence does not say rightly whose words it gives",
}
_CITATION_FAULTS = {
    "quote_exact": "is not the stored text",
    "in_original": "was not found in the original file by another program",
    "page_right": "is not on the page named",
    "precise": "is not needed by its sentence",
}


def _case(case: _Case, wrong: list[str]) -> str:
    answer = case["answer"]
    citations = {one["number"]: one for one in answer["citations"]}
    said = "".join(
        element("p", f"{' '.join(sentence['text'].split())} ({sentence['verdict']})")
        + "".join(_quote(citations[number]) for number in sentence["citations"])
        for sentence in answer["sentences"]
    )
    withheld = listed(escaped(f"{one['text']} ({one['verdict']}: {one['reason']})") for one in answer["withheld"])
    return (
        listed(element("span", one, "bad") for one in wrong)
        + block("p", f"Expected: {case['expected']}")
        + listed(escaped(f"{'made' if one['made'] else 'missed'}: {one['point']}") for one in case["points"])
        + element("h3", "The answer")
        + (said or element("p", "No sentence was shown."))
        + (element("h3", "Withheld") + withheld if answer["withheld"] else "")
        + block("p", f"Said to be missing: {answer['missing']}" if answer["missing"] else "")
    )


def _quote(citation: _Case) -> str:
    page = f", p. {citation['page']}" if citation["page"] else ""
    where = element("span", f"[{citation['number']}] {citation['title']}{page} ({citation['source']})", "why")
    return f"<blockquote>{escaped(citation['quote'])}<br>{where}</blockquote>"


def _hostile(result: Result) -> dict[str, list[str]]:
    attacks = [
        folded(
            f"{one['name']} ({one['kind']}, {one['drafter']}): {', '.join(one['ways'])}", block("p", one["question"]) + block("pre", one["answer"])
        )
        for one in result["attempts"]
        if one["ways"]
    ]
    alarms = [element("blockquote", f"{one['text']} ({one['of']})") for one in result["alarms"]]
    return {name: of for name, of in (("Attacks that succeeded", attacks), ("False alarms", alarms)) if of}


def _statements(result: Result) -> dict[str, list[str]]:
    passed = [_statement(row) for row in result["wrong"] if row["error"]]
    stopped = [_statement(row) for row in result["wrong"] if not row["error"]]
    return {name: of for name, of in (("Planted errors that passed", passed), ("True sentences that were stopped", stopped)) if of}


def _statement(row: _Case) -> str:
    quote = f"The quote: “{row['quote']}” ({row['source']}). " if row.get("quote") else ""
    why = f"{row['case']} · {row['error'] or 'true'} · {row['verdict']}, score {row['score']:.2f}. {quote}{row['reason']}"
    return f"<blockquote>{escaped(row['text'])}<br>{element('span', why, 'why')}</blockquote>"
