"""What the chat's listeners do: read the event, call the workspace, render."""

from __future__ import annotations

import math
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import gradio as gr

from assistant.render.conversation_paper import conversation_paper
from assistant.render.docx.document import paper_docx
from assistant.render.html.conversations import conversations_html, signed_in_html
from assistant.render.html.notice import notice_html
from assistant.render.html.source import source_html
from assistant.render.html.transcript import sharing_html, transcript_html
from assistant.render.markdown import paper_markdown
from assistant.settings import Settings
from assistant.types import Manner
from assistant.web.asking import Asked, Asking, run_name
from assistant.web.bound import for_reader
from assistant.web.errors import as_sentences
from assistant.web.reader import reader_of, view_of
from assistant.web.tools import ASK_AT_ONCE
from assistant.workspace.access import may
from assistant.workspace.conversation_store import Conversation
from assistant.workspace.readable import readable
from assistant.workspace.source_view import view_source
from assistant.workspace.workspace import Workspace
from ingest.errors import PinciteError
from ingest.types import Reader
from ingest.view import View

LENGTHS = {"Short": 1 / 2, "Normal": 1.0, "Long": 5 / 3}
"""The lengths of an answer that a user may choose, as multiples of the setting's number of sentences."""

Updates = tuple[Any, ...]


