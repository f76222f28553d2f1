"""The tabs in which a piece of work is asked for and handed over: a memo, the review of an op-ed, the check
of a memo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.verify.read import READ
from assistant.web.components import field, html
from assistant.web.memo import KINDS as MEMO_KINDS
from assistant.web.review import KINDS as REVIEW_KINDS
from assistant.web.review import WAYS
from assistant.web.verify import KINDS as VERIFY_KINDS


@dataclass(frozen=True, slots=True)
class WorkParts:
    """What the three tabs have alike: the form, in the order in which its listener reads it; the buttons that
    start and stop; where the work stands; what comes of it, and its files in their row."""

    form: list[Any]
    start: Any
    stop: Any
    progress: Any
    row: Any
    files: list[Any]
    preview: Any


@dataclass(frozen=True, slots=True)
class MemoParts:
    """The components of the memo tab; `record` names the memo that `open` shows, and `update` brings up to
    date."""

    work: WorkParts
    topic: Any
    format: Any
    about: Any
    only: Any
    record: Any
    open: Any
    update: Any


@dataclass(frozen=True, slots=True)
class ReviewParts:
    """The components of the review tab; `given` are those in which an op-ed is given, in the order of the
    ways to do so."""

    work: WorkParts
    way: Any
    given: list[Any]
    slug: Any


def memo_tab() -> MemoParts:
    """The form of a memo, and where it is shown."""
    html("memo-folded", elem_classes="folded-line")
    with gr.Group(elem_classes="form-part"):
        topic = field("Topic or question", "memo-topic", "What the memo is to be on")
        form_ = gr.Dropdown([], label="Format", elem_id="memo-format", allow_custom_value=True)
    about = html("memo-about", elem_classes="form-part")
    with gr.Group(elem_classes="form-part"):
        with gr.Row():
            decision = field(
                "Decision or options", "memo-decision", "Separate several options with semicolons"
            )
            deadline = field("Deadline", "memo-deadline", "By when a decision is needed")
        with gr.Row():
            to, sender = field("To", "memo-to"), field("From", "memo-from")
    with gr.Accordion(
        "More: position, jurisdiction, marking, page limit, documents",
        open=False,
        elem_id="memo-more",
        elem_classes="form-part",
    ):
        position = field("Our position", "memo-position")
        with gr.Row():
            jurisdiction = field(
                "Country or state", "memo-jurisdiction", "Whose law and public the memo is about"
            )
            marking = field("Marking", "memo-marking", "OFFICIAL")
            pages = field("Page limit", "memo-pages", "Empty: the format's limit")
        only = gr.Dropdown(
            [],
            multiselect=True,
            allow_custom_value=True,
            label="Use only these documents (empty = all)",
            elem_id="memo-only",
        )
    form = [topic, form_, to, sender, decision, deadline, position, jurisdiction, marking, pages, only]
    work = _work("memo", "Write the memo", form, MEMO_KINDS)
    with gr.Accordion("Open a memo on record, or bring it up to date", open=False, elem_id="memo-earlier"):
        record = field("Record of the memo", "memo-record", "The id at its foot")
        with gr.Row(elem_classes="begin"):
            open_ = gr.Button("Open it", elem_id="memo-open", scale=0, min_width=120)
            update = gr.Button("Bring it up to date", elem_id="memo-update", scale=0, min_width=190)
    return MemoParts(work, topic, form_, about, only, record, open_, update)


def review_tab() -> ReviewParts:
    """The form of a review, and where it is shown."""
    html("review-folded", elem_classes="folded-line")
    with gr.Group(elem_classes="form-part"):
        way = gr.Radio(list(WAYS), value=WAYS[0], label="The op-ed", elem_id="review-way")
        text = gr.Textbox(
            label="Op-ed text",
            lines=6,
            max_lines=14,
            elem_id="review-text",
            placeholder="Paste the article, headline first",
        )
        file = gr.File(label="File", elem_id="review-file", height=130, visible=False)
        address = field("Web address", "review-address", "https://…", visible=False)
        slug = gr.Dropdown(
            [], label="Document", elem_id="review-slug", allow_custom_value=True, visible=False
        )
        with gr.Row():
            date = field(
                "Publication date", "review-date", "YYYY-MM-DD; later changes show as updates, not errors"
            )
            author = field("Author", "review-author")
    with gr.Accordion(
        "For the response memo: title, to, from, position, marking",
        open=False,
        elem_id="review-more",
        elem_classes="form-part",
    ):
        title = field("Title of the op-ed (empty = its headline)", "review-title")
        with gr.Row():
            to, sender, marking = (
                field("To", "review-to"),
                field("From", "review-from"),
                field("Marking", "review-marking", "OFFICIAL"),
            )
        position = field("Our position", "review-position")
    given = [text, file, address, slug]
    form = [way, *given, title, author, date, to, sender, position, marking]
    return ReviewParts(_work("review", "Review the op-ed", form, REVIEW_KINDS), way, given, slug)


def verify_tab() -> WorkParts:
    """Where a memo's file is dropped or its text pasted, and what its check found."""
    html("verify-folded", elem_classes="folded-line")
    file = gr.File(
        label="Memo (Word, PDF, Markdown or text), from Pincite or not",
        file_types=list(READ),
        elem_id="verify-file",
        elem_classes="form-part",
        height=130,
    )
    text = gr.Textbox(
        label="Or its text",
        lines=4,
        max_lines=14,
        elem_id="verify-text",
        elem_classes="form-part",
        placeholder="Paste the memo with its notes, from Word or from a mail",
    )
    return _work("verify", "Check the memo", [file, text], VERIFY_KINDS)


def _work(name: str, begin: str, form: list[Any], kinds: Mapping[str, str]) -> WorkParts:
    """What stands below a form."""
    with gr.Row(elem_classes="begin"):
        start = gr.Button(
            begin, variant="primary", elem_id=f"{name}-start", elem_classes="starts", scale=0, min_width=190
        )
        stop = gr.Button("Stop", elem_id=f"{name}-stop", visible=False, scale=0, min_width=190)
    progress = html(f"{name}-progress", role="status", elem_classes="stands")
    with gr.Row(visible=False, elem_id=f"{name}-files", elem_classes="files") as row:
        files = [
            gr.DownloadButton(label, elem_id=f"{name}-{kind}", size="sm", scale=0, min_width=80)
            for kind, label in kinds.items()
        ]
    preview = html(f"{name}-preview", elem_classes="preview")
    return WorkParts(form, start, stop, progress, row, files, preview)
