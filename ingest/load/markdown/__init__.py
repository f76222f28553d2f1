"""Markdown with YAML front matter, read as the text a reader of the rendered page sees."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, clean, one_line
from ingest.load.markdown.govspeak import PLACE, as_markdown, country
from ingest.load.metadata import metadata
from ingest.load.raised import raised
from ingest.load.tables import Cell, add_table, grid_of
from ingest.load.text import charset_of, decode
from ingest.types import Document, Role

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# A footnote and its lines: those that are indented, or follow without an empty line.
_FOOTNOTE = re.compile(
    r"^ {0,3}\[\^([^\]\s]+)\]:[ \t]*(.*(?:\n(?!\s*\n|\s*\Z| {0,3}\[\^|#).+|\n[ \t]*\n(?: {4}|\t)\S.*)*)$",
    re.MULTILINE,
)
_NOTE_MARK = re.compile(r"\[\^[^\]\s]+\]")
_LEADS_IN = re.compile(r"[:—–]$|\bthe following$", re.IGNORECASE)
_ENDED = re.compile(r"[.;!?][\"'”’)]*$")
_SHORT = 15  # words: an item that its own list completes
_STRIKES = frozenset(("del", "s", "strike"))
_SEEN = 20  # pieces of text before a raised figure that tell what it is
# Names that other site generators use for the same thing.
_ALIASES = {"source_url": "url", "published_time": "date", "authors": "author", "type": ""}


def load_markdown(data: bytes, name: str, media_type: str = "") -> Document:
    """A `.md` file: no marks, no link targets, no comments; front matter becomes metadata."""
    text = clean(decode(data, name, charset_of(media_type)))
    values, body = _front_matter(text, name)
    body, notes = _without_notes(as_markdown(body))
    builder = TextBuilder()
    reader = _Reader(builder)
    reader.read(body)
    for mark, note in notes:
        reader.place = f"note {mark}"
        reader.read(note, role="note")
    known = metadata({"title": one_line(reader.title), **values})
    return builder.document(known)


def _without_notes(text: str) -> tuple[str, list[tuple[str, str]]]:
    """The text without its footnotes, and these, each by its mark. A note goes on in lines that are indented,
    or that follow without an empty line."""
    notes: list[tuple[str, str]] = []

    def take(note: re.Match[str]) -> str:
        notes.append((note[1], re.sub(r"^(?: {4}|\t)", "", note[2], flags=re.MULTILINE)))
        return ""

    return _FOOTNOTE.sub(take, text), notes


def _front_matter(text: str, name: str) -> tuple[dict[str, object], str]:
    import yaml

    match = _FRONT.match(text)
    if not match:
        return {}, text
    try:
        values = yaml.safe_load(match[1])
    except yaml.YAMLError as error:
        raise WrongFormat(
            f"{name}: the front matter is not valid YAML {_where(error, text, match)}",
            hint="put values with a colon in quotes",
        ) from None
    except ValueError as error:  # a date such as 2025-02-30
        raise WrongFormat(
            f"{name}: the front matter holds an impossible value: {error}", hint="write dates as YYYY-MM-DD"
        ) from None
    if not isinstance(values, dict):
        return {}, text
    named = {str(key).lower(): value for key, value in values.items() if value is not None}
    aliased = {_ALIASES[key]: value for key, value in named.items() if _ALIASES.get(key)}
    return {**aliased, **named}, text[match.end() :]


def _where(error: Exception, text: str, match: re.Match[str]) -> str:
    mark = getattr(error, "problem_mark", None)
    first = text.count("\n", 0, match.start(1)) + 1
    line = first + (mark.line if mark else 0)
    return f"at line {line}: {getattr(error, 'problem', None) or 'cannot be parsed'}"


class _Reader:
    """Puts what a reader of the rendered page sees into a text."""

    def __init__(self, builder: TextBuilder) -> None:
        from markdown_it import MarkdownIt

        # Without text_join an escaped mark stays a token of its own, apart from marks that failed to match.
        self.markdown = MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("text_join")
        self.builder = builder
        self.title = ""
        self.place = ""
        self.hidden: list[str] = []
        self.last = ""
        self.leads: list[tuple[int, ...]] = []

    def read(self, text: str, role: Role = "paragraph") -> None:
        """Add the blocks of a piece of Markdown; `role` is that of its paragraphs."""
        current, marker = role, ""
        rows: list[list[Cell]] = []
        in_table = False
        for token in self.markdown.parse(text):
            if self.hidden and token.content:  # inside an HTML element that hides what follows, up to its end
                self.builder.hide(token.content)
                _track_all(self.hidden, token.content)
                continue
            match token.type:
                case "heading_open":
                    current = "heading"
                case "bullet_list_open" | "ordered_list_open":
                    self.leads.append(self._leads())
                case "bullet_list_close" | "ordered_list_close":
                    self.leads.pop()
                case "list_item_open":
                    current, marker = "item", f"{token.info}{token.markup} " if token.info else ""
                case "heading_close" | "list_item_close" | "paragraph_close":
                    current, marker = role, ""
                case "table_open":
                    rows, in_table = [], True
                case "table_close":
                    in_table = False
                    add_table(self.builder, grid_of(rows, usual=True))
                case "tr_open":
                    rows.append([])
                case "th_open" | "td_open":
                    rows[-1].append(Cell("", head=token.type == "th_open"))
                case "inline":
                    content = self._unmarked(token)
                    if in_table:
                        rows[-1][-1] = Cell(content, head=rows[-1][-1].head)
                    elif content:
                        self._add(marker + content, current)
                case "fence":
                    for line in token.content.split("\n"):
                        self.builder.add(line, "row")
                case "code_block":
                    for part in re.split(r"\n\s*\n", token.content):
                        self.builder.add(part, role)
                case "html_block":
                    self._html(token.content)
                    _track_all(self.hidden, token.content)

    def _add(self, text: str, role: Role) -> None:
        if text.startswith(PLACE):
            self.place = country(text[1:]) if text[1:] else ""
            return
        if role == "heading" and not self.title:
            self.title = text
        leads = self.leads[-1] if role == "item" and self.leads else ()
        self.builder.add(text, role, place=self.place, leads=leads)
        self.last = text

    def _leads(self) -> tuple[int, ...]:
        """The blocks that a list which opens here completes: what leads in, and the item that goes on in
        it."""
        outer = self.leads[-1] if self.leads else ()
        short = len(self.last.split()) <= _SHORT and not _ENDED.search(self.last)
        goes_on = _LEADS_IN.search(self.last) or (self.leads and short)
        return (*outer, self.builder.last) if goes_on and self.last else outer

    def _html(self, content: str) -> None:
        from ingest.load.html import blocks_of

        for text, role in blocks_of(content, self.builder):
            self._add(text, role)

    def _unmarked(self, token: Token) -> str:
        """The text of an inline token. Emphasis with a space inside its marks, as converters write it, is no
        emphasis in CommonMark: its marks go too."""
        children = token.children or []
        left = sum(len(re.findall(r"\*{2,}", child.content)) for child in children if child.type == "text")
        text = one_line(_Inline(self.builder, bare=left > 1).read(children))
        whole = re.fullmatch(r"\*(?=[^\s*])([^*]*?)\s*\*", text)
        return whole[1] if whole else text


class _Inline:
    """The visible text of inline tokens: what stands inside a hidden HTML element, and what is struck, is
    left out; a raised run is read as what it is."""

    def __init__(self, builder: TextBuilder, *, bare: bool) -> None:
        self.builder, self.bare = builder, bare
        self.parts: list[str] = []
        self.hidden: list[str] = []
        self.struck: list[str] = []
        self.raised: list[str] | None = None
        self.link = False

    def read(self, tokens: Sequence[Token]) -> str:
        """The text of the tokens."""
        last = ""
        for token in tokens:
            if token.type == "html_inline":
                self._tag(token.content)
            elif token.type in ("s_open", "s_close"):
                self._strike(token.type == "s_open")
            elif self.struck:
                self.builder.leave_out("struck", token.content)
            elif self.hidden:
                self.builder.hide(token.content)
            elif self.raised is not None:
                self.link = self.link or token.type == "link_open"
                self.raised.append(_visible(token, self.bare))
            else:
                # Two links without a space between them are two buttons.
                twice = token.type == "link_open" and last == "link_close"
                self.parts.append(" " if twice else _NOTE_MARK.sub("", _visible(token, self.bare)))
            last = token.type
        self._lower()
        return _NOTE_MARK.sub("", "".join(self.parts))

    def _tag(self, tag: str) -> None:
        name = re.match(r"<(/?)(\w+)", tag)
        kind = name[2].lower() if name else ""
        if kind in _STRIKES and name:
            self._strike(not name[1])
        elif kind == "sup" and name and not self.hidden:
            self._lower()
            self.raised = None if name[1] else []
        else:
            self.link = self.link or (self.raised is not None and kind == "a")
            _track(self.hidden, tag)
            self.parts.append(" " if kind == "br" else "")

    def _strike(self, opens: bool) -> None:
        if opens:
            self.struck.append("s")
        elif self.struck:
            self.struck.pop()

    def _lower(self) -> None:
        """What a raised run says here, once it has ended."""
        if self.raised is not None:
            run = "".join(self.raised)
            self.parts.append(raised(run, "".join(self.parts[-_SEEN:]), links_to_note=self.link))
        self.raised, self.link = None, False


def _visible(token: Token, bare: bool) -> str:
    if token.type in ("text", "text_special", "code_inline"):
        return re.sub(r"\*{2,}", "", token.content) if bare and token.type == "text" else token.content
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return ""  # a picture's alternative text is not seen beside it


def _track_all(hidden: list[str], content: str) -> None:
    """Follow every tag of a piece of HTML."""
    for tag in re.findall(r"</?\w[^>]*>", re.sub(r"<!--.*?-->", "", content, flags=re.DOTALL)):
        _track(hidden, tag)


def _track(hidden: list[str], tag: str) -> None:
    """Keep the stack of open elements that are hidden, or stand inside a hidden one."""
    from ingest.load.html import hides

    name = re.match(r"<(/?)(\w+)", tag)
    if not name or tag.endswith("/>") or name[2].lower() in ("br", "img", "hr", "input", "wbr"):
        return
    if name[1]:
        if name[2].lower() in hidden:
            while hidden.pop() != name[2].lower():
                pass
    elif hidden or hides(tag):
        hidden.append(name[2].lower())
