"""Settings → a ready assistant: the only place that picks implementations."""

from __future__ import annotations

from pathlib import Path

from assistant.answer.assistant import Assistant
from assistant.answer.chat_answer import Chat
from assistant.answer.record import Record
from assistant.lexicon.rules import load_rules
from assistant.memo.writer import MemoWriter
from assistant.models.chat import make_chat_model
from assistant.models.gguf_file import PREFIX, fitting_context
from assistant.models.protocol import choice
from assistant.render.english import WORDING
from assistant.render.memo_update import update_blocks
from assistant.render.pdf import body_pages
from assistant.review.reviewer import Reviewer
from assistant.settings import Settings, read_settings
from assistant.types import Manner
from assistant.workspace.documents import Limits
from assistant.workspace.memo_carry import carried
from assistant.workspace.space import Share
from assistant.workspace.workspace import Workspace
from ingest.embed import embedder_signature, make_embeddings
from ingest.entries import originals
from ingest.errors import LibraryError
from ingest.library import Library
from ingest.load.reach import ANYWHERE, reach_of


class NoLibrary(LibraryError):
    """There is no library at the home folder."""


def open_library(settings: Settings, home: Path | None = None, *, create: bool = False) -> Library:
    """The library at `home` (default: the settings'); made when `create` is set.

    Raises:
        NoLibrary: there is none, and it is not to be made.
    """
    home = home or settings.home_path
    if not create and not (home / "catalogue.sqlite3").exists() and not originals(home):
        raise NoLibrary(
            f"there is no library at {home}",
            hint="create one with `pincite ingest PATH`; choose its folder with --home DIR or PINCITE_HOME",
        )
    embeddings = make_embeddings(
        settings.embedder,
        models=settings.models,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
    )
    return Library(
        home,
        embeddings,
        embedder_signature(settings.embedder),
        chroma=settings.chroma,
        chroma_timeout_s=settings.chroma_timeout_s,
        lock_wait_s=settings.lock_wait_s,
    )


def open_assistant(home: str | Path = "") -> Assistant:
    """An assistant over the library in the folder `home` (default: the settings'), with the settings of the
    environment and of its `pincite.toml`.

    Raises:
        NoLibrary: there is none.
        UsageError: a setting is wrong.
    """
    return build_assistant(read_settings(home=str(home)))


def build_assistant(settings: Settings, *, strict: bool = False, library: Library | None = None) -> Assistant:
    """An assistant over the library (default: the one that the settings name); `strict` goes over the
    setting."""
    library = library or open_library(settings)
    return Assistant(
        library,
        load_rules(library.home),
        WORDING,
        models=settings.models,
        chat=build_chat(settings),
        manner=Manner(settings.answer_sentences, strict or bool(settings.strict)),
        settings=settings.digest,
        record=Record(library.home, settings.record_key),
    )


def build_writer(settings: Settings, assistant: Assistant) -> MemoWriter:
    """What writes memos from the assistant's library."""
    home = settings.home_path
    return MemoWriter(
        assistant.engine,
        home,
        body_pages,
        Record(home, settings.record_key),
        settings.digest,
        changes=update_blocks,
        carried=carried,
    )


def build_reviewer(settings: Settings, assistant: Assistant) -> Reviewer:
    """What holds op-eds against the assistant's library, and writes the responses."""
    writer = build_writer(settings, assistant)
    return Reviewer(assistant.engine, writer, writer.record, settings.digest)


def build_chat(settings: Settings) -> Chat | None:
    """The chat model that the settings name, or None.

    Raises:
        UsageError: a setting of it is wrong.
    """
    if not settings.chat_model:
        return None
    model = make_chat_model(
        settings.chat_model,
        api_key=settings.openai_api_key,
        base_url=settings.openai_base_url,
        timeout_s=settings.chat_timeout_s,
        context_tokens=settings.context_tokens,
    )
    name, context_tokens = settings.chat_model, settings.context_tokens
    if name.startswith(PREFIX):
        context_tokens = fitting_context(name, context_tokens)
        name = PREFIX + Path(name).name  # readers are not told of the machine's folders
    return Chat(
        model,
        name,
        base_url=settings.openai_base_url,
        protocol=choice(settings.chat_protocol),
        context_tokens=context_tokens,
        reply_tokens=settings.reply_tokens,
        budget=settings.answer_budget,
        timeout_s=settings.chat_timeout_s,
        price_input=settings.price_input,
        price_output=settings.price_output,
        judge=bool(settings.judge),
    )


def build_workspace(settings: Settings, *, at_terminal: bool = False) -> Workspace:
    """What a front end works with, over the home folder that the settings name; a library is made where there
    is none. It fetches from the public internet and what `PINCITE_FETCH_ALLOW` names, `at_terminal` from
    anywhere: whoever has a terminal has the machine."""
    library = open_library(settings, create=True)
    assistant = build_assistant(settings, library=library)
    reviewer = build_reviewer(settings, assistant)
    reach = ANYWHERE if at_terminal else reach_of(settings.fetch_allow)
    share = Share(settings.person_mb, settings.person_uploads, settings.free_mb)
    limits = Limits(settings.fetch_timeout_s, settings.max_fetch_mb * 1_000_000, reach, share)
    return Workspace(library, assistant, reviewer, Record(library.home, settings.record_key), limits)
