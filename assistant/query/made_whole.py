"""A turn that is no whole question, put as one with the question before it: “Why?”, “Since when?”, “And in
2024?”, “What about steel?”, “Who signed it?”. Without a model, so only where it comes out as a question that
somebody would ask."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from assistant.lexicon.names import countries_in, is_country
from assistant.lexicon.references import references
from assistant.lexicon.rules import Row, Rules
from assistant.types import Turn

_MOST_WORDS = 3  # of what another thing is called: more is a question of its own
_MOST_OF_A_TURN = 9  # words of a turn that names a thing by “it”
_THERE = ("in", "on", "en", "for", "para")
_TRAILING = re.compile(r"[\s?.!]+$")
_THEN = re.compile(r"\W+(?:then|though|now|entonces)\W*$", re.IGNORECASE)
_PREPOSITION = re.compile(r"\s(?:on|for|of|in|to|from|about|at|with|by)\s")
_OPENS_A_QUESTION = re.compile(
    r"^(?:who|whom|whose|what|which|when|where|how|why|is|are|was|were|does|do|did|has|have|can|could|will|would"
    r"|must|if|qué|quién|cuándo|dónde|cómo|cuánt[oa]s?)\b",
    re.IGNORECASE,
)
_SLOT = r"(?P<slot>(?:(?:the|el|la|los|las)\s+)?(?P<adjective>[A-Z]\w+\s+)?(?P<noun>[a-zà-ÿ][\w-]*))"
_AFTER = re.compile(rf"\b(?:on|for|about|sobre|para)\s+{_SLOT}")
_WHO_DOES = re.compile(
    rf"^\W*(?i:what|which|how\s+(?:much|many))\b[^?]*?\b(?:do|does|did|must)\s+{_SLOT}(?=\s)"
)
_OF_A_COUNTRY = re.compile(
    r"\b(?P<before>[A-Z]\w+)\s+(?P<noun>[a-z][\w-]+)|\b(?P<thing>[a-z][\w-]+)\s+(?:from|of|in|de)\s+(?:the\s+)?"
    r"(?P<after>[A-Z]\w+(?:\s[A-Z]\w+)*)"
)
_NAMED_THING = re.compile(
    r"\b(?P<thing>the\s+(?:[\w-]+\s+){0,3}?[\w-]+(?:\s+(?:on|of|for|from)\s+(?:the\s+)?(?:[A-Z]\w+\s+)?[\w-]+)+)"
)
_DOES = re.compile(r"\b(?:do|does|did)\b", re.IGNORECASE)
_PLURAL_BE = frozenset(("are", "were", "son", "eran", "fueron"))


def made_whole(turn: str, history: Sequence[Turn], rules: Rules) -> str:
    """The turn as a question that stands alone; empty where it cannot be put as one."""
    if not history:
        return ""
    last = _TRAILING.sub("", history[-1].question)
    turn = _THEN.sub("?", turn)
    return (
        _of_a_word(turn, last, rules)
        or _of_another_thing(turn, last, rules)
        or _of_what_was_named(turn, history, rules)
    )


def _of_a_word(turn: str, last: str, rules: Rules) -> str:
    """“Why?” after “Is the pier closed?” is “Why is the pier closed?”."""
    for row in rules["follow_ups"].of("bare").rows:
        if found := row.find(turn):
            word, spanish = found["word"].lower(), row.id.startswith("es.")
            clause = next(_clauses(last, "es." if spanish else "en.", rules), "")
            so = "es así" if spanish else "is this so"
            asked = clause or f"{so}: {_small(last.lstrip('¿'))}"
            return f"{'¿' if spanish else ''}{word.capitalize()} {asked}?"
    return ""


def _clauses(last: str, language: str, rules: Rules) -> Iterator[str]:
    """What a word that asks goes before, of a question."""
    for row in rules["follow_ups"].rows:
        if row.value not in _CLAUSES or not row.id.startswith(language):
            continue
        if found := row.find(last):
            yield _CLAUSES[row.value](found, row)


def _clause(found: re.Match[str], row: Row) -> str:
    return _small(found["clause"])


def _thing(found: re.Match[str], row: Row) -> str:
    be = found["be"].lower()
    if row.id.startswith("es."):
        return f"{be} así {_small(found['thing'])}"
    return f"{be} {_small(found['thing'])} what {'they' if be in _PLURAL_BE else 'it'} {be}"


def _object(found: re.Match[str], row: Row) -> str:
    thing = f"the {_small(found['thing'])}"
    return f"{found['verb'].lower()} {_with(found['rest'], thing)}"


def _said(found: re.Match[str], row: Row) -> str:
    return f"{found['verb'].lower()} {_with(found['rest'], 'that')}"


def _subject(found: re.Match[str], row: Row) -> str:
    verb = found["verb"].lower()
    is_one = verb.endswith("s")
    bare = re.sub(r"ies$", "y", verb) if verb.endswith("ies") else verb.removesuffix("s")
    return f"{'does' if is_one else 'do'} the {_small(found['thing'])} {bare}{found['rest']}"


def _is_done(found: re.Match[str], row: Row) -> str:
    return f"{found['be'].lower()} the {_small(found['thing'])} {found['rest']}"


_CLAUSES = {
    "clause": _clause,
    "thing": _thing,
    "object": _object,
    "subject": _subject,
    "is done": _is_done,
    "said": _said,
}


def _with(rest: str, thing: str) -> str:
    """A clause with its object, which stands before what is said of it."""
    preposition = _PREPOSITION.search(rest)
    at = preposition.start() if preposition else len(rest)
    return f"{rest[:at]} {thing}{rest[at:]}"


def _of_another_thing(turn: str, last: str, rules: Rules) -> str:
    """The last question of another thing (“What about steel?”), or of another time or place (“In 2024?”)."""
    for row in rules["questions"].of("another").rows:
        opening = row.find(turn)
        if opening is None:
            continue
        said = _TRAILING.sub("", turn[opening.start() :])
        where, bare = (opening["where"] or "").strip().lower(), _TRAILING.sub("", turn[opening.end() :])
        named = said[said.lower().index(bare.lower()) - len(_article(said, bare)) :] if bare else ""
        if not bare or len(bare.split()) > _MOST_WORDS or _OPENS_A_QUESTION.match(bare):
            continue
        if other := _in_its_place(named, bare, where, last, rules):
            return f"{other}?"
        if where in _THERE and not _OPENS_A_QUESTION.match(named):
            return f"{last} {where} {named}?"
    return ""


def _article(said: str, bare: str) -> str:
    before = said[: said.lower().index(bare.lower())]
    article = re.search(r"(?:the|el|la|los|las)\s+$", before, re.IGNORECASE)
    return article.group() if article else ""


def _in_its_place(named: str, bare: str, where: str, last: str, rules: Rules) -> str:
    """The last question with what is named in the place of what is of its sort: goods of another country in
    that of goods of a country, another thing in that of a thing."""
    if _of_country(bare, rules):
        for found in _OF_A_COUNTRY.finditer(last):
            if _of_country(found["before"] or found["after"], rules):
                thing = bare if " " in bare else f"{bare} {found['noun'] or found['thing']}"
                return last[: found.start()] + thing + last[found.end() :]
        return ""
    if bare[:1].isupper() or bare[:1].isdigit():
        return ""
    same_place = re.compile(rf"\b{where}\s+{_SLOT}") if where else _AFTER
    for pattern in (same_place,) if where else (same_place, _WHO_DOES):
        if place := pattern.search(last):
            kept = place["adjective"] or ""
            before = kept if kept and _of_country(kept.strip(), rules) else ""
            return last[: place.start("slot")] + before + named + last[place.end("slot") :]
    return ""


def _of_country(words: str, rules: Rules) -> bool:
    return any(
        is_country(one) or rules["demonyms"].covers(one) or bool(countries_in(one))
        for one in words.split()[:1]
    )


def _of_what_was_named(turn: str, history: Sequence[Turn], rules: Rules) -> str:
    """The turn with what “it” stands for in its place: the instrument that the questions before it name, or
    that the last answer does first, else the thing that the last question is about."""
    found = rules["follow_ups"].of("it").find(turn)
    if found is None or len(turn.split()) > _MOST_OF_A_TURN or references(turn, rules):
        return ""
    is_act = rules["follow_ups"].of("act").find(turn) is not None
    asked = [
        one.text for turn_before in reversed(history) for one in references(turn_before.question, rules)[:1]
    ]
    told = [one.text for one in references(history[-1].answer, rules)[:1]] if is_act else []
    named = next(iter([*asked[:1], *told, *_things(history[-1].question, rules)]), "")
    if not named:
        return ""
    if found.group().lower() in ("lo", "la"):
        return f"{turn[: found.start()].rstrip()} {_TRAILING.sub('', turn[found.end() :]).strip()} {named}?"
    return turn[: found.start()] + named + turn[found.end() :]


def _things(question: str, rules: Rules) -> Iterator[str]:
    """The thing that a question is about, with what tells it from others of its sort."""
    last = _TRAILING.sub("", question)
    for row in rules["follow_ups"].of("object").rows:
        if found := row.find(last):
            preposition = _PREPOSITION.search(found["rest"])
            yield f"the {_small(found['thing'])}{found['rest'][preposition.start() :] if preposition else ''}"
    if not _DOES.search(last) and (thing := _NAMED_THING.search(last)):
        yield thing["thing"]


def _small(text: str) -> str:
    """With a small letter, where it does not open with a name."""
    first, _, _ = text.partition(" ")
    is_name = first[1:2].isupper() or is_country(first)
    return text if is_name else text[:1].lower() + text[1:]
