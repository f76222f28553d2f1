"""Rules as rows: the word lists and patterns that carry judgement, declared in packs by language and
jurisdiction.

A pack is a TOML file `<language or jurisdiction>/<subject>.toml`. Packs of one subject are one table,
whatever languages they are of: a library holds documents of several. An office's own packs, in its home
folder's `rules/`, go over ours row by row: a row of the same id replaces ours, `off = true` takes it away,
another id adds to it."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError, model_validator

from ingest.errors import UsageError

FOLDER = Path(__file__).parent


class Row(BaseModel):
    """One rule. It has a `pattern` (a regular expression) or `words` (whole words or phrases; `*` stands for
    any letters); `against` are the words of the other side, for a rule that holds two texts apart. `value` is
    what a match stands for, where a subject asks for that. Letters of either case match unless `case` is set.

    `hit` are texts that the row must match and `miss` texts that it must not, pairs where the row has two
    sides;
    `why` says what the row is for, `measured` where it was seen to help.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    why: str = ""
    words: tuple[str, ...] = ()
    pattern: str = ""
    against: tuple[str, ...] = ()
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
        if not self.hit or not self.miss:
            raise ValueError("a row shows at least one `hit` and one `miss`")
        two_sided = [isinstance(one, tuple) for one in (*self.hit, *self.miss)]
        if any(two_sided) != bool(self.against) or (any(two_sided) and not all(two_sided)):
            raise ValueError(
                "the examples of a row with `against` are pairs of texts, those of others single texts"
            )
        try:
            _compiled(self.source, self.case)
        except re.error as error:
            raise ValueError(f"the pattern is no regular expression: {error}") from error
        return self

    @property
    def source(self) -> str:
        """The row as a regular expression."""
        return self.pattern or _of_words(self.words)

    def find(self, text: str) -> re.Match[str] | None:
        """The first place that the row matches."""
        return _compiled(self.source, self.case).search(text)

    def find_against(self, text: str) -> re.Match[str] | None:
        """The first place that the row's other side matches."""
        return _compiled(_of_words(self.against), self.case).search(text) if self.against else None


@dataclass(frozen=True)
class Pack:
    """The rows of one subject, of all languages and jurisdictions."""

    subject: str
    rows: tuple[Row, ...]

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All rows as one expression; matches nothing where there is no row. Only for rows without groups of
        their own that matter."""
        parts = [f"(?:{one.source})" if one.case else f"(?i:{one.source})" for one in self.rows]
        return re.compile("|".join(parts) or r"(?!)")

    def find(self, text: str) -> re.Match[str] | None:
        """The first place that any row matches."""
        return self.pattern.search(text)

    def of(self, value: str) -> Pack:
        """The rows that stand for this value."""
        return self._by_value.get(value) or Pack(self.subject, ())

    @cached_property
    def _by_value(self) -> Mapping[str, Pack]:
        values = dict.fromkeys(one.value for one in self.rows)
        return {
            value: Pack(self.subject, tuple(one for one in self.rows if one.value == value))
            for value in values
        }


@dataclass(frozen=True)
class Rules:
    """All packs, with a digest that changes whenever a row does."""

    packs: Mapping[str, Pack]
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


def _rows(path: Path) -> list[Row]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise UsageError(f"{path}: {error}", hint="mend the file, or remove it") from error
    if set(table) - {"row"} or not isinstance(table.get("row", []), list):
        raise UsageError(
            f"{path}: a pack holds nothing but [[row]] tables", hint="look at one of the package's packs"
        )
    found = []
    for number, row in enumerate(table.get("row", []), start=1):
        try:
            found.append(Row.model_validate(row))
        except ValidationError as error:
            name = row.get("id", f"number {number}") if isinstance(row, dict) else f"number {number}"
            first = error.errors()[0]
            where = ".".join(map(str, first["loc"])) or "row"
            raise UsageError(
                f"{path}: row {name}: {where}: {first['msg']}",
                hint=f"a row has {', '.join(Row.model_fields)}",
            ) from error
    return found


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
