"""The checks of a case against what is stored of its file."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from eval.reading.cases import Alternatives, Case
from eval.reading.stored import Quotable, Stored

_WRONG_SPEAKER, _STAGE, _NOTICE = "wrong-speaker", "stage", "notice"
_CONTAINED = ("title", "publisher", "kind")

Asked = Callable[[str], Sequence[str]]
"""The sentences that answer a question, each with its quotes."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One check: the fault it stands for, whether it holds, what was wanted and what was there."""

    tag: str
    holds: bool
    wanted: str


def checked(case: Case, got: Stored, asked: Asked | None = None) -> list[Checked]:
    """Every check of the case; its questions only where there is somebody to ask."""
    if got.refused and case.get("refusal_ok"):
        return [Checked("refused", True, "refused")]
    return [
        *_text(case, got),
        *_sentences(case, got),
        *_absent(case, got),
        *_metadata(case.get("meta", {}), got, is_wanted=True),
        *_metadata(case.get("meta_not", {}), got, is_wanted=False),
        *_notices(case, got),
        *_speakers(case, got),
        *_places(case, got),
        *(_answers(case, asked) if asked else ()),
    ]


def plain(text: str) -> str:
    """The text with single spaces, and none before punctuation or within brackets and quotation marks."""
    return re.sub(r"([(\[“‘]) ", r"\1", re.sub(r" ([,.;:)\]”’])", r"\1", " ".join(text.split())))


def squeezed(*texts: object) -> str:
    """The letters and digits of the texts."""
    return re.sub(r"\W", "", " ".join(map(str, texts)).casefold())


def _either(one: Alternatives) -> list[str]:
    return one if isinstance(one, list) else [one]


def _quoting(got: Stored, text: str) -> list[Quotable]:
    wanted = plain(text)
    return [one for one in got.quotable if wanted in plain(one.words)]


def _near(one: Quotable) -> str:
    """What a reader sees about the quote."""
    return "\n".join((one.block, one.introduction, one.shown))


def _text(case: Case, got: Stored) -> Iterator[Checked]:
    lines, at = [plain(line) for line in got.text.split("\n")], 0
    for one in case.get("text_must", ()):
        wanted = [plain(text) for text in _either(one)]
        found = next(
            (n for n in range(at, len(lines)) if any(text in lines[n] for text in wanted)),
            None,
        )
        at = at if found is None else found
        yield Checked(case["fault"], found is not None, f"text {one}")


def _sentences(case: Case, got: Stored) -> Iterator[Checked]:
    for one in case.get("sentence_must", ()):
        holds = any(_quoting(got, text) for text in _either(one))
        yield Checked(case["fault"], holds, f"one sentence {one}")


def _absent(case: Case, got: Stored) -> Iterator[Checked]:
    labels = [re.compile(r"(?<!\w)" + re.escape(label), re.I) for label in case.get("unless", ())]
    for one in case.get("text_must_not", ()):
        bare = [
            quote for quote in _quoting(got, one) if not any(label.search(_near(quote)) for label in labels)
        ]
        is_stored = bool(got.text.split("\n")[0])
        yield Checked(case["fault"], is_stored and not bare, f"not quotable {one}")


def _metadata(wanted: Mapping[str, Alternatives], got: Stored, *, is_wanted: bool) -> Iterator[Checked]:
    for key, value in wanted.items():
        holds = bool(got.metadata) and _is_told(got, key, _either(value)) == is_wanted
        told = f"{key} {'' if is_wanted else 'not '}{value}, is {got.metadata.get(key)!r}"
        yield Checked(_STAGE if key == "status" else key, holds, told)


def _is_told(got: Stored, key: str, values: list[str]) -> bool:
    if key == "date":
        return got.metadata.get("date") in values
    held = _everywhere(got)
    if key in _CONTAINED:
        held = squeezed(got.metadata.get(key), got.metadata.get("author") if key == "publisher" else "")
    return any(squeezed(value) in held for value in values)


def _everywhere(got: Stored) -> str:
    return squeezed(*got.metadata.values(), got.notices)


def _notices(case: Case, got: Stored) -> Iterator[Checked]:
    for one in case.get("notices_must", ()):
        holds = any(squeezed(text) in _everywhere(got) for text in _either(one))
        yield Checked(_NOTICE, holds, f"notice {one}")


def _speakers(case: Case, got: Stored) -> Iterator[Checked]:
    for one in case.get("speaker", ()):
        said = [quote.introduction for quote in _quoting(got, one["text"])]
        holds = any(
            squeezed(who) in squeezed(words) and one.get("not", "nobody") not in words
            for words in said
            for who in _either(one["who"])
        )
        yield Checked(_WRONG_SPEAKER, holds, f"speaker {one}, is {said[:1]}")


def _places(case: Case, got: Stored) -> Iterator[Checked]:
    for one in case.get("place", ()):
        near = [_near(quote).casefold() for quote in _quoting(got, one["text"])]
        holds = any(at.casefold() in words for words in near for at in _either(one["at"]))
        yield Checked(case["fault"], holds, f"place {one}")


def _answers(case: Case, asked: Asked) -> Iterator[Checked]:
    for one in case.get("ask", ()):
        shown = [plain(sentence) for sentence in asked(one["question"])]
        if "must" in one:
            holds = any(one["must"] in sentence for sentence in shown)
        else:
            holds = all(one["needs"] in sentence for sentence in shown if one["if_quoted"] in sentence)
        yield Checked(case["fault"], holds, f"ask {one}, is {shown[:2]}")
