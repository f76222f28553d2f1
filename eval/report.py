"""The report: one page of the newest result of each suite, that a person can read who does not know the code.
It asks for nothing outside itself.

Here is what the page says; `report.html` lays it out, and escapes whatever comes from a document or a model.
"""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import plots
from eval.command import Result
from eval.compare import compare, load_result
from eval.extras import require
from eval.failures import Failure, failures_of
from eval.gate import Floor, load_floors
from eval.wording import SUITES, in_words
from ingest.errors import UsageError

_HERE = Path(__file__).parent
_ORDER = list(SUITES)
_GATED_STEMS = {
    "answers": "cases-bundled",
    "statements": "statements-bundled",
    "hostile": "all",
    "requests": "requests-bundled",
}
_SHOWN_OF_RETRIEVAL = ("recall@5", "ndcg@10")
_MOST_NAMED = 8  # cases that got worse, by their ids


@dataclass(frozen=True, slots=True)
class Measured:
    """The newest result of a suite on one set of cases, and the one before it on the same cases, if there is
    one."""

    newest: Result
    previous: Result | None

    @property
    def title(self) -> str:
        """What it is called on the page."""
        return f"{self.newest['suite'].capitalize()}: {self.newest.get('stem', '')}".rstrip(": ")

    @property
    def anchor(self) -> str:
        """An id that no other result of the page has."""
        return self.title.lower().replace(": ", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Figure:
    """A metric in words: its value with its interval, over how many, its floor and whether it holds, and how
    it differs from the run before."""

    name: str
    value: str
    n: int
    floor: Floor | None
    held: bool
    difference: str


@dataclass(frozen=True, slots=True)
class Table:
    """Figures that belong together, or those of a plot for whoever cannot see it."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


@dataclass(frozen=True, slots=True)
class Plot:
    """A drawing as SVG, what it shows, and its figures."""

    svg: str
    caption: str
    table: Table


@dataclass(frozen=True, slots=True)
class Section:
    """A result on the page."""

    title: str
    anchor: str
    told: str
    on: str
    figures: Sequence[Figure]
    faults: Sequence[str]
    plots: Sequence[Plot]
    parts: Table | None
    failures: Mapping[str, Sequence[Failure]]


def newest_results(folder: Path) -> list[Measured]:
    """Of each suite and set of cases the newest result, in the order of the suites.

    Raises:
        UsageError: the folder holds no results, or a file in it is not one.
    """
    by_name: dict[tuple[str, str], list[Result]] = {}
    for path in sorted(folder.glob("*.json")):
        result = load_result(path)
        by_name.setdefault((result["suite"], result.get("stem", "")), []).append(result)
    if not by_name:
        raise UsageError(
            f"{folder}: no results to report",
            hint="`python -m eval run all` makes some; --results DIR says where they are",
        )
    found = []
    for _, results in sorted(
        by_name.items(),
        key=lambda one: (_ORDER.index(one[0][0]) if one[0][0] in _ORDER else len(_ORDER), one[0][1]),
    ):
        results.sort(key=lambda one: str(one["on"].get("date", "")))
        earlier = [one for one in results[:-1] if _cases(one) == _cases(results[-1])]
        found.append(Measured(results[-1], earlier[-1] if earlier else None))
    return found


def _cases(result: Result) -> tuple[Any, ...]:
    return tuple(
        result["on"].get(key) for key in ("cases", "data", "documents", "corpus", "options", "chat_model")
    )


def page(found: Sequence[Measured], floors: Sequence[Floor]) -> str:
    """The page, whole."""
    from jinja2 import Environment, FileSystemLoader

    layout = Environment(
        loader=FileSystemLoader(_HERE), autoescape=True, trim_blocks=True, lstrip_blocks=True
    ).get_template("report.html")
    return layout.render(
        sections=[_section(one, _floors_of(one.newest, floors)) for one in found],
        css=(_HERE / "report.css").read_text("utf-8"),
    )


def _floors_of(result: Result, floors: Sequence[Floor]) -> dict[str, Floor]:
    """The floors are set on the sample library: on other cases they do not hold."""
    if _GATED_STEMS.get(result["suite"], result.get("stem")) != result.get("stem"):
        return {}
    return {floor.metric: floor for floor in floors if floor.suite == result["suite"]}


def _section(one: Measured, floors: Mapping[str, Floor]) -> Section:
    result, on = one.newest, one.newest["on"]
    told = [str(on.get("date", "")).replace("T", " ")[:16]]
    told += [
        f"{key.replace('_', ' ')} {value}"
        for key, value in on.items()
        if isinstance(value, str) and value and key != "date"
    ]
    machine = on.get("machine", {})
    told.append(f"on {machine.get('cpus', '?')} CPUs, load {machine.get('load', 'not known')}")
    faults = [f"{case} could not be scored: {reason}" for case, reason in result.get("unscored", {}).items()]
    faults += [f"a fault of the cases: {problem}" for problem in result.get("problems", ())]
    return Section(
        one.title,
        one.anchor,
        SUITES.get(result["suite"], ""),
        " · ".join(told),
        _figures(one, floors),
        faults,
        _plots(one),
        _parts(result),
        failures_of(result),
    )


def _figures(one: Measured, floors: Mapping[str, Floor]) -> list[Figure]:
    figures = []
    judge = one.newest.get("judge")
    differences = compare(one.previous, one.newest)["metrics"] if one.previous else {}
    for metric, value in {**dict.fromkeys(floors), **one.newest["metrics"]}.items():
        if one.newest["suite"] == "retrieval" and not metric.endswith(_SHOWN_OF_RETRIEVAL):
            continue
        mean, floor = value["mean"] if value else None, floors.get(metric)
        if mean is None and floor is None:
            continue
        within = (
            ""
            if value is None or value["low"] is None
            else f" [{_number(value['low'])}, {_number(value['high'])}]"
        )
        held = floor is None or (mean is not None and floor.holds(mean))
        shown = f"{_number(mean)}{within}"
        name = (
            f"{in_words(metric)} ({judge['told']})"
            if judge and metric.startswith("judged")
            else in_words(metric)
        )
        figures.append(
            Figure(name, shown, value["n"] if value else 0, floor, held, _difference(differences.get(metric)))
        )
    return figures


def _difference(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "no earlier run"
    if not row["difference"] and not row["worse"] and not row["better"]:
        return "the same"
    within = "" if row["low"] is None else f" [{row['low']:+.3f}, {row['high']:+.3f}]"
    worse = ", ".join(row["worse"][:_MOST_NAMED]) + ("…" if len(row["worse"]) > _MOST_NAMED else "")
    return f"{row['difference']:+.3f}{within}{f'; worse: {worse}' if worse else ''}"


def _number(value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"


def _parts(result: Result) -> Table | None:
    """The figures of the parts that a result is made of: kinds of cases, kinds of attacks, sets of claims."""
    suite = result["suite"]
    if suite == "support":
        rows = [
            [name, str(of["n"]), f"{of['balanced_accuracy']} {of['balanced_accuracy_95']}", str(of["auroc"])]
            for name, of in result["datasets"].items()
        ]
        return Table(("set", "claims", "balanced accuracy, %", "AUROC, %"), rows)
    if suite == "hostile":
        drafters = list(result["succeeded"])
        kinds = [
            [kind, *(f"{of[name]['mean']:.2f} of {of[name]['n']}" for name in drafters)]
            for kind, of in result["kinds"].items()
        ]
        return Table(("attacks that succeed, by kind", *drafters), kinds)
    if suite == "requests":
        told = ("vital_recall", "all_recall", "off_point", "met")
        of_kinds = [
            [kind, str(of["n"]), *(f"{of[name]:.2f}" for name in told)]
            for kind, of in result["figures"].items()
        ]
        return Table(("kind of request", "requests", *map(in_words, told)), of_kinds)
    if suite == "answers":
        shown = ("point_recall", "document_cited", "declined_wrongly", "declined")
        rows = [
            [kind, *("—" if of[name]["mean"] is None else f"{of[name]['mean']:.2f}" for name in shown)]
            for kind, of in result["kinds"].items()
        ]
        return Table(("kind of question", *(in_words(name) for name in shown)), rows)
    return None


def _plots(one: Measured) -> list[Plot]:
    result, name = one.newest, one.anchor
    drawn = []
    if curve := result.get("risk_coverage", {}).get("curve"):
        told = (
            "Risk and coverage: what is missing among the surest answers, as ever more are given. Lower is"
            " better."
        )
        at = [curve[len(curve) * quarter // 4 - 1] for quarter in (1, 2, 3, 4) if len(curve) >= 4]
        rows = [_cells(point["coverage"], point["risk"]) for point in at]
        drawn.append(
            Plot(plots.risk_coverage(curve, f"{name}-risk"), told, Table(("coverage", "risk"), rows))
        )
    if bins := result.get("calibration"):
        told = (
            "Calibration: of claims that score .8, people should call 8 in 10 supported. On the line is"
            " right; a larger dot has more claims."
        )
        rows = [_cells(of["score"], of["supported"], of["n"]) for of in bins]
        drawn.append(
            Plot(plots.calibration(bins, f"{name}-bins"), told, Table(("score", "supported", "claims"), rows))
        )
    if result["suite"] == "retrieval":
        drawn += _retrieval_plots(result, name)
    if asks := result.get("asks"):
        kinds = (("first_", "first sentence"), ("", "whole answer"))
        times = [
            (f"{of['passages']:,} passages: {what}", of[f"{key}p50_ms"], of[f"{key}p95_ms"])
            for of in asks.values()
            for key, what in kinds
        ]
        drawn.append(
            _latency(times, name, "Time to the first checked sentence and to a whole answer.", "library")
        )
    return drawn


def _retrieval_plots(result: Result, name: str) -> list[Plot]:
    rows = {key: row for key, row in result["rows"].items() if key.endswith("/history")} or result["rows"]
    depths = {
        key: {depth: row["intervals"][f"recall@{depth}"] for depth in (5, 10)} for key, row in rows.items()
    }
    recall = Table(
        ("method", "at 5", "at 10"),
        [[key, *(f"{of['mean']:.3f}" for of in at.values())] for key, at in depths.items()],
    )
    times = [(key, row["p50_ms"], row["p95_ms"]) for key, row in rows.items()]
    return [
        Plot(
            plots.recall_by_depth(depths, f"{name}-recall"), "Recall by depth, with 95 % intervals.", recall
        ),
        _latency(times, name, "Time of a search.", "method"),
    ]


def _latency(rows: Sequence[tuple[str, float, float]], name: str, caption: str, what: str) -> Plot:
    return Plot(
        plots.latency(rows, f"{name}-ms"),
        caption,
        Table((what, "p50 ms", "p95 ms"), [_cells(*row) for row in rows]),
    )


def _cells(*values: str | float) -> list[str]:
    return [
        value if isinstance(value, str) else f"{value:.3g}" if value < 1000 else f"{value:.0f}"
        for value in values
    ]


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--out", type=Path, metavar="FILE", help="the page (default: report.html among the results)"
    )


def run(options: Namespace) -> Path:
    """Write the page; returns where it is.

    Raises:
        UsageError: there are no results, or what draws the plots is not installed.
    """
    require(("matplotlib",), "report")
    path: Path = options.out or options.results / "report.html"
    path.write_text(page(newest_results(options.results), load_floors()), encoding="utf-8")
    return path
