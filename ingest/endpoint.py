"""OpenAI-compatible endpoints: what their client raises becomes ours, here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from ingest.errors import PinciteError, ServiceError, TemporaryServiceError

_REFUSES, _MAY_REFUSE = (400, 422), (404, 500, 501)  # the latter where what they say is of the form
_OF_FORM = re.compile(r"response_format|json_schema|grammar|\btools?\b|\bparameters\b", re.IGNORECASE)
_BRIEF = 300  # characters: some services send a whole page


@contextmanager
def service_errors(service: str, setting: str, address: str = "") -> Iterator[None]:
    """Map what goes wrong within to our errors; `service` is what the endpoint does, `setting` the variable
    that names its model, `address` where it is, if that is known.

    Raises:
        ServiceError: the endpoint refused, or answered in another shape.
        TemporaryServiceError: it may answer later.
    """
    import httpx
    import openai

    try:
        yield
    except openai.OpenAIError as error:
        raise service_error(error, service, setting) from error
    except (
        httpx.TransportError
    ) as error:  # a connection lost in the middle of an answer, and clients other than OpenAI's
        message = f"the {service} service{_at(error)} broke off its answer: {error}"
        raise TemporaryServiceError(message, hint="try again; nothing was stored or shown") from error
    except PinciteError:
        raise
    except Exception as error:  # what a client does with an answer of another shape, it does in many ways
        at = f" at {address}" if address else ""
        message = f"the {service} service{at} sent an answer that cannot be read: {_in_brief(str(error))}"
        raise ServiceError(
            message,
            hint=f"check {setting} and OPENAI_BASE_URL: something else may be at that address, such as a web"
            " page",
        ) from error


def service_error(error: Exception, service: str, setting: str) -> PinciteError:
    """Our error for one of `openai`'s."""
    import openai

    at, status = f"the {service} service{_at(error)}", getattr(error, "status_code", 0)
    said = _said(error)
    again = "try again; nothing was stored or shown"
    if isinstance(error, openai.APITimeoutError):
        return TemporaryServiceError(f"{at} did not answer in time", hint=again)
    if isinstance(error, openai.APIConnectionError):
        why = "" if said == "Connection error" else f": {said}"
        return TemporaryServiceError(f"{at} is not responding{why}", hint=again)
    if isinstance(error, openai.RateLimitError | openai.InternalServerError):
        return TemporaryServiceError(f"{at} did not answer ({status}): {said}", hint=again)
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ServiceError(
            f"{at} refused the key ({status}): {said}", hint="check OPENAI_API_KEY and OPENAI_BASE_URL"
        )
    hint = f"check {setting} and OPENAI_BASE_URL"
    if isinstance(error, openai.NotFoundError):
        return ServiceError(f"{at} has no such model, or is not there (404): {said}", hint=hint)
    return ServiceError(f"{at} failed{f' ({status})' if status else ''}: {said}", hint=hint)


def refuses_request(error: ServiceError) -> bool:
    """Whether an endpoint did not take what it was asked, which it may take in another form; a server that
    knows no such form may say so as a failure of its own."""
    cause = error.__cause__
    status = getattr(cause, "status_code", None)
    return status in _REFUSES or (status in _MAY_REFUSE and bool(_OF_FORM.search(str(cause))))


def _request(error: Exception) -> Any:
    """What the endpoint was asked, where that is known."""
    try:
        return getattr(error, "request", None)
    except RuntimeError:  # httpx's errors have none until it is set
        return None


def _at(error: Exception) -> str:
    """Which address was tried."""
    request = _request(error)
    if request is None:
        return ""
    return " at " + re.sub(r"/(chat/completions|embeddings|models)$", "", str(request.url).partition("?")[0])


def _said(error: Exception) -> str:
    """What an endpoint says, or why none answered, without the key that it was sent: some repeat it."""
    request, body = _request(error), getattr(error, "body", None)
    told = body.get("message") if isinstance(body, dict) else None
    said = str(told or (error.__cause__ if not hasattr(error, "status_code") else None) or error)
    key = request.headers.get("authorization", "").removeprefix("Bearer ") if request is not None else ""
    return _in_brief(said.replace(key, "…") if key else said).rstrip(".")


def _in_brief(said: str) -> str:
    """What was said, on one line and without the marks of a web page, as far as a reader reads."""
    line = " ".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", said, flags=re.DOTALL).split())
    return line if len(line) <= _BRIEF else line[: _BRIEF - 1].rstrip() + "…"
