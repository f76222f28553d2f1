"""The chat-model drafter: evidence, sentence by sentence under opaque ids → sentences that cite ids. The
program copies what an id stands for; the model never writes a quote, an offset or a page."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.drafting.introductions import is_asked, speaker
from assistant.drafting.quotes import may_quote
from assistant.lexicon.dates import readable_date
from assistant.models.chat import Meter, reply, stream
from assistant.types import Draft, Evidence, Turn
from ingest.sentences import split_sentences
from ingest.tokens import count_for
from prompts import fenced, prompt

if TYPE_CHECKING:
    from langchain_core.language_models import BaseChatModel

_LETTERS, _DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"
# What stands for an id in a reply: small models change case, put several into one pair of brackets, or leave
# blanks in them.
_ID = r"[A-Za-z]\d[A-Za-z]\d"
_IDS = re.compile(rf"[\[(【]\s*{_ID}(?:\s*[,;&]?\s*(?:and\s+)?{_ID})*\s*[\])】]")
_OTHER_MARK = re.compile(r"\s*(?:\[[^\]\n]{1,30}\]|【[^】\n]{1,30}】)")
_NOT_SAID = re.compile(
    r"\b(?:documents?|evidence|sources?|passages?|library|text|record)\b[^.]{0,40}\b(?:do(?:es)?"
    r" not|don['’]t|doesn['’]t|did not|never)\s+"
    r"(?:say|state|mention|give|specify|provide|indicate|contain|include|address|tell|explain|disclose)"
    r"|\bno (?:documents?|evidence|source|passage)\b|\bnot (?:stated|mentioned|specified) in the\b|los"
    r" documentos no",
    re.IGNORECASE,
)
_REFUSES = re.compile(
    r"\b(?:I['’]m sorry|I am sorry|I can(?:no|['’])t|I am unable|I['’]m unable|as an AI|I won['’]t|lo"
    r" siento)\b",
    re.IGNORECASE,
)
_LINK_WORDS = 14
_MOST_EVIDENCE = 60  # sentences: beyond these, what is relevant drowns
_TURNS, _ANSWER_CHARACTERS = 4, 500
_REDRAFT_TOKENS = 160


@dataclass(frozen=True, slots=True)
class Brief:
    """What the model is given: evidence by id, how many sentences did not fit, and the messages."""

    by_id: Mapping[str, Evidence]
    left_out: int
    messages: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class DraftSentence:
    """A sentence of the reply with the ids it cites, in order; `unknown` are marks that stand for nothing."""

    text: str
    ids: tuple[str, ...]
    unknown: tuple[str, ...] = ()


def brief(
    question: str,
    evidence: Sequence[Evidence],
    history: Sequence[Turn],
    *,
    model: str,
    context_tokens: int,
    reply_tokens: int,
    limit: int,
) -> Brief:
    """As much of the evidence (best first) as the context holds beside the history and the reply."""
    usable = [one for one in evidence if may_quote(one) and not is_asked(one)]
    told = [
        {"question": turn.question, "answer": turn.answer[:_ANSWER_CHARACTERS]} for turn in history[-_TURNS:]
    ]
    system = prompt("draft.system")

    def user(shown: Mapping[str, Evidence]) -> str:
        return prompt(
            "draft.user",
            history=fenced(told),
            evidence=_listed(shown),
            question=fenced(question),
            limit=str(limit),
        )

    room = context_tokens - reply_tokens - count_for(model, system) - count_for(model, user({})) - 16
    ids = _fresh_ids(usable)
    shown: dict[str, Evidence] = {}
    documents: set[str] = set()
    for one in usable[:_MOST_EVIDENCE]:
        cost = count_for(model, f"[A1B2] {_shown(one)}\n") + (
            0 if one.source.slug in documents else count_for(model, _heading(one)) + 2
        )
        if cost > room:
            continue
        room -= cost
        documents.add(one.source.slug)
        shown[next(ids)] = one
    return Brief(shown, len(usable) - len(shown), (("system", system), ("user", user(shown))))


def _fresh_ids(evidence: Sequence[Evidence]) -> Iterator[str]:
    """Ids of a shape that no sentence of the evidence contains, in an order that tells nothing."""
    taken = set(re.findall(_ID, " ".join(map(_shown, evidence)).upper()))
    shuffled = random.SystemRandom()
    while True:
        made = "".join(shuffled.choice(kind) for kind in (_LETTERS, _DIGITS, _LETTERS, _DIGITS))
        if made not in taken:
            taken.add(made)
            yield made


def _heading(one: Evidence) -> str:
    source = one.source
    told = {
        "document": source.title,
        "publisher": source.publisher,
        "author": source.author,
        "date": readable_date(source.date),
        "kind": source.kind,
        "number": source.number,
        "stage": source.stage,
        "status": source.status,
    }
    return fenced({key: value for key, value in told.items() if value})


def _shown(one: Evidence) -> str:
    """A sentence as the model reads it: after the words that it completes, with who says it and what holds of
    it where the document tells."""
    sentence = one.sentence
    standing = "quoted" if sentence.role == "quoted" else sentence.standing
    told = {"speaker": speaker(one), "standing": "" if standing == "in force" else standing}
    known = {key: value for key, value in told.items() if value}
    return fenced({**known, "text": one.statement} if known else one.statement)


def _listed(shown: Mapping[str, Evidence]) -> str:
    """The evidence by document, best document first, in the order of each document."""
    documents: dict[str, list[tuple[str, Evidence]]] = {}
    for name, one in shown.items():
        documents.setdefault(one.source.slug, []).append((name, one))
    lines = []
    for group in documents.values():
        lines.append(_heading(group[0][1]))
        lines += [
            f"[{name}] {_shown(one)}" for name, one in sorted(group, key=lambda pair: pair[1].sentence.start)
        ]
    return "\n".join(lines)


def draft_with_chat(
    model: BaseChatModel, given: Brief, *, reply_tokens: int, meter: Meter, raw: list[str]
) -> Iterator[DraftSentence]:
    """The sentences of the model's reply, each as soon as it is whole. The reply as it came is added to
    `raw`, also when it is cut.

    Raises:
        ServiceError, BudgetSpent: as in `chat_model.stream`.
    """
    waiting = ""
    for piece in stream(model, given.messages, max_tokens=reply_tokens, meter=meter):
        raw.append(piece)
        waiting += piece
        *whole, waiting = _split(waiting)
        for text in whole:
            yield from _sentence(text, given.by_id)
    yield from _sentence(waiting, given.by_id)


def redraft(
    model: BaseChatModel,
    sentence: str,
    reason: str,
    given: Mapping[str, Evidence],
    meter: Meter,
    raw: list[str],
) -> DraftSentence | None:
    """The sentence written once more, or None where the model gave none."""
    messages = [
        ("system", prompt("draft.system")),
        (
            "user",
            prompt("redraft.user", evidence=_listed(given), sentence=fenced(sentence), reason=fenced(reason)),
        ),
    ]
    written = reply(model, messages, max_tokens=_REDRAFT_TOKENS, meter=meter)
    raw.append(f"\n{written}")
    found = [one for text in _split(written) for one in _sentence(text, given)]
    return found[0] if found and found[0].ids else None


def _split(text: str) -> list[str]:
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


def _sentence(text: str, by_id: Mapping[str, Evidence]) -> Iterator[DraftSentence]:
    cited = [mark.upper() for marks in _IDS.findall(text) for mark in re.findall(_ID, marks)]
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
    unknown = [mark for mark in cited if mark not in by_id] + [
        mark.strip() for mark in _OTHER_MARK.findall(_IDS.sub("", text))
    ]
    yield DraftSentence(
        said, tuple(dict.fromkeys(mark for mark in cited if mark in by_id)), tuple(dict.fromkeys(unknown))
    )


def as_draft(one: DraftSentence, by_id: Mapping[str, Evidence]) -> Draft:
    """The sentence with the evidence that its ids stand for."""
    return Draft(one.text, tuple(by_id[name] for name in one.ids))


def says_nothing(sentence: str) -> bool:
    """Whether a sentence says only that the documents do not say something."""
    return bool(_NOT_SAID.search(sentence)) and not re.search(r"\d", sentence)


def refuses(sentence: str) -> bool:
    """Whether the model declines to answer."""
    return bool(_REFUSES.search(sentence))


def is_whole(sentence: str) -> bool:
    """Whether a sentence ends as one: a reply that was cut ends in the middle of something, which may say
    anything."""
    return bool(re.search(r"[.!?…][\"”’')\]]*$", sentence))


def links(sentence: str) -> bool:
    """Whether a sentence without ids only leads to the next: short, with no number and no claim of its
    own."""
    return (
        len(sentence.split()) <= _LINK_WORDS
        and not re.search(r"\d", sentence)
        and sentence.rstrip().endswith(":")
    )
