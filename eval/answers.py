"""Answers: are the expected documents cited and the expected words shown, is the unanswerable declined, and does every citation hold."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from assistant.answer import Assistant
from assistant.types import Answer, Citation, Turn
from eval import libraries
from eval.cases import Case, ExpectedQuote, load_cases, problems, wanted
from eval.command import Command, Result
from eval.intervals import Interval, interval
from eval.pages import PageTexts
from eval.quotes import shows, stands_on
from eval.results import circumstances, digest_of
from ingest.library import Library


@dataclass(frozen=True, slots=True)
class CitationScore:
    """Whether a citation's quote is the stored text at its offsets, and stands on its page; None where the original has no pages to read."""

    number: int
    source: str
    quote_exact: bool
    page_right: bool | None


@dataclass(frozen=True, slots=True)
class CaseScore:
    """What one answer got right. `shown` goes with the case's wanted quotes and is empty for an unanswerable case."""

    case: Case
    answer: Answer
    cited: bool
    shown: tuple[tuple[ExpectedQuote, bool], ...]
    citations: tuple[CitationScore, ...]

    @property
    def answerable(self) -> bool:
        """Whether the library holds an answer."""
        return bool(self.shown)

    @property
    def declined(self) -> bool:
        """Whether nothing was shown as an answer."""
        return self.answer.status == "abstained"


def score_case(case: Case, answer: Answer, sources: Collection[str], library: Library, pages: PageTexts) -> CaseScore:
    """The score of one answer from a library of these sources."""
    expected = wanted(case, sources)
    cited = {citation.source for citation in answer.citations} & {one.source for one in expected}
    shown = tuple((one, is_shown(one, answer)) for one in expected)
    return CaseScore(case, answer, bool(cited), shown, tuple(score_citation(citation, library, pages) for citation in answer.citations))


def is_shown(expected: ExpectedQuote, answer: Answer) -> bool:
    """Whether a sentence that cites the expected document shows the expected words, itself or in the quote that it cites.

    The same words in another document do not count: two orders of one day differ in little more than the country.
    """
    by_number = {citation.number: citation for citation in answer.citations}
    for sentence in answer.sentences:
        for citation in (by_number[number] for number in sentence.citations):
            if citation.source == expected.source and (shows(sentence.text, expected.quote) or shows(citation.quote, expected.quote)):
                return True
    return False


def score_citation(citation: Citation, library: Library, pages: PageTexts) -> CitationScore:
    """Check a citation against the stored text and, apart from it, against the original file."""
    exact = library.text(citation.source)[citation.start : citation.end] == citation.quote
    return CitationScore(citation.number, citation.source, exact, _page_right(citation, pages))


def _page_right(citation: Citation, pages: PageTexts) -> bool | None:
    count = pages.count(citation.source)
    if not count:
        return None
    if citation.page is None or not 1 <= citation.page <= (citation.page_end or citation.page) <= count:
        return False
    named = range(citation.page, (citation.page_end or citation.page) + 1)
    return stands_on(citation.quote, [pages.text(citation.source, number) for number in named])


Metric = Callable[[Sequence[CaseScore]], list[float]]

METRICS: Mapping[str, Metric] = {
    "document_cited": lambda scores: [float(one.cited) for one in scores if one.answerable],
    "quote_shown": lambda scores: [float(any(hit for _, hit in one.shown)) for one in scores if one.answerable],
    "quote_recall": lambda scores: [sum(hit for _, hit in one.shown) / len(one.shown) for one in scores if one.answerable],
    "declined_wrongly": lambda scores: [float(one.declined) for one in scores if one.answerable],
    "declined": lambda scores: [float(one.declined) for one in scores if not one.answerable],
    "quote_exact": lambda scores: [float(citation.quote_exact) for one in scores for citation in one.citations],
    "page_right": lambda scores: [float(citation.page_right) for one in scores for citation in one.citations if citation.page_right is not None],
}
"""The values whose mean each metric is: of the answerable cases, of the unanswerable, and of all citations (page_right: of those in PDFs)."""


def metrics(scores: Sequence[CaseScore]) -> dict[str, Interval]:
    """Every metric over the scores."""
    return {name: interval(values(scores)) for name, values in METRICS.items()}


def ask_all(cases: Sequence[Case], assistant: Assistant) -> Iterator[tuple[Case, Answer]]:
    """Each case with its answer; a follow-up is asked after the turns that it follows, as they were answered."""
    conversations: dict[str, tuple[Turn, ...]] = {"": ()}
    for case in cases:
        history = conversations[case.after]
        answer = assistant.ask(case.question, history)
        conversations[case.id] = (*history, Turn(case.question, " ".join(sentence.text for sentence in answer.sentences)))
        yield case, answer


