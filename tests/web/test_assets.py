"""The files of Gradio's front end: asked for at once, and kept."""

from __future__ import annotations

import re

import gradio as gr
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from assistant.web.assets import FrontEnd, folder, preloads


@pytest.fixture
def client() -> TestClient:
    def page(_: object) -> HTMLResponse:
        return HTMLResponse("<html><head><title>Ferries</title></head><body>…</body></html>")

    def other(_: object) -> PlainTextResponse:
        return PlainTextResponse("</head>")

    app = Starlette(
        routes=[Route("/", page), Route("/plain/", other)],
        middleware=[Middleware(FrontEnd, head='<link rel="x">')],
    )
    return TestClient(app)


def test_a_page_names_the_scripts_that_its_components_need() -> None:
    with gr.Blocks() as small:
        gr.HTML()
    with gr.Blocks() as large:
        gr.HTML()
        gr.Dropdown()
    few, many = (re.findall(r'href="assets/([^"]+)"', preloads(one)) for one in (small, large))
    assert any(one.startswith("Blocks-") for one in few) and set(few) < set(many)
    assert all((folder() / one).is_file() for one in many)


def test_our_head_is_put_into_a_page_alone(client: TestClient) -> None:
    page = client.get("/")
    assert '<title>Ferries</title><link rel="x"></head>' in page.text
    assert int(page.headers["content-length"]) == len(page.content)
    assert client.get("/plain/").text == "</head>"


def test_a_file_whose_name_tells_its_content_is_kept_by_the_browser(client: TestClient) -> None:
    name = next(one.name for one in folder().glob("core-*.js"))
    sent = client.get(f"/assets/{name}")
    assert sent.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert sent.headers["content-encoding"] == "gzip" and sent.content == (folder() / name).read_bytes()
    plain = client.get(f"/assets/{name}", headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers and plain.content == sent.content
    assert client.get("/assets/nowhere-12345678.js").status_code == 404
    assert client.get("/assets/../index-12345678.js").status_code == 404
