"""The forms in which `eval.verify` hands a memo over: with a program's footnotes as Word, Markdown and PDF;
with notes that are typed, and a list at the end; and as text that is pasted."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace

from assistant.paper import Block, Heading, Paper, Paragraph, Table, Text
from assistant.render.docx.document import paper_docx
from assistant.render.markdown import paper_markdown
from assistant.render.pdf import paper_pdf
from assistant.verify.read import paper_of, pasted

_WRAPPED = 76  # characters: the width at which mail breaks lines

Form = Callable[[Paper], Paper]
"""A memo → what is read of it, once it is a file or a text."""


def typed(
    paper: Paper, *, before_stop: bool = False, heading: str = "Notes", numbered: str = "[{}] "
) -> Paper:
    """The paper with its marks typed as `[1]`, after the sentence or before its stop, and its notes as a list
    at the end, under a heading."""

    def marked(text: Text) -> Text:
        if not text.notes:
            return text
        mark = f"[{', '.join(map(str, text.notes))}]"
        stop = text.text[-1] if before_stop and text.text[-1] in ".!?" else ""
        return replace(
            text, text=f"{text.text[:-1]} {mark}{stop}" if stop else f"{text.text}{mark}", notes=()
        )

    def block(one: Block) -> Block:
        if isinstance(one, Paragraph):
            return replace(one, texts=tuple(map(marked, one.texts)))
        if isinstance(one, Table):
            return replace(
                one, rows=tuple(tuple(tuple(map(marked, cell)) for cell in row) for row in one.rows)
            )
        return one

    notes = [Paragraph((Text(numbered.format(one.number) + one.text),)) for one in paper.notes]
    blocks = (*map(block, paper.blocks), Heading(heading), *notes)
    return replace(paper, blocks=blocks, annexes=tuple(map(block, paper.annexes)), notes=())


def plain_text(paper: Paper, *, width: int = 0, rule: bool = False) -> str:
    """The paper as a text box gets it: a paragraph a line, or lines broken at a width; the notes under a
    rule, as a mail program has them, or under their heading."""
    return "\n".join(_lines(paper, width, rule=rule))


def _lines(paper: Paper, width: int, *, rule: bool) -> Iterator[str]:
    gap = [""] if width else []
    yield from (paper.title, "", *(f"{name}: {value}" for name, value in paper.fields), "")
    for one in paper.blocks:
        if isinstance(one, Heading):
            yield from ("", "_" * 40 if rule and one.text == "Notes" else one.text, *gap)
        elif isinstance(one, Paragraph):
            sign = "• " if one.style == "bullet" else ""
            whole = f"{sign}{one.label} {' '.join(text.text for text in one.texts)}".replace(
                "  ", " "
            ).strip()
            yield from (*(textwrap.wrap(whole, width, break_on_hyphens=False) if width else [whole]), *gap)


FORMS: Mapping[str, Form] = {
    "Word": lambda paper: paper_of(paper_docx(paper), "memo.docx"),
    "Markdown": lambda paper: paper_of(paper_markdown(paper).encode(), "memo.md"),
}
"""The forms with a program's footnotes that can be edited."""

OTHER_FORMS: Mapping[str, Form] = {
    "PDF": lambda paper: paper_of(paper_pdf(paper), "memo.pdf"),
    "typed notes in Word": lambda paper: paper_of(paper_docx(typed(paper)), "memo.docx"),
    "pasted": lambda paper: pasted(plain_text(typed(paper, before_stop=True))),
    "typed notes in Markdown": lambda paper: paper_of(
        paper_markdown(typed(paper, heading="References", numbered="{}. ")).encode(), "memo.md"
    ),
    "typed notes in PDF": lambda paper: paper_of(paper_pdf(typed(paper, before_stop=True)), "memo.pdf"),
    "pasted from mail": lambda paper: pasted(plain_text(typed(paper), width=_WRAPPED, rule=True)),
}
"""The others."""
