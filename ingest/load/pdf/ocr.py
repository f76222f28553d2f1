"""Text of scanned PDF pages by RapidOCR, with the models inside its wheel: nothing is downloaded."""

from __future__ import annotations

import functools
import importlib.util
from dataclasses import replace
from pathlib import Path
from statistics import median
from typing import Any

from ingest.errors import NeedsOcr
from ingest.load.budgets import scale
from ingest.load.pdf.columns import zones_of
from ingest.load.pdf.glyphs import Box, Line
from ingest.load.pdf.page import rows_of

_POINTS_PER_INCH = 72
_DPI = 200  # the models' text height: finer only costs time


def recognised(pdf: Any, number: int, name: str) -> list[Line]:
    """The lines of page `number` (from 0), read off its picture; raises `NeedsOcr` without the extra."""
    if importlib.util.find_spec("rapidocr") is None:
        raise NeedsOcr(
            f"{name} is scanned: its pages are pictures without a text layer",
            hint='pip install "pincite[ocr]"',
        )
    page = pdf[number]
    height, fine = page.get_height(), scale(page.get_size(), _DPI / _POINTS_PER_INCH)
    found = _engine()(page.render(scale=fine).to_numpy())
    if found.boxes is None:
        return []
    runs = [
        _run(corners, text, fine, height)
        for corners, text in zip(found.boxes, found.txts, strict=True)
        if text.strip()
    ]
    runs = _evened(runs)
    zones = zones_of(runs, page.get_width())
    return [
        replace(line, zone=order, page=number + 1)
        for order, zone in enumerate(zones)
        for line in rows_of(zone)
    ]


def _run(corners: Any, text: str, scale: float, height: float) -> Line:
    xs, ys = [float(x) / scale for x, _ in corners], [height - float(y) / scale for _, y in corners]
    box = Box(min(xs), min(ys), max(xs), max(ys))
    return Line(text, box, box.top - box.bottom)


def _evened(runs: list[Line]) -> list[Line]:
    """The runs with one type size for all of about the same height: letters with and without descenders
    measure differently."""
    usual = median(run.size for run in runs) if runs else 0.0
    return [replace(run, size=usual) if 0.7 * usual < run.size < 1.4 * usual else run for run in runs]


@functools.cache
def _engine() -> Any:
    import rapidocr

    models = Path(rapidocr.__file__).parent / "models"
    return rapidocr.RapidOCR(params={"Global.log_level": "error", "Global.model_root_dir": str(models)})
