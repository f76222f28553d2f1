"""Has what the settings name watch: logs and traces. Metrics begin with the server that shows them."""

from __future__ import annotations

from assistant.settings import Settings


def begin(settings: Settings) -> None:
    """Begin to log and to trace, where that is asked for; nothing is loaded where it is not.

    Raises:
        UsageError: a setting is wrong, or the extra is not installed.
    """
    if settings.log:
        from assistant.watch.logs import log_as

        log_as(settings)
    if settings.traces:
        from assistant.watch.traces import trace_to

        trace_to(settings.traces)
