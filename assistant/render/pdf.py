"""A paper → PDF, set by typst with the fonts of its wheel and without a network."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import typst

from assistant.errors import unforeseen
from assistant.paper import Block, Cell, Heading, Paper, Paragraph, Table, Text
from assistant.render.blocks import ListedAnswer, after, column_shares, fair_copy, listed

_TEMPLATE = Path(__file__).parent / "templates" / "paper.typ"
_ROW = 2000  # characters on the width of a page: a third of a page


def paper_pdf(paper: Paper) -> bytes:
    """The paper as a tagged PDF that claims PDF/UA-1, unless it holds a letter that no font of the wheel has:
    then the system's fonts help out."""
    data: bytes = _set(
        paper, lambda compiler, standards: compiler.compile(format="pdf", pdf_standards=standards)
    )
    return data


def body_pages(paper: Paper) -> int:
    """How many pages the paper fills without its annexes."""
    return int(
        _set(
            replace(paper, annexes=()), lambda compiler, _: compiler.query("<pages>", field="value", one=True)
        )
    )


def _set(paper: Paper, make: Callable[[typst.Compiler, Any], Any]) -> Any:
    data = {"paper": json.dumps(_data(fair_copy(paper)))}
    try:
        return make(_compiler(data, has_system_fonts=False), "ua-1")
    except typst.TypstError:
        pass
    try:
        return make(_compiler(data, has_system_fonts=True), [])
    except typst.TypstError as error:
        raise unforeseen(error) from error


def _compiler(data: dict[str, str], *, has_system_fonts: bool) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=has_system_fonts)
    return typst.Compiler(_TEMPLATE.read_bytes(), font_paths=fonts, sys_inputs=data)


def _data(paper: Paper) -> dict[str, Any]:
    """The paper as the template reads it; a note's text goes with its first use."""
    notes = {one.number: one.text for one in paper.notes}
    return {
        "title": paper.title,
        "marking": paper.marking,
        "draft": paper.draft,
        "fields": paper.fields,
        "keywords": [paper.record] if paper.record else [],
        "blocks": [_block(one, notes) for one in listed(paper.blocks)],
        "annexes": [_block(one, notes) for one in listed(paper.annexes, after(paper.blocks))],
    }


def _block(block: Block | ListedAnswer, notes: dict[int, str]) -> dict[str, Any]:
    if isinstance(block, Heading):
        return {"block": "heading", "level": block.level, "text": block.text}
    if isinstance(block, Paragraph):
        return {"block": "paragraph", **_paragraph(block, notes)}
    if isinstance(block, Table):
        shares = column_shares(block)
        rows = [
            {"cells": [_texts(cell, notes) for cell in row], "is-short": _is_short(row, shares)}
            for row in block.rows
        ]
        return {"block": "table", "columns": block.columns, "shares": shares, "rows": rows}
    return {
        "block": "list",
        "style": block.style,
        "first": block.first,
        "items": [_paragraph(one, notes) for one in block.items],
    }


def _is_short(row: Sequence[Cell], shares: Sequence[float]) -> bool:
    """Whether a row may be kept on one page: a longer one, which typst would let run off the page, is broken
    across two."""
    return all(
        sum(len(text.text) + 1 for text in cell) < share * _ROW
        for cell, share in zip(row, shares, strict=True)
    )


def _paragraph(paragraph: Paragraph, notes: dict[int, str]) -> dict[str, Any]:
    return {"label": paragraph.label, "texts": _texts(paragraph.texts, notes)}


def _texts(texts: Iterable[Text], notes: dict[int, str]) -> list[dict[str, Any]]:
    return [
        {
            "text": one.text,
            "role": one.role,
            "notes": [{"label": f"note-{number}", "text": notes.pop(number, None)} for number in one.notes],
        }
        for one in texts
    ]
