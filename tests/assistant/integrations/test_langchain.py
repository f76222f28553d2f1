from __future__ import annotations

from pathlib import Path

from langchain_core.documents import Document
from langchain_core.runnables import RunnableLambda

from assistant.build import build_assistant
from assistant.integrations.langchain import LibraryRetriever
from assistant.query.filters import parse_restriction
from assistant.settings import Settings


def test_a_chain_takes_the_library_as_its_retriever(bundled_home: Path) -> None:
    assistant = build_assistant(Settings(home=str(bundled_home)))
    try:
        retriever = LibraryRetriever(
            assistant=assistant, limit=3, restriction=parse_restriction("source:fentanyl-deaths")
        )

        def first(documents: list[Document]) -> Document:
            return documents[0]

        found = (retriever | RunnableLambda(first)).invoke(
            "How many synthetic-opioid deaths were there in 2025?"
        )
        text = assistant.library.visible_to().text("fentanyl-deaths")
        assert found.metadata["source"] == "fentanyl-deaths" and found.metadata["date"]
        assert text[found.metadata["start"] : found.metadata["end"]] == found.page_content
        assert len(retriever.invoke("deaths")) <= 3
    finally:
        assistant.library.close()
