"""A request after a conversation: a turn that only says another form repeats the last request, one that puts
a name in another's place asks the same of it, and one that leans on what was said inherits what it is silent
on."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.rules import Rules
from assistant.query.conversation import exchanged, leans, parts
from assistant.query.made_whole import made_whole
from assistant.query.pasted import taken_apart
from assistant.query.request import OF_DOCUMENTS, Form, Request, read_request, without_form
from assistant.query.requirements import read_requirements
from assistant.query.shorthand import plain
from assistant.types import RequestKind, Turn
from ingest.types import Source

_TURNS = 6  # the last ones: what is further back is seldom meant
# Nothing of its own is said by a turn of these words and a form: “put that in a table”.
_SAYS_NOTHING = re.compile(
    r"(?:\W|\b(?:can|could|you|and|but|now|then|again|same|the|a|put|make|give|do|show|try|redo|have|it|that|this|them|those"
    r"|these|answer|as|in|me|us|i|we|just|only|all|one|ok|please|instead|version|so|want|need|y|pero|ahora|lo|la|eso)\b)*",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:(?:and|so|but|or|then|also|ok|y|pero)\W+)*(?P<word>who|whom|whose|what|which|when|where|how|is|are|was|were|does|do"
    r"|did|has|have|can|could|will|would|must|qué|quién|cuándo|dónde|cómo|cuánt[oa]s?)\b(?!\s+about\b)",
    re.IGNORECASE,
)
_WHY = re.compile(r"\b(?:why|on what grounds|por qué)\b", re.IGNORECASE)
# Kinds that “why?” still asks for: reasons are a part of them.
_WITH_REASONS: frozenset[RequestKind] = frozenset(("arguments", "said", "positions", "legal", "claim"))
_ONLY_ANOTHER = re.compile(
    r"^\W*(?:and|but|so|or|what about|how about)\s+(?:for\s+|of\s+|by\s+)?"
    r"(?P<name>(?:the\s+)?[\w'-]+(?:\s+[\w'-]+){0,2})\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a turn comes to: the question in full, what was said before it, and the request that it makes."""

    question: str
    history: tuple[Turn, ...]
    request: Request


def asked_after(turn: str, history: Sequence[Turn], sources: Sequence[Source], rules: Rules) -> Asked:
    """What a turn asks of these sources after the turns of its conversation, oldest first."""
    before = tuple(
        replace(one, question=taken_apart(one.question, rules).question or one.question) for one in history
    )[-_TURNS:]
    request = read_request(turn, sources, rules)
    if not before:
        return Asked(turn, tuple(history), request)
    if _is_only_form(turn, rules):
        last = asked_after(before[-1].question, before[:-1], sources, rules)
        return replace(last, request=replace(last.request, form=_joined(request.form, last.request.form)))
    if not leans(without_form(turn, rules), rules):
        return Asked(turn, tuple(history), request)
    last = asked_after(before[-1].question, before[:-1], sources, rules)
    before = (*before[:-1], replace(before[-1], question=last.question))
    history = before if last.question != history[-1].question else history
    other = _of_another(turn, last.request) or exchanged(turn, before, rules)
    if other := other or made_whole(turn, before, rules):
        read = read_request(other, sources, rules)
        if _WHY.search(turn):  # reasons are asked for, not how things stand, nor whether it is so
            read = _inheriting(replace(read, kind="fact"), last.request, turn)
        return Asked(other, tuple(history), read)
    return Asked(turn, tuple(history), _inheriting(request, last.request, turn))


def apart(question: str, kind: RequestKind, rules: Rules) -> tuple[str, ...]:
    """The questions that are asked apart: those that a question of facts is made of; of another kind the
    whole, whose plan takes it apart, unless a part asks for a fact about something else that it names."""
    found = parts(question, rules)
    others = [part for part in found[1:] if read_request(part, (), rules).kind == "fact"]
    is_apart = kind == "fact" or any(read_requirements(part, rules).names for part in others)
    return found if is_apart else (question,)


def _is_only_form(turn: str, rules: Rules) -> bool:
    """Whether a turn says nothing but how the answer is to look."""
    read = plain(turn, rules)
    form = rules["form"]
    is_form = form.of("points", "brief", "table", "short").find(read) is not None
    return is_form and _SAYS_NOTHING.fullmatch(form.pattern.sub(" ", read)) is not None


def _joined(form: Form, before: Form) -> Form:
    """The form that is asked for now; of what it does not say, that of before, unless it is to be short."""
    return replace(
        form,
        points=form.points or (0 if form.short else before.points),
        table=form.table or before.table,
        brief=form.brief or before.brief,
    )


def _of_another(turn: str, before: Request) -> str:
    """The last request, of another speaker (“and the companies?”); empty where the turn is no such one."""
    named = _ONLY_ANOTHER.match(turn)
    if named is None or not before.speaker or before.speaker not in before.subject:
        return ""
    article = re.search(rf"\bthe\s+{re.escape(before.speaker)}\b", before.subject, re.IGNORECASE)
    place = article.group() if article else before.speaker
    return before.subject.replace(place, named["name"], 1)


def _inheriting(request: Request, before: Request, turn: str) -> Request:
    """The request of a turn with what it leaves unsaid from the one that it leans on."""
    kind = request.kind if request.kind != "fact" else _inherited_kind(before.kind, turn)
    same = kind == before.kind
    documents = request.documents or before.documents
    # Sides of its own are looked for wherever they are told of: “did Norland get the same?”
    kept_to = before.within and kind in OF_DOCUMENTS and not request.sides
    within = request.within if request.documents else kept_to
    return replace(
        request,
        kind=kind,
        documents=documents,
        within=within,
        sides=request.sides or (before.sides if same else ()),
        stance=request.stance or (before.stance if same else ""),
        speaker=request.speaker or (before.speaker if kind == "said" else ""),
    )


def _inherited_kind(before: RequestKind, turn: str) -> RequestKind:
    """The kind of a turn that says none: a question of its own asks for a fact, what only adds to the last
    request is of its kind."""
    if _WHY.search(turn):
        return before if before in _WITH_REASONS else "fact"
    return "fact" if _ASKS.match(turn) or before in ("capabilities", "catalogue") else before
