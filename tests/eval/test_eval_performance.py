import gzip
import json
from collections.abc import Sequence

import pytest

from eval.distractors import Distractors, foreign_document, large_library
from eval.measures import model_time, warm_asks
from eval.recorder import RecordingEmbeddings
from ingest.embed import LocalEmbeddings
from ingest.errors import UsageError
from ingest.models import OnnxModel
from ingest.passages import split_passages


@pytest.fixture
def folder(tmp_path):
    documents = tmp_path / "library" / "documents"
    documents.mkdir(parents=True)
    (documents / "pause.txt").write_text(
        "The additional duty on Mexican goods shall be paused until March 4, 2025.\n", encoding="utf-8"
    )
    return tmp_path / "library"


@pytest.fixture
def foreign(tmp_path):
    folder = tmp_path / "foreign"
    folder.mkdir()
    rows = [
        {
            "_id": f"r{i}",
            "title": "" if i % 2 else f"Town {i}",
            "text": f"The town number {i} has a bridge.\n\nIt crosses a river.",
        }
        for i in range(12)
    ]
    with gzip.open(folder / "towns.jsonl.gz", "wt", encoding="utf-8") as lines:
        lines.writelines(json.dumps(row) + "\n" for row in rows)
    return folder


def test_each_foreign_row_is_a_section_cut_to_its_first_words():
    document = foreign_document(
        [
            {"_id": "a", "title": "", "text": "one two\nthree"},
            {"_id": "b", "title": "The  B", "text": "four"},
        ],
        words=2,
    )
    assert document.text == "a\none two\nThe B\nfour\n"
    assert [(passage.heading, passage.text) for passage in split_passages(document, "s")] == [
        ("a", "a\none two"),
        ("The B", "The B\nfour"),
    ]


@pytest.mark.model
def test_a_large_library_holds_the_documents_and_the_limit_and_goes_on_where_it_stopped(
    folder, foreign, tmp_path
):
    assert large_library(folder, Distractors(foreign, 80, 10), tmp_path / "home") == 11
    assert large_library(folder, Distractors(foreign, 80, 10), tmp_path / "home") == 11
    asked = warm_asks(
        [tmp_path / "home"],
        ["Until when is the duty paused?", "Which town has a bridge?", "Who won in 1972?"],
        rounds=2,
    )
    (measure,) = asked.of
    assert measure.passages == 11
    assert len(measure.total_s) == len(measure.models_s) == 6
    assert all(0 < models < total for models, total in zip(measure.models_s, measure.total_s, strict=True))
    assert len(measure.first_s) == len(measure.first_models_s) == 4, "what is declined has no first sentence"
    assert asked.peak_mb is None or asked.peak_mb > 50


@pytest.mark.model
def test_a_folder_without_rows_is_named(folder, tmp_path):
    (tmp_path / "empty").mkdir()
    with pytest.raises(UsageError, match="empty"):
        large_library(folder, Distractors(tmp_path / "empty", 80, 10), tmp_path / "home")


@pytest.mark.model
def test_the_models_are_clocked_meanwhile_and_left_as_they_were():
    before = OnnxModel.outputs
    with model_time() as clock:
        vectors = LocalEmbeddings().embed_documents(["a bridge", "a river"])
    assert clock.seconds > 0
    assert OnnxModel.outputs is before
    assert vectors == LocalEmbeddings().embed_documents(["a bridge", "a river"])


@pytest.mark.model
def test_the_recorder_embeds_as_the_embedder_does_and_remembers():
    recorder = RecordingEmbeddings()
    batches: list[Sequence[int]] = []
    assert recorder.embed_documents(["a bridge"], batches.append) == LocalEmbeddings().embed_documents(
        ["a bridge"]
    )
    assert recorder.calls == [["a bridge"]]
    assert recorder.seconds > 0
    assert batches == [[0]]