def run(options: Namespace) -> Result:
    """Ask every case of the library that the options name."""
    from assistant.build import build_assistant

    cases = load_cases(options.cases)
    with libraries.measured_library(options) as (settings, documents):
        assistant = build_assistant(settings)
        try:
            library = assistant.library
            sources = {source.slug for source in library.sources(None)}
            with PageTexts(library) as pages:
                scores = [score_case(case, answer, sources, library, pages) for case, answer in ask_all(cases, assistant)]
            wrong = problems(cases, library)
        finally:
            assistant.library.close()
    return {
        "suite": "answers",
        "stem": options.cases.stem,
        "on": circumstances(settings=settings.digest, cases=digest_of(options.cases), documents=documents),
        "problems": wrong,
        "metrics": _as_json(metrics(scores)),
        "kinds": {kind: _as_json(metrics(of_kind)) for kind, of_kind in _by_kind(scores).items()},
        "cases": [_case_as_json(score) for score in scores],
    }


def _by_kind(scores: Sequence[CaseScore]) -> dict[str, list[CaseScore]]:
    kinds: dict[str, list[CaseScore]] = {}
    for score in scores:
        kinds.setdefault(score.case.group, []).append(score)
    return kinds


def _as_json(measured: Mapping[str, Interval]) -> dict[str, dict[str, float | int | None]]:
    return {name: asdict(value) for name, value in measured.items()}


def _case_as_json(score: CaseScore) -> dict[str, Any]:
    return {
        "id": score.case.id,
        "kind": score.case.kind,
        "question": score.case.question,
        "expected": score.case.expected,
        "answerable": score.answerable,
        "cited": score.cited,
        "wanted": [{"source": one.source, "quote": one.quote, "shown": hit} for one, hit in score.shown],
        "checks": [asdict(citation) for citation in score.citations],
        "answer": score.answer.to_json(),
    }


def text(result: Result, options: Namespace) -> str:
    """The metrics as a table, over all and by kind; each case before it when that was asked for."""
    lines = [line for case in result["cases"] for line in _case_lines(case)] if options.show else []
    lines += [f"! {problem}" for problem in result["problems"]]
    return "\n".join([*lines, *_table(result["metrics"]), "", *_kind_table(result["kinds"])])


def _table(measured: Mapping[str, Mapping[str, Any]]) -> list[str]:
    return [f"{name:<17} {Interval(**value)!s:<24} n={value['n']}" for name, value in measured.items()]


_BY_KIND = ("document_cited", "quote_shown", "quote_recall", "declined_wrongly", "declined")


def _kind_table(kinds: Mapping[str, Mapping[str, Mapping[str, Any]]]) -> list[str]:
    width = max(map(len, kinds), default=0)
    header = f"{'':<{width}}    n  " + "  ".join(_BY_KIND)
    return [header] + [
        f"{kind:<{width}}  {max(measured[name]['n'] for name in _BY_KIND):>3}  "
        + "  ".join(f"{_mean(measured[name]['mean']):>{len(name)}}" for name in _BY_KIND)
        for kind, measured in kinds.items()
    ]


def _mean(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _case_lines(case: Mapping[str, Any]) -> list[str]:
    answer = case["answer"]
    lines = [f"{case['id']} ({case['kind']}) {case['question']}"]
    if answer["standalone_question"] != case["question"]:
        lines.append(f"  understood as: {answer['standalone_question']}")
    lines += [f"  expected: {case['expected']}", f"  status: {answer['status']}"]
    for sentence in answer["sentences"]:
        lines.append(f"  - {' '.join(sentence['text'].split())} {sentence['citations']}")
    checks = {check["number"]: check for check in case["checks"]}
    for citation in answer["citations"]:
        check = checks[citation["number"]]
        page = f" p. {citation['page']}" if citation["page"] else ""
        wrong = ("" if check["quote_exact"] else " QUOTE NOT EXACT") + (" WRONG PAGE" if check["page_right"] is False else "")
        lines.append(f"    [{citation['number']}] {citation['source']}{page} {citation['start']}–{citation['end']}{wrong}")
    if answer["missing"]:
        lines.append(f"  missing: {answer['missing']}")
    lines += [f"  {'hit ' if one['shown'] else 'MISS'} {one['source']}: “{one['quote']}”" for one in case["wanted"]]
    if not case["answerable"]:
        lines.append("  declined, as it should" if answer["status"] == "abstained" else "  MISS: it should have declined")
    return [*lines, ""]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--cases", type=Path, required=True, metavar="FILE", help="JSON Lines of questions with their expected evidence")
    libraries.add_options(parser)
    parser.add_argument("--show", action="store_true", help="print each case: question, expected, answer, hit or miss")


COMMAND = Command("answers", "Ask a file of questions and check the answers and every citation.", add_options, run, text)
