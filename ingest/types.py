"""The values that flow through ingest: everything here is frozen, and every offset counts characters in the
source's stored text."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

PUBLIC = "public"
"""The access label of a source that everybody may read."""

Role = Literal[
    "heading",
    "speaker",
    "paragraph",
    "item",
    "row",
    "provision",
    "recital",
    "preamble",
    "lead-in",
    "note",
    "speech",
    "quoted",
]
"""What a block is: a title line, the name before a speech, prose, a list item, a table row; in a law, a
provision, a recital, the words before the recitals, or the words that its items complete; a note to the text;
words that were spoken; words that a document gives as another's, such as a judgment under appeal."""
Standing = Literal["", "in force", "not in force", "not yet in force", "proposed", "inserted", "quoted"]
"""What holds of a provision's words, where it differs from the document's own state: `inserted` are words
that it puts into another act, `quoted` are another's. Words that are struck, deleted, hidden or no longer in
force are not stored at all; they are counted among the document's notes."""


@dataclass(frozen=True, slots=True)
class Block:
    """A span of the text that no sentence crosses. `place` is how it is cited within its document
    (“§ 16(b)(1)”, “Recital 56”, “slide 4”); `speaker` is who says it, where the format names one; `leads` are
    the numbers of the blocks whose words it completes, outermost first."""

    start: int
    end: int
    role: Role = "paragraph"
    place: str = ""
    speaker: str = ""
    standing: Standing = ""
    leads: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the original, as the span of the text that stands on it; `number` counts from 1."""

    number: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Metadata:
    """What is known about a document besides its text; an empty string means not known. `date` and `version`
    are ISO 8601, possibly only a year or month: the day it is of, and the day whose state of the text it
    gives. `number` is its own (“H.R. 1033”), `stage` how far it got (“reported in the Senate”), `status` what
    has become of it (“repealed on 19 February 2007”), `language` an ISO 639 code, `jurisdiction` an ISO 3166
    code or “EU”, `tags` the collections that people put it in, with commas between."""

    slug: str = ""
    title: str = ""
    publisher: str = ""
    author: str = ""
    date: str = ""
    kind: str = ""
    url: str = ""
    number: str = ""
    stage: str = ""
    status: str = ""
    version: str = ""
    language: str = ""
    jurisdiction: str = ""
    tags: str = ""


@dataclass(frozen=True, slots=True)
class Change:
    """A correction of what is known of a document: what a field `was`, who changed it (empty where nobody is
    named) and when, in ISO 8601."""

    field: str
    was: str
    by: str
    at: str


@dataclass(frozen=True, slots=True)
class Said:
    """What people said of a document: `given` when it was ingested, and `edited` since, which goes before;
    `changes` tell what the edits changed, the last last. `by` is who added it, empty where nobody is
    named."""

    given: Metadata = field(default_factory=Metadata)
    edited: Metadata = field(default_factory=Metadata)
    changes: tuple[Change, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A loaded file: its stored text, the blocks in it in order, its pages (empty where the format has none),
    what the file says of itself, and what who ingests it should know, such as text that was left out.
    `unread` is the share of the file's own text that was neither stored nor left out for a reason, where it
    is known."""

    text: str
    blocks: tuple[Block, ...]
    pages: tuple[Page, ...] = ()
    metadata: Metadata = field(default_factory=Metadata)
    notes: tuple[str, ...] = ()
    unread: float = 0.0


class Lead(NamedTuple):
    """The words that a sentence completes, as a span of the stored text and the text of it, with its page and
    how it is cited."""

    start: int
    end: int
    text: str
    page: int | None = None
    place: str = ""


@dataclass(frozen=True, slots=True)
class Sentence:
    """The unit of citation: `text[start:end]` is the sentence, byte for byte. `page` and `page_end` are None
    where the format has no pages; the rest is its block's. `leads` come outermost first: without them an item
    may say the opposite."""

    start: int
    end: int
    page: int | None = None
    page_end: int | None = None
    role: Role = "paragraph"
    place: str = ""
    speaker: str = ""
    standing: Standing = ""
    leads: tuple[Lead, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """The unit of retrieval: consecutive sentences of one section. `heading` is the section's title or the
    speaker's name, or empty."""

    source: str
    number: int
    start: int
    end: int
    text: str
    heading: str = ""
    page: int | None = None
    sentences: tuple[Sentence, ...] = ()

    @property
    def place(self) -> str:
        """How its first sentence is cited within the document."""
        return self.sentences[0].place if self.sentences else ""


@dataclass(frozen=True, slots=True)
class Source:
    """A document in the library. `sha256` is the original file's; `access` holds the labels of which a reader
    needs one, `by` is who added it, empty where nobody is named."""

    slug: str
    title: str
    publisher: str
    author: str
    date: str
    kind: str
    url: str
    sha256: str
    path: str
    characters: int
    page_count: int | None
    added: str
    access: frozenset[str] = frozenset({PUBLIC})
    number: str = ""
    stage: str = ""
    status: str = ""
    version: str = ""
    language: str = ""
    jurisdiction: str = ""
    tags: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who asks. A reader sees the public sources and those labelled with one of the groups; what else they
    may do is told by their roles."""

    name: str = "local"
    groups: frozenset[str] = frozenset()
    roles: frozenset[str] = frozenset({"reader"})

    @property
    def labels(self) -> frozenset[str]:
        """The access labels of the sources that this reader sees."""
        return self.groups | {PUBLIC}

    @property
    def is_somebody(self) -> bool:
        """Whether they are one person, and not whoever uses the program without signing in."""
        return self.name != EVERYBODY.name


EVERYBODY = Reader()
OWNER = Reader(roles=frozenset({"administrator"}))
"""Whoever the library is: who uses the terminal, or the page of this machine alone."""


@dataclass(frozen=True, slots=True)
class Restriction:
    """Which sources a search may use; an empty field restricts nothing. Values within a field are
    alternatives, fields add up."""

    slugs: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    tags: tuple[str, ...] = ()


EVERYTHING = Restriction()


@dataclass(frozen=True, slots=True)
class Scope:
    """What of a library is looked at: what the reader may see (None: the library itself) and every one of the
    restrictions lets through."""

    reader: Reader | None = None
    restrictions: tuple[Restriction, ...] = ()


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that a search found, best first by `score` (its scale is the method's)."""

    passage: Passage
    score: float


Outcome = Literal["stored", "replaced", "moved", "unchanged", "skipped", "refused", "gone", "removed"]
OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)


@dataclass(frozen=True, slots=True)
class FileReport:
    """What became of one input of an ingest, or of a stored document whose file is `gone` (`removed`: that is
    therefore in the library no more); `reason` says why."""

    path: str
    outcome: Outcome
    slug: str = ""
    passages: int = 0
    reason: str = ""
    hint: str = ""
    warnings: tuple[str, ...] = ()
    seconds: Mapping[str, float] = field(default_factory=dict)
