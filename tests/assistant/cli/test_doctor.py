from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from ingest.private import open_to_others

Pincite = Callable[..., "subprocess.CompletedProcess[str]"]


def test_it_tells_what_is_wrong_and_mends_what_is_safe(
    bundled_home: Path, home: Path, pincite: Pincite
) -> None:
    shutil.copytree(bundled_home, home)
    assert pincite("doctor", "--repair", home=home).returncode == 0
    (home / "record.jsonl").open("ab").write(b"0123 {half a li")
    (home / "record.jsonl").chmod(0o644)
    min((home / "entries").iterdir()).unlink()
    told = pincite("doctor", "--json", home=home)
    wrong = {one["name"]: one["can_repair"] for one in json.loads(told.stdout) if one["wrong"]}
    assert told.returncode == 1 and wrong == {"record": True, "rights": True, "kept files": True}
    mended = pincite("doctor", "--repair", home=home)
    assert mended.returncode == 0 and "WRONG" not in mended.stdout, mended.stdout
    assert not open_to_others(home) and (home / "record.torn").exists()


def test_what_it_cannot_mend_stays_and_is_told(bundled_home: Path, home: Path, pincite: Pincite) -> None:
    shutil.copytree(bundled_home, home)
    for path in home.glob("catalogue.sqlite3*"):
        path.unlink()
    kept = {path.name for path in (home / "files").iterdir()}
    told = pincite("doctor", "--repair", home=home)
    assert told.returncode == 1 and "WRONG  catalogue" in told.stdout and "rebuild" in told.stdout
    assert {path.name for path in (home / "files").iterdir()} == kept
    assert pincite("doctor", home=home / "none").returncode == 2
