"""An embedding service that is at fault: whoever asks is told in time which it is."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from ingest.embed import OpenAIEmbeddings
from ingest.errors import ServiceError
from ingest.folders import collect
from ingest.library import Library
from ingest.pipeline import ingest
from tests.faults.service import FAULTS, Fault, service

pytestmark = pytest.mark.timeout(60)  # what hung would hang for ever

CALLS: dict[str, Callable[[OpenAIEmbeddings], object]] = {
    "question": lambda one: one.embed_query("When does the ferry sail?"),
    "documents": lambda one: one.embed_documents(["The ferry sails at nine.", "The pier is painted."]),
}


@pytest.mark.parametrize("call", CALLS.values(), ids=CALLS)
@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)
def test_a_service_at_fault_is_named_in_time(
    fault: Fault, call: Callable[[OpenAIEmbeddings], object]
) -> None:
    with service(fault) as odd:
        with pytest.raises(ServiceError, match="embedding service") as caught:
            call(OpenAIEmbeddings("m", base_url=f"{odd.url}/v1", timeout_s=0.4))
        assert odd.url in caught.value.message and caught.value.hint and odd.asked


def test_a_document_that_cannot_be_embedded_is_refused_and_not_half_stored(
    home: Path, tmp_path: Path
) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry sails at nine.")
    with service() as odd:
        embeddings = OpenAIEmbeddings("m", base_url=f"{odd.url}/v1", timeout_s=0.4)
        with closing(Library(home, embeddings, "openai:m")) as library:
            [report] = ingest(collect([str(tmp_path / "ferry.txt")]), library)
            assert report.outcome == "refused" and odd.url in report.reason
            assert library.visible_to().sources == ()
            assert library.visible_to().full_text("ferry", 5) == []
