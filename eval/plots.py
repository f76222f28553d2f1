"""Plots of the report, as SVG that stands in the page: no file beside it, no script, the same bytes for the
same figures."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Row = Sequence[str | float]
_INK, _SOFT = "#1f3a5f", "#b9c4d0"


def _svg(draw: Callable[[Axes], None], name: str, height_inches: float = 3.2) -> str:
    """The SVG element of a plot. `name` keeps its ids apart from those of the page's other plots."""
    import matplotlib
    from matplotlib.figure import Figure

    with matplotlib.rc_context(
        {"svg.fonttype": "none", "svg.hashsalt": name, "font.family": "sans-serif", "font.size": 9}
    ):
        figure = Figure(figsize=(6.4, height_inches), layout="constrained")
        axes = figure.add_subplot()
        axes.spines[["top", "right"]].set_visible(False)
        draw(axes)
        written = io.StringIO()
        figure.savefig(written, format="svg", metadata={"Date": None, "Creator": None})
    text = written.getvalue()
    element = text[text.index("<svg") :]
    for attribute in ('id="', 'href="#', "url(#"):
        element = element.replace(attribute, f"{attribute}{name}-")
    return element


def risk_coverage(curve: Sequence[Mapping[str, float]], name: str) -> str:
    """The share that is missing among the surest answers, as ever more are given."""

    def draw(axes: Axes) -> None:
        axes.step(
            [one["coverage"] for one in curve], [one["risk"] for one in curve], where="post", color=_INK
        )
        axes.set(
            xlabel="share of the questions answered, the surest first",
            ylabel="share wrong or missing",
            xlim=(0, 1),
            ylim=(0, None),
        )

    return _svg(draw, name)


def calibration(bins: Sequence[Mapping[str, float]], name: str) -> str:
    """The share of supported claims against the mean score of each bin; a dot's area goes with its claims."""

    def draw(axes: Axes) -> None:
        largest = max((one["n"] for one in bins), default=1)
        axes.plot([0, 1], [0, 1], color=_SOFT, linewidth=1)
        axes.scatter(
            [b["score"] for b in bins],
            [b["supported"] for b in bins],
            s=[12 + 180 * b["n"] / largest for b in bins],
            color=_INK,
        )
        axes.set(
            xlabel="score of the check", ylabel="share that people called supported", xlim=(0, 1), ylim=(0, 1)
        )

    return _svg(draw, name)


def recall_by_depth(rows: Mapping[str, Mapping[int, Mapping[str, float]]], name: str) -> str:
    """Recall with its interval by the number of passages read, a line a method."""

    def draw(axes: Axes) -> None:
        for number, (method, depths) in enumerate(rows.items()):
            places = [depth + (number - len(rows) / 2) * 0.12 for depth in depths]
            means = [one["mean"] for one in depths.values()]
            bars = [
                [one["mean"] - one["low"] for one in depths.values()],
                [one["high"] - one["mean"] for one in depths.values()],
            ]
            axes.errorbar(
                places, means, yerr=bars, marker="o", markersize=3, linewidth=1, capsize=2, label=method
            )
        axes.set(
            xlabel="passages read",
            ylabel="recall",
            xticks=sorted({depth for depths in rows.values() for depth in depths}),
        )
        axes.legend(fontsize=7, ncols=2, frameon=False)

    return _svg(draw, name, 4.0)


def latency(rows: Sequence[tuple[str, float, float]], name: str) -> str:
    """Bars of the median and the 95th percentile, in milliseconds."""

    def draw(axes: Axes) -> None:
        places: list[Any] = list(range(len(rows)))[::-1]
        axes.barh(places, [p95 for _, _, p95 in rows], color=_SOFT, label="95 of 100 are faster")
        axes.barh(places, [p50 for _, p50, _ in rows], height=0.4, color=_INK, label="median")
        axes.set_yticks(places, [label for label, _, _ in rows])
        axes.set(xlabel="milliseconds")
        axes.legend(fontsize=7, frameon=False)

    return _svg(draw, name, 1.2 + 0.28 * len(rows))
