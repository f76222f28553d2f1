"""Charts of Office files as the tables of their figures."""

from __future__ import annotations

from contextlib import suppress
from typing import Any, NamedTuple

from ingest.load.number_formats import shown
from ingest.load.ooxml import A
from ingest.load.tables import Grid

C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
# The kinds of chart that are new in Office 2016 are written in another way.
_CX = "{http://schemas.microsoft.com/office/drawing/2014/chartex}"


class Chart(NamedTuple):
    """A chart as the table of its figures."""

    title: str
    grid: Grid


def chart(root: Any) -> Chart:
    """The title and the figures of a chart part: one row for each category, one column for each series."""
    if str(root.tag).startswith(_CX):
        return _newer_chart(root)
    heading = root.find(f".//{C}chart/{C}title")
    title = ""
    if heading is not None:
        title = "".join(run.text or "" for run in heading.iter(f"{A}t"))
        title = title or " ".join(point.text or "" for point in heading.iter(f"{C}v"))
    charts: list[list[list[str]]] = []
    for plot in root.iter(f"{C}plotArea"):
        for kind in plot:
            series = [_series(one) for one in kind.iter(f"{C}ser")]
            if series:
                charts.append(_chart_rows(series))
    cells: list[list[str]] = []
    heads: set[int] = set()
    for rows in charts:
        if cells and [row[0] for row in cells] == [row[0] for row in rows]:
            for row, more in zip(cells, rows, strict=True):  # a line over bars, with the same categories
                row.extend(more[1:])
        else:
            cells += [[]] if cells else []
            heads.add(len(cells))
            cells += rows
    width = max(map(len, cells), default=0)
    return Chart(title, Grid([row + [""] * (width - len(row)) for row in cells], heads=heads))


def _series(series: Any) -> tuple[str, dict[int, str], dict[int, str]]:
    """The name of a series, its categories and its values by their number."""
    named = " ".join(point.text or "" for text in series.findall(f"{C}tx") for point in text.iter(f"{C}v"))
    return named, _points(series, ("cat", "xVal")), _points(series, ("val", "yVal"))


def _points(series: Any, names: tuple[str, ...]) -> dict[int, str]:
    found: dict[int, str] = {}
    for axis in (one for name in names for one in series.findall(f"{C}{name}")):
        code = axis.find(f".//{C}formatCode")
        levels = list(axis.iter(f"{C}lvl"))
        for level in reversed(levels) if levels else [axis]:
            last = ""
            points = {int(one.get("idx") or 0): one for one in level.iter(f"{C}pt")}
            most = max([*found, *points], default=-1) + 1
            for number in range(most) if levels else points:
                own = points.get(number)
                last = _point(own, code) if own is not None else last
                outer = f"{found[number]}, " if levels and found.get(number) else ""
                found[number] = outer + last
    return found


def _point(point: Any, code: Any) -> str:
    value = (point.findtext(f"{C}v") or "").strip()
    form = point.get("formatCode") or (code.text if code is not None else "") or ""
    try:
        number = float(value)
    except ValueError:
        return value
    return shown(number, form)


def _chart_rows(series: list[tuple[str, dict[int, str], dict[int, str]]]) -> list[list[str]]:
    categories: dict[int, str] = {}
    for _, names, values in series:
        for number in values:
            categories.setdefault(number, names.get(number, ""))
    rows = [["", *(name for name, _, _ in series)]]
    for number in sorted(categories):
        rows.append([categories[number], *(values.get(number, "") for _, _, values in series)])
    return rows


def _newer_chart(root: Any) -> Chart:
    """A waterfall, funnel, map or the like."""
    heading = root.find(f".//{_CX}chart/{_CX}title")
    title = "".join(run.text or "" for run in heading.iter(f"{A}t")) if heading is not None else ""
    named = {
        data.get("val"): " ".join(one.text or "" for one in series.iter(f"{_CX}v"))
        for series in root.iter(f"{_CX}series")
        for data in series.iter(f"{_CX}dataId")
    }
    cells: list[list[str]] = []
    heads: set[int] = set()
    for data in root.iter(f"{_CX}data"):
        names, values = _newer_points(data, "strDim"), _newer_points(data, "numDim")
        if not values:
            continue
        cells += [[]] if cells else []
        heads.add(len(cells))
        cells += [["", named.get(data.get("id"), "")]]
        cells += [[names.get(number, ""), value] for number, value in sorted(values.items())]
    return Chart(title, Grid([row or ["", ""] for row in cells], heads=heads))


def _newer_points(data: Any, tag: str) -> dict[int, str]:
    found: dict[int, str] = {}
    for level in (one for dimension in data.findall(f"{_CX}{tag}") for one in dimension.iter(f"{_CX}lvl")):
        for point in level.iter(f"{_CX}pt"):
            number, text = int(point.get("idx") or 0), (point.text or "").strip()
            with suppress(ValueError):
                text = shown(float(text), level.get("formatCode") or "") if tag == "numDim" else text
            found[number] = f"{text}, {found[number]}" if found.get(number) else text
    return found
