"""The page as a program drives it: its listeners by their names, over HTTP, as a browser's script does."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx


class Page:
    """One page that a browser would have open, with its session."""

    def __init__(self, address: str, timeout_s: float = 60) -> None:
        self._http = httpx.Client(base_url=address, timeout=timeout_s, trust_env=False)
        self._session = uuid.uuid4().hex
        config = self._http.get("/config").json()
        self._numbers: dict[str, int] = {}
        for one in config["dependencies"]:
            self._numbers.setdefault(str(one["api_name"]), one["id"])

    def close(self) -> None:
        """Leave the page."""
        self._http.close()

    def press(self, name: str, *given: Any) -> list[Any]:
        """What a listener that is not queued gives."""
        told = self._http.post("/gradio_api/run/predict", json=self._call(name, given))
        told.raise_for_status()
        return list(told.json()["data"])

    def follow(self, name: str, *given: Any) -> Iterator[dict[str, Any]]:
        """What the queue says of a listener as it goes on, until it is over."""
        self._http.post("/gradio_api/queue/join", json=self._call(name, given)).raise_for_status()
        params = {"session_hash": self._session}
        with self._http.stream("GET", "/gradio_api/queue/data", params=params) as events:
            for line in events.iter_lines():
                if line.startswith("data:"):
                    yield (told := json.loads(line.removeprefix("data:")))
                    if told["msg"] in ("process_completed", "close_stream"):
                        return

    def tool(self, name: str, *given: Any) -> Any:
        """What a tool of the interface for other programs answers; None where it failed."""
        ended = [one for one in self.follow(name, *given) if one["msg"] == "process_completed"]
        data = ended[-1]["output"].get("data") if ended and ended[-1]["success"] else None
        return json.loads(data[0]) if data else None

    def ask(self, question: str, conversation: str = "") -> tuple[str, bool]:
        """The id of the conversation in which the question was asked, and whether its answer was shown
        whole."""
        self.press("ask_next", question, conversation, [], "Normal", False)
        ended = [*self.follow("grow")][-1]
        data = self.press("settle", conversation, "")
        return str(data[2]), bool(ended.get("success"))

    def upload(self, path: Path) -> bool:
        """Whether a file was put into the library, and that was shown."""
        with path.open("rb") as file:
            kept = self._http.post("/gradio_api/upload", files={"files": (path.name, file)}).json()
        given = [{"path": kept[0], "orig_name": path.name, "meta": {"_type": "gradio.FileData"}}]
        return bool([*self.follow("upload", given)][-1].get("success"))

    def _call(self, name: str, given: tuple[Any, ...]) -> dict[str, Any]:
        number = self._numbers[name]
        return {"fn_index": number, "data": list(given), "session_hash": self._session, "event_data": None}
