"""Starts the web page."""

from __future__ import annotations

import threading
from collections.abc import Callable

from assistant.settings import Settings, silence
from assistant.workspace.workspace import Workspace


def serve(workspace: Workspace, settings: Settings, on_ready: Callable[[str], None]) -> None:
    """Serve the page until it is stopped; `on_ready` hears its address.

    Raises:
        UsageError: nobody signs in who reaches it from the network, the port is taken, or a TLS file cannot
        be read.
    """
    silence()
    from assistant.web.door import require_guarded
    from assistant.web.launch import launch, require_port
    from assistant.web.page import build_page

    require_guarded(settings)
    require_port(settings)
    threading.Thread(target=workspace.warm_up, name="warm up", daemon=True).start()
    page = build_page(workspace, settings)
    on_ready(launch(page, settings))
    page.block_thread()
