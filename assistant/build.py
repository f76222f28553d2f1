"""Settings → a ready assistant: the only place that picks implementations."""

from __future__ import annotations

from pathlib import Path

from assistant.answer import Assistant
from assistant.chat_model import make_chat_model
from assistant.settings import Settings
from ingest.embed import embedder_signature, make_embeddings
from ingest.errors import LibraryError
from ingest.library import Library


class NoLibrary(LibraryError):
    """There is no library at the home folder."""


def open_library(settings: Settings, home: Path | None = None, *, create: bool = False) -> Library:
    """The library at `home` (default: the settings'); made when `create` is set.

    Raises:
        NoLibrary: there is none, and it is not to be made.
    """
    home = home or settings.home_path
    if not create and not (home / "catalogue.sqlite3").exists():
        raise NoLibrary(f"there is no library at {home}", hint="`pincite ingest PATH` makes one; --home DIR or PINCITE_HOME says where")
    embeddings = make_embeddings(settings.embedder, models=settings.models, api_key=settings.openai_api_key, base_url=settings.openai_base_url)
    return Library(home, embeddings, embedder_signature(settings.embedder), chroma=settings.chroma, lock_wait_s=settings.lock_wait_s)


def build_assistant(settings: Settings) -> Assistant:
    """An assistant over the library that the settings name."""
    chat_model = None
    if settings.chat_model:
        chat_model = make_chat_model(settings.chat_model, api_key=settings.openai_api_key, base_url=settings.openai_base_url)
    return Assistant(
        open_library(settings), models=settings.models, chat_model=chat_model, answer_sentences=settings.answer_sentences, settings=settings.digest
    )
