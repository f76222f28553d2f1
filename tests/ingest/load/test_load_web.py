from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from ingest.errors import FetchError, TemporaryFetchError
from ingest.load import load
from ingest.load.reach import ANYWHERE, reach_of
from ingest.load.web import fetch as fetch_from

fetch = partial(fetch_from, reach=reach_of("127.0.0.1:*"))


class Handler(BaseHTTPRequestHandler):
    tries: dict[str, int] = {}  # noqa: RUF012

    def do_GET(self) -> None:
        self.tries[self.path] = self.tries.get(self.path, 0) + 1
        first = self.tries[self.path] == 1
        if self.path in ("/moved", "/loop", "/ftp"):
            self.send_response(302)
            self.send_header(
                "Location", {"/moved": "/report", "/loop": "/loop", "/ftp": "ftp://127.0.0.1/x"}[self.path]
            )
            self.end_headers()
        elif self.path == "/gone":
            self.answer(404)
        elif self.path == "/busy" or (self.path == "/flaky" and first):
            self.answer(503)
        elif self.path == "/drip":
            self.drip()
        elif self.path == "/endless":
            self.drip(pause=0, size=50_000)
        else:
            time.sleep(1.0 if self.path == "/slow" else 0)
            named = (
                {"Content-Disposition": 'attachment; filename="memo v2.pdf"'} if self.path == "/named" else {}
            )
            self.answer(200, b"<html><body><p>A page of text.</p></body></html>", **named)

    def answer(self, status: int, body: bytes = b"", **headers: str) -> None:
        self.send_response(status)
        for key, value in {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Length": str(len(body)),
            **headers,
        }.items():
            self.send_header(key, value)
        self.end_headers()
        self.wfile.write(body)

    def drip(self, pause: float = 0.1, size: int = 10) -> None:
        self.send_response(200)
        self.end_headers()
        try:
            for _ in range(40):
                self.wfile.write(b"x" * size)
                time.sleep(pause)
        except OSError:
            pass

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_page_gets_a_suffix_from_its_media_type(site):
    found = fetch(f"{site}/report")
    assert (found.name, found.media_type, found.url) == (
        "report.html",
        "text/html; charset=utf-8",
        f"{site}/report",
    )
    assert load(found.data, name=found.name, media_type=found.media_type).text == "A page of text."
    assert fetch(f"{site}/a/b.html").name == "b.html"
    assert fetch(f"{site}/").name == "127.0.0.1.html"
    assert fetch(f"{site}/named").name == "memo v2.pdf"


def test_redirects_are_followed_but_not_for_ever(site):
    assert fetch(f"{site}/moved").url == f"{site}/report"
    with pytest.raises(FetchError, match="more than 5 redirects"):
        fetch(f"{site}/loop")
    with pytest.raises(FetchError, match="not http or https"):
        fetch(f"{site}/ftp")


def test_missing_pages_are_final(site):
    with pytest.raises(FetchError, match="404") as caught:
        fetch(f"{site}/gone")
    assert not caught.value.retryable and "check the address" in caught.value.hint
    assert Handler.tries["/gone"] == 1


def test_a_temporary_failure_is_tried_once_more(site):
    assert fetch(f"{site}/flaky").data
    with pytest.raises(TemporaryFetchError, match="503") as caught:
        fetch(f"{site}/busy")
    assert caught.value.retryable and Handler.tries["/busy"] == 2


def test_size_and_time_are_limited(site):
    with pytest.raises(FetchError, match="limit of 20 bytes"):
        fetch(f"{site}/report", max_bytes=20)
    with pytest.raises(FetchError, match="limit of 100,000 bytes"):
        fetch(f"{site}/endless", max_bytes=100_000)
    with pytest.raises(TemporaryFetchError, match="not answer in time"):
        fetch(f"{site}/slow", timeout_s=0.2)
    with pytest.raises(TemporaryFetchError, match="too slow"):
        fetch(f"{site}/drip", timeout_s=0.5)


def test_only_the_web_is_fetched():
    for url in ("file:///etc/passwd", "ftp://example.org/x", "example.org/x", "https://"):
        with pytest.raises(FetchError, match="only http and https"):
            fetch(url)
    with pytest.raises(TemporaryFetchError, match="could not connect"):
        fetch("http://127.0.0.1:9/x")


def test_nothing_inside_the_office_is_asked(site):
    before = dict(Handler.tries)
    with pytest.raises(FetchError, match="not an address of the public internet"):
        fetch_from(f"{site}/report")
    assert Handler.tries == before


def test_the_terminal_fetches_from_anywhere(site):
    assert fetch_from(f"{site}/report", reach=ANYWHERE).data
