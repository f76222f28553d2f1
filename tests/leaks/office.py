"""Offices made up at random: people in groups, documents with labels, and words by which each document would
be known wherever it came through."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import gradio as gr

from assistant.build import build_workspace
from assistant.settings import Settings
from assistant.web.page import build_page
from assistant.workspace.access import RIGHTS, read_access
from assistant.workspace.workspace import Workspace
from ingest.edit import relabel
from ingest.types import PUBLIC, FileReport, Reader

HEADER = "X-Forwarded-User"
PEOPLE = ("ana", "ben", "cai", "dee", "eva")
GROUPS = ("harbour", "rail", "board")
TOPICS = ("toll at the Alder Bridge", "licence of the Larch ferry", "fine for fishing in the Birch bay")
CHANNEL = "C0OFFICE"
_SYLLABLES = ("vo", "zu", "qui", "nax", "ril", "tem", "gob", "fys", "kel", "dur", "mip", "wos")


@dataclass(frozen=True)
class Note:
    """A document of an office: its slug, who may read it, and the words that stand in no other."""

    slug: str
    labels: frozenset[str]
    words: tuple[str, ...]


@dataclass
class Office:
    """A workspace with its page, and all that was ever in it, by slug: `gone` is what was removed since, and
    `coming` the name that the next one will have."""

    workspace: Workspace
    settings: Settings
    page: gr.Blocks
    folder: Path
    chance: random.Random
    notes: dict[str, Note] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    coming: str = ""
    _count: int = 0

    def __post_init__(self) -> None:
        self.coming = self._name()

    def reader(self, person: str) -> Reader:
        """A person, with the groups and roles that they have now."""
        return read_access(self.workspace.library.home).reader(address(person))

    def channel_groups(self) -> frozenset[str]:
        """The groups whose documents are read in the office's channel."""
        return read_access(self.workspace.library.home).in_channel(CHANNEL)

    def hidden(self, person: str) -> list[Note]:
        """What a person may not read now."""
        labels = self.reader(person).labels
        return [one for one in self.notes.values() if not labels & one.labels]

    def words_hidden_from(self, labels: frozenset[str]) -> list[str]:
        """The words of all documents that somebody with these labels may not read."""
        hidden = (one for one in self.notes.values() if not labels & one.labels)
        return [word for one in hidden for word in (*one.words, one.slug)]

    def put(self, labels: Iterable[str], like: Note | None = None) -> Note:
        """A new document with these labels; in the place of another one where it is `like` that."""
        chance, self._count = self.chance, self._count + 1
        names = [self.coming, *(self._name() for _ in range(3))]
        number = str(700_000 + self._count * 977)
        topic = chance.choice(TOPICS)
        day = f"202{chance.randint(0, 6)}-0{chance.randint(1, 9)}-1{chance.randint(0, 9)}"
        text = (
            f"---\ntitle: The {topic} and {names[0]}\npublisher: {names[1]} Office\ndate: {day}\n---\n\n"
            f"The {topic} is {number} euros, says {names[2].title()}. {names[3].title()} ended the {topic} of"
            " 2019 on 4 May 2026.\n"
        )
        slug = like.slug if like else f"{names[0]}-paper"
        file = self.folder / f"{slug}.md"
        file.write_text(text)
        given = {"access": frozenset(labels)} if frozenset(labels) != {PUBLIC} else {}
        *_, report = self.workspace.documents.upload([file], **given)  # type: ignore[arg-type]
        assert isinstance(report, FileReport), report
        assert report.outcome in ("stored", "replaced"), report
        note = Note(report.slug, frozenset(labels), (*names, number, *(like.words if like else ())))
        self.notes[note.slug], self.coming = note, self._name()
        return note

    def change(self) -> str:
        """Something that happens in the office: what it was."""
        there = [one for one in self.notes.values() if one.slug not in self.gone]
        note, labels = self.chance.choice(there), self.labels()
        doing = self.chance.choice(("put", "put", "put", "relabel", "remove", "dismiss"))
        if doing == "put":
            self.put(labels)
        elif doing == "relabel":
            with self.workspace.library.writing():
                relabel(self.workspace.library, note.slug, labels)
            self.notes[note.slug] = Note(note.slug, labels, note.words)
        elif doing == "remove" and len(there) > 4:
            with self.workspace.library.writing():
                self.workspace.library.remove(note.slug)
            self.gone.add(note.slug)
            self.notes[note.slug] = Note(note.slug, frozenset(), note.words)
        else:
            self.appoint()
        return f"{doing} {note.slug} {sorted(labels)}"

    def labels(self) -> frozenset[str]:
        """Labels for a document: of everybody, or of one group or two."""
        if self.chance.random() < 0.35:
            return frozenset({PUBLIC})
        return frozenset(self.chance.sample(GROUPS, self.chance.randint(1, 2)))

    def appoint(self) -> None:
        """Put everybody into groups and roles anew; nobody is in all groups."""
        without = {person: self.chance.choice(GROUPS) for person in PEOPLE}
        lines = ["[roles]", *(f"{role} = {self._some(PEOPLE)}" for role in RIGHTS), "[groups]"]
        for group in GROUPS:
            lines.append(f"{group} = {self._some([one for one in PEOPLE if without[one] != group])}")
        lines += ["[channels]", f'{CHANNEL} = ["{self.chance.choice(GROUPS)}"]']
        (self.workspace.library.home / "access.toml").write_text("\n".join(lines))

    def _some(self, people: Sequence[str]) -> list[str]:
        return [address(one) for one in self.chance.sample(people, min(len(people), 2))]

    def _name(self) -> str:
        """A word that no language has, and that was not there before."""
        known = {self.coming, *(word for one in self.notes.values() for word in one.words)}
        while True:
            name = "".join(self.chance.sample(_SYLLABLES, 4))
            if name not in known:
                return name


def address(person: str) -> str:
    """A person's e-mail address."""
    return f"{person}@office.example"


def request_of(person: str, **query: str) -> gr.Request:
    """What a person's browser sends."""
    return gr.Request(session_hash=f"page of {person}", headers={HEADER: address(person)}, query_params=query)


def office(folder: Path, seed: int, *, notes: int = 6) -> Office:
    """An office with so many documents, four at least: one for everybody, and one for each group."""
    home = folder / f"home-{seed}"
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    settings = Settings(home=str(home), user_header=HEADER)
    workspace = build_workspace(settings)
    made = Office(workspace, settings, build_page(workspace, settings), folder, random.Random(seed))
    made.appoint()
    for label in (PUBLIC, *GROUPS):
        made.put({label})
    for _ in range(notes - 4):
        made.put(made.labels())
    return made


def leaked(told: str, words: Sequence[str]) -> list[str]:
    """Those of the words that stand in what was told, however they are written."""
    lower = told.casefold()
    return [one for one in words if one.casefold() in lower]
