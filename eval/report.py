"""The report: one page of the newest result of each suite, that a person can read who does not know the code. It asks for nothing outside itself."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from eval import plots
from eval.command import Result
from eval.compare import compare, load_result
from eval.failures import failed
from eval.gate import Floor, load_floors
from eval.markup import block, element, escaped, listed, table
from eval.wording import SUITES, in_words
from ingest.errors import UsageError

_STYLE = Path(__file__).parent / "report.css"
_ORDER = list(SUITES)
_GATED_STEMS = {"answers": "cases-bundled", "statements": "statements-bundled", "hostile": "all"}
_SHOWN_OF_RETRIEVAL = ("recall@5", "ndcg@10")


@dataclass(frozen=True, slots=True)
class Measured:
    """The newest result of a suite on one set of cases, and the one before it on the same cases, if there is one."""

    newest: Result
    previous: Result | None

    @property
    def name(self) -> str:
        """An id that no other result of the page has."""
        return f"{self.newest['suite']}-{self.newest.get('stem', '')}"


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
        raise UsageError(f"{folder}: no results to report", hint="`python -m eval run all` makes some; --results DIR says where they are")
    found = []
    for _, results in sorted(by_name.items(), key=lambda one: (_ORDER.index(one[0][0]) if one[0][0] in _ORDER else len(_ORDER), one[0][1])):
        results.sort(key=lambda one: str(one["on"].get("date", "")))
        earlier = [one for one in results[:-1] if _cases(one) == _cases(results[-1])]
        found.append(Measured(results[-1], earlier[-1] if earlier else None))
    return found


def _cases(result: Result) -> tuple[Any, ...]:
    return tuple(result["on"].get(key) for key in ("cases", "data", "documents", "corpus", "options", "chat_model"))


def page(found: Sequence[Measured], floors: Sequence[Floor]) -> str:
    """The page."""
    contents = listed(f'<a href="#{escaped(one.name)}">{escaped(_title(one.newest))}</a>' for one in found)
    body = "".join(_section(one, _floors_of(one.newest, floors)) for one in found)
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Pincite, measured</title><style>{_STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f"<h1>Pincite, measured</h1>{_verdict(found, floors)}{contents}{body}</body></html>\n"
    )


def _title(result: Result) -> str:
    return f"{result['suite'].capitalize()}: {result.get('stem', '')}".rstrip(": ")


def _floors_of(result: Result, floors: Sequence[Floor]) -> dict[str, Floor]:
    """The floors are set on the sample library: on other cases they do not hold."""
    if _GATED_STEMS.get(result["suite"], result.get("stem")) != result.get("stem"):
        return {}
    return {floor.metric: floor for floor in floors if floor.suite == result["suite"]}


def _verdict(found: Sequence[Measured], floors: Sequence[Floor]) -> str:
    """The headline: how many floors are met, and which are not."""
    kept, missed = 0, []
    for one in found:
        for metric, floor in _floors_of(one.newest, floors).items():
            mean = one.newest["metrics"].get(metric, {}).get("mean")
            if mean is not None and floor.holds(mean):
                kept += 1
            else:
                missed.append(f"{one.newest['suite']}, {in_words(metric)}: {_number(mean)}, {floor} is asked for")
    told = block("p", f"{kept} of {kept + len(missed)} floors are met.", "good" if not missed else "bad")
    return told + (listed(map(escaped, missed)) if missed else "")


def _section(one: Measured, floors: Mapping[str, Floor]) -> str:
    result = one.newest
    on = result["on"]
    told = [f"{key.replace('_', ' ')} {value}" for key, value in on.items() if isinstance(value, str) and value and key != "date"]
    machine = on.get("machine", {})
    told.append(f"on {machine.get('cpus', '?')} CPUs, load {machine.get('load', 'not known')}")
    failures = failed(result)
    return (
        f'<h2 id="{escaped(one.name)}">{escaped(_title(result))}</h2>'
        + block("p", SUITES.get(result["suite"], ""))
        + block("p", f"{str(on.get('date', '')).replace('T', ' ')[:16]} · {' · '.join(told)}", "on")
        + _figures(one, floors)
        + _faults(result)
        + _drawn(one)
        + "".join(f"<h3>{escaped(heading)} ({len(entries)})</h3>{''.join(entries)}" for heading, entries in failures.items())
    )


def _figures(one: Measured, floors: Mapping[str, Floor]) -> str:
    """The table of figures, each with its interval, its floor and how it differs from the run before."""
    rows = []
    differences = compare(one.previous, one.newest)["metrics"] if one.previous else {}
    for metric, value in one.newest["metrics"].items():
        if one.newest["suite"] == "retrieval" and not metric.endswith(_SHOWN_OF_RETRIEVAL):
            continue
        if value["mean"] is None and metric not in floors:
            continue
        within = "" if value["low"] is None else f" [{_number(value['low'])}, {_number(value['high'])}]"
        rows.append([in_words(metric), f"{_number(value['mean'])}{within}", str(value["n"]), *_floor(value["mean"], floors.get(metric)),
                     _difference(differences.get(metric))])  # fmt: skip
    return table(("figure", "value, 95 % interval", "of", "floor", "met", "against the run before"), rows, "figures")


def _floor(mean: float | None, floor: Floor | None) -> tuple[str, str]:
    if floor is None:
        return "", ""
    return f"{floor} ({floor.reason}; {floor.date})", "yes" if mean is not None and floor.holds(mean) else "NO"


def _difference(row: Mapping[str, Any] | None) -> str:
    if row is None:
        return "no earlier run"
    if not row["difference"] and not row["worse"] and not row["better"]:
        return "the same"
    within = "" if row["low"] is None else f" [{row['low']:+.3f}, {row['high']:+.3f}]"
    cases = f"; worse: {', '.join(row['worse'][:8])}{'…' if len(row['worse']) > 8 else ''}" if row["worse"] else ""
    return f"{row['difference']:+.3f}{within}{cases}"


def _number(value: float | None) -> str:
    if value is None:
        return "not measured"
    return f"{value:.3f}" if abs(value) < 10 else f"{value:,.0f}"


def _faults(result: Result) -> str:
    """Cases that could not be scored, and faults of the cases themselves."""
    told = [f"{case} could not be scored: {reason}" for case, reason in result.get("unscored", {}).items()]
    told += [f"fault of the cases: {problem}" for problem in result.get("problems", ())]
    return listed(element("span", one, "bad") for one in told) if told else ""


def _drawn(one: Measured) -> str:
    """The plots of a result."""
    result, name = one.newest, one.name
    drawn = []
    if curve := result.get("risk_coverage", {}).get("curve"):
        told = "Risk and coverage: what is missing among the surest answers, as ever more are given. Lower is better."
        at = [curve[len(curve) * quarter // 4 - 1] for quarter in (1, 2, 3, 4) if len(curve) >= 4]
        drawn.append(_figure(plots.risk_coverage(curve, f"{name}-risk"), told, ("coverage", "risk"), ([p["coverage"], p["risk"]] for p in at)))
    if bins := result.get("calibration"):
        told = "Calibration: a score of .8 should mean that people call 8 of 10 such claims supported. On the line is right; a larger dot has more claims."
        drawn.append(
            _figure(
                plots.calibration(bins, f"{name}-bins"), told, ("score", "supported", "claims"), ([b["score"], b["supported"], b["n"]] for b in bins)
            )
        )
    if result["suite"] == "retrieval":
        drawn += _retrieval_plots(result, name)
    asks = [(label, result[key]["p50_ms"], result[key]["p95_ms"]) for label, key in _ASKS if result.get(key)]
    if asks:
        drawn.append(_figure(plots.latency(asks, f"{name}-ms"), "Time to a whole answer.", ("library", "p50 ms", "p95 ms"), asks))
    return "".join(drawn)


_ASKS = (("this library", "warm_ask"), ("with foreign passages", "warm_ask_large"))


def _retrieval_plots(result: Result, name: str) -> list[str]:
    rows = {key: row for key, row in result["rows"].items() if key.endswith("/history")} or result["rows"]
    depths = {key: {depth: row["intervals"][f"recall@{depth}"] for depth in (5, 10)} for key, row in rows.items()}
    recall = ([key, *(f"{one['mean']:.3f}" for one in of.values())] for key, of in depths.items())
    times = [(key, row["p50_ms"], row["p95_ms"]) for key, row in rows.items()]
    return [
        _figure(plots.recall_by_depth(depths, f"{name}-recall"), "Recall by depth, with 95 % intervals.", ("method", "at 5", "at 10"), recall),
        _figure(plots.latency(times, f"{name}-ms"), "Time of a search.", ("method", "p50 ms", "p95 ms"), times),
    ]


def _figure(svg: str, caption: str, columns: Sequence[str], rows: Iterable[Sequence[str | float]]) -> str:
    """A plot with its caption, and its figures for whoever cannot see it."""
    cells = [[cell if isinstance(cell, str) else f"{cell:.3g}" for cell in row] for row in rows]
    labelled = svg.replace("<svg", f'<svg role="img" aria-label="{escaped(caption)}"', 1)
    return f"<figure>{labelled}<figcaption>{escaped(caption)}</figcaption><details><summary>The figures</summary>{table(columns, cells)}</details></figure>"


def add_options(parser: ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--out", type=Path, metavar="FILE", help="the page (default: report.html among the results)")


def run(options: Namespace) -> Path:
    """Write the page; returns where it is."""
    path: Path = options.out or options.results / "report.html"
    path.write_text(page(newest_results(options.results), load_floors()), encoding="utf-8")
    return path
