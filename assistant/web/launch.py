"""Puts the page on a port."""

from __future__ import annotations

import socket
import ssl
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import gradio as gr
from gradio_client import Client
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware

from assistant.answer.record import record_of
from assistant.render.html.paper import PAPER_CSS
from assistant.settings import Settings
from assistant.web.assets import FrontEnd, preloads
from assistant.web.bound import Bounds
from assistant.web.door import OURSELVES, Door
from assistant.web.probes import Probed, Probes
from assistant.web.sign_in import SignIn, require_installed
from assistant.web.words import words
from assistant.workspace.accounts_store import accounts_of
from ingest.errors import UsageError
from ingest.view import Readable

_HERE = Path(__file__).parent
STYLES = ("base", "frame", "chat", "source", "library", "work", "review", "verify", "made", "phone")
"""The files of `style/` in the order in which they count."""

_SMALL = 2_000  # bytes: less is sent as it is
_WAITING = 200  # pages that follow an answer or other work; one more is refused


def launch(
    page: gr.Blocks, settings: Settings, probes: Probed | None = None, library: Readable | None = None
) -> str:
    """Serve the page over a library in threads of its own, and what probes are to hear; returns its address.

    Raises:
        UsageError: the port is taken, or a TLS file cannot be read.
    """
    _require_tls(settings)
    has_mcp = find_spec("mcp") is not None
    if has_mcp:
        _name_ourselves()
    start = (_HERE / "start.js").read_text(encoding="utf-8")
    try:
        _, address, _ = page.queue(max_size=_WAITING).launch(
            server_name=settings.host,
            server_port=settings.port or _free_port(settings.host),
            root_path=settings.root_path or None,
            ssl_certfile=settings.tls_cert or None,
            ssl_keyfile=settings.tls_key or None,
            ssl_verify=False,
            prevent_thread_lock=True,
            max_threads=_WAITING,
            theme=_theme(),
            css_paths=[PAPER_CSS, *(_HERE / "style" / f"{name}.css" for name in STYLES)],
            head=f"<script>{script()}</script>",
            js=start,
            footer_links=[],
            i18n=words(),
            app_kwargs={
                "middleware": [
                    *_guards(settings),
                    *([Middleware(Probes, probed=probes, settings=settings)] if probes else []),
                    Middleware(GZipMiddleware, minimum_size=_SMALL),
                    Middleware(FrontEnd, head=preloads(page)),
                    Middleware(Bounds, settings=settings, library=library, record=record_of(settings)),
                ]
            },
            max_file_size=f"{settings.max_fetch_mb}mb",
            mcp_server=has_mcp,
            share=False,
            quiet=True,
            show_error=False,
            ssr_mode=False,
            enable_monitoring=False,
            run_history=False,
        )
    except OSError as error:
        raise _not_free(settings) from error
    return str(address)


def _guards(settings: Settings) -> list[Middleware]:
    """The door, and where people sign in what lets them."""
    if not (settings.sign_in or settings.user_header):
        return [Middleware(Door, settings=settings)]
    require_installed(settings)
    accounts = accounts_of(settings, record_of(settings))
    door = Middleware(Door, settings=settings, accounts=accounts)
    return [door, Middleware(SignIn, settings=settings, accounts=accounts)] if settings.sign_in else [door]


def require_port(settings: Settings) -> None:
    """Before models are loaded in a thread, which native code does not let end early.

    Raises:
        UsageError: the port is taken, or the address is not of this machine.
    """
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        socket.create_server((settings.host, settings.port), family=family).close()
    except OSError as error:
        raise _not_free(settings) from error


def _not_free(settings: Settings) -> UsageError:
    return UsageError(
        f"cannot listen on {settings.host}:{settings.port}: the port is in use, or the address is not of this"
        " machine",
        hint="choose another port with --port",
    )


def script() -> str:
    """What our components share, as one script: the files of `script/`, `press.js` first, in a scope of their
    own."""
    files = sorted((_HERE / "script").glob("*.js"), key=lambda one: (one.name != "press.js", one.name))
    return "(() => {" + "\n".join(one.read_text(encoding="utf-8") for one in files) + "})();"


def _name_ourselves() -> None:
    """Have the client by which Gradio's MCP server asks Gradio say that it is us."""
    import gradio.mcp

    gradio.mcp.Client = _our_client


def _our_client(*given: Any, headers: dict[str, str], **options: Any) -> Client:
    return Client(*given, headers={**headers, OURSELVES[0]: OURSELVES[1]}, **options)


def _require_tls(settings: Settings) -> None:
    """Gradio would only tell that no page came up.

    Raises:
        UsageError: the certificate or its key cannot be used.
    """
    if not settings.tls_cert and not settings.tls_key:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(
            settings.tls_cert, settings.tls_key or None
        )
    except OSError as error:  # SSLError is one
        named = f"PINCITE_TLS_CERT={settings.tls_cert} with PINCITE_TLS_KEY={settings.tls_key}"
        raise UsageError(
            f"{named} cannot be used: {error}",
            hint="both must name PEM files, and the key must belong to the certificate",
        ) from error


def _theme() -> gr.themes.Base:
    """Gradio's plainest, in fonts that are on the reader's machine and blues that stand out enough under
    white letters (AA)."""
    font, mono = (
        ["system-ui", "-apple-system", "Segoe UI", "Roboto", "sans-serif"],
        ["ui-monospace", "Menlo", "Consolas", "monospace"],
    )
    blues = {
        f"button_primary_{part}{dark}": f"*primary_{shade}"
        for part, shade in (
            ("background_fill", 700),
            ("border_color", 700),
            ("background_fill_hover", 800),
            ("border_color_hover", 800),
        )
        for dark in ("", "_dark")
    }
    return gr.themes.Base(font=font, font_mono=mono, primary_hue="blue", neutral_hue="slate").set(**blues)


def _free_port(host: str) -> int:
    """A port that nothing listens on; Gradio takes port 0 for a port."""
    with socket.create_server((host, 0)) as free:
        return int(free.getsockname()[1])
