from __future__ import annotations

from pathlib import Path

import pytest

from assistant.workspace.access import ALONE, Access, may, read_access
from ingest.errors import UsageError

FILE = """
librarians = ["ana@office.example"]

[groups]
energy = ["ana@office.example", "*@energy.office.example"]
trade = ["bo@office.example"]

[channels]
C1 = ["energy", "trade"]
"""


def written(home: Path, text: str) -> Access:
    (home / "access.toml").write_text(text, encoding="utf-8")
    return read_access(home)


def test_without_a_file_nobody_is_in_a_group_and_nobody_may_share(tmp_path: Path) -> None:
    access = read_access(tmp_path)
    assert access.of("ana@office.example") == access.in_channel("C1") == frozenset()
    assert not may(access.reader("ana@office.example"), "share")


def test_an_address_is_in_the_groups_that_name_it_or_match_it(tmp_path: Path) -> None:
    access = written(tmp_path, FILE)
    assert access.of("Ana@Office.Example") == {"energy"}
    assert access.of("cy@energy.office.example") == {"energy"}
    assert access.of("bo@office.example") == {"trade"}
    assert access.of("bo@office.example.evil.example") == access.of("") == frozenset()


def test_a_channel_has_its_groups_and_others_none(tmp_path: Path) -> None:
    access = written(tmp_path, FILE)
    assert access.in_channel("C1") == {"energy", "trade"}
    assert access.in_channel("C2") == frozenset()


def test_librarians_may_share(tmp_path: Path) -> None:
    access = written(tmp_path, FILE)
    assert may(access.reader("ana@office.example"), "share")
    assert not any(may(access.reader(one), "share") for one in ("bo@office.example", ""))


def test_a_change_counts_at_once(tmp_path: Path) -> None:
    written(tmp_path, FILE)
    assert written(tmp_path, "librarians = []").of("ana@office.example") == frozenset()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[groups", "access.toml"),
        ("readers = []", "unknown key 'readers'"),
        ("groups = ['a']", "must be a table"),
        ("[groups]\nenergy = 'ana@office.example'", "groups.energy must be a list"),
        ("[channels]\nC1 = ['energy']", "'energy', which is missing"),
        (f"[groups]\n'{ALONE}C1:1' = []", "is not allowed as the name of a group"),
        ("librarians = [1]", "librarians must be a list"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(UsageError) as raised:
        written(tmp_path, text)
    assert (
        told in raised.value.message
        and "access.toml" in raised.value.message
        and "home folder" in raised.value.hint
    )
