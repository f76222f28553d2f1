"""The library as tools for other programs: Gradio's HTTP API, and MCP where it is installed. Each function's
docstring is what a caller reads."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any, cast

import gradio as gr

from assistant.memo.edit import edit_of, shown
from assistant.memo.types import MemoRequest
from assistant.query.filters import parse_restriction
from assistant.render.markdown import section_markdown
from assistant.render.verification import verification_json
from assistant.settings import Settings
from assistant.types import Turn
from assistant.verify.read import pasted
from assistant.verify.types import Verification
from assistant.web.reader import reader_of
from assistant.workspace.workspace import Workspace
from ingest.types import EVERYBODY, Reader
from ingest.view import View

_log = logging.getLogger(__name__)

ASK_AT_ONCE = 2
"""Answers made at the same time: the cores of a small machine. The others wait in the queue and see their
place."""

WORK_AT_ONCE = 1
"""Memos, reviews and checks made at the same time: they are long, and questions are to be answered
meanwhile."""


def add_tools(workspace: Workspace, settings: Settings) -> None:
    """Add the endpoints to the page that is being built."""

    def ask(
        question: str,
        sources: str = "",
        history: list[list[str]] | None = None,
        request: gr.Request | None = None,
    ) -> str:
        """Answer a question from the library's documents. Every sentence of the answer carries verbatim
        quotes and was checked against them; what failed the check is in `withheld`, what the documents lack
        in `missing`.

        Args:
            question: The question, in a sentence.
            sources: Restricts the documents, as in
            `kind:statute,title:fentanyl,publisher:treasury,since:2025-02-01,until:2025-12,source:SLUG`.
            history: Earlier turns, oldest first, each a pair of question and answer.

        Returns:
            JSON: id, status (answered, partial, abstained, capabilities, clarify), sentences with headings
            and the numbers of their citations, citations with source, page, place, offsets and quote, a table
            of figures, listed documents, readings to choose from, withheld sentences, missing.
        """
        turns = [Turn(*pair[:2]) for pair in history or []]
        answer = workspace.assistant.ask(
            question, turns, reader=_reader(request), restriction=parse_restriction(sources)
        )
        return _json(answer.to_json())

    def search(query: str, limit: int = 10, sources: str = "", request: gr.Request | None = None) -> str:
        """Find the passages of the library most relevant to a query.

        Args:
            query: What to look for.
            limit: How many passages, 1 to 200.
            sources: Restricts the documents, as in `ask`.

        Returns:
            JSON, the best passage first: source, page, place, start and end (offsets in the source's stored
            text), text, score.
        """
        hits = workspace.assistant.search(
            query,
            limit=max(1, min(limit, 200)),
            reader=_reader(request),
            restriction=parse_restriction(sources),
        )
        fields = ("source", "page", "place", "start", "end", "text")
        return _json(
            [{name: getattr(hit.passage, name) for name in fields} | {"score": hit.score} for hit in hits]
        )

    def sources(request: gr.Request | None = None) -> str:
        """List the documents of the library by date.

        Returns:
            JSON, a document each: slug, title, publisher, author, date, kind, number, stage, status, version
            (the day whose state of the text it gives), language, jurisdiction, url, page_count, tags.
        """
        fields = (
            *("slug", "title", "publisher", "author", "date", "kind", "number", "stage", "status", "version"),
            *("language", "jurisdiction", "url", "page_count", "tags"),
        )
        return _json(
            [
                {name: getattr(one, name) for name in fields}
                for one in workspace.visible_to(_reader(request)).sources
            ]
        )

    def memo(
        topic: str,
        format: str = "bluf",  # noqa: A002 (the name that other programs use)
        to: str = "",
        sender: str = "",
        deadline: str = "",
        decision: str = "",
        position: str = "",
        jurisdiction: str = "",
        marking: str = "",
        pages: int = 0,
        sources: str = "",
        request: gr.Request | None = None,
    ) -> str:
        """Write a briefing memo from the library's documents. Every fact in it carries verbatim quotes and
        was checked against them; what failed the check is in `withheld`, what the documents lack in `gaps`.
        It takes as long as several questions.

        Args:
            topic: The topic or the question.
            format: bluf, decision, information, one-pager, talking-points, hearing, submission, or a format
            of the office's own.
            to: Whom the memo is to.
            sender: Whom it is from.
            deadline: By when a decision is needed.
            decision: The decision sought; several options are divided by semicolons.
            position: The position already taken.
            jurisdiction: Whose law and public it is about.
            marking: What stands on every page, such as OFFICIAL.
            pages: The most pages of its body; 0 for the format's own limit.
            sources: Restricts the documents, as in `ask`.

        Returns:
            JSON: id, title, date, sections with their blocks and the numbers of their citations, citations
            with source, page, place, offsets and quote, gaps, withheld sentences, and findings, what a
            reviewer would send back.
        """
        asked = MemoRequest(
            topic, format, to, sender, deadline, decision, position, jurisdiction, marking, pages
        )
        made = workspace.memos.writer.write(
            asked, workspace.visible_to(_reader(request)).within(parse_restriction(sources))
        )
        return _json(made.memo.to_json())

    def memo_update(record: str, sources: str = "", request: gr.Request | None = None) -> str:
        """Bring a briefing memo up to date: the same assignment is written over today's documents, as a new
        version, and it is told of each sentence of the old one whether it stands, is gone or was overtaken.
        It takes as long as a memo.

        Args:
            record: The memo's id, or its first 8 characters or more.
            sources: Restricts the documents, as in `ask`; empty for the restriction of the old memo.

        Returns:
            JSON: the new memo as from `memo`, whose `replaces` names the old one, and `update`: counts, and
            changes with kind (stands, changed file, gone, overtaken, new), section, text, why, and the quotes
            that tell of it. What the reader may not see is told without its words.
        """
        made = workspace.memos.writer.update(
            record, workspace.visible_to(_reader(request)).within(parse_restriction(sources))
        )
        update = made.update.to_json() if made.update else None
        return _json({**made.memo.to_json(), "update": update})

    def memo_read(record: str, request: gr.Request | None = None) -> str:
        """Read a briefing memo on record, with the text of each section as it can be edited, and its
        versions.

        Args:
            record: The memo's id, or its first 8 characters or more.

        Returns:
            JSON: the memo as from `memo`, `texts`, a section each with number, heading and text (Markdown, in
            which [1] stands for note 1), and `versions`, newest first: id, at, replaces, counts of what
            changed, what was edited, and by whom.
        """
        view = workspace.visible_to(_reader(request))
        memo = workspace.memos.read(view, record).memo
        exported("a memo (JSON)", memo.id, {one.source for one in memo.citations}, view)
        texts = [
            {"number": number, "heading": one.heading, "text": section_markdown(one)}
            for number, one in enumerate(shown(memo.sections), start=1)
        ]
        versions = [asdict(one) for one in workspace.memos.versions(view, memo.id)]
        return _json({**memo.to_json(), "texts": texts, "versions": versions})

    def memo_edit(
        record: str,
        section: str,
        action: str = "text",
        text: str = "",
        after: str = "",
        request: gr.Request | None = None,
    ) -> str:
        """Work on one section of a briefing memo on record, as a new version of it. Every sentence that is
        new is checked as it is written: one that a quote bears out stands as a fact with that quote, advice
        and questions stand as ours, what no document tells is to be confirmed, and what the quotes that it
        cites do not bear out stands apart in `withheld`.

        Args:
            record: The memo's id, or its first 8 characters or more.
            section: The section, by its heading or its number; of one that is added, its heading. For `head`
            the line: subject, to, from, deadline, decision, position, jurisdiction or marking; for `settle`
            the point to be confirmed.
            action: text (the section gets this text), again (it is made anew from the documents), add
            (without text it is written from the documents, by its heading), remove, move, head (a line at the
            head gets this text), or settle (a point is confirmed, and no longer listed).
            text: The text in Markdown, in which [1] stands for note 1; a sentence without a number is looked
            up in the documents.
            after: The section after which it is added or moved, `top` for none.

        Returns:
            JSON: the new memo as from `memo`, whose `replaces` names the old one, and `edit`: what was done,
            and in `typed` each new sentence with its outcome (supported, own, to be confirmed, withheld),
            why, and the quote that bears it out or comes nearest.
        """
        asked = edit_of(action, section, text, after)
        return _json(workspace.memos.edit(workspace.visible_to(_reader(request)), record, [asked]).to_json())

    def verify(text: str, request: gr.Request | None = None) -> str:
        """Check a memo or any text against the library's documents, whoever wrote it: every quote letter by
        letter, every sentence against its notes, and which sentences state a fact without a source.

        Args:
            text: The text as it stands, with its notes: Markdown, or plain text with `[1]` and a list at the
            end.

        Returns:
            JSON: outcome (fails, unsourced, doubtful, nothing checked, holds) and the same in words, counts,
            findings with kind, sentence, place and what the source has instead, and every sentence.
        """
        view = workspace.visible_to(_reader(request))
        *_, verification = workspace.checks.verify(view, pasted(text))
        return _json(verification_json(cast(Verification, verification)))

    def record(since: str = "", until: str = "", request: gr.Request | None = None) -> str:
        """Read the record of what was done here, as an auditor may. Of documents that the caller may not read
        it tells nothing.

        Args:
            since: The first day, as YYYY-MM-DD; empty for all.
            until: The last day.

        Returns:
            JSON, oldest first, an entry each: at, kind (answer, memo, review, feedback, documents, exported,
            account), by (who), id, of (the question or the title), documents with outcome and slug; of an
            account event, name and how.
        """
        view = workspace.visible_to(_reader(request))
        entries = workspace.audit.entries(view, since, until)
        exported(f"the record, {len(entries)} entries", "", (), view)
        return _json(entries)

    def exported(what: str, name: str, rests: Iterable[str], view: View) -> None:
        for notice in workspace.record.keep_export(what, name, rests, view.reader.name):
            _log.error(notice)

    def _reader(request: gr.Request | None) -> Reader:
        return reader_of(request, settings) if request else EVERYBODY

    gr.api(ask, api_name="ask", concurrency_limit=ASK_AT_ONCE, concurrency_id="ask")
    gr.api(search, api_name="search", concurrency_limit=ASK_AT_ONCE, concurrency_id="ask")
    gr.api(sources, api_name="sources")
    gr.api(memo, api_name="memo", concurrency_limit=WORK_AT_ONCE, concurrency_id="work")
    gr.api(memo_update, api_name="memo_update", concurrency_limit=WORK_AT_ONCE, concurrency_id="work")
    gr.api(memo_read, api_name="memo_read")
    gr.api(memo_edit, api_name="memo_edit", concurrency_limit=WORK_AT_ONCE, concurrency_id="work")
    gr.api(record, api_name="record")
    gr.api(verify, api_name="verify", concurrency_limit=WORK_AT_ONCE, concurrency_id="work")


def _json(value: Any) -> str:
    """JSON as text: an MCP server of Gradio's would show an object as Python writes it."""
    return json.dumps(value, ensure_ascii=False)
