"""Rules as rows: the word lists and patterns that carry judgement, declared in packs by language and
jurisdiction.

A pack is a TOML file `<language or jurisdiction>/<subject>.toml`. Packs of one subject are one table,
whatever languages they are of: a library holds documents of several. An office's own packs, in its home
folder's `rules/`, go over ours row by row: a row of the same id replaces ours, `off = true` takes it away,
another id adds to it. What several patterns of one file share stands once in its `[parts]`, and `{name}` in a
pattern means the part.
"""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from assistant.lexicon.words import stems
from ingest.errors import UsageError

FOLDER = Path(__file__).parent
_PART = re.compile(r"\{([a-z_]+)\}")
# The named groups that a subject reads; its rows may have no others.
_GROUPS = {
    "catalogue": frozenset(("what", "title")),
    "figures": frozenset(("name",)),
    "follow_ups": frozenset(("be", "clause", "rest", "thing", "verb", "word")),
    "form": frozenset(("number",)),
    "legal": frozenset(("name",)),
    "questions": frozenset(("where",)),
    "references": frozenset(("title", "number", "year", "section", "more")),
    "requirements": frozenset(("name",)),
    "sections": frozenset(("section", "more")),
}
# What a row looks for before its pattern stands within this many characters.
_FAR = 200


class Row(BaseModel):
    """One rule. It has a `pattern` (a regular expression) or `words` (whole words or phrases; `*` stands for
    any letters); `against` are the words of the other side, for a rule that holds two texts apart, in either
    order unless it is `one_way`. `value` is what a match stands for, where a subject asks for that. Letters
    of either case match unless `case` is set.

    `before` is an expression that must end where the pattern begins, and is looked for only there: the title
    before “Act 1998”, which by itself would be tried at every capital letter. It sees nothing beyond its end.

    `hit` are texts that the row must match and `miss` texts that it must not, pairs where the row has two
    sides;
    `why` says what the row is for, `measured` where it was seen to help.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    why: str = ""
    words: tuple[str, ...] = ()
    pattern: str = ""
    before: str = ""
    against: tuple[str, ...] = ()
    one_way: bool = False
    value: str = ""
    case: bool = False
    hit: tuple[str | tuple[str, str], ...] = ()
    miss: tuple[str | tuple[str, str], ...] = ()
    measured: str = ""
    off: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> Row:
        if self.off:
            return self
        if bool(self.words) == bool(self.pattern):
            raise ValueError("a row has words or a pattern, one of the two")
        if self.before and not self.pattern:
            raise ValueError("`before` stands before a pattern")
        if self.one_way and not self.against:
            raise ValueError("`one_way` is of a row with `against`")
        if unfilled := _PART.search(f"{self.before}{self.pattern}"):
            raise ValueError(f"there is no part {unfilled[1]!r}")
        if not self.hit or not self.miss:
            raise ValueError("a row shows at least one `hit` and one `miss`")
        two_sided = [isinstance(one, tuple) for one in (*self.hit, *self.miss)]
        if any(two_sided) != bool(self.against) or (any(two_sided) and not all(two_sided)):
            raise ValueError(
                "the examples of a row with `against` are pairs of texts, those of others single texts"
            )
        try:
            _compiled(self.source, self.case)
            _compiled(self.core, self.case)
        except re.error as error:
            raise ValueError(f"the pattern is no regular expression: {error}") from error
        return self

    @property
    def source(self) -> str:
        """The row as a regular expression."""
        return f"(?:{self.before})(?:{self.core})" if self.before else self.core

    @property
    def core(self) -> str:
        """The row without what stands before its pattern."""
        return self.pattern or _of_words(self.words)

    def matches(self, example: str | tuple[str, str]) -> bool:
        """Whether the row matches an example: a text, or a pair that it holds apart."""
        if isinstance(example, str):
            return self.find(example) is not None
        first, second = example
        turned = not self.one_way and self.find_against(first) and self.find(second)
        return bool((self.find(first) and self.find_against(second)) or turned)

    def find(self, text: str) -> re.Match[str] | None:
        """The first place that the row matches."""
        return _compiled(self.source, self.case).search(text)

    def find_all(self, text: str) -> Iterator[re.Match[str]]:
        """Every place that the row matches, in order."""
        return _compiled(self.source, self.case).finditer(text)

    def find_against(self, text: str) -> re.Match[str] | None:
        """The first place that the row's other side matches."""
        return _compiled(_of_words(self.against), self.case).search(text) if self.against else None

    def covers(self, text: str) -> bool:
        """Whether the whole text is what the row looks for."""
        return _compiled(self.source, self.case).fullmatch(text) is not None

    def match_around(self, text: str, place: int) -> re.Match[str] | None:
        """The row's match whose pattern begins at a place of the text."""
        core = _compiled(self.core, self.case).match(text, place)
        if core is None or not self.before:
            return core
        opening = self.match_until(text, place)
        return _compiled(self.source, self.case).match(text, opening.start()) if opening else None

    def match_until(self, text: str, place: int, first: int = 0) -> re.Match[str] | None:
        """The longest match of `before`, or of the pattern of a row without it, that ends at a place of the
        text and begins at `first` or after it."""
        ending = _compiled(rf"(?:{self.before or self.core})\Z", self.case)
        return ending.search(text, max(first, place - _FAR), place)


