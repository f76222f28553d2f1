"""Processes that write to a home while it is backed up, and ones that are to be killed."""

from __future__ import annotations

import itertools
import uuid
from pathlib import Path

from assistant.answer.record import Record
from assistant.types import Answer
from assistant.workspace.backup import back_up, restore
from assistant.workspace.conversation_store import Conversation, ConversationStore, Exchange
from assistant.workspace.forgetting import forget_document
from assistant.workspace.serving import unserved
from ingest.folders import collect
from ingest.pipeline import ingest
from tests.ingest.libraries import word_library


def add_without_end(home: Path, folder: Path) -> None:
    """Store documents, replace some and remove others, until it is killed."""
    for number in itertools.count():
        path = folder / f"note-{number % 7}.md"
        text = f"# Note {number}\n\n" + f"The ferry {number} crosses the bay at nine. " * 30
        path.write_text(text)
        library = word_library(home)
        ingest(collect([str(path)]), library)
        if number % 5 == 4:
            with library.writing():
                library.remove(f"note-{number % 7}")
        library.close()


def ask_without_end(home: Path, user: str) -> None:
    """Put answers on record and into a conversation, until it is killed."""
    record, store, conversation = Record(home), ConversationStore(home), Conversation(title="On the ferry")
    while True:
        answer = Answer(uuid.uuid4().hex, "When?", "When?", "capabilities", notices=("At nine.",))
        record.append({"answer": answer.to_json(), "by": user})
        conversation = store.save(user, conversation.then(Exchange("When?", answer)))


def back_up_to(home: Path, to: Path) -> None:
    back_up(home, to)


def restore_to(archive: Path, home: Path) -> None:
    restore(archive, home)


def forget_in(home: Path, slug: str) -> None:
    library = word_library(home)
    with unserved(home), library.writing():
        forget_document(library, Record(home), slug, by="terminal:root")
    library.close()
