"""OpenAI-compatible endpoints: what their client raises becomes ours, here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager

from ingest.errors import PinciteError, ServiceError, TemporaryServiceError

_REFUSES, _MAY_REFUSE = (400, 422), (404, 500, 501)  # the latter where what they say is of the form
_OF_FORM = re.compile(r"response_format|json_schema|grammar|\btools?\b|\bparameters\b", re.IGNORECASE)
_BRIEF = 300  # characters: some services send a whole page


@contextmanager
def service_errors(service: str, setting: str) -> Iterator[None]:
    """Map what goes wrong within to our errors; `service` is what the endpoint does, `setting` the variable
    that names its model.

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
        message = f"the {service} service broke off its answer: {error}"
        raise TemporaryServiceError(message, hint="try again; nothing was stored or shown") from error
    except PinciteError:
        raise
    except Exception as error:  # what a client does with an answer of another shape, it does in many ways
        message = f"the {service} service sent an answer that cannot be read: {_in_brief(str(error))}"
        raise ServiceError(
            message,
            hint=f"check {setting} and OPENAI_BASE_URL: something else may be at that address, such as a web"
            " page",
        ) from error


def service_error(error: Exception, service: str, setting: str) -> PinciteError:
    """Our error for one of `openai`'s."""
    import openai

    message = _without_key(error)
    temporary = (openai.APIConnectionError, openai.RateLimitError, openai.InternalServerError)
    if isinstance(error, temporary):
        return TemporaryServiceError(
            f"the {service} service did not answer: {message.rstrip('.')}",
            hint="try again; nothing was stored or shown",
        )
    if isinstance(error, openai.AuthenticationError | openai.PermissionDeniedError):
        return ServiceError(
            f"the {service} service refused the key: {message}",
            hint="check OPENAI_API_KEY and OPENAI_BASE_URL",
        )
    return ServiceError(
        f"the {service} service failed: {message}", hint=f"check {setting} and OPENAI_BASE_URL"
    )


def refuses_request(error: ServiceError) -> bool:
    """Whether an endpoint did not take what it was asked, which it may take in another form; a server that
    knows no such form may say so as a failure of its own."""
    cause = error.__cause__
    status = getattr(cause, "status_code", None)
    return status in _REFUSES or (status in _MAY_REFUSE and bool(_OF_FORM.search(str(cause))))


def _without_key(error: Exception) -> str:
    """What an endpoint says, without the key that it was sent: some repeat it."""
    request = getattr(error, "request", None)
    key = request.headers.get("authorization", "").removeprefix("Bearer ") if request is not None else ""
    return _in_brief(str(error).replace(key, "…") if key else str(error))


def _in_brief(said: str) -> str:
    """What was said, on one line and without the marks of a web page, as far as a reader reads."""
    line = " ".join(re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", said, flags=re.DOTALL).split())
    return line if len(line) <= _BRIEF else line[: _BRIEF - 1].rstrip() + "…"
