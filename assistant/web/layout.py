"""What stands on the page, and where; nothing here hears anything."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import gradio as gr

from assistant.settings import Settings
from assistant.web.chat import LENGTHS
from assistant.web.components import html, line
from assistant.web.foot import foot
from assistant.web.layout_work import MemoParts, ReviewParts, WorkParts, memo_tab, review_tab, verify_tab

_NEXT = (
    '<p id="next" role="status" hidden>Next: <span class="words"></span> '
    '<button type="button" class="quiet" data-act="drop" aria-label="Do not ask it">✕</button></p>'
)
"""Where a question stands that was sent while an answer was made."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The components that listeners read and write, and the conversation's id, empty before the first
    question; in the browser, so that it outlives a broken connection."""

    name: Any
    history: Any
    # beside the page
    new: Any
    words: Any
    listing: Any
    who: Any
    made: Any
    made_clock: Any
    # the chat
    tabs: Any
    transcript: Any
    restricted: Any
    collections: Any
    sharing: Any
    question: Any
    send: Any
    stop: Any
    length: Any
    strict: Any
    manner: Any
    foot: Any
    only: Any
    exports: Any
    as_markdown: Any
    as_word: Any
    # the work
    memo: MemoParts
    review: ReviewParts
    verify: WorkParts
    # the library
    adding: Any
    files: Any
    address: Any
    fetch: Any
    reports: Any
    told: Any
    begin: Any
    details: Any
    shelf: Any
    found: Any
    taken: Any
    news: Any
    # the source that is open
    beside: Any
    source: Any


def lay_out(settings: Settings) -> Parts:
    """Put the components into the page that is being built."""
    side = _side()
    with gr.Row(elem_id="desk"):
        with gr.Column(scale=3, min_width=320, elem_id="work"), gr.Tabs(elem_id="tabs") as tabs:
            with gr.Tab("Chat", id="chat"):
                chat = _chat(settings)
            with gr.Tab("Memo", id="memo"):
                memo = memo_tab()
            with gr.Tab("Review", id="review"):
                review = review_tab()
            with gr.Tab("Verify", id="verify"):
                verify = verify_tab()
            with gr.Tab("Library", id="library"):
                library = _library()
        with gr.Column(scale=2, min_width=320, visible=False, elem_id="beside") as beside:
            source = html("source")
    name = gr.Textbox("", visible=False)
    taken = gr.DownloadButton("Download", elem_id="taken", visible="hidden")
    return Parts(
        name=name,
        taken=taken,
        history=html("history"),
        news=html("news"),
        **side,
        tabs=tabs,
        **chat,
        memo=memo,
        review=review,
        verify=verify,
        **library,
        beside=beside,
        source=source,
    )


def _side() -> dict[str, Any]:
    with gr.Sidebar(label="Conversations", width=300, elem_id="side"):
        html("brand", "<p>Pincite</p>")
        new = gr.Button("New conversation", elem_id="new")
        words = line("Search conversations", "Search conversations", "find")
        side = {"new": new, "words": words, "listing": html("listing"), "who": html("who")}
        return side | {"made": html("made"), "made_clock": gr.Timer(3, active=False)}


def _chat(settings: Settings) -> dict[str, Any]:
    transcript = html("transcript", role="log")
    with gr.Group(elem_id="composer"):
        restricted, sharing = html("restricted"), html("sharing")
        html("waiting", _NEXT)
        with gr.Row(elem_id="ask-row"):
            question = line(
                "Your question", "Ask your documents", "question", max_lines=8, lines=1, autofocus=True
            )
            send = gr.Button("Ask", variant="primary", elem_id="send", scale=0, min_width=90)
            stop = gr.Button("Stop", elem_id="stop", visible=False, scale=0, min_width=90)
        below = html("foot", foot())
        with gr.Column(elem_id="panel-length"):
            length = gr.Radio(list(LENGTHS), value="Normal", label="Length")
            strict = gr.Checkbox(
                bool(settings.strict), label="Hide unsupported sentences (they are only counted)"
            )
        with gr.Column(elem_id="panel-documents"):
            collections = html("collections")
            only = gr.Dropdown(
                [],
                multiselect=True,
                allow_custom_value=True,
                label="Use only these documents (empty = all)",
                elem_id="only",
            )  # a page may still name a document that is gone; `Chat.ask` leaves it out
        with gr.Row(elem_id="panel-exports", visible=False) as exports:
            as_markdown = gr.DownloadButton("As Markdown", elem_id="as-markdown", size="sm", scale=0)
            as_word = gr.DownloadButton("As Word", elem_id="as-word", size="sm", scale=0)
    return {
        "transcript": transcript,
        "restricted": restricted,
        "collections": collections,
        "sharing": sharing,
        "question": question,
        "send": send,
        "stop": stop,
        "length": length,
        "manner": gr.BrowserState(
            ["Normal", bool(settings.strict)], storage_key="pincite-manner", secret="pincite"
        ),
        "strict": strict,
        "foot": below,
        "only": only,
        "exports": exports,
        "as_markdown": as_markdown,
        "as_word": as_word,
    }


def _library() -> dict[str, Any]:
    with gr.Row(elem_id="add-row") as adding:
        files = gr.File(
            label="Add documents", file_count="multiple", elem_id="files", height=56, show_label=False
        )
        address = line("Web address", "Or paste a web address", "address")
        fetch = gr.Button("Add", elem_id="fetch", scale=0, min_width=70)
    return {
        "adding": adding,
        "files": files,
        "address": address,
        "fetch": fetch,
        "reports": html("reports"),
        "begin": html("begin"),
        "told": html("told"),
        "details": html("details"),
        "shelf": html("shelf"),
        "found": html("found"),
    }
