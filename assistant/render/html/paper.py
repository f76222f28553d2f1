"""A paper → HTML: a file of its own, or a part of the web page."""

from __future__ import annotations

from pathlib import Path

from assistant.paper import Paper
from assistant.render.blocks import after, column_shares, fair_copy, listed
from assistant.render.jinja import filled
from assistant.render.labels import source_details

PAPER_CSS = Path(__file__).parents[1] / "templates" / "paper.css"
"""How a paper looks, for the page of which it is a part."""


def paper_html(paper: Paper, *, whole: bool = True) -> str:
    """The paper as a page that needs no other file and no script; or, not `whole`, as a part of the web page,
    where the number of a note opens its source at the quote."""
    paper = fair_copy(paper)
    return filled(
        "paper",
        paper=paper,
        whole=whole,
        body=list(listed(paper.blocks)),
        annexes=list(listed(paper.annexes, after(paper.blocks))),
        notes={one.number: one for one in paper.notes},
        shares=column_shares,
        details=lambda citation: source_details([citation]),
    )
