"""Markdown with YAML front matter, read as the text a reader of the rendered page sees."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.errors import WrongFormat
from ingest.load.builder import TextBuilder, clean, one_line
from ingest.load.metadata import metadata
from ingest.load.text import charset_of, decode
from ingest.types import Document, Role

Hide = Callable[[str], None]
"""Is told of text that is not seen."""

if TYPE_CHECKING:
    from markdown_it.token import Token

_FRONT = re.compile(r"\A\s*---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
# Names that other site generators use for the same thing.
_ALIASES = {"source_url": "url", "published_time": "date", "authors": "author", "type": ""}


def load_markdown(data: bytes, name: str, media_type: str = "") -> Document:
    """A `.md` file: no marks, no link targets, no comments; front matter becomes metadata."""
    text = clean(decode(data, name, charset_of(media_type)))
    values, body = _front_matter(text, name)
    builder = TextBuilder()
    title = ""
    for block, role in _blocks(body, builder.hide):
        title = title or (block if role == "heading" else "")
        builder.add(block, role)
    known = metadata({"title": one_line(title), **values})
    return builder.document(known)


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


def _blocks(text: str, hide: Hide) -> Iterator[tuple[str, Role]]:
    from markdown_it import MarkdownIt

    # Without text_join an escaped mark stays a token of its own, apart from marks that failed to match.
    tokens = MarkdownIt("commonmark").enable("table").enable("strikethrough").disable("text_join").parse(text)
    role: Role = "paragraph"
    marker = ""
    row: list[str] | None = None
    hidden: list[str] = []
    for token in tokens:
        if hidden and token.content:  # inside an HTML element that hides what follows, up to its end
            hide(token.content)
            _track_all(hidden, token.content)
            continue
        match token.type:
            case "heading_open":
                role = "heading"
            case "list_item_open":
                role, marker = "item", f"{token.info}{token.markup} " if token.info else ""
            case "heading_close" | "list_item_close" | "paragraph_close":
                role, marker = "paragraph", ""
            case "tr_open":
                row = []
            case "tr_close":
                if row is not None and any(row):
                    yield " | ".join(row), "row"
                row = None
            case "inline":
                content = _unmarked(token, hide)
                if row is not None:
                    row.append(content)
                elif content:
                    yield marker + content, role
            case "fence":
                yield from ((line, "row") for line in token.content.split("\n"))
            case "code_block":
                yield from ((part, "paragraph") for part in re.split(r"\n\s*\n", token.content))
            case "html_block":
                yield from _html(token.content, hide)
                _track_all(hidden, token.content)


def _html(content: str, hide: Hide) -> Iterator[tuple[str, Role]]:
    from ingest.load.html import blocks_of

    yield from blocks_of(content, hide)


def _unmarked(token: Token, hide: Hide) -> str:
    """The text of an inline token. Emphasis with a space inside its marks, as converters write it, is no
    emphasis in CommonMark: its marks go too."""
    children = token.children or []
    left = sum(len(re.findall(r"\*{2,}", child.content)) for child in children if child.type == "text")
    text = one_line(_inline(children, hide, bare=left > 1))
    whole = re.fullmatch(r"\*(?=[^\s*])([^*]*?)\s*\*", text)
    return whole[1] if whole else text


def _inline(tokens: Sequence[Token], hide: Hide, *, bare: bool = False) -> str:
    """The visible text of inline tokens; what stands inside a hidden HTML element is left out. With `bare`,
    leftover double asterisks are too."""
    parts: list[str] = []
    hidden: list[str] = []
    last = ""
    for token in tokens:
        if token.type == "html_inline":
            _track(hidden, token.content)
            parts.append(" " if re.match(r"<br\b", token.content, re.IGNORECASE) else "")
        elif not hidden:
            # Two links without a space between them are two buttons.
            parts.append(" " if token.type == "link_open" and last == "link_close" else _visible(token, bare))
        else:
            hide(token.content)
        last = token.type
    return "".join(parts)


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
