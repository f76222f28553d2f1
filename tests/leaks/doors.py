"""The doors through which somebody may be told of a document: what each tells to a person, as text."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import gradio as gr
import pypdfium2

from assistant.settings import Settings
from assistant.web.chat import ChatTab
from assistant.web.documents import LibraryTab
from assistant.web.made import MadeList
from assistant.web.memo import MemoTab
from assistant.web.review import ReviewTab
from assistant.web.turns import Turns
from assistant.web.verify import Verifications
from ingest.errors import PinciteError
from tests.leaks.office import TOPICS, Office, request_of

_PASSING = re.compile(
    r"[0-9a-f]{32,64}|\d{4}-\d\d-\d\dT[\d:.+Z]+|\d{4}-\d\d-\d\d \d\d:\d\d|/tmp/\S+?(?=[\"'\s])"
)
"""What is another each time: ids, times, places of files."""


@dataclass
class Pages:
    """The listeners of an office's page, and what its people have made in it, by person."""

    office: Office
    chat: ChatTab = field(init=False)
    library: LibraryTab = field(init=False)
    memo: MemoTab = field(init=False)
    review: ReviewTab = field(init=False)
    verify: Verifications = field(init=False)
    made: MadeList = field(init=False)
    conversations: dict[str, str] = field(default_factory=dict)
    memos: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        at: tuple[Any, Settings] = (self.office.workspace, self.office.settings)
        turns = Turns(1)
        self.chat, self.library, self.made = ChatTab(*at), LibraryTab(*at), MadeList(*at)
        self.memo, self.review = MemoTab(*at, turns), ReviewTab(*at, turns)
        self.verify = Verifications(*at, turns)

    def called(self, name: str, person: str, *given: Any) -> Any:
        """What an endpoint of the API gives to a person."""
        [listener] = [one.fn for one in self.office.page.fns.values() if one.api_name == name]
        assert listener is not None
        return listener(*given, request_of(person))

    def ask(self, person: str, question: str) -> None:
        """Have a person's question answered on the page, in a conversation of its own."""
        request = request_of(person)
        self.chat.new("", request)
        self.chat.ask_next(question, "", [], "Normal", False, request)
        *_, (_, self.conversations[person]) = self.chat.grow(request)


_ASKED = re.compile(r"What did \w+ say\?|, as \w+ says\?")
"""What somebody asked by a word of their own: the record keeps it as they wrote it."""
GROWS = frozenset({"api: record"})
"""The doors that tell more each time, whatever happens."""
Door = Callable[[Pages, str, str], Any]
"""What a person is told who looks for a word."""


def _event(**data: Any) -> Any:
    return SimpleNamespace(**data)


def _kept(pages: Pages, person: str) -> Iterator[Any]:
    """A conversation that goes on, as it is opened again, read in its files, and found."""
    name, request = pages.conversations.get(person, ""), request_of(person)
    if name:
        yield pages.chat.pick("", _event(id=name), request)
        yield pages.chat.load(request_of(person, c=name))
        yield pages.chat.refresh(name, request)


DOORS: dict[str, Door] = {
    "page: library": lambda pages, who, word: pages.library.show([], request_of(who)),
    "page: restricted": lambda pages, who, word: pages.library.restricted([], request_of(who)),
    "page: choices": lambda pages, who, word: pages.library.offer([], None, request_of(who)),
    "page: offered": lambda pages, who, word: pages.library.offered(request_of(who)),
    "page: words in documents": lambda pages, who, word: pages.library.search(
        _event(words="toll"), request_of(who)
    ),
    "page: greeting": lambda pages, who, word: pages.chat.greet("", request_of(who)),
    "page: conversation": lambda pages, who, word: list(_kept(pages, who)),
    "page: conversations": lambda pages, who, word: pages.chat.find("", "", request_of(who)),
    "page: what was made": lambda pages, who, word: pages.made.show(request_of(who)),
    "page: memos": lambda pages, who, word: [
        pages.memo.open(_event(m=one), request_of(who)) for one in pages.memos
    ],
    "page: example of a memo": lambda pages, who, word: pages.memo.example(request_of(who)),
    "page: example of a review": lambda pages, who, word: pages.review.example(request_of(who)),
    "page: example of a check": lambda pages, who, word: pages.verify.example(request_of(who)),
    "api: sources": lambda pages, who, word: pages.called("sources", who),
    "api: search": lambda pages, who, word: pages.called("search", who, f"What is the {TOPICS[0]}?", 50, ""),
    "api: ask": lambda pages, who, word: pages.called("ask", who, f"What is the {TOPICS[1]}?", "", []),
    "api: list": lambda pages, who, word: pages.called("ask", who, "Which documents do you have?", "", []),
    "api: record": lambda pages, who, word: _ASKED.sub("", pages.called("record", who, "", "")),
    "api: memos": lambda pages, who, word: [pages.called("memo_read", who, one) for one in pages.memos],
}
"""Each without a word of the person's own, so that whatever names a document comes from the program."""

