"""What is stored of a file against what another program reads in it: figures, section numbers and the names
of speakers, each as often as it stands there, and runs of words.

A difference is no fault yet: struck text, notes and what a file tells of itself are left out on purpose, and
the heads of a table are said again on each of its rows. So what stands nowhere in the other text is listed
apart from what stands there less often."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from eval.command import Result
from eval.intervals import flat
from eval.reading.others import NotRead, read_by, reader_of
from eval.results import circumstances, digest_of
from ingest.errors import PinciteError, UsageError
from ingest.load import load, supported_suffixes

_FIGURE = re.compile(
    r"(?P<currency>[$€£¥]\s?)?(?<![\w.,])(?P<number>\d[\d,]*(?:\.\d+)*)(?:\s?(?P<unit>%|per ?cent\b))?"
)
_SECTION = re.compile(
    r"(?P<kind>§+|\b(?:sec(?:tion|\.)|art(?:icle|ículo|\.)|recital|schedule|title|chapter|part))\s*"
    r"(?P<number>\d+[\w.–-]*(?:\([0-9A-Za-z]{1,5}\))*)",
    re.IGNORECASE,
)
_KINDS = {"§": "§", "sec": "§", "art": "article"}
_SPEAKER = re.compile(
    r"\b(?P<title>Mr|Mrs|Ms|Miss|Dr|Chair(?:man|woman)?|Senator|Representative|Sen|Rep|Lord|Lady|Baroness|Abg)"
    r"\.? (?P<name>(?:de |la |von )*[A-ZÀ-Þ][\w’'-]+)"
)
_ADDRESS = re.compile(r"\b(?:https?://|www\.)\S+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_TOGETHER = 5  # words that stand in the same order in both texts
_RUN = 12  # words: a shorter run is a line that is broken elsewhere, or a note within a sentence
_SHOWN = 160  # characters of a run of words
_NEAR = 45  # characters on each side of a figure that is shown


def run(options: Any) -> Result:
    """Compare every file of the folder that both read."""
    if not options.files or not options.files.is_dir():
        raise UsageError(
            f"there is no folder {options.files or ''}".strip(), hint="--differential needs --files DIR"
        )
    paths = [
        path
        for path in sorted(options.files.rglob("*"))
        if path.is_file() and path.suffix.lower() in supported_suffixes() and options.only in path.name
    ]
    if not paths:
        raise UsageError(f"{options.files} holds no file to read", hint="--files names a folder of documents")
    rows = [compared(path) for path in paths]
    return {
        "suite": "reading",
        "stem": f"differential-{options.files.resolve().name}",
        "on": circumstances(corpus=digest_of(*paths)),
        **measure(rows),
    }


def compared(path: Path) -> dict[str, Any]:
    """What the two readers of a file have and the other has not."""
    reader = reader_of(path)
    row: dict[str, Any] = {"file": path.name, "reader": reader.name if reader else "", "told": ""}
    try:
        document = load(path.read_bytes(), name=path.name)
    except PinciteError as error:
        return {**row, "told": f"refused: {error.message}"}
    if reader is None:
        return {**row, "told": f"nobody else reads {path.suffix}"}
    try:
        theirs = read_by(reader, path)
    except NotRead as error:
        return {**row, "told": str(error)}
    return {**row, "notes": list(document.notes), **difference(document.text, theirs)}


def difference(ours: str, theirs: str) -> dict[str, Any]:
    """How much two texts of a file share, what only one of them has, and what one has less often."""
    ours, theirs = _even(ours), _even(theirs)
    here, there = counted(ours), counted(theirs)
    return {
        "ours": here.total(),
        "theirs": there.total(),
        "shared": (here & there).total(),
        "lost": _only(there, here, theirs),
        "added": _only(here, there, ours),
        "rarer": dict(sorted((key, n) for key, n in (there - here).items() if key in here)),
        "more often": dict(sorted((key, n) for key, n in (here - there).items() if key in there)),
        "words lost": list(runs_apart(theirs, ours)),
        "words added": list(runs_apart(ours, theirs)),
    }


def runs_apart(these: str, those: str) -> Iterator[str]:
    """The runs of long words of the one text that stand nowhere in the other."""
    words, other = _WORD.findall(these), [word.lower() for word in _WORD.findall(those)]
    known = {tuple(other[n : n + _TOGETHER]) for n in range(len(other))}
    start: int | None = None
    for number in range(len(words) - _TOGETHER + 2):
        is_apart = number + _TOGETHER <= len(words) and (
            tuple(word.lower() for word in words[number : number + _TOGETHER]) not in known
        )
        if is_apart and start is None:
            start = number
        elif not is_apart and start is not None:
            if number - start + _TOGETHER - 1 >= _RUN:
                yield " ".join(words[start : number + _TOGETHER - 1])
            start = None


def _even(text: str) -> str:
    """The text with single spaces and without web addresses."""
    return " ".join(_ADDRESS.sub(" ", text).split())


def counted(text: str) -> Counter[str]:
    """The figures, section numbers and speakers of a text, each with how often it stands there."""
    return Counter(found for found, _ in _found(text))


def _found(text: str) -> Iterator[tuple[str, int]]:
    for figure in _FIGURE.finditer(text):
        currency = (figure["currency"] or "").strip()
        yield f"{currency}{figure['number'].replace(',', '')}{'%' if figure['unit'] else ''}", figure.start()
    for section in _SECTION.finditer(text):
        kind = section["kind"].lower().rstrip(".")
        kind = next((said for start, said in _KINDS.items() if kind.startswith(start)), kind)
        yield f"{kind} {section['number'].rstrip('.–-')}", section.start()
    for speaker in _SPEAKER.finditer(text):
        yield f"{speaker['title']}. {speaker['name']}", speaker.start()


def _only(these: Counter[str], those: Counter[str], text: str) -> dict[str, dict[str, Any]]:
    """What stands nowhere in those, with how often it stands in these and the words about the first."""
    first: dict[str, int] = {}
    for found, start in _found(text):
        first.setdefault(found, start)
    return {
        found: {
            "times": times,
            "near": text[max(0, first[found] - _NEAR) : first[found] + len(found) + _NEAR].strip(),
        }
        for found, times in sorted(these.items(), key=lambda one: first[one[0]])
        if found not in those
    }


def measure(rows: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """How much of each reader's findings the other has, over all files and by reader."""
    both = [row for row in rows if not row["told"]]
    kept = {row["file"]: [1.0] * row["shared"] + [0.0] * (row["theirs"] - row["shared"]) for row in both}
    borne = {
        row["file"]: [1.0] * (row["ours"] - _times(row["added"])) + [0.0] * _times(row["added"])
        for row in both
    }
    totals: dict[str, Counter[str]] = {}
    for row in both:
        counts = {key: row[key] for key in ("ours", "theirs", "shared")}
        lists = {key: _times(row[key]) for key in ("lost", "added")}
        totals.setdefault(row["reader"], Counter()).update({"files": 1, **counts, **lists})
    return {
        "metrics": {
            name: asdict(flat(by_file))
            for name, by_file in (("figures kept", kept), ("figures borne out", borne))
            if any(by_file.values())
        },
        "totals": {name: dict(counts) for name, counts in sorted(totals.items())},
        "not compared": {row["file"]: row["told"] for row in rows if row["told"]},
        "rows": list(rows),
    }


def _times(found: Mapping[str, Mapping[str, Any]]) -> int:
    return sum(one["times"] for one in found.values())


def text(result: Result) -> str:
    """By file what only one has, then the totals and the files that were not compared."""
    lines = []
    for row in result["rows"]:
        if row["told"]:
            continue
        lines.append(
            f"{row['file']} ({row['reader']}): {row['shared']} of {row['theirs']} there, {row['ours']} here"
        )
        lines += [f"     {note}" for note in row["notes"]]
        for name, sign in (("lost", "-"), ("added", "+")):
            lines += [
                f"   {sign} {found} ×{one['times']}: … {one['near']} …" for found, one in row[name].items()
            ]
            lines += [f"   {sign} {len(run.split())} words: {run[:_SHOWN]} …" for run in row[f"words {name}"]]
    lines += [f"! {name} was not compared: {told}" for name, told in result["not compared"].items()]
    lines.append("")
    for name, counts in result["totals"].items():
        lines.append(
            f"{name:<26}{counts['files']:>4} files: {counts['shared']} of {counts['theirs']} found there also"
            f" here; nowhere here {counts['lost']}, nowhere there {counts['added']}"
        )
    return "\n".join(lines)
