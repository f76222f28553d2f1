from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from assistant.answer.record import Record
from assistant.workspace.documents import Documents
from ingest.types import OWNER, Reader
from tests.ingest.libraries import word_library

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]


def test_what_was_added_and_removed_is_on_record_with_who_did_it(home: Path, tmp_path: Path) -> None:
    (tmp_path / "ferry.txt").write_text("The ferry crosses at nine.")
    library = word_library(home)
    documents = Documents(library, record=Record(home))
    list(documents.upload([tmp_path / "ferry.txt"], reader=Reader("ann", roles=OWNER.roles)))
    gone = documents.take_out(library.whole(), ["ferry"])
    documents.put_back(library.visible_to(Reader("ben", roles=OWNER.roles)), gone)
    documents.tag(library.visible_to(Reader("eva", roles=OWNER.roles)), ["ferry"], add=["boats"])
    assert [(one["documents"][0]["outcome"], one["by"]) for one in Record(home).entries()] == [
        ("stored", "ann"),
        ("removed", "local"),
        ("put back", "ben"),
        ("tagged", "eva"),
    ]


def test_the_record_is_checked_listed_shown_and_exported(
    home: Path, tmp_path: Path, pincite: Pincite
) -> None:
    home.mkdir()
    record = Record(home)
    record.append({"answer": {"id": "abcdef12", "question": "When does the ferry cross?"}, "by": "ann"})
    record.append({"documents": [{"outcome": "stored", "slug": "ferry"}], "by": "ben"})
    assert "2 lines, the chain is whole" in pincite("record", "check", home=home).stdout
    listed = pincite("record", "list", home=home).stdout
    assert "ann" in listed and "When does the ferry cross?" in listed and "stored ferry" in listed
    assert '"abcdef12"' in pincite("record", "show", "abcd", home=home).stdout
    assert pincite("record", "show", "zzzz", home=home).returncode == 2
    assert pincite("record", "export", "--since", "yesterday", home=home).returncode == 2
    assert pincite("record", "export", tmp_path / "out.jsonl", home=home).returncode == 0
    lines = [json.loads(one) for one in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert [one["by"] for one in lines] == ["ann", "ben"]
    assert "exported" in pincite("record", "list", home=home).stdout
    path = home / "record.jsonl"
    shutil.copy(path, tmp_path / "before")
    path.write_text(path.read_text().replace("stored", "hidden"))
    done = pincite("record", "check", home=home)
    assert done.returncode == 1 and "line 2 was changed" in done.stdout
