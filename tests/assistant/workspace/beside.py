"""`python -m tests.assistant.workspace.beside HOME WHO COUNT`: what a server does for one person: questions
and uploads, one after the other."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from assistant.build import build_workspace
from assistant.settings import Settings, without_secrets
from assistant.workspace.conversation_store import Conversation
from ingest.confined import Limits, confining
from ingest.types import Reader


def main() -> None:
    """Ask and add, so many of each."""
    home, who, many = sys.argv[1], sys.argv[2], int(sys.argv[3])
    workspace, reader = build_workspace(Settings(home=home)), Reader(who, roles=frozenset({"librarian"}))
    folder = Path(tempfile.mkdtemp())
    with confining(Limits(environment=without_secrets())):
        for number in range(many):
            note = folder / f"{who}-{number}.txt"
            note.write_text(f"The toll of {who} at pier {number} is due on Monday.", encoding="utf-8")
            list(workspace.documents.upload([note], reader=reader))
            list(workspace.conversations.ask(workspace.visible_to(reader), Conversation(), "Is a toll due?"))


if __name__ == "__main__":
    main()
