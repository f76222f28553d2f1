"""The library as a LangChain `BaseRetriever`, for chains and agents of other people."""

from __future__ import annotations

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import ConfigDict

from assistant.answer.assistant import Assistant
from ingest.types import EVERYBODY, EVERYTHING, Reader, Restriction


class LibraryRetriever(BaseRetriever):
    """Passages as LangChain documents; their metadata says where each stands: source, title, publisher, date,
    kind, url, page, start, end, place, score.

    Raises:
        EmptyQuestion, EmptyLibrary: as `Assistant.search` does.
    """

    model_config = ConfigDict(arbitrary_types_allowed=True)

    assistant: Assistant
    limit: int = 10
    reader: Reader = EVERYBODY
    restriction: Restriction = EVERYTHING

    def _get_relevant_documents(
        self, query: str, *, run_manager: CallbackManagerForRetrieverRun
    ) -> list[Document]:
        hits = self.assistant.search(
            query, limit=self.limit, reader=self.reader, restriction=self.restriction
        )
        view = self.assistant.library.visible_to(self.reader, self.restriction)
        found = []
        for hit in hits:
            passage, source = hit.passage, view.source(hit.passage.source)
            told = {name: getattr(source, name) for name in ("title", "publisher", "date", "kind", "url")}
            where = {"source": source.slug, "page": passage.page, "start": passage.start, "end": passage.end}
            where["place"] = passage.place
            found.append(Document(page_content=passage.text, metadata={**where, **told, "score": hit.score}))
        return found
