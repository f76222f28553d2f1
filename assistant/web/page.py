"""The page: which listener hears what. The components are in `layout.py`, the listeners in `chat.py` and
`documents.py`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import gradio as gr

from assistant.settings import Settings
from assistant.web.chat import LENGTHS, ChatTab
from assistant.web.documents import LibraryTab
from assistant.web.errors import show_errors
from assistant.web.layout import Parts, lay_out
from assistant.web.layout_work import WorkParts
from assistant.web.made import MadeList
from assistant.web.memo import MemoTab
from assistant.web.review import ReviewTab
from assistant.web.tools import WORK_AT_ONCE, add_tools
from assistant.web.turns import Turns
from assistant.web.verify import Verifications
from assistant.workspace.workspace import Workspace

_HOUR = 3600  # seconds; what was uploaded and exported lies in Gradio's cache for a day at most
_QUICK: dict[str, Any] = {"queue": False, "show_progress": "hidden", "api_visibility": "private"}
# What shows a passing word, or what goes on, needs the connection of the queue.
_TELLING = _QUICK | {"queue": True, "concurrency_limit": None}
_ONE_BY_ONE = _QUICK | {
    "queue": True,
    "concurrency_limit": 1,
    "concurrency_id": "ingest",
    "trigger_mode": "multiple",
}
_PRESS_TAKEN = "() => requestAnimationFrame(() => document.querySelector('#taken').click())"
_LENGTH = "(length) => window.pincite.told('length', length)"
_Listener = Callable[[list[Any]], Any]
"""Has something begin a piece of work, which is shown on these components."""


def build_page(workspace: Workspace, settings: Settings) -> gr.Blocks:
    """The page over a workspace."""
    chat, documents = ChatTab(workspace, settings), LibraryTab(workspace, settings)
    with gr.Blocks(
        title="Pincite", analytics_enabled=False, fill_width=True, delete_cache=(_HOUR, 24 * _HOUR)
    ) as page:
        add_tools(workspace, settings)  # first, so that theirs are the plain names
        parts = lay_out(settings)
        shown = [
            parts.transcript,
            parts.listing,
            parts.name,
            parts.only,
            parts.exports,
            parts.as_markdown,
            parts.as_word,
            parts.send,
            parts.stop,
        ]
        growing = _hear_questions(parts, chat, shown)
        _hear_conversations(parts, chat, shown, growing)
        _hear_library(parts, chat, documents)
        turns, made = Turns(WORK_AT_ONCE), MadeList(workspace, settings)
        _hear_memo(parts, MemoTab(workspace, settings, turns), made, page)
        _hear_review(parts, ReviewTab(workspace, settings, turns), made, page)
        _hear_verify(parts, Verifications(workspace, settings, turns), made, page)
        _hear_made(parts, made, page)
        offered = [parts.memo.only, parts.review.slug]
        page.load(documents.offer, offered, offered, **_QUICK)
        page.load(documents.show, parts.only, [parts.shelf, parts.only, parts.news], **_QUICK).then(
            chat.load, None, shown, **_TELLING
        ).then(chat.load_greeting, parts.name, parts.transcript, **_QUICK).then(
            documents.restricted, parts.only, [parts.restricted, parts.collections], **_QUICK
        )
        page.load(chat.who, None, parts.who, **_QUICK)
        page.load(documents.offered, None, [parts.adding, parts.foot, parts.review.way], **_QUICK)
        manner = [parts.length, parts.strict]
        page.load(_manner, parts.manner, manner, **_QUICK)
        parts.length.change(None, parts.length, None, js=_LENGTH)
        gr.on([one.input for one in manner], lambda *chosen: list(chosen), manner, parts.manner, **_QUICK)
        page.load(chat.load_source, None, [parts.beside, parts.source], **_QUICK)
    show_errors(page)
    return page


def _hear_questions(parts: Parts, chat: ChatTab, shown: list[Any]) -> list[Any]:
    """Asking, what is done with an answer, and its sources. Returns the events by which an answer grows."""
    begun = [parts.transcript, parts.question, parts.send, parts.stop]
    given = [parts.name, parts.only, parts.length, parts.strict]
    asking = [
        gr.on(
            [parts.send.click, parts.question.submit],
            chat.ask_next,
            [parts.question, *given],
            begun,
            **_QUICK,
        ),
        *(
            pressed(chat.ask_pressed, given, begun, **_QUICK)
            for pressed in (parts.transcript.follow, parts.transcript.again, parts.begin.follow)
        ),
    ]
    growing = [
        then(chat.grow, None, [parts.transcript, parts.name], **_TELLING)
        for then in (parts.transcript.attach, *(one.then for one in asking))
    ]
    for answered in growing:
        for ended in (answered.success, answered.failure):
            ended(chat.settle, [parts.name, parts.words], shown, **_QUICK)
    parts.stop.click(chat.stop, None, parts.stop, **_QUICK)
    parts.transcript.hurry(chat.hurry, None, None, **_QUICK)
    parts.transcript.rate(chat.rate, parts.name, parts.transcript, **_TELLING)
    previews = [one.preview for one in (parts.memo.work, parts.review.work, parts.verify)]
    for pressed in (
        parts.source.go,
        *(one.open for one in (parts.transcript, parts.shelf, *previews)),
    ):  # `gr.on` takes no events of our own
        pressed(chat.open, None, [parts.beside, parts.source], **_QUICK)
    parts.source.shut(chat.shut, None, [parts.beside, parts.source], **_QUICK)
    parts.history.source(chat.open_address, None, [parts.beside, parts.source], **_QUICK)
    return growing


def _hear_conversations(parts: Parts, chat: ChatTab, shown: list[Any], growing: list[Any]) -> None:
    """The list of conversations. What leads elsewhere ends what is `growing`, of which a last word may be on
    its way to the page."""
    turning = _QUICK | {"cancels": growing}
    parts.new.click(chat.new, parts.words, shown, **turning).then(
        chat.greet, parts.name, parts.transcript, **_QUICK
    )
    parts.listing.pick(chat.pick, parts.words, shown, **turning)
    for led in (parts.new.click, parts.listing.pick):
        led(_to_chat, None, parts.tabs, **_QUICK)
    parts.history.shared(chat.back_to_shared, None, parts.transcript, **turning)
    parts.transcript.adopt(chat.adopt, parts.words, shown, **_QUICK)
    parts.transcript.publish(chat.publish, parts.name, parts.sharing, **_QUICK)
    parts.sharing.unshare(chat.unshare, parts.name, parts.sharing, **_QUICK)
    parts.sharing.unshown(lambda: "", None, parts.sharing, **_QUICK)
    parts.name.change(lambda: "", None, parts.sharing, **_QUICK)
    parts.history.conversation(chat.back, parts.words, shown, **turning)
    parts.listing.rename(chat.rename, [parts.name, parts.words], parts.listing, **_QUICK)
    parts.listing.delete(chat.delete, [parts.name, parts.words], shown, **_QUICK)
    for changed in (parts.words.change, parts.name.change):  # a question is listed while it is answered
        changed(chat.find, [parts.name, parts.words], parts.listing, **_QUICK)


def _hear_library(parts: Parts, chat: ChatTab, documents: LibraryTab) -> None:
    """Documents that come and go, and the restriction to some."""
    offered = [parts.memo.only, parts.review.slug]
    adding = [
        parts.files.upload(documents.upload, parts.files, [parts.reports, parts.files], **_ONE_BY_ONE),
        gr.on(
            [parts.fetch.click, parts.address.submit],
            documents.fetch,
            parts.address,
            [parts.reports, parts.address],
            **_ONE_BY_ONE,
        ),
        *(
            pressed(_to_library, None, parts.tabs, **_QUICK).then(
                documents.samples, None, parts.reports, **_ONE_BY_ONE
            )
            for pressed in (parts.transcript.samples, parts.shelf.samples)
        ),
    ]
    changing = [
        parts.shelf.remove(documents.remove, None, parts.told, **_QUICK),
        parts.told.restore(documents.restore, None, parts.told, **_QUICK),
        parts.shelf.tag(documents.tag, None, parts.told, **_QUICK),
        *(
            one.save(documents.edit, None, [parts.details, parts.told], **_QUICK)
            for one in (parts.details, parts.reports)
        ),
    ]
    for changed in (*adding, *changing):
        changed.then(documents.show, parts.only, [parts.shelf, parts.only, parts.news], **_QUICK).then(
            chat.refresh, parts.name, parts.transcript, **_QUICK
        ).then(documents.offer, offered, offered, **_QUICK).then(
            documents.restricted, parts.only, [parts.restricted, parts.collections], **_QUICK
        )
    for added in adding:
        added.then(documents.begin, None, parts.begin, **_QUICK)
    parts.transcript.library(_to_library, None, parts.tabs, **_QUICK)
    parts.shelf.details(documents.details, None, parts.details, **_QUICK)
    parts.shelf.search(documents.search, None, parts.found, **_QUICK)
    parts.details.keep(lambda: "", None, parts.details, **_QUICK)
    for one in (parts.shelf, parts.source):
        one.take(documents.take, None, parts.taken, **_QUICK).success(None, js=_PRESS_TAKEN)
    for one in (parts.shelf, parts.begin):
        one.only(documents.only, None, [parts.tabs, parts.only], **_QUICK)
    parts.begin.follow(_to_chat, None, parts.tabs, **_QUICK)
    parts.only.change(documents.restricted, parts.only, [parts.restricted, parts.collections], **_QUICK)
    parts.collections.collection(documents.choose, None, parts.only, **_QUICK)
    for one in (parts.restricted, parts.collections):
        one.all(lambda: gr.Dropdown(value=[]), None, parts.only, **_QUICK)


def _hear_memo(parts: Parts, memos: MemoTab, made: MadeList, page: gr.Blocks) -> None:
    """A memo that is asked for, section by section, brought up to date, opened, or worked on."""
    memo = parts.memo
    preview, named = memo.work.preview, [memo.record, memo.only]
    begins: list[_Listener] = [
        lambda shown: gr.on(
            [memo.update.click, memo.record.submit], memos.begin_update, named, shown, **_QUICK
        ),
        lambda shown: preview.save(memos.begin_save, None, shown, **_QUICK),
        lambda shown: preview.again(memos.begin_again, None, shown, **_QUICK),
        lambda shown: preview.remove(memos.begin_remove, None, shown, **_QUICK),
        lambda shown: preview.settle(memos.begin_settle, None, shown, **_QUICK),
        lambda shown: preview.move(memos.begin_move, None, shown, **_QUICK),
    ]
    done = _hear_work(parts, memo.work, memos, made, memo.topic.submit, begins=begins)
    for ended in done:
        ended.success(memos.last, None, [memo.record, *memo.work.form], **_QUICK)
    _hear_opened(
        memo.work,
        memos,
        page,
        (memo.open.click, memos.open_record, memo.record),
        (parts.history.memo, memos.open, None),
        (parts.made.memo, memos.open, None),
        (preview.pick, memos.open_version, None),
        also=[memo.record],
    )
    memo.format.change(memos.about, memo.format, memo.about, **_QUICK)
    page.load(memos.choices, None, memo.format, **_QUICK).then(memos.about, memo.format, memo.about, **_QUICK)


def _hear_review(parts: Parts, reviews: ReviewTab, made: MadeList, page: gr.Blocks) -> None:
    """An op-ed that is reviewed, and what a reader holds of its claims."""
    review = parts.review
    _hear_work(parts, review.work, reviews, made)
    pressed = parts.history.review, parts.made.review
    _hear_opened(review.work, reviews, page, *((one, reviews.open, None) for one in pressed))
    review.way.change(reviews.way, review.way, review.given, **_QUICK)
    review.work.preview.mark(reviews.mark, None, None, **_QUICK)


def _hear_verify(parts: Parts, checks: Verifications, made: MadeList, page: gr.Blocks) -> None:
    """A memo that is checked."""
    begins: list[_Listener] = [
        lambda shown: parts.verify.preview.mend(checks.mend, None, [*shown, *parts.verify.form], **_QUICK),
    ]
    _hear_work(parts, parts.verify, checks, made, begins=begins)
    pressed = parts.history.check, parts.made.check
    _hear_opened(parts.verify, checks, page, *((one, checks.open, None) for one in pressed))


def _hear_made(parts: Parts, made: MadeList, page: gr.Blocks) -> None:
    """The list of documents made, looked at again while something is under way."""
    listed = [parts.made, parts.made_clock]
    parts.made.seen(made.seen, None, listed, **_QUICK)
    parts.made.delete(made.delete, None, listed, **_QUICK)
    parts.made_clock.tick(made.show, None, listed, **_QUICK)
    page.load(made.show, None, listed, **_QUICK)


def _hear_work(
    parts: Parts,
    of: WorkParts,
    work: MemoTab | ReviewTab | Verifications,
    made: MadeList,
    *submits: Any,
    begins: Sequence[_Listener] = (),
) -> list[Any]:
    """A piece of work that is asked for with a form, or with what `begins` hears. Returns the events of its
    end."""
    begun = [of.progress, of.preview, of.row, of.start, of.stop]
    asked = gr.on([of.start.click, *submits], work.begin, of.form, begun, **_QUICK)
    tried = of.preview.example(work.example, None, of.form, **_QUICK).then(
        work.begin, of.form, begun, **_QUICK
    )
    of.stop.click(work.stop, None, of.stop, **_QUICK)
    return _followed(parts, of, work, made, [asked, tried, *(one(begun) for one in begins)])


def _hear_opened(
    of: WorkParts,
    work: MemoTab | ReviewTab | Verifications,
    page: gr.Blocks,
    *opens: Any,
    also: Sequence[Any] = (),
) -> None:
    """What was made before is shown as the page opens, and with what `opens` hears. What is under way is then
    followed, which the progress asks for (`script/work.js`)."""
    shown = [of.progress, of.preview, of.row, *of.files, of.start, of.stop, *also, *of.form]
    page.load(work.load, None, shown, **_QUICK)
    for one, listener, given in opens:
        one(listener, given, shown, **_QUICK)


def _followed(
    parts: Parts,
    of: WorkParts,
    work: MemoTab | ReviewTab | Verifications,
    made: MadeList,
    begun: Sequence[Any],
) -> list[Any]:
    """The work that has begun is shown until its end. Returns the events of its end."""
    ends, listed = [], [parts.made, parts.made_clock]
    for then in (of.progress.attach, *(one.then for one in begun)):
        done = then(
            work.follow,
            None,
            [of.progress, of.preview, of.row, *of.files],
            **_TELLING,
        )
        for ended in (done.success, done.failure):
            ended(work.settle, None, [of.start, of.stop], **_QUICK).then(made.show, None, listed, **_QUICK)
        ends.append(done)
    for one in begun:
        one.then(made.show, None, listed, **_QUICK)
    return ends


def _to_library() -> gr.Tabs:
    return gr.Tabs(selected="library")


def _to_chat() -> gr.Tabs:
    return gr.Tabs(selected="chat")


def _manner(kept: Any) -> tuple[Any, Any]:
    """The length and the strictness that a browser kept, where they are such: it may send anything, and what
    looks like a file Gradio would fetch for it."""
    match kept:
        case [str(length), bool(strict)] if length in LENGTHS:
            return length, strict
    return gr.skip(), gr.skip()
