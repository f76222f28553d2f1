"""Whose documents are meant, and of which kinds, by the words for them: “the Norlandic government's letters”,
“what the Commission has published”."""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.lexicon.names import aliases, initials
from assistant.lexicon.rules import Rules
from assistant.lexicon.words import content_stems
from ingest.gloss import in_english
from ingest.kinds import canonical_kind
from ingest.types import Source

_ASIDE = re.compile(r"\([^()]*\)")
_JOINT = re.compile(r"\bjoint\b|\bconjunt[oa]\b", re.IGNORECASE)
_WORD = re.compile(r"[\w.&-]+(?:['’]s)?")


def by(words: str, sources: Sequence[Source], rules: Rules) -> tuple[frozenset[str], str]:
    """The slugs of the documents by whom the words name, and the words without the name; none, where they
    name nobody who published or wrote one. A document by several governments is no one government's."""
    pack = rules["catalogue"]
    of_office = bool(pack.of("office").find(words))
    telling = [
        one.group()
        for one in _WORD.finditer(words)
        if one.group().isupper() or not pack.of("word", "office").covers(_bare(one.group()))
    ]
    found = {word: {one.slug for one in sources if _is_by(word, one, of_office, rules)} for word in telling}
    naming = [word for word in telling if found[word]]
    if not naming:
        return frozenset(), words
    meant = set.intersection(*(found[word] for word in naming)) or found[naming[0]]
    rest = words
    for word in naming:
        rest = re.sub(rf"(?<!\w){re.escape(word)}(?!\w)", " ", rest)
    return frozenset(meant), pack.of("office").pattern.sub(" ", rest)


def _is_by(word: str, source: Source, of_office: bool, rules: Rules) -> bool:
    """Whether a word is of the name of who published or wrote a document, or of its country."""
    told = f"{source.publisher}\n{source.author}\n{source.jurisdiction}"
    if of_office and _JOINT.search(told):
        return False
    bare, name = _bare(word), _ASIDE.sub(" ", told)
    if not name.strip():
        return False
    if content_stems(bare) and content_stems(bare) <= content_stems(f"{name} {in_english(name)}"):
        return True
    if bare.lower() in initials(name) and len(bare) > 1:
        return True
    if aliases(word, rules) & aliases(name, rules):
        return True
    rows = [row for row in rules["demonyms"].rows if row.covers(bare.capitalize())]
    return any(row.find(name) for row in rows)


def _bare(word: str) -> str:
    return re.sub(r"['’]s$", "", word).strip(".-&")


def kinds_named(words: str, held: frozenset[str], rules: Rules) -> frozenset[str]:
    """The kinds of document that nouns among the words name; none, where they name no kind in particular. A
    noun that is the own name of a kind that is held is that kind, and no other that goes by the word."""
    kinds: set[str] = set()
    for row, found in rules["papers"].matches(words):
        singular = re.sub(r"s$", "", found.group().lower())
        goes_by = {one.strip() for one in row.value.split(";")}
        own = {singular, canonical_kind(singular)} & held
        kinds |= own or goes_by
    return frozenset(kinds)
