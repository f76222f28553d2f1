"""Memo formats: TOML files, ours in `prompts/memo/` and an office's own in the home folder's `formats/`, read
strictly."""

from __future__ import annotations

import dataclasses
import hashlib
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints

from assistant.memo.cues import CUES
from assistant.memo.findings import Want
from ingest.errors import UsageError
from prompts import memo_formats

SectionKind = Literal[
    "points",
    "positions",
    "options",
    "witnesses",
    "answers",
    "sources",
    "review-verdict",
    "review-flagged",
    "review-claims",
    "review-omissions",
    "review-questions",
]
"""How a section is made: of what is found, of what each actor says, as a table of options, of questions to
witnesses or of likely questions to us, of the sources cited; the review kinds are made of an op-ed's
review."""

Order = Literal["pertinence", "latest", "oldest"]
Layout = Literal["plain", "numbered", "bullet"]
INPUTS = {
    "topic": "the topic",
    "to": "the addressee",
    "sender": "the author",
    "deadline": "the deadline",
    "decision": "the decision sought",
    "choice": "which of the options we recommend",
    "position": "our position",
    "jurisdiction": "the jurisdiction",
    "date": "the date",
}
"""The variables that a template may have, and what is to be confirmed where one is empty."""
_VARIABLE = re.compile(r"\{(\w*)\}")


@dataclass(frozen=True, slots=True)
class Ask:
    """What a section wants of the library (`wants`, see `assistant.memo.findings`). Of what is found at most
    `points` quotes are told, after `label`, none longer than so many `words`; `cues` are what each must tell
    of. With `rest` it also takes what is left of the memo's best; `least` are told though they are not among
    these. Where nothing is told, `empty` is to be confirmed, which such a document as `settles` it would."""

    wants: Want
    points: int = 1
    label: str = ""
    cues: tuple[str, ...] = ()
    words: int = 0
    rest: bool = False
    least: int = 0
    empty: str = ""
    settles: str = ""


@dataclass(frozen=True, slots=True)
class SectionFormat:
    """A section. `own` are lines of the writer's own words, `form` wording of the format; each may start with
    a label and a colon. `points` and `lines` are the most that there may be of them, 0 for no limit, and
    `words` the longest quote."""

    heading: str
    kind: SectionKind = "points"
    own: tuple[str, ...] = ()
    form: tuple[str, ...] = ()
    ask: tuple[Ask, ...] = ()
    layout: Layout = "numbered"
    order: Order = "pertinence"
    points: int = 0
    lines: int = 0
    line_each: int = 0
    words: int = 0
    brief: bool = False


@dataclass(frozen=True, slots=True)
class MemoFormat:
    """A format. `fields` are the lines at the head; `needs` are the inputs without which something is to be
    confirmed; `pages` is its limit, 0 for none; `checks` are the linter's checks that only some formats have;
    `digest` changes with the file."""

    name: str
    title: str
    about: str
    section: tuple[SectionFormat, ...]
    facts: int = 14
    pages: int = 0
    fields: tuple[str, ...] = ("To", "From", "Date", "Subject")
    needs: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    digest: str = field(default="", compare=False)


CHECKS = ("ask", "deadline", "options", "costs", "legal")
"""The checks that a format may ask for: the first line says what is wanted; a deadline; two real options; the
cost, and the legal base, named or to be confirmed."""


def load_formats(home: Path | None = None) -> dict[str, MemoFormat]:
    """The formats by name; an office's own go over ours.

    Raises:
        UsageError: a file is not a format; the error names the file and the key.
    """
    return {name: _format(name, where, text) for name, (where, text) in _texts(home).items()}


def load_format(name: str, home: Path | None = None) -> MemoFormat:
    """The format of that name.

    Raises:
        UsageError: there is none, or its file is not a format; the error names the file and the key.
    """
    texts = _texts(home)
    if name not in texts:
        raise UsageError(
            f"there is no memo format {name!r}",
            hint=f"there are {', '.join(sorted(texts))}; a file in the home's formats/ adds one",
        )
    return _format(name, *texts[name])


