"""What of a library is chosen: documents by their slugs, and collections by their tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from ingest.tags import has_tag, tags_text
from ingest.types import Restriction, Source
from ingest.view import View

TAG = "tag:"
"""How a collection begins among what is chosen."""


def collections(sources: Sequence[Source]) -> dict[str, int]:
    """The collections that the documents are in, by name, with how many are in each."""
    named: dict[str, str] = {}
    counts = Counter(named.setdefault(tag.casefold(), tag) for one in sources for tag in one.tags)
    return dict(sorted(counts.items(), key=lambda one: one[0].casefold()))


def restriction_of(view: View, chosen: Sequence[str]) -> Restriction:
    """The restriction to what is chosen, to any of it; a collection stays one, so that what is put into it
    later is in it, unless documents are chosen beside."""
    tags = tuple(one.removeprefix(TAG) for one in chosen if one.startswith(TAG))
    slugs = tuple(one for one in chosen if not one.startswith(TAG))
    if tags and slugs:
        return Restriction(slugs=(*slugs, *(one.slug for one in tagged(view.sources, tags))))
    return Restriction(slugs=slugs, tags=tags)


def chosen_of(restrictions: Iterable[Restriction]) -> list[str]:
    """What was chosen, of which these are the restrictions."""
    return [value for one in restrictions for value in (*(f"{TAG}{tag}" for tag in one.tags), *one.slugs)]


def tagged(sources: Sequence[Source], tags: Sequence[str]) -> list[Source]:
    """The documents that are in one of the collections."""
    return [one for one in sources if any(has_tag(tags_text(one.tags), tag) for tag in tags)]
