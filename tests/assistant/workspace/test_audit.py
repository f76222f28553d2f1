"""What an auditor reads of the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.answer.record import Record
from assistant.answer.record_reading import summary
from assistant.settings import Settings
from assistant.workspace.access import RIGHTS
from assistant.workspace.accounts_store import accounts_of
from assistant.workspace.audit import Audit
from assistant.workspace.documents import Documents
from ingest.errors import NotAllowed
from ingest.types import Reader
from tests.ingest.libraries import word_library

HARBOUR = frozenset({"harbour"})


def test_an_auditor_reads_the_record_but_no_word_of_what_they_may_not_read(
    home: Path, tmp_path: Path
) -> None:
    library, record = word_library(home), Record(home)
    for name, labels in (("ferry", frozenset({"public"})), ("tolls", HARBOUR)):
        (tmp_path / f"{name}.txt").write_text(f"The {name} rose in 2021.")
        list(Documents(library, record=record).upload([tmp_path / f"{name}.txt"], access=labels))
    [tolls] = [one.slug for one in library.whole().sources if one.access == HARBOUR]
    for number, slug in enumerate(("ferry", tolls)):
        cited = {"id": f"a{number}", "question": f"How did {slug} rise?", "citations": [{"source": slug}]}
        record.append({"answer": cited, "by": "ana"})

    def told(reader: Reader) -> str:
        return str(Audit(record).entries(library.visible_to(reader)))

    seen = told(Reader("rita", roles=frozenset({"auditor"})))
    assert "How did ferry rise?" in seen and "'by': 'ana'" in seen and "a1" in seen
    assert "tolls" not in seen
    assert f"How did {tolls} rise?" in told(Reader("rita", HARBOUR, frozenset({"auditor"})))


@pytest.mark.parametrize("role", RIGHTS)
def test_who_may_read_the_record(home: Path, role: str) -> None:
    audit, view = Audit(Record(home)), word_library(home).visible_to(Reader("x", roles=frozenset({role})))
    if "audit" in RIGHTS[role]:
        assert audit.entries(view) == []
    else:
        with pytest.raises(NotAllowed):
            audit.entries(view)


def test_an_auditor_reads_who_signed_in(home: Path) -> None:
    library, record = word_library(home), Record(home)
    accounts_of(Settings(home=str(home)), record, by="terminal:root").add("ana", "four small ferries sail")
    accounts_of(Settings(home=str(home)), record).sign_in("ana", "four small ferries sail")
    made, entered = Audit(record).entries(library.visible_to(Reader("rita", roles=frozenset({"auditor"}))))
    assert (made["event"], made["name"], made["by"]) == ("account made", "ana", "terminal:root")
    assert (entered["event"], entered["how"], entered["by"]) == ("signed in", "password", "ana")
    assert "signed in ana password" in summary([*record.entries()][-1])
