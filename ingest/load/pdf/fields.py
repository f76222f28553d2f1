"""What is written on a PDF page by a person: the values of a form's fields beside their labels, ticks, and
texts laid over the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from ctypes import POINTER, byref, c_ushort, cast, create_string_buffer
from dataclasses import dataclass, replace
from statistics import median
from typing import Any, Literal

from ingest.load.builder import one_line
from ingest.load.pdf.columns import middle
from ingest.load.pdf.glyphs import Box, Line

_HIDDEN = 2 | 32  # the flags of an annotation: hidden, not shown on a screen
_SECRET = 1 << 13  # the flag of a field for passwords
_ABOVE = 22.0  # points by which a label may stand above its field
_CHECKED, _UNCHECKED = "☒", "☐"
_USUAL = 10.0  # points: the type size where a page has no text


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form, or a text laid over the page; `name` is what the file calls a field."""

    kind: Literal["text", "tick", "note", "comment"]
    value: str
    box: Box
    name: str = ""
    is_hidden: bool = False


def fields_of(pdf: Any, page: Any) -> Iterator[Field]:
    """The fields, texts and comments on a page; `pdf` must know its form before the page is opened."""
    from pypdfium2 import raw

    form = pdf.formenv.raw if pdf.formenv else None
    found = raw.FS_RECTF()
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        annotation = raw.FPDFPage_GetAnnot(page, number)
        kind = raw.FPDFAnnot_GetSubtype(annotation)
        raw.FPDFAnnot_GetRect(annotation, byref(found))
        box = Box(found.left, found.bottom, found.right, found.top)
        is_hidden = bool(raw.FPDFAnnot_GetFlags(annotation) & _HIDDEN)
        if kind == raw.FPDF_ANNOT_WIDGET and form:
            yield from _widget(raw, form, annotation, box, is_hidden)
        elif kind in (raw.FPDF_ANNOT_FREETEXT, raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_HIGHLIGHT):
            words = _string(raw.FPDFAnnot_GetStringValue, annotation, b"Contents")
            if words.strip():
                yield Field(
                    "note" if kind == raw.FPDF_ANNOT_FREETEXT else "comment", words, box, "", is_hidden
                )
        raw.FPDFPage_CloseAnnot(annotation)


def _widget(raw: Any, form: Any, annotation: Any, box: Box, is_hidden: bool) -> Iterator[Field]:
    kind = raw.FPDFAnnot_GetFormFieldType(form, annotation)
    name = one_line(
        _string(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation)
        or _string(raw.FPDFAnnot_GetFormFieldName, form, annotation)
    )
    is_hidden = is_hidden or box.right - box.left < 1 or box.top - box.bottom < 1
    if kind in (raw.FPDF_FORMFIELD_CHECKBOX, raw.FPDF_FORMFIELD_RADIOBUTTON):
        sign = _CHECKED if raw.FPDFAnnot_IsChecked(form, annotation) else _UNCHECKED
        yield Field("tick", sign, box, name, is_hidden)
    elif kind in (raw.FPDF_FORMFIELD_TEXTFIELD, raw.FPDF_FORMFIELD_COMBOBOX, raw.FPDF_FORMFIELD_LISTBOX):
        secret = raw.FPDFAnnot_GetFormFieldFlags(form, annotation) & _SECRET
        value = "" if secret else one_line(_string(raw.FPDFAnnot_GetFormFieldValue, form, annotation))
        yield Field("text", value, box, name, is_hidden)


def _string(read: Callable[..., int], *of: Any) -> str:
    """A text of pdfium's, which first tells how long it is."""
    size = read(*of, None, 0)
    if size <= 2:
        return ""
    buffer = create_string_buffer(size)
    read(*of, cast(buffer, POINTER(c_ushort)), size)
    return buffer.raw[:size].decode("utf-16-le", "replace").rstrip("\0")


def filled(runs: Sequence[Line], fields: Sequence[Field]) -> list[Line]:
    """The runs of a page with its fields: each value beside its label, "Name: value"; the ticks and, where
    fields stand in rows and columns, the values in their places; texts laid over the page by themselves."""
    shown = [field for field in fields if not field.is_hidden]
    if not shown:
        return list(runs)
    size = median(run.size for run in runs) if runs else _USUAL
    texts = [field for field in shown if field.kind == "text"]
    labels: dict[int, tuple[Line, list[str]]] = {}
    placed: list[Line] = []
    for field in texts:
        label = None if _is_in_grid(field, texts, runs) else _label(field, runs)
        if label:
            labels.setdefault(id(label), (label, []))[1].append(field.value)
        elif field.value:
            grid = _is_in_grid(field, texts, runs)
            words = field.value if grid or not field.name else f"{field.name}: {field.value}"
            placed.append(_run(words, field.box, size, alone=not grid))
    for field in shown:
        if field.kind == "tick":
            placed.append(_run(field.value, field.box, size, alone=True))
        elif field.kind == "note":
            placed.append(replace(_run(one_line(field.value), field.box, size, alone=True), floats=True))
    return [*(_labelled(run, labels) for run in runs), *placed]


def _labelled(run: Line, labels: dict[int, tuple[Line, list[str]]]) -> Line:
    if id(run) not in labels:
        return run
    value = "; ".join(filter(None, labels[id(run)][1]))
    label = run.text.rstrip().rstrip(":").rstrip(" .…_")
    return replace(run, text=f"{label}: {value}" if value else run.text, alone=True)


def _is_in_grid(field: Field, fields: Sequence[Field], runs: Sequence[Line]) -> bool:
    """Whether another field stands beside this one with no label between them."""
    row = [one for one in fields if one is not field and _beside(one.box, field.box)]
    if not row:
        return False
    near = min(row, key=lambda one: abs(one.box.left - field.box.left))
    low, high = sorted([near.box, field.box], key=lambda box: box.left)
    return not any(
        _beside(run.box, field.box) and low.right - 3 <= run.box.left and run.box.right <= high.left + 3
        for run in runs
    )


def _label(field: Field, runs: Sequence[Line]) -> Line | None:
    """The text that stands before a field, or else right above it."""
    box = field.box
    before = [run for run in runs if run.upright and _beside(run.box, box) and run.box.right < box.left + 6]
    if before:
        return max(before, key=lambda run: run.box.right)
    above = [
        run
        for run in runs
        if run.upright
        and 0 <= run.box.bottom - field.box.top + 4 < _ABOVE
        and run.box.left < field.box.right
        and run.box.right > field.box.left
    ]
    return min(above, key=middle) if above else None


def _beside(one: Box, other: Box) -> bool:
    shared = min(one.top, other.top) - max(one.bottom, other.bottom)
    return shared > 0.4 * min(one.top - one.bottom, other.top - other.bottom)


def _run(text: str, box: Box, size: float, *, alone: bool) -> Line:
    """A run in the box; where that is high, its text stands in the middle of it."""
    height = (box.top + box.bottom) / 2
    if box.top - box.bottom > size:
        box = Box(box.left, height - size / 2, box.right, height + size / 2)
    return Line(text, box, size, base=box.bottom, alone=alone)
