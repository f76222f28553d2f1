"""A side of a comparison: what tells that a sentence is of it. A side is a document that the request names,
an actor whose words are in the library, a kind of document (“the orders”), or something that is told of."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.lexicon.names import is_country
from assistant.lexicon.references import references
from assistant.lexicon.rules import Rules
from assistant.lexicon.synonyms import with_synonyms
from assistant.lexicon.words import content_stems, roots, stems
from assistant.plans.voices import is_said_by, name_words, whom
from assistant.query.documents import documents_named
from assistant.query.query import Query
from assistant.retrieval.retriever import Retriever
from assistant.types import Evidence
from ingest.gloss import in_english

_PART = 600  # characters in which a name is counted once
_GENERIC = re.compile(r"\b(?:sides?|versions?|accounts?|camps?|views?|positions?|one)\b", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s\b")


_FEWEST_NAMED = 3  # times that a document names what it is devoted to
_DEVOTED = 2  # times as often as any other side
_OWNED = 0.3  # of the documents of a side: fewer that name its owner do not set the others apart
_MOST_READ = 16  # documents


@dataclass(frozen=True, slots=True)
class Side:
    """One side: `name` as the request spells it; of which documents it is (none: all may tell of it), whose
    words count, and whether a sentence must name it (`told_of`), unless its document is `devoted` to it and
    to none of the others."""

    name: str
    slugs: tuple[str, ...] = ()
    who: frozenset[str] = frozenset()
    told_of: bool = False
    devoted: frozenset[str] = frozenset()


def sides_of(query: Query, retriever: Retriever) -> list[Side]:
    """The sides that a query sets against each other: those that it names, or else its documents."""
    request = query.request
    if request.sides:
        return _with_devoted([_side(name, query, retriever) for name in request.sides], query, retriever)
    named = [retriever.view.source(slug) for slug in request.documents]
    return [Side(one.title, (one.slug,)) for one in named] if len(named) > 1 else []


def _with_devoted(sides: Sequence[Side], query: Query, retriever: Retriever) -> list[Side]:
    """The sides that are told of with the documents that are devoted to one of them, by how often these name
    it."""
    if not any(one.told_of for one in sides):
        return list(sides)
    found = (hit.passage.source for hit in retriever.fused(query.searches))
    slugs = query.request.documents or tuple(dict.fromkeys(found))[:_MOST_READ]
    devoted: dict[str, set[str]] = {one.name: set() for one in sides}
    for slug in slugs:
        text = f"{retriever.view.source(slug).title}. {retriever.view.text(slug)}"
        parts = [text[start : start + _PART] for start in range(0, len(text), _PART)]
        counts = sorted(
            ((sum(names(one, part, retriever.rules) for part in parts), one.name) for one in sides),
            reverse=True,
        )
        (most, name), (second, _) = counts[:2]
        if most >= _FEWEST_NAMED and most >= _DEVOTED * second:
            devoted[name].add(slug)
    return [replace(one, devoted=frozenset(devoted[one.name])) if one.told_of else one for one in sides]


def _side(name: str, query: Query, retriever: Retriever) -> Side:
    view, rules = retriever.view, retriever.rules
    documents = documents_named(name, view.sources, rules)
    if documents:
        return Side(name, tuple(documents))
    within = query.request.documents if query.request.within else ()
    if _is_country(name, rules) or _designates(name, rules):
        return Side(name, within, told_of=True)
    owner, _, head = name.rpartition("'s ") if "'s " in name else name.rpartition("’s ")
    plain = head[:1].lower() + head[1:] if head.isupper() else head
    who = whom(plain, retriever)
    slugs = _published(who, retriever) if who else ()
    if who and not slugs:
        return Side(name, who=who)
    kinds = slugs or tuple(one.slug for one in view.sources if one.kind and _is_kind(one.kind, head))
    return Side(name, _owned(owner, kinds, retriever)) if kinds else Side(name, within, told_of=True)


def _is_kind(kind: str, head: str) -> bool:
    return bool({stem.rstrip("s") for stem in stems(kind)} & {stem.rstrip("s") for stem in stems(head)})


def _is_country(name: str, rules: Rules) -> bool:
    bare = _bare(name)
    return is_country(bare) or rules["demonyms"].find(bare) is not None or rules["aliases"].covers(bare)


def _bare(name: str) -> str:
    return _POSSESSIVE.sub("", name).strip()


def _designates(name: str, rules: Rules) -> bool:
    return any(map(str.isdigit, name)) and not references(name, rules)


def _published(who: frozenset[str], retriever: Retriever) -> tuple[str, ...]:
    """The documents that a body of that name publishes."""
    rules = retriever.rules
    return tuple(one.slug for one in retriever.view.sources if who <= name_words(one.publisher, rules))


def _owned(owner: str, slugs: Sequence[str], retriever: Retriever) -> tuple[str, ...]:
    """Of the documents those that name whose they are to be (“Grey's Treasury”); all where hardly one does,
    as these then tell it otherwise."""
    wanted = content_stems(owner)
    having = tuple(slug for slug in slugs if wanted and wanted <= stems(retriever.view.text(slug)))
    return having if len(having) >= _OWNED * len(slugs) else tuple(slugs)


def is_of(side: Side, one: Evidence, others: Sequence[Side], rules: Rules) -> bool:
    """Whether a sentence is of a side."""
    if side.slugs and one.source.slug not in side.slugs:
        return False
    if side.who:
        return is_said_by(one, side.who, rules)
    if not side.told_of:
        return True
    if one.source.slug in side.devoted:
        return True
    if any(one.source.slug in other.devoted for other in others):
        return False
    if names(side, f"{one.statement} {one.english}", rules):
        return True
    around = f"{one.source.title} {one.passage.heading} {one.passage.text} {in_english(one.passage.text)}"
    return names(side, around, rules) and not any(
        names(other, f"{one.source.title} {one.statement} {one.english}", rules) for other in others
    )


def names(side: Side, text: str, rules: Rules) -> bool:
    """Whether a text names what a side is, also under another form of it."""
    return has_name(_bare(side.name), text, rules)


def has_name(bare: str, text: str, rules: Rules) -> bool:
    """Whether a text has a name, also under another form of it."""
    wanted = roots(_GENERIC.sub(" ", bare)) or roots(bare)
    there = {stem.rstrip("s") for stem in with_synonyms(stems(text), rules)}
    if wanted and wanted <= there:
        return True
    rows = (row for pack in (rules["demonyms"], rules["aliases"]) for row in pack.rows)
    called = bare if bare.isupper() else bare.title()
    return any(row.covers(called) and row.find(text) for row in rows)
