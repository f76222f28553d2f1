"""A chat model's reply, read as it comes: sentences as data, or as text with ids in brackets, whichever it
holds. A model that was asked for the one may write the other."""

from __future__ import annotations

import json
import re
from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from ingest.sentences import split_sentences

ID = r"[A-Za-z]\d[A-Za-z]"
"""The shape of an id; small models change its case."""
# Several may stand in one pair of brackets, with blanks between.
_IDS = re.compile(rf"[\[(【]\s*{ID}(?:\s*[,;&]?\s*(?:and\s+)?{ID})*\s*[\])】]")
_OTHER_MARK = re.compile(r"\s*(?:\[[^\]\n]{1,30}\]|【[^】\n]{1,30}】)")
# Where sentences as data begin: their list, or the first of them where a model leaves the list out.
_DATA = re.compile(r'"sentences"\s*:\s*\[|(?=\{\s*"(?:text|ids)"\s*:)')
_MAY_BE_DATA = re.compile(r"\s*(?:[{`]|\[\s*(?:\{|\Z))")
_THOUGHT = re.compile(r"\s*<think>.*?(?:</think>\s*|\Z)", re.DOTALL)
_NEXT = re.compile(r'(?<=.)\{\s*"(?:text|ids)"\s*:', re.DOTALL)
_TEXT = re.compile(r'"text"\s*:\s*"(.*?)(?:(?<!\\)"\s*(,\s*"ids".*|\}.*|\Z)|\Z)', re.DOTALL)
# A model that cites all that it was given has chosen nothing; the first are tried, and what is nearest.
_MOST_IDS = 8


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the reply with the ids it cites, in order; `unknown` are marks that stand for nothing."""

    text: str
    ids: tuple[str, ...]
    unknown: tuple[str, ...] = ()


@dataclass(slots=True)
class Form:
    """What a reply turned out to be; None while nothing of it was read."""

    is_data: bool | None = None


def schema(ids: Iterable[str]) -> dict[str, Any]:
    """The JSON schema of sentences that cite some of these ids, in the part of it that every endpoint
    takes."""
    item = {
        "type": "object",
        "properties": {
            "text": {"type": "string"},
            "ids": {"type": "array", "items": {"type": "string", "enum": list(ids)}},
        },
        "required": ["text", "ids"],
        "additionalProperties": False,
    }
    return {
        "type": "object",
        "properties": {"sentences": {"type": "array", "items": item}},
        "required": ["sentences"],
        "additionalProperties": False,
    }


def sentences(
    pieces: Iterable[str], known: Container[str], form: Form | None = None
) -> Iterator[DraftSentence]:
    """The sentences of a reply that comes in pieces, each as soon as it is whole; `known` are the ids that
    were given. Of a reply that breaks off, the last one does not end as a sentence does.

    What goes wrong while the pieces come is raised; the sentences before it stand.
    """
    form = form or Form()
    coming, waiting = iter(pieces), ""
    for piece in coming:
        waiting += piece
        if waiting.lstrip().startswith("<think>"[: len(waiting.lstrip())]):
            if "</think>" not in waiting:
                continue
            waiting = _THOUGHT.sub("", waiting, count=1)
        if begun := _DATA.search(waiting):
            form.is_data = True
            for value in _values(waiting[begun.end() :], coming):
                yield from _of_data(value, known)
            return
        if _MAY_BE_DATA.match(waiting):
            continue
        *whole, waiting = split_text(waiting)
        for text in whole:
            form.is_data = False if text.strip() else form.is_data
            yield from read_sentence(text, known)
    for text in split_text(_THOUGHT.sub("", waiting, count=1)):
        form.is_data = False if text.strip() else form.is_data
        yield from read_sentence(text, known)


def _values(waiting: str, coming: Iterator[str]) -> Iterator[Any]:
    """The values of a JSON list that comes in pieces, each once it is whole. One that is not JSON is read as
    far as it can be when the next begins, or at the end."""
    decoder = json.JSONDecoder(strict=False)  # small models break lines within strings
    while True:
        waiting = waiting.lstrip(" \r\n\t,")
        try:
            value, end = decoder.raw_decode(waiting)
        except ValueError:
            if waiting.startswith("]"):  # a further list may follow: a second call of a tool
                again = _DATA.search(waiting)
                waiting = waiting[again.end() :] if again else waiting
                if again:
                    continue
            elif following := _NEXT.search(waiting):
                yield _mended(waiting[: following.start()])
                waiting = waiting[following.start() :]
                continue
            piece = next(coming, None)
            if piece is None:
                break
            waiting += piece
        else:
            yield value
            waiting = waiting[end:]
    if waiting.startswith("{"):
        yield _mended(waiting)


def _mended(broken: str) -> dict[str, Any]:
    """What an object says that is not JSON, or not all of it. Where its text breaks off, that does not end as
    a sentence does, whatever its last letter is."""
    found = _TEXT.search(broken)
    if found is None:
        return {}
    text, rest = found[1], found[2]
    try:
        text = json.loads(f'"{text}"', strict=False)
    except ValueError:
        text = text.replace('\\"', '"')
    if rest is None:
        text = text.rstrip(" .!?…\"”’')]\\")
    return {"text": text, "ids": re.findall(rf'"({ID})"', rest or "")}


def _of_data(value: Any, known: Container[str]) -> Iterator[DraftSentence]:
    """The sentences of one value of the list, which should be an object with a text and ids."""
    text = value.get("text") if isinstance(value, dict) else value
    ids = value.get("ids") if isinstance(value, dict) else ()
    if not isinstance(text, str):
        return
    named = [str(one).strip(" []").upper() for one in (ids if isinstance(ids, list | tuple) else [ids])]
    for part in split_text(" ".join(text.split())):
        for one in read_sentence(part, known):
            found = [*(name for name in named if name in known), *one.ids]
            strange = [*(name for name in named if name and name not in known), *one.unknown]
            yield replace(
                one,
                ids=tuple(dict.fromkeys(found))[:_MOST_IDS],
                unknown=tuple(dict.fromkeys(strange)),
            )


def split_text(text: str) -> list[str]:
    """The whole sentences of a text with their ids, and what may go on, last."""
    parts: list[tuple[int, int]] = []
    for line in re.finditer(r"[^\n]*\n?", text):
        parts += split_sentences(text, line.start(), line.end())
    merged: list[tuple[int, int]] = []
    for first, last in parts:
        if merged and _IDS.match(
            text[first:last].lstrip()
        ):  # the ids after a full stop belong to the sentence before it
            mark = re.match(rf"(?:\s*{_IDS.pattern})+", text[first:last])
            end = first + (mark.end() if mark else 0)
            merged[-1] = (merged[-1][0], end)
            if text[end:last].strip(" ."):
                merged.append((end, last))
        else:
            merged.append((first, last))
    if len(merged) > 1 and re.match(
        r"\s*[\[(【][^\])】]*$", text[merged[-1][0] :]
    ):  # its ids have begun and not ended
        merged[-2:] = [(merged[-2][0], merged[-1][1])]
    # The last one may not be whole: more of it, or its ids, may still come.
    return [*(text[first:last] for first, last in merged[:-1]), text[merged[-1][0] :]] if merged else [text]


def read_sentence(text: str, known: Container[str]) -> Iterator[DraftSentence]:
    """The sentence that a text holds, without its ids, bullets and bold; none where it holds no word."""
    cited = [mark.upper() for marks in _IDS.findall(text) for mark in re.findall(ID, marks)]
    bare = _OTHER_MARK.sub("", _IDS.sub("", text))
    said = (
        re.sub(r"^[\s\-*•#>\d.)]*(?=[^\W\d_“\"'$])", "", bare)
        if re.match(r"\s*(?:[-*•#>]|\d+[.)]\s)", bare)
        else bare
    )
    said = re.sub(r"\s+([.,;:!?])", r"\1", " ".join(said.replace("**", "").split())).strip()
    if (
        said.startswith('"') and said.count('"') % 2
    ):  # a quotation that the model opened before its sentence and did not close
        said = said[1:]
    if not re.search(r"\w", said):
        return
    unknown = [mark for mark in cited if mark not in known] + [
        mark.strip() for mark in _OTHER_MARK.findall(_IDS.sub("", text))
    ]
    ids = dict.fromkeys(mark for mark in cited if mark in known)
    yield DraftSentence(said, tuple(ids), tuple(dict.fromkeys(unknown)))