class ChatTab:
    """The listeners of the chat over one workspace."""

    def __init__(self, workspace: Workspace, settings: Settings) -> None:
        self._workspace = workspace
        self._settings = settings
        self._asking = Asking(workspace, ASK_AT_ONCE)
        self._exports = tempfile.TemporaryDirectory(prefix="pincite-exports-")

    # Asking -------------------------------------------------------------------------------------------------

    def ask_next(
        self, question: str, name: str, only: list[str], length: str, strict: bool, request: gr.Request
    ) -> Updates:
        """Ask the question in the box."""
        return self._begin(question, -1, name, only, length, strict, request)

    def ask_pressed(
        self,
        name: str,
        only: list[str],
        length: str,
        strict: bool,
        event: gr.EventData,
        request: gr.Request,
    ) -> Updates:
        """Ask a question that was suggested; or one of the conversation, as it is edited or as it was, in
        whose place the answer comes, and of what followed it."""
        turn = int(getattr(event, "turn", -1))
        question = str(getattr(event, "question", "") or "")
        question = question or self._conversation(name, request).exchanges[turn].question
        return self._begin(question, turn, name, only, length, strict, request)

    def _begin(
        self,
        question: str,
        turn: int,
        name: str,
        only: list[str],
        length: str,
        strict: bool,
        request: gr.Request,
    ) -> Updates:
        """Have the question answered, and show it at once; nothing happens while the page waits for another
        answer."""
        if not question.strip() or self._asking.followed(request):
            return (*[gr.skip()] * 4,)
        conversation = replace(self._conversation(name, request), sources=tuple(only or ()))
        manner = Manner(math.ceil(LENGTHS[length] * self._settings.answer_sentences), strict)
        shown = self._asking.ask(Asked(self._view(request), question, conversation, turn, manner), request)
        return shown, "" if turn < 0 else gr.skip(), *self._asking.settle(request)

    def grow(self, request: gr.Request) -> Iterator[Updates]:
        """The answer that the page waits for, as it grows, and its conversation's id."""
        yield from self._asking.follow(request)

    def stop(self, request: gr.Request) -> Any:
        """End the answer with what it has."""
        return self._asking.stop(request)

    def hurry(self, request: gr.Request) -> None:
        """Wait no more for the chat model: the documents are quoted."""
        if run := self._asking.followed(request):
            run.work.is_hurried.set()

    def settle(self, name: str, words: str, request: gr.Request) -> Updates:
        """What stands around an answer once it is whole, or could not be begun."""
        nothing = (*[gr.skip()] * 9,)
        if self._asking.followed(request) or self._asking.has_turned(request):
            return nothing
        run = self._asking.latest(request)
        if run is None:
            found, notice = self._found(name, request)
            return self._shown(found, words, request, notice)
        grown = run.work.grown  # as it is kept, or with the reason why it could not be
        shown = self._transcript(grown, request), *self._around(grown, words, request)
        if self._asking.latest(request) is not run:  # the reader turned elsewhere meanwhile
            return nothing
        return *shown, *self._asking.settle(request)

    def rate(self, name: str, event: gr.EventData, request: gr.Request) -> str:
        """Put a thumb at an answer."""
        conversation = self._conversation(name, request)
        view = self._view(request)
        rated = self._workspace.conversations.rate(
            view.reader.name, conversation, event.answer, event.thumb, getattr(event, "note", "")
        )
        gr.Info(
            "Thanks, saved."
            if event.thumb == "up"
            else "Thanks, saved. It counts when the quality of answers is measured."
        )
        return transcript_html(readable(rated, view), **self._library(request))

    # Sharing ------------------------------------------------------------------------------------------------

    def publish(self, name: str, event: gr.EventData, request: gr.Request) -> str:
        """Share the conversation, or the answer that is named, and show its link."""
        share = self._workspace.shares.share(self._view(request), name, getattr(event, "answer", ""))
        return sharing_html(share)

    def unshare(self, name: str, event: gr.EventData, request: gr.Request) -> str:
        """Share the conversation, or the answer that is named, no more."""
        self._workspace.shares.stop(self._reader(request).name, name, getattr(event, "answer", ""))
        return ""

    def back_to_shared(self, event: gr.EventData, request: gr.Request) -> Any:
        """The shared conversation to which the history leads back."""
        return self._shared(event.s, request) if event.s else gr.skip()

    def adopt(self, words: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Go on with a copy of one's own of a shared conversation."""
        own = self._workspace.shares.copy(self._view(request), event.token)
        return self._shown(own, words, request)

    def _shared(self, token: str, request: gr.Request) -> str:
        view = self._view(request)
        try:
            shared = self._workspace.shares.read(view, token)
        except PinciteError as error:
            return self._transcript(Conversation(), request, as_sentences(error))
        return transcript_html(shared.conversation, documents=len(view.sources), shared=shared)

    # Sources ------------------------------------------------------------------------------------------------

    def open(self, event: gr.EventData, request: gr.Request) -> Updates:
        """Open a source beside the conversation, at the quote or at a page."""
        names = ("slug", "start", "end", "page", "sha", "form", "words")
        return self._opened(request, **{name: str(getattr(event, name, "") or "") for name in names})

    def load_source(self, request: gr.Request) -> Updates:
        """The source that the page's address names, as the page opens; nothing, where it names none."""
        return self._at_address(dict(request.query_params or {}), request)

    def open_address(self, event: gr.EventData, request: gr.Request) -> Updates:
        """The source to which the history leads back, or none."""
        named = {name: str(getattr(event, name, "") or "") for name in ("doc", "start", "end", "p")}
        return self._at_address(named, request) if named["doc"] else self.shut()

    def _at_address(self, named: Mapping[str, str], request: gr.Request) -> Updates:
        if not named.get("doc"):
            return gr.skip(), gr.skip()
        at = {"start": named.get("start", ""), "end": named.get("end", ""), "page": named.get("p", "")}
        return self._opened(request, named["doc"], **at)

    def _opened(
        self,
        request: gr.Request,
        slug: str,
        start: str = "",
        end: str = "",
        page: str = "",
        sha: str = "",
        form: str = "",
        words: str = "",
    ) -> Updates:
        """The source at a place, or at the words that are sought in it; what an address or a press says of
        it may be wrong."""
        first, last, shown_page = (int(one) if one.isdecimal() else 0 for one in (start, end, page))
        try:
            shown = view_source(
                self._view(request),
                slug,
                start=first,
                end=last,
                page=shown_page or None,
                sha256=sha,
                as_text=form == "text",
                sought=words.strip(),
            )
        except PinciteError as error:
            return gr.Column(visible=True), notice_html(error.message, error.hint)
        return gr.Column(visible=True), source_html(shown)

    def shut(self) -> Updates:
        """Close the source."""
        return gr.Column(visible=False), ""

    # Conversations ------------------------------------------------------------------------------------------

    def load(self, request: gr.Request) -> Updates:
        """The page as it opens: the conversation that its address names, or none."""
        asked = dict(request.query_params or {})
        conversation, notice = self._found(asked.get("c", ""), request)
        shown = self._shown(conversation, "", request, notice)
        if asked.get("s") and not asked.get("c"):
            return self._shared(asked["s"], request), *shown[1:]
        return shown

    def who(self, request: gr.Request) -> str:
        """Who is signed in, where somebody is."""
        reader = self._reader(request)
        may_leave = bool(self._settings.sign_in)
        return signed_in_html(reader.name, may_leave=may_leave) if reader.is_somebody else ""

    def greet(self, name: str, request: gr.Request) -> Any:
        """Questions to begin with, where none has been asked: they take a moment to find, and the page does
        not wait for them."""
        if name or self._asking.followed(request):
            return gr.skip()
        view = self._view(request)
        openers = self._workspace.assistant.openers(view) if view.sources else ()
        return transcript_html(Conversation(), **self._library(request), openers=openers)

    def load_greeting(self, name: str, request: gr.Request) -> Any:
        """As `greet`, as the page opens; what is said of a conversation that cannot be shown stays."""
        asked = dict(request.query_params or {})
        return gr.skip() if asked.get("c") or asked.get("s") else self.greet(name, request)

    def new(self, words: str, request: gr.Request) -> Updates:
        """An empty conversation."""
        return self._shown(Conversation(), words, request)

    def pick(self, words: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Go on with a conversation."""
        picked = self._conversation(event.id, request)
        return self._shown(picked, words, request)

    def back(self, words: str, event: gr.EventData, request: gr.Request) -> Updates:
        """The conversation to which the history leads back, or an empty one."""
        found, notice = self._found(event.c, request)
        return self._shown(found, words, request, notice)

    def rename(self, name: str, words: str, event: gr.EventData, request: gr.Request) -> str:
        """Give a conversation another title."""
        self._workspace.conversations.rename(self._reader(request).name, event.id, event.title)
        return self._listing(name, words, request)

    def delete(self, name: str, words: str, event: gr.EventData, request: gr.Request) -> Updates:
        """Delete a conversation; the one at hand gives way to an empty one."""
        self._workspace.conversations.delete(self._reader(request).name, event.id)
        if event.id != name:
            return gr.skip(), self._listing(name, words, request), *[gr.skip()] * 7
        return self._shown(Conversation(), words, request)

    def find(self, name: str, words: str, request: gr.Request) -> str:
        """The conversations that hold the words."""
        return self._listing(name, words, request)

    def refresh(self, name: str, request: gr.Request) -> Any:
        """The transcript after the library has changed."""
        return (
            gr.skip()
            if self._asking.followed(request)
            else self._transcript(self._conversation(name, request), request)
        )

    def _shown(
        self, conversation: Conversation, words: str, request: gr.Request, notice: str = ""
    ) -> Updates:
        """A conversation, and what stands around it; where an answer is being made in it, the page follows
        that."""
        run = self._asking.turn_to(request, run_name(self._reader(request).name, conversation.id))
        transcript = run.work.html(attaches=True) if run else self._transcript(conversation, request, notice)
        return transcript, *self._around(conversation, words, request), *self._asking.settle(request)

    def _around(self, conversation: Conversation, words: str, request: gr.Request) -> Updates:
        """The list of conversations, this one's id, its documents, and its files."""
        kept = conversation.id if conversation.exchanges else ""
        restriction = gr.Dropdown(value=list(conversation.sources)) if kept else gr.skip()
        listing = self._listing(kept, words, request)
        exports = self._exported(conversation, self._view(request))
        return listing, kept, restriction, gr.Row(visible=bool(kept)), *exports

    def _exported(self, conversation: Conversation, view: View) -> tuple[Any, Any]:
        """The conversation as files to download."""
        if not conversation.exchanges:
            return gr.DownloadButton(value=None), gr.DownloadButton(value=None)
        folder = Path(self._exports.name) / conversation.id
        folder.mkdir(parents=True, exist_ok=True)
        markdown, word = folder / "conversation.md", folder / "conversation.docx"
        paper = conversation_paper(conversation)
        markdown.write_text(paper_markdown(paper), encoding="utf-8")
        word.write_bytes(paper_docx(paper))
        quoted = {
            citation.source
            for exchange in conversation.exchanges
            if exchange.answer
            for citation in exchange.answer.citations
        }
        for file in (markdown, word):
            for_reader(file, view, quoted, what=f"a conversation ({file.suffix})", of=conversation.id)
        return gr.DownloadButton(value=str(markdown)), gr.DownloadButton(value=str(word))

    def _transcript(self, conversation: Conversation, request: gr.Request, notice: str = "") -> str:
        return transcript_html(conversation, **self._library(request), notice=notice)

    def _library(self, request: gr.Request) -> dict[str, Any]:
        """How many documents there are, and whether more can be added."""
        view = self._view(request)
        return {"documents": len(view.sources), "may_add": may(view.reader, "add")}

    def _listing(self, current: str, words: str, request: gr.Request) -> str:
        return conversations_html(
            self._workspace.conversations.found(self._view(request), words), current, words
        )

    def _conversation(self, name: str, request: gr.Request) -> Conversation:
        return self._workspace.conversations.readable(self._view(request), name) if name else Conversation()

    def _found(self, name: str, request: gr.Request) -> tuple[Conversation, str]:
        """The conversation; or a new one, and a notice on why. The notice stands in the transcript, since
        Gradio's own are lost where a listener is not queued."""
        try:
            return self._conversation(name, request), ""
        except PinciteError as error:
            return Conversation(), as_sentences(error)

    def _reader(self, request: gr.Request) -> Reader:
        return reader_of(request, self._settings)

    def _view(self, request: gr.Request) -> View:
        return view_of(request, self._workspace, self._settings)
