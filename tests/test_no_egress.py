"""Nothing is sent anywhere: programs run in a network of their own, and every packet that leaves it is heard,
whichever code has sent it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.installed import missing

pytestmark = pytest.mark.process

CHECKOUT = Path(__file__).resolve().parents[1]
APART = CHECKOUT / "tests" / "network" / "apart.py"
NOTE = "In 2025, 40 otters lived in the harbour of Ensenada."

SENDS = """
import ctypes, socket, struct
libc = ctypes.CDLL(None)
one = libc.socket(socket.AF_INET, socket.SOCK_DGRAM, 0)
to = struct.pack("=H", socket.AF_INET) + struct.pack("!H", 53) + socket.inet_aton("198.51.100.7") + bytes(8)
assert libc.sendto(one, b".....", 5, 0, to, 16) == 5
"""

TERMINAL = """
import subprocess, sys
from pathlib import Path
def pincite(*words, exits=0):
    done = subprocess.run([sys.executable, "-m", "assistant.cli", *words, "--home", "home"])
    assert done.returncode == exits, words
pincite("ingest", "otters.txt")
Path("op-ed.txt").write_text("There were 90 otters in the harbour of Ensenada in 2025.")
pincite("ask", "How many otters live in the harbour of Ensenada?")
pincite("memo", "The otters of Ensenada")
pincite("review", "op-ed.txt")
pincite("verify", "op-ed.txt", exits=3)
"""

PAGE = """
import asyncio, subprocess, sys, time
from pathlib import Path
import httpx
from eval.crowd import served
from examples.mcp_client import asked
QUESTION = "How many otters are there?"
subprocess.run([sys.executable, "-m", "assistant.cli", "ingest", "otters.txt", "--home", "home"], check=True)
with served(Path("home")) as address:
    assert httpx.get(address).status_code == 200
    def called(name, *given):
        call = f"{address}gradio_api/call/{name}"
        event = httpx.post(call, json={"data": given}).json()["event_id"]
        return httpx.get(f"{call}/{event}", timeout=60).text
    assert "40 otters" in called("ask", QUESTION, "", [])
    assert "sections" in called("memo", "The otters", "bluf", *[""] * 7, 0, "")
    assert asyncio.run(asked(QUESTION, address))[1]["status"] == "answered"
    time.sleep(12)  # onnxruntime reports to its maker nine seconds after it was loaded
"""

SLACK = """
import time
from pathlib import Path
from tests.slack.conftest import ALDER, NOTE, manifest_events, manifest_scopes
from tests.slack.notes import answered, workspace_of
from tests.slack.stand_in import StandIn
from tests.slack.test_slack_serve import started
home = workspace_of(Path.cwd() / "slack", {"alder.txt": NOTE}).library.home
with StandIn(scopes=manifest_scopes(), events=manifest_events()) as slack:
    with started(slack, home, Path(".")):
        slack.wait_connected()
        assert "3 May 2021" in answered(slack, slack.mention(ALDER))
        time.sleep(12)
"""


def sent(script: str, folder: Path) -> list[str]:
    """What a script sends beyond this machine, a line a packet; it runs in an interpreter of its own, in the
    folder, which is its home as well, without the guard of these tests."""
    for tool in ("unshare", "ip"):
        if not shutil.which(tool):
            missing(f"{tool} is not installed")
    apart = ["unshare", "--net"] if os.getuid() == 0 else ["unshare", "--net", "--map-root-user"]
    tried = subprocess.run(
        [*apart, "ip", "link", "add", "out", "type", "veth"], capture_output=True, check=False
    )
    if tried.returncode:
        pytest.skip("this kernel lets nobody make a network")
    report = folder / "report"
    (folder / "otters.txt").write_text(NOTE)
    told = {name: value for name, value in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    done = subprocess.run(
        [*apart, sys.executable, str(APART), str(report), sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=False,
        cwd=folder,
        env=told
        | {"HOME": str(folder), "PYTHONPATH": str(CHECKOUT), "XDG_CACHE_HOME": str(folder / ".cache")},
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
    return report.read_text().splitlines()


def test_what_native_code_sends_is_heard(tmp_path: Path) -> None:
    assert sent(SENDS, tmp_path) == ["198.51.100.7 protocol 17"]


@pytest.mark.model
@pytest.mark.parametrize("script", [TERMINAL, PAGE, SLACK], ids=["terminal", "page", "slack"])
def test_nothing_is_sent(tmp_path: Path, script: str) -> None:
    assert sent(script, tmp_path) == []