@dataclass(frozen=True)
class Pack:
    """The rows of one subject, of all languages and jurisdictions."""

    subject: str
    rows: tuple[Row, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All rows as one expression, without their groups' names; matches nothing where there is no row."""
        return re.compile(_either((one.source, one.case) for one in self.rows))

    def find(self, text: str) -> re.Match[str] | None:
        """The first place that any row matches."""
        return self.pattern.search(text)

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of all words of the rows."""
        return frozenset().union(*self.stems_by_row)

    @cached_property
    def stems_by_row(self) -> tuple[frozenset[str], ...]:
        """The stems of each row's words."""
        return tuple(frozenset(stems(" ".join(one.words))) for one in self.rows)

    def matches(self, text: str) -> list[tuple[Row, re.Match[str]]]:
        """Where the rows' patterns match from the beginning of a word on, in order; of matches that overlap
        the longest, and of two that are as long as each other the one whose row comes first."""
        places = (one.start() for one in self._places.finditer(text))
        tries = ((row, row.match_around(text, place)) for place in places for row in self.rows)
        found = [(row, match) for row, match in tries if match]
        found.sort(key=lambda each: (each[1].start(), -each[1].end()))
        kept: list[tuple[Row, re.Match[str]]] = []
        for row, match in found:
            if not kept or match.start() >= kept[-1][1].end():
                kept.append((row, match))
            elif len(match.group()) > len(kept[-1][1].group()):
                kept[-1] = row, match
        return kept

    @cached_property
    def _places(self) -> re.Pattern[str]:
        cores = _either((one.core.removeprefix(r"\b"), one.case) for one in self.rows)
        return re.compile(rf"(?<!\w)(?=\w)(?={cores})")

    def covers(self, text: str) -> bool:
        """Whether the whole text is what one of the rows looks for."""
        return self.pattern.fullmatch(text) is not None

    def of(self, *values: str) -> Pack:
        """The rows that stand for one of these values."""
        return self._by_values.setdefault(
            values, Pack(self.subject, tuple(one for one in self.rows if one.value in values))
        )

    @cached_property
    def _by_values(self) -> dict[tuple[str, ...], Pack]:
        return {}


@dataclass(frozen=True)
class Rules:
    """All packs, with a digest that changes whenever a row does; rules of one digest are the same."""

    packs: Mapping[str, Pack] = field(compare=False)
    digest: str = field(default="")

    def __getitem__(self, subject: str) -> Pack:
        return self.packs[subject]


@cache
def our_rules() -> Rules:
    """The packs that come with the package."""
    return _rules(_read(FOLDER))


def load_rules(home: Path | None = None) -> Rules:
    """Our packs with an office's own over them, from `rules/` in its home folder.

    Raises:
        UsageError: a file is not a pack, or a row is wrong; names the file, the row and what is allowed.
    """
    folder = home / "rules" if home else None
    if folder is None or not folder.is_dir():
        return our_rules()
    rows = {subject: {one.id: one for one in pack.rows} for subject, pack in our_rules().packs.items()}
    _require_read(folder)
    for subject, path, row in _read(folder):
        if subject not in rows:
            raise UsageError(
                f"{path}: {subject!r} is no subject of a rule pack",
                hint=f"the subjects are {', '.join(sorted(rows))}",
            )
        if row.off and row.id not in rows[subject]:
            raise UsageError(
                f"{path}: there is no row {row.id!r} to turn off", hint="see the ids in the package's packs"
            )
        _try(path, row)
        rows[subject][row.id] = row
    return _rules(
        (subject, FOLDER, row) for subject, of in rows.items() for row in of.values() if not row.off
    )


def _rules(rows: Iterable[tuple[str, Path, Row]]) -> Rules:
    found: dict[str, list[Row]] = {}
    for subject, _, row in rows:
        found.setdefault(subject, []).append(row)
    packs = {subject: Pack(subject, tuple(of)) for subject, of in found.items()}
    told = [(subject, one.model_dump_json()) for subject in sorted(packs) for one in packs[subject].rows]
    return Rules(packs, hashlib.sha256(repr(told).encode()).hexdigest()[:12])


def _require_read(folder: Path) -> None:
    """A pack that lies where none is looked for would do nothing, and nobody would know.

    Raises:
        UsageError: there is one.
    """
    for path in sorted(folder.rglob("*.toml")):
        if len(path.relative_to(folder).parts) != len(("en", "subject.toml")):
            raise UsageError(
                f"{path}: a rule file lies in a folder of its language, and not here",
                hint=f"move it to {folder / 'en' / path.name}, or the folder of another language",
            )


def _read(folder: Path) -> Iterator[tuple[str, Path, Row]]:
    """Each row with its subject and file, files in the order of their names; ids are unique within a
    subject."""
    seen: set[tuple[str, str]] = set()
    for path in sorted(folder.glob("*/*.toml")):
        for row in _rows(path):
            if (path.stem, row.id) in seen:
                raise UsageError(
                    f"{path}: the row {row.id!r} stands there twice", hint="give each row an id of its own"
                )
            seen.add((path.stem, row.id))
            yield path.stem, path, row


def _try(path: Path, row: Row) -> None:
    """See that a row of an office's does with its examples what it says; a test sees to ours."""
    for example, matches in (*((one, True) for one in row.hit), *((one, False) for one in row.miss)):
        if row.matches(example) is not matches:
            does, where = ("does not match", "hit") if matches else ("matches", "miss")
            raise UsageError(
                f"{path}: row {row.id!r} {does} {example!r}, which stands among its `{where}`",
                hint="mend the row, or the example",
            )


def _rows(path: Path) -> list[Row]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: {error}", hint="mend the file, or remove it") from error
    if set(table) - {"row", "parts"} or not isinstance(table.get("row", []), list):
        raise UsageError(
            f"{path}: a pack holds nothing but [[row]] tables and [parts]",
            hint="look at one of the package's packs",
        )
    parts = _parts(path, table.get("parts", {}))
    found = []
    for number, row in enumerate(table.get("row", []), start=1):
        name = row.get("id", f"number {number}") if isinstance(row, dict) else f"number {number}"
        try:
            found.append(Row.model_validate(_filled(row, parts)))
        except ValidationError as error:
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "row"
            hint = f"a row has {', '.join(Row.model_fields)}"
            raise UsageError(f"{path}: row {name}: {where}: {first['msg']}", hint=hint) from error
        known, used = _GROUPS.get(path.stem), _compiled(found[-1].source, found[-1].case).groupindex
        if known is not None and (unknown := sorted(set(used) - known)):
            hint = f"the groups of {path.stem} are {', '.join(sorted(known))}"
            raise UsageError(f"{path}: row {name}: nothing reads the group {unknown[0]!r}", hint=hint)
    return found


def _parts(path: Path, parts: object) -> dict[str, str]:
    if not isinstance(parts, dict) or not all(isinstance(one, str) for one in parts.values()):
        raise UsageError(
            f"{path}: [parts] are names with expressions", hint="look at one of the package's packs"
        )
    filled: dict[str, str] = {}
    for name, part in parts.items():
        try:
            filled[name] = _PART.sub(lambda one: filled[one[1]], part)
        except KeyError as error:
            raise UsageError(
                f"{path}: part {name}: there is no part {error} before it", hint="mend the name"
            ) from error
    return filled


def _filled(row: object, parts: Mapping[str, str]) -> object:
    """The row with parts in the places of their names; a name that is no part's stays, and is refused."""
    if not isinstance(row, dict):
        return row
    texts = {name: row[name] for name in ("pattern", "before") if isinstance(row.get(name), str)}
    return row | {
        name: _PART.sub(lambda one: parts.get(one[1], one[0]), text) for name, text in texts.items()
    }


def _either(expressions: Iterable[tuple[str, bool]]) -> str:
    """One expression for several, each given with whether its case counts; groups lose their names."""
    parts = [(re.sub(r"\(\?P<\w+>", "(?:", source), case) for source, case in expressions]
    return "|".join(f"(?:{source})" if case else f"(?i:{source})" for source, case in parts) or r"(?!)"


@cache
def _compiled(source: str, case: bool) -> re.Pattern[str]:
    return re.compile(source, 0 if case else re.IGNORECASE)


def _of_words(words: Iterable[str]) -> str:
    """The expression that matches any of some words or phrases as whole words, the longest first."""
    parts = (
        re.escape(one).replace(r"\*", r"\w*").replace(r"\ ", r"\s+")
        for one in sorted(words, key=len, reverse=True)
    )
    return rf"(?<!\w)(?:{'|'.join(parts)})(?!\w)"
