"""Checks of values in a payload for Slack, and how they are put together: each says in words what is wrong
and where."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Check = Callable[[Any, str], Iterator[str]]
"""A value and where it stands → what is wrong with it."""

# What Slack's mrkdwn would turn into a mention or a link. Text of a document never has these in one string.
LIVE = re.compile(r"<(?:[!@#]|https?:|mailto:|tel:|slack:)")


def string(most: int, least: int = 1) -> Check:
    """A text with at least so many characters beside white space."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield f"{where}: {type(value).__name__}, not a text"
        elif len(value.strip()) < least:
            yield f"{where}: empty"
        elif len(value) > most:
            yield f"{where}: {len(value)} characters, at most {most}"

    return check


def mrkdwn(most: int) -> Check:
    """A text that Slack parses, with no mention and no link in it."""

    def check(value: Any, where: str) -> Iterator[str]:
        yield from string(most)(value, where)
        if isinstance(value, str) and (live := LIVE.search(value)):
            yield f"{where}: mentions or links: {value[live.start() : live.start() + 20]!r}"

    return check


def rich(value: Any, where: str) -> Iterator[str]:
    """The text of a rich text element: white space alone is text there."""
    if value == "":
        yield f"{where}: empty"
    elif not isinstance(value, str) or value.strip():
        yield from mrkdwn(3000)(value, where)


def url(value: Any, where: str) -> Iterator[str]:
    yield from string(3000)(value, where)
    if isinstance(value, str) and not re.match(r"https?://[^\s<>]+\Z", value):
        yield f"{where}: not an address of the web: {value[:60]!r}"


def whole(low: int, high: int) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
            yield f"{where}: {value!r}, not a whole number from {low} to {high}"

    return check


def one_of(*values: Any) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if not any(value == one and type(value) is type(one) for one in values):
            yield f"{where}: {value!r} is none of {', '.join(map(repr, values))}"

    return check


def listed(item: Check, most: int, least: int = 1) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield f"{where}: {type(value).__name__}, not a list"
            return
        if not least <= len(value) <= most:
            yield f"{where}: {len(value)} of them, {least} to {most}"
        for index, one in enumerate(value):
            yield from item(one, f"{where}[{index}]")

    return check


def shaped(must: Mapping[str, Check], may: Mapping[str, Check] | None = None) -> Check:
    """An object with these fields and no others."""

    def check(value: Any, where: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield f"{where}: {type(value).__name__}, not an object"
            return
        yield from (f"{where}: no {name}" for name in must if name not in value)
        known = {**must, **(may or {})}
        for name, one in value.items():
            if name in known:
                yield from known[name](one, f"{where}.{name}")
            elif name != "type":
                yield f"{where}: unknown field {name}"

    return check


def by_type(shapes: Mapping[str, Check]) -> Check:
    def check(value: Any, where: str) -> Iterator[str]:
        kind = str(value.get("type")) if isinstance(value, Mapping) else "none"
        if kind in shapes:
            yield from shapes[kind](value, where)
        else:
            yield f"{where}: type {kind!r} is not known here"

    return check
