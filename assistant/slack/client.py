"""Slack's Web API: a client that waits where Slack says so and repeats only what may be repeated, and Slack's
failures as ours."""

from __future__ import annotations

import logging
from http.client import HTTPException
from ssl import SSLError
from typing import Any
from urllib.error import URLError

from pydantic import SecretStr
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry import (
    ConnectionErrorRetryHandler,
    HttpRequest,
    RateLimitErrorRetryHandler,
    RetryHandler,
)
from slack_sdk.http_retry.builtin_handlers import ServerErrorRetryHandler
from slack_sdk.web import WebClient

from assistant.errors import unforeseen
from assistant.render.slack import wording
from ingest.errors import PinciteError, ServiceError, TemporaryServiceError

OUTSIDE = ("not_in_channel", "channel_not_found", "is_archived", "restricted_action")
"""Slack's words for that we may not write in a channel."""

FAILURES = (SlackClientError, URLError, TimeoutError, ConnectionError, SSLError, HTTPException)
"""What a call may raise: Slack's refusals, and what comes of the network."""

_TIMEOUT_S, _HASTY_TIMEOUT_S = 10, 3
_TRIES = 3
_WAITS = 10  # as often as Slack says to wait: in a burst it says so to many at once
# Whether these were done is not known when no answer comes, and done twice they show twice.
_NOT_TWICE = (
    "chat.postMessage",
    "chat.postEphemeral",
    "chat.startStream",
    "chat.appendStream",
    "chat.stopStream",
    "files.completeUploadExternal",
)
_BROKEN = (
    "fatal_error",
    "internal_error",
    "request_timeout",
    "service_unavailable",
)  # how Slack says so with status 200
_LATER = (
    "ratelimited",
    "streaming_state_conflict",
)  # the second until a stream that could not be ended is too old
_REFUSED = {
    "invalid_auth": "is not one that Slack knows",
    "not_authed": "is missing",
    "token_expired": "has expired",
    "token_revoked": "was revoked",
    "account_inactive": "belongs to an app that was removed",
    "not_allowed_token_type": "is of the other kind",
}


class Outside(ServiceError):
    """We may not write in the channel."""


class _OnceServerError(ServerErrorRetryHandler):
    def _can_retry(self, *, request: HttpRequest, **found: Any) -> bool:
        return not request.url.endswith(_NOT_TWICE) and super()._can_retry(request=request, **found)


class _OnceConnectionError(ConnectionErrorRetryHandler):
    def _can_retry(self, *, request: HttpRequest, **found: Any) -> bool:
        return not request.url.endswith(_NOT_TWICE) and super()._can_retry(request=request, **found)


def make_client(token: SecretStr, api: str, *, hasty: bool = False) -> WebClient:
    """A client of the Web API at the URL `api`; a `hasty` one tries once, for what is of no use later."""
    patient: list[RetryHandler] = [
        RateLimitErrorRetryHandler(max_retry_count=_WAITS),
        _OnceServerError(max_retry_count=_TRIES),
        _OnceConnectionError(max_retry_count=_TRIES),
    ]
    timeout = _HASTY_TIMEOUT_S if hasty else _TIMEOUT_S
    log = logging.getLogger("pincite.slack.api")
    return WebClient(
        token.get_secret_value(),
        base_url=api,
        timeout=timeout,
        retry_handlers=[] if hasty else patient,
        logger=log,
    )


def code_of(error: Exception) -> str:
    """Slack's word for why it refused a call; empty where the call did not reach it, or it broke down."""
    if not isinstance(error, SlackApiError) or error.response is None:
        return ""
    code = str(error.response.get("error") or "") if _status(error) < 500 else ""
    return "" if code in _BROKEN else code


def is_undecided(error: Exception) -> bool:
    """Whether the call may have been done all the same: no answer came, or a server's breakdown."""
    return (
        not isinstance(error, SlackApiError)
        or _status(error) >= 500
        or error.response.get("error") in _BROKEN
    )


def is_passing(error: Exception) -> bool:
    """Whether Slack takes nothing from us for now: it is not to be reached, or the token is to be set
    anew."""
    return is_undecided(error) or code_of(error) in ("ratelimited", *_REFUSED)


def _status(error: SlackApiError) -> int:
    return int(getattr(error.response, "status_code", 0) or 0)


def as_pincite_error(error: Exception) -> PinciteError:
    """Our error for any: what whoever asked is shown."""
    return (
        error
        if isinstance(error, PinciteError)
        else mapped(error)
        if isinstance(error, FAILURES)
        else unforeseen(error)
    )


def mapped(error: Exception, token: str = "SLACK_BOT_TOKEN") -> ServiceError:
    """Our error for one of `FAILURES`."""
    code = code_of(error)
    if code in OUTSIDE:
        return Outside(wording.outside(code), hint=wording.OUTSIDE_HINT)
    if code in _REFUSED:
        return ServiceError(
            f"Slack's token {_REFUSED[code]} ({code})",
            hint=f"Slack shows the current one on the app's page: set {token}",
        )
    if code == "missing_scope":
        needed = error.response.get("needed") if isinstance(error, SlackApiError) else ""
        return ServiceError(wording.lacking_scope(str(needed)), hint=wording.SCOPE_HINT)
    if code and code not in _LATER:
        return ServiceError(wording.refused(code), hint=wording.ADMIN_HINT)
    if isinstance(error, SlackApiError):  # what it says of itself holds the whole answer
        return TemporaryServiceError(wording.not_now(code or str(_status(error))), hint=wording.AGAIN)
    return TemporaryServiceError(wording.no_answer(f"{type(error).__name__}: {error}"), hint=wording.AGAIN)
