"""Statistics in SDMX-ML, generic or structure-specific: a heading a series, and a row an observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from ingest.load.builder import TextBuilder
from ingest.types import Metadata

_PERIODS = ("TIME_PERIOD", "TIME", "TIME_PERIOD_START")
_VALUES = ("OBS_VALUE", "value")
_POWERS = {"3": "thousand", "6": "million", "9": "billion", "12": "trillion"}
_TITLES = ("TITLE", "TITLE_COMPL")


def is_sdmx(root: Any) -> bool:
    """Whether a tree without namespaces is an SDMX message that holds data."""
    return root.tag in (
        "GenericData",
        "StructureSpecificData",
        "CompactData",
        "MessageGroup",
        "GenericTimeSeriesData",
    ) and (next(root.iter("Obs"), None) is not None)


def add_series(root: Any, builder: TextBuilder) -> Metadata:
    """Add every series under its key, and each observation as a row that names its period and value."""
    titles = []
    if next(root.iter("Series"), None) is None:
        _add_flat(root, builder)
    for series in root.iter("Series"):
        key, told = _values(series)
        title = next((told[name] for name in _TITLES if told.get(name)), "")
        titles.append(title)
        known = ", ".join(f"{name} {value}" for name, value in key.items())
        builder.add(f"{title} ({known})" if title else known, "heading")
        unit = " ".join(filter(None, (told.get("UNIT") or told.get("UNIT_MEASURE"), _times(told))))
        for period, value, rest in _observations(series):
            cells = [
                f"Period: {period}",
                f"Value: {value}",
                *(f"{name}: {told}" for name, told in rest.items()),
            ]
            builder.add(" | ".join([*cells, *([f"Unit: {unit}"] if unit else [])]), "row", place=period)
    sender = next((one.get("id") or "" for one in root.iter("Sender")), "")
    prepared = next((one.text or "" for one in root.iter("Prepared")), "")
    return Metadata(
        title=next(filter(None, titles), ""), publisher=sender, version=prepared[:10], kind="statistics"
    )


def _times(told: Mapping[str, str]) -> str:
    """By what a series's values are to be multiplied, in words: the message gives the power of ten."""
    power = told.get("UNIT_MULT") or "0"
    return "" if power == "0" else _POWERS.get(power, f"× 10^{power}")


def _add_flat(root: Any, builder: TextBuilder) -> None:
    """Add the observations of a message that has no series: each names its whole key."""
    for one in root.iter("Obs"):
        flat = dict(one.attrib) | {
            str(at.get("id")): str(at.get("value"))
            for at in (*one.iterfind("ObsKey/Value"), *one.iterfind("Attributes/Value"))
        }
        if (value := _value(one, "ObsValue")) and "OBS_VALUE" not in flat:
            flat["OBS_VALUE"] = value
        builder.add(" | ".join(f"{name}: {told}" for name, told in flat.items()), "row")


def _values(series: Any) -> tuple[dict[str, str], dict[str, str]]:
    """A series's key, and what else is said of it."""
    key = {one.get("id"): one.get("value") for one in series.iterfind("SeriesKey/Value")}
    told = {one.get("id"): one.get("value") for one in series.iterfind("Attributes/Value")}
    for name, value in series.attrib.items():  # where the structure is the message's own
        (told if name.startswith(("TITLE", "UNIT", "DECIMALS", "COLLECTION", "SOURCE")) else key)[name] = (
            value
        )
    return key, told


def _observations(series: Any) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    for one in series.iter("Obs"):
        flat = dict(one.attrib)
        period = next((flat[name] for name in _PERIODS if name in flat), "") or _value(one, "ObsDimension")
        value = next((flat[name] for name in _VALUES if name in flat), "") or _value(one, "ObsValue")
        status = flat.get("OBS_STATUS") or next(
            (at.get("value") for at in one.iterfind("Attributes/Value") if at.get("id") == "OBS_STATUS"), "A"
        )
        yield period, value, {} if status == "A" else {"Status": str(status)}


def _value(observation: Any, name: str) -> str:
    element = observation.find(name)
    return "" if element is None else str(element.get("value") or "")
