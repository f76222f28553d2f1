"""What the elements of an XML format mean: a table of rows a format, in a file of its name beside this one.

A file has `roots` (names of the root element) and, where roots are shared, `when` (an XPath that must hold);
`parts`, from a part that the walker knows to the elements that play it; `facts` of the document (`facts.py`
tells how these are written); and, where the format needs them,

- `base`, the file whose rows hold where this one has none; an element's part here goes before its part there;
- `places`, from an element to how it is cited: `+` before a form continues the place above, `>` is for a
  place in the act that words are put into, `name|word` for one whose place above begins with the word;
- `numbers`, where a number is not in a child of its own;
- `prints`, from an element to how its number is printed where the format leaves that to a stylesheet;
- `speakers`, whose words an element holds; `marks`, what is printed around its words; `characters`, the
  attribute with the code of the character that it is;
- `latest`, which of an element's versions counts (of those that hold a pattern, where it has one);
- `notes`, what to tell where a part occurs;
- `runs`, whose paragraphs are numbered and not nested: `place` where the numbers are places, `leads` where
  they only tell what completes what;
- `walks`, the XPaths of what is read, in order, where that is not the whole file; `records`, whose `fields`
  (a head and a way to its value each) make one row;
- `tells`, what to tell (`note`) of a document for which an XPath (`when`) holds.

A row names elements by a selector: a name or `*`, a parent before it (`preface/p`), and conditions
(`[changed=deleted]`, `[class~=note]` for one word of several, `[end<today]`, `[who]`, `[!who]`)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files
from typing import Any

PARTS = frozenset(
    {
        # left out: silently, or counted by why
        "skip",
        "struck",
        "deleted",
        "hidden",
        "ended",
        "notes",
        "asides",
        # within a sentence
        "inline",
        "emphasis",
        "break",
        "paragraph-break",
        "mark",
        "note",
        "raised",
        "quote",
        # what a provision is made of
        "level",
        "major",
        "number",
        "heading",
        "headline",
        "lead-in",
        "tail",
        "block",
        "item",
        "recital",
        "preamble",
        "annotation",
        "lines",
        "html",
        # whose words they are
        "pending",
        "lapsed",
        "inserted",
        "after-inserted",
        "quoted",
        "speech",
        "speaker",
        "aside",
        # tables
        "table",
        "row",
        "cell",
        "head-cell",
        "column-head",
    }
)
"""The parts that the walker knows. `level` is a provision with a number, `major` one whose heading stands on
a line of its own, as a `headline` does everywhere, `tail` the words that close a list and complete its
lead-in, `aside` words between a speaker's that are not the speaker's, `annotation` a note with parts of its
own, `mark` the reference to one, `pending` what is not yet in force, `lapsed` what is no longer, but is told
of, `column-head` the head of a column, at the level that `H` says; `lines` text whose lines are paragraphs,
`html` text that is a page's, `emphasis` words that some copies of a file glue to those beside."""

_STEP = re.compile(r"(?P<name>[\w.:-]+|\*)(?P<tests>(?:\[[^\]]+\])*)")
_TEST = re.compile(r"\[(?P<absent>!)?(?P<key>[\w.:-]+)(?:(?P<how>[~^<>]?=|[<>])(?P<value>[^\]]*))?\]")
_DATE = re.compile(r"\d{4}-?\d{2}-?\d{2}|\d{2}\.\d{2}\.\d{4}")

Test = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Selector:
    """An element by its name, those above it, nearest first, and tests on its attributes."""

    name: str
    tests: tuple[Test, ...]
    parents: tuple[tuple[str, tuple[Test, ...]], ...] = ()

    def takes(self, element: Any) -> bool:
        """Whether an element of that name is meant."""
        for test in self.tests:
            if not test(element):
                return False
        above = element
        for name, tests in self.parents:
            above = above.getparent()
            if above is None or above.tag != name or not all(test(above) for test in tests):
                return False
        return True


@dataclass(frozen=True, slots=True)
class Dialect:
    """One format's rows."""

    name: str
    roots: frozenset[str]
    when: str
    by_name: Mapping[str, tuple[tuple[Selector, str], ...]]
    by_attribute: tuple[tuple[Selector, str], ...]
    places: Mapping[str, str]
    numbers: Mapping[str, str]
    speakers: Mapping[str, tuple[str, ...]]
    facts: Mapping[str, tuple[Any, ...]]
    notes: Mapping[str, str] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    characters: Mapping[str, str] = field(default_factory=dict)
    latest: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    prints: tuple[tuple[Selector, str], ...] = ()
    tells: tuple[Mapping[str, str], ...] = ()
    runs: Mapping[str, str] = field(default_factory=dict)
    walks: tuple[str, ...] = ()
    records: tuple[tuple[Selector, Mapping[str, Any]], ...] = ()

    def part(self, element: Any) -> str:
        """What an element is, or an empty string where no row names it."""
        for selector, part in self.by_attribute if len(element.attrib) else ():
            if selector.takes(element):
                return part
        for selector, part in self.by_name.get(element.tag, ()):
            if selector.takes(element):
                return part
        return ""


