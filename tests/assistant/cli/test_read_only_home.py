"""A home on a disk that nobody may write to is asked, searched, written from, checked, backed up and
served."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from ingest.private import make_private
from tests.installed import missing

CHECKOUT = Path(__file__).resolve().parents[3]
pytestmark = [pytest.mark.model, pytest.mark.process]

# Run where the home is mounted read-only: each command's exit status and what it said.
LOOK = """
import json, sys
from pathlib import Path
from gradio_client import Client
from eval.crowd import served
from tests.commands import pincite_here
home, elsewhere = Path(sys.argv[1]), Path(sys.argv[2])
commands = {
    "ask": ("ask", "What tariffs were imposed on Mexico?"),
    "search": ("search", "tariffs"),
    "memo": ("memo", "Tariffs on Mexico"),
    "check": ("record", "check"),
    "replay": ("record", "replay", "a1"),
    "doctor": ("doctor",),
    "backup": ("backup", elsewhere / "backup.zip"),
    "restore": ("restore", elsewhere / "backup.zip", "--home", elsewhere / "new"),
    "remove": ("library", "remove", "fentanyl-deaths"),
    "forget": ("forget", "fentanyl-deaths", "--yes"),
}
found = {}
for name, command in commands.items():
    done = pincite_here(*command, home=None if name == "restore" else home)
    found[name] = [done.returncode, done.stdout, done.stderr]
with served(home) as address:
    client = Client(address, verbose=False)
    question = commands["ask"][1]
    found["served"] = [0, client.predict(question=question, api_name="/ask"), ""]
print(json.dumps(found))
"""
MOUNTED = (
    'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && ! touch "$1/x" 2>/dev/null && exec "${@:2}"'
)


def test_it_is_read_and_says_so_where_it_would_be_changed(bundled_home: Path, tmp_path: Path) -> None:
    home = Path(shutil.copytree(bundled_home, tmp_path / "home"))
    (home / "memos").mkdir(exist_ok=True)  # as after a first memo
    make_private(home, whole=True)
    namespace = ["unshare", "--mount", "--map-root-user", "bash", "-c", MOUNTED, "bash", str(home)]
    if (
        not shutil.which("unshare")
        or subprocess.run([*namespace, "true"], capture_output=True, check=False).returncode
    ):
        missing("no folder can be mounted read-only here: unshare --mount")
    done = subprocess.run(
        [*namespace, sys.executable, "-c", LOOK, str(home), str(tmp_path)],
        capture_output=True,
        text=True,
        cwd=CHECKOUT,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout.splitlines()[-1])
    statuses = {name: status for name, (status, _, _) in found.items()}
    refused = {"remove": 1, "forget": 1, "replay": 2}
    assert statuses == dict.fromkeys(found, 0) | refused, found
    assert "25 percent" in found["ask"][1] or "10 percent" in found["ask"][1]
    assert "# " in found["memo"][1] and "chain is whole" in found["check"][1]
    assert "read and asked, but not changed" in found["remove"][2]
    assert json.loads(found["served"][1])["sentences"]
