"""HTML of the report. Everything that comes from a document or a model is escaped here, and nowhere else."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence


def escaped(text: object) -> str:
    """The text as HTML shows it, in an attribute too."""
    return html.escape(str(text), quote=True)


def element(tag: str, text: object, kind: str = "") -> str:
    """An element that holds the text; `kind` is its class."""
    named = f' class="{kind}"' if kind else ""
    return f"<{tag}{named}>{escaped(text)}</{tag}>"


def block(tag: str, text: object, kind: str = "") -> str:
    """An element that holds the text; nothing where there is none."""
    return element(tag, text, kind) if str(text) else ""


def listed(items: Iterable[str]) -> str:
    """A list of HTML."""
    return f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>"


def folded(summary: str, body: str) -> str:
    """HTML that unfolds under its summary, a text."""
    return f"<details><summary>{escaped(summary)}</summary>{body}</details>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]], kind: str = "") -> str:
    """A table of texts; on a narrow screen each cell says which column it is of. `yes` and `NO` are coloured too."""
    colours = {"yes": "good", "NO": "bad"}
    head = "".join(f'<th scope="col">{escaped(column)}</th>' for column in columns)
    body = "".join(
        "<tr>"
        + "".join(
            f'<td data-name="{escaped(column)}" class="{colours.get(cell, "")}">{escaped(cell)}</td>'
            for column, cell in zip(columns, row, strict=True)
        )
        + "</tr>"
        for row in rows
    )
    return f'<div class="scroll"><table class="{kind}"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