def dialect_of(root: Any) -> Dialect:
    """The format of a tree whose names have no namespaces; the general one where none is known."""
    for one in _dialects():
        if root.tag in one.roots and (not one.when or root.xpath(one.when)):
            return one
    return _general()


def dialects() -> tuple[Dialect, ...]:
    """All formats that rows are kept for."""
    return _all()


@cache
def _general() -> Dialect:
    return next(one for one in _all() if one.name == "general")


@cache
def _dialects() -> tuple[Dialect, ...]:
    """Those with a condition go before those without."""
    return tuple(sorted((one for one in _all() if one.name != "general"), key=lambda one: not one.when))


@cache
def _all() -> tuple[Dialect, ...]:
    folder = files("ingest.load.dialects")
    rows = {
        path.name.removesuffix(".toml"): tomllib.loads(path.read_text("utf-8"))
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".toml")
    }
    return tuple(_read(name, _on_base(one, rows)) for name, one in rows.items())


def _on_base(rows: Mapping[str, Any], all_rows: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Any]:
    """A file's rows over those of its `base`, table by table; in `parts` they go before them."""
    if "base" not in rows:
        return rows
    base = _on_base(all_rows[rows["base"]], all_rows)
    merged = {
        key: {**base[key], **value} if isinstance(value, Mapping) and key in base else value
        for key, value in {**base, **rows}.items()
    }
    merged.pop("when", None)
    if "when" in rows:
        merged["when"] = rows["when"]
    own = {text for texts in rows.get("parts", {}).values() for text in texts}
    merged["parts"] = {
        part: [
            *rows.get("parts", {}).get(part, ()),
            *(text for text in base["parts"].get(part, ()) if text not in own),
        ]
        for part in merged.get("parts", {})
    }
    return merged


def _read(name: str, rows: Mapping[str, Any]) -> Dialect:
    strange = set(rows.get("parts", {})) - PARTS
    if strange:
        raise ValueError(f"{name}.toml: no such part: {', '.join(sorted(strange))}")
    chosen = [
        (_selector(text, name), part) for part, texts in rows.get("parts", {}).items() for text in texts
    ]
    by_name: dict[str, list[tuple[Selector, str]]] = {}
    for selector, part in chosen:
        if selector.name != "*":
            by_name.setdefault(selector.name, []).append((selector, part))
    return Dialect(
        rows.get("name", name),
        frozenset(rows.get("roots", ())),
        rows.get("when", ""),
        # A row with tests or a parent goes before one that takes every element of the name.
        {
            tag: tuple(sorted(found, key=lambda one: not (one[0].tests or one[0].parents)))
            for tag, found in by_name.items()
        },
        tuple((selector, part) for selector, part in chosen if selector.name == "*"),
        rows.get("places", {}),
        rows.get("numbers", {}),
        {tag: _listed(paths) for tag, paths in rows.get("speakers", {}).items()},
        {key: _listed(paths) for key, paths in rows.get("facts", {}).items()},
        rows.get("notes", {}),
        rows.get("marks", {}),
        rows.get("characters", {}),
        rows.get("latest", {}),
        tuple((_selector(text, name), form) for text, form in rows.get("prints", {}).items()),
        tuple(rows.get("tells", ())),
        rows.get("runs", {}),
        tuple(rows.get("walks", ())),
        tuple((_selector(row["of"], name), row) for row in rows.get("records", ())),
    )


def _listed(paths: Any) -> tuple[Any, ...]:
    return tuple(paths) if isinstance(paths, list) else (paths,)


def _selector(text: str, name: str) -> Selector:
    steps = [_STEP.fullmatch(step) for step in re.split(r"/(?![^\[]*\])", text)]
    found = [(step["name"], tuple(map(_test, _TEST.finditer(step["tests"])))) for step in steps if step]
    if len(found) < len(steps):
        raise ValueError(f"{name}.toml: not a selector: {text!r}")
    (own, tests), *above = reversed(found)
    return Selector(own, tests, tuple(above))


def _test(match: re.Match[str]) -> Test:
    key, how, value = match["key"], match["how"], match["value"]
    if match["absent"]:
        return lambda element: element.get(key) is None
    if how is None:
        return lambda element: element.get(key) is not None
    if how == "=":
        return lambda element: element.get(key) == value
    if how == "~=":
        return lambda element: value in (element.get(key) or "").split()
    if how == "^=":
        return lambda element: (element.get(key) or "").startswith(value)
    before = how == "<"
    return lambda element: _is_past(element.get(key) or "") is before


def _is_past(day: str) -> bool | None:
    """Whether a day (ISO, with or without hyphens, or DD.MM.YYYY) is before today; None where it is none."""
    found = _DATE.match(day)
    if found is None:
        return None
    plain = found.group()
    iso = "".join(reversed(plain.split("."))) if "." in plain else plain.replace("-", "")
    return iso < datetime.now(UTC).strftime("%Y%m%d")