PROBES: dict[str, Door] = {
    "page: source": lambda pages, who, slug: pages.chat.open(_event(slug=slug), request_of(who)),
    "page: address": lambda pages, who, slug: pages.chat.load_source(
        request_of(who, doc=slug, start="0", end="9")
    ),
    "page: details": lambda pages, who, slug: pages.library.details(_event(slug=slug), request_of(who)),
    "page: take": lambda pages, who, slug: pages.library.take(_event(slug=slug), request_of(who)),
    "page: remove": lambda pages, who, slug: pages.library.remove(_event(slug=slug), request_of(who)),
    "page: tag": lambda pages, who, slug: pages.library.tag(_event(slug=slug, add="Tolls"), request_of(who)),
    "page: edit": lambda pages, who, slug: pages.library.edit(
        _event(slug=slug, known={"title": "Tolls"}), request_of(who)
    ),
    "page: restriction": lambda pages, who, slug: pages.library.restricted([slug], request_of(who)),
    "api: search in it": lambda pages, who, slug: pages.called(
        "search", who, "What is the toll?", 50, f"source:{slug}"
    ),
    "api: ask in it": lambda pages, who, slug: pages.called(
        "ask", who, "What is the toll?", f"source:{slug}", []
    ),
}
"""Each asks for a document by its name: who may not read it is told what is told of any other name."""

WORDS: dict[str, Door] = {
    "page: word in documents": lambda pages, who, word: pages.library.search(
        _event(words=word), request_of(who)
    ),
    "api: search for it": lambda pages, who, word: pages.called("search", who, f"What says {word}?", 50, ""),
    "api: ask for it": lambda pages, who, word: pages.called("ask", who, f"What did {word} say?", "", []),
    "api: ask what it says": lambda pages, who, word: pages.called(
        "ask", who, f"Is the {TOPICS[0]} ended, as {word} says?", "", []
    ),
    "api: verify": lambda pages, who, word: pages.called(
        "verify", who, f"The toll is 4 euros [1].\n\nNotes\n[1] The toll and {word}, {word} Office\n"
    ),
}
"""Each asks by a word of a document that comes later: who may not read it is told then what they were told
before it was there, scores included."""


def told(pages: Pages, door: Door, person: str, word: str = "") -> str:
    """What a door tells a person, errors too, in one text, without what differs each time."""
    try:
        said = door(pages, person, word)
    except (PinciteError, gr.Error) as error:
        said = f"{type(error).__name__}: {error} {getattr(error, 'hint', '')} {getattr(error, 'message', '')}"
    return _PASSING.sub("~", _text(said))


def _text(value: Any) -> str:
    """Everything that a browser would be sent, files that are offered included."""
    if isinstance(value, str):
        return value if not value.startswith(("{", "[")) else _json(value)
    if isinstance(value, dict):
        path = value.get("path")
        files = file_text(Path(path)) if isinstance(path, str) and Path(path).is_file() else ""
        return files + "\n".join(f"{name}: {_text(one)}" for name, one in value.items())
    if isinstance(value, (list, tuple, set, frozenset)):
        return "\n".join(map(_text, value))
    if isinstance(value, gr.blocks.Block):
        given, shown = value._constructor_args[0], getattr(value, "value", "")
        return f"{type(value).__name__} {_text(dict(given))} {_text(shown)}"
    return str(value)


def _json(text: str) -> str:
    try:
        value = json.loads(text)
    except ValueError:
        return text
    for one in [value] if isinstance(value, dict) else value:
        if isinstance(one, dict):
            for passing in ("timing_ms", "id", "at"):
                one.pop(passing, None)
    return json.dumps(value, ensure_ascii=False, indent=0)


def file_text(path: Path) -> str:
    """What a file says, unpacked where it is an archive; a PDF holds the time when it was set."""
    data = path.read_bytes()
    if data[:4] == b"%PDF":
        with pypdfium2.PdfDocument(data) as document:
            return "\n".join(page.get_textpage().get_text_range() for page in document)
    if data[:2] != b"PK":
        return data.decode("utf-8", errors="replace")
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return "\n".join(archive.read(one).decode("utf-8", errors="replace") for one in archive.namelist())