def _texts(home: Path | None) -> dict[str, tuple[str, str]]:
    """Where each format stands, and its text."""
    texts = {name: (f"prompts/memo/{name}.toml", text) for name, text in memo_formats().items()}
    for path in sorted((home / "formats").glob("*.toml")) if home else ():
        try:
            texts[path.stem] = str(path), path.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError(f"{path} cannot be read: {error}", hint="write it as UTF-8 text") from error
    return texts


def _format(name: str, where: str, text: str) -> MemoFormat:
    try:
        told = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{where} is not TOML: {error}", hint="mend the line that it names") from error
    found: MemoFormat = _value(
        MemoFormat,
        {**told, "name": name, "digest": hashlib.sha256(text.encode()).hexdigest()[:12]},
        where,
        "",
    )
    _require(found, where)
    return found


def _require(found: MemoFormat, where: str) -> None:
    """What no type says."""
    if not found.section:
        raise _wrong(where, "section", "there is none", "add a [[section]] with a heading")
    for key, given, known in (("checks", found.checks, CHECKS), ("needs", found.needs, tuple(INPUTS))):
        for one in given:
            if one not in known:
                raise _wrong(where, key, f"{one!r} is unknown", f"write some of {', '.join(known)}")
    for number, section in enumerate(found.section, start=1):
        for key, template in _templates(section):
            strange = [variable for variable in _VARIABLE.findall(template) if variable not in INPUTS]
            if strange:
                raise _wrong(
                    where,
                    f"section {number} {key}",
                    f"{{{strange[0]}}} stands for nothing",
                    f"write some of {', '.join(INPUTS)}",
                )
        for cue in (cue for one in section.ask for cue in one.cues):
            if cue not in CUES:
                raise _wrong(
                    where,
                    f"section {number} ask cues",
                    f"{cue!r} is unknown",
                    f"write some of {', '.join(CUES)}",
                )


def _templates(section: SectionFormat) -> list[tuple[str, str]]:
    own = [("own", one) for one in section.own] + [("form", one) for one in section.form]
    return own + [("ask empty", one.empty) for one in section.ask]


def _value(kind: Any, told: Any, where: str, key: str) -> Any:
    """A value of the kind, made of what TOML has."""
    if dataclasses.is_dataclass(kind):
        return _table(kind, told, where, key)
    if get_origin(kind) is tuple:
        if not isinstance(told, list):
            raise _wrong(where, key, f"it is {told!r}", "write a list")
        return tuple(
            _value(get_args(kind)[0], one, where, f"{key} {number}")
            for number, one in enumerate(told, start=1)
        )
    if get_origin(kind) is Literal:
        if told not in get_args(kind):
            raise _wrong(where, key, f"it is {told!r}", f"write one of {', '.join(get_args(kind))}")
        return told
    if kind is float and isinstance(told, int) and not isinstance(told, bool):
        return float(told)
    if not isinstance(told, kind) or (isinstance(told, bool) and kind is not bool):
        raise _wrong(
            where,
            key,
            f"it is {told!r}",
            {str: "write a text", int: "write a whole number", bool: "write true or false"}.get(kind, ""),
        )
    return told


def _table(kind: Any, told: Any, where: str, key: str) -> Any:
    if not isinstance(told, Mapping):
        raise _wrong(where, key, f"it is {told!r}", "write a table")
    types, fields = get_type_hints(kind), {one.name: one for one in dataclasses.fields(kind)}
    for name in told:
        if name not in fields:
            raise _wrong(
                where, f"{key} {name}".strip(), "it is not known", f"the keys are {', '.join(fields)}"
            )
    for name, one in fields.items():
        if (
            name not in told
            and one.default is dataclasses.MISSING
            and one.default_factory is dataclasses.MISSING
        ):
            raise _wrong(where, f"{key} {name}".strip(), "it is missing", f"add {name}")
    return kind(
        **{name: _value(types[name], value, where, f"{key} {name}".strip()) for name, value in told.items()}
    )


def _wrong(where: str, key: str, told: str, hint: str) -> UsageError:
    return UsageError(f"{where}: {key}: {told}", hint=hint)
