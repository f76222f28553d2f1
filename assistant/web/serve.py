"""Starts the web page, and stops it on a signal."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from types import FrameType

from assistant.settings import Settings, silence
from assistant.watch import happened, watch
from assistant.watch.logs import log_all
from assistant.workspace.workspace import Workspace


def serve(workspace: Workspace, settings: Settings, on_ready: Callable[[str], None]) -> None:
    """Serve the page until SIGINT or SIGTERM; `on_ready` hears its address. Answers that are under way then
    are finished, or kept as far as they have come.

    Raises:
        UsageError: nobody signs in who reaches it from the network, the port is taken, a TLS file cannot
        be read, or what metrics need is not installed.
    """
    silence()
    log_all()
    from assistant.web.door import require_guarded
    from assistant.web.launch import launch, require_port
    from assistant.web.page import build_page
    from assistant.web.probes import Probed
    from assistant.web.runs import end_all
    from assistant.workspace.readiness import Readiness

    require_guarded(settings)
    require_port(settings)
    stop = threading.Event()
    before = [(number, signal.signal(number, _setting(stop))) for number in (signal.SIGINT, signal.SIGTERM)]
    readiness = Readiness(workspace.library.answers, workspace.assistant.warm_up)
    threading.Thread(target=readiness.lacking, name="warm up", daemon=True).start()
    page = build_page(workspace, settings)
    probed = Probed(readiness.lacking, _metrics(workspace, settings))
    address = launch(page, settings, probed, workspace.library)
    happened("started", server="page")
    on_ready(address)
    stop.wait()
    happened("stopping", server="page")
    until = time.monotonic() + settings.stop_wait_s
    is_whole = end_all(settings.stop_wait_s)
    page.close(verbose=False)
    if not workspace.documents.finish(max(0.0, until - time.monotonic())):
        happened("stopped", server="page", outcome="cut off")
        sys.stdout.flush()
        os._exit(0)  # a document is half stored, which the next start sweeps; Python would wait for its end
    workspace.library.close()
    happened("stopped", server="page", outcome="whole" if is_whole else "cut off")
    for number, handler in before:
        signal.signal(number, handler)


def _setting(stop: threading.Event) -> Callable[[int, FrameType | None], None]:
    def on_signal(number: int, frame: FrameType | None) -> None:
        if stop.is_set():  # whoever asks again does not want to wait
            raise KeyboardInterrupt
        stop.set()

    return on_signal


def _metrics(workspace: Workspace, settings: Settings) -> Callable[[], bytes] | None:
    if not settings.metrics:
        return None
    from assistant.watch.metrics import Metrics

    metrics = Metrics(workspace.documents.count)
    watch(metrics)
    return metrics.text
