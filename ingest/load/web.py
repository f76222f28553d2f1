"""Documents from the web: one GET with limits on time, size and redirects; httpx's errors become ours
here."""

from __future__ import annotations

import ipaddress
import re
import socket
import time
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import httpx

from ingest.errors import FetchError, TemporaryFetchError
from ingest.load import suffix_of, supported_suffixes

_REDIRECTS = 5
_BACK_OFF_S = 0.5  # long enough for a server that restarts a worker, short enough for somebody who waits
_AGENT = "Mozilla/5.0 (compatible; pincite/0.1)"
_REMEDY = {
    401: "the page asks for a login: save it in your browser and ingest the file",
    403: "the server refuses programs: save the page in your browser and ingest the file",
    404: "there is no such page: check the address",
    410: "the page was removed: look for it at web.archive.org",
    451: "the page is withheld for legal reasons",
}


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL gave: `name` has a suffix that `load` knows where the server told the type, `url` is the
    last after redirects."""

    data: bytes
    name: str
    media_type: str
    url: str


def fetch(
    url: str, *, timeout_s: float = 20, max_bytes: int = 50_000_000, is_public_only: bool = False
) -> Fetched:
    """GET `url`, within `timeout_s` seconds a try and `max_bytes`; a temporary failure is tried once more.
    With `is_public_only` no address inside an office's own network is asked, nor one that redirects to it.
    Raises `FetchError`."""
    if urlsplit(url).scheme.lower() not in ("http", "https") or not urlsplit(url).hostname:
        raise FetchError(
            f"{url}: only http and https addresses are supported",
            hint="give the address in full, such as https://example.gov/report.pdf",
        )
    try:
        return _fetch(url, timeout_s, max_bytes, is_public_only)
    except TemporaryFetchError:
        time.sleep(_BACK_OFF_S)
        return _fetch(url, timeout_s, max_bytes, is_public_only)


def _fetch(url: str, timeout_s: float, max_bytes: int, is_public_only: bool) -> Fetched:
    deadline = time.monotonic() + timeout_s
    hooks = {"request": [_require_public]} if is_public_only else {}
    try:
        with (
            httpx.Client(
                follow_redirects=True,
                max_redirects=_REDIRECTS,
                timeout=timeout_s,
                headers={"User-Agent": _AGENT},
                event_hooks=hooks,
            ) as client,
            client.stream("GET", url) as response,
        ):
            _check_status(url, response.status_code)
            return _fetched(url, response, deadline, max_bytes)
    except httpx.HTTPError as error:
        raise _mapped(url, error) from error
    except (httpx.InvalidURL, UnicodeError) as error:
        raise FetchError(f"{url}: not a valid address: {error}", hint="check the spelling") from None


def _fetched(url: str, response: httpx.Response, deadline: float, max_bytes: int) -> Fetched:
    announced = response.headers.get("Content-Length", "")
    if announced.isdigit() and int(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    data = bytearray()
    for chunk in response.iter_bytes():
        data += chunk
        if len(data) > max_bytes:
            raise _too_large(url, max_bytes)
        if time.monotonic() > deadline:
            raise TemporaryFetchError(
                f"{url}: the server is too slow: only {len(data):,} bytes arrived in time",
                hint="try again later",
            )
    media_type = response.headers.get("Content-Type", "")
    return Fetched(bytes(data), _name(response, media_type), media_type, str(response.url))


def _require_public(request: httpx.Request) -> None:
    """Refuse an address that is not on the public internet, at every redirect anew.

    Raises:
        FetchError: it is not, or its host is not known.
    """
    host = request.url.host
    try:
        found = {str(one[4][0]) for one in socket.getaddrinfo(host, None)}
    except OSError as error:
        raise TemporaryFetchError(f"{request.url}: no such host", hint="check the address") from error
    if not all(ipaddress.ip_address(one.split("%")[0]).is_global for one in found):
        raise FetchError(
            f"{request.url}: not an address of the public internet", hint="download it and give the file"
        )


def _too_large(url: str, max_bytes: int) -> FetchError:
    return FetchError(
        f"{url}: larger than the limit of {max_bytes:,} bytes",
        hint="download it and ingest the file, or a part of it",
    )


def _check_status(url: str, status: int) -> None:
    if status == 429 or status >= 500:
        raise TemporaryFetchError(f"{url}: the server answered {status}", hint="try again later")
    if status != 200:
        raise FetchError(
            f"{url}: the server answered {status}", hint=_REMEDY.get(status, "check the address in a browser")
        )


def _mapped(url: str, error: httpx.HTTPError) -> FetchError:
    """Our error for httpx's: what may pass is temporary, what lies in the address is not."""
    if isinstance(error, httpx.TimeoutException):
        return TemporaryFetchError(f"{url}: the server did not answer in time", hint="try again later")
    if isinstance(error, httpx.TooManyRedirects):
        return FetchError(
            f"{url}: more than {_REDIRECTS} redirects",
            hint="open it in a browser and use the address where it ends",
        )
    if isinstance(error, httpx.UnsupportedProtocol):
        return FetchError(
            f"{url}: leads to an address that is not http or https",
            hint="open it in a browser and use the address where it ends",
        )
    if isinstance(error, httpx.DecodingError):
        return FetchError(
            f"{url}: the answer cannot be decompressed", hint="download it in a browser and ingest the file"
        )
    return TemporaryFetchError(
        f"{url}: could not connect ({str(error) or type(error).__name__})",
        hint="check the address and the network, then try again",
    )


def _name(response: httpx.Response, media_type: str) -> str:
    """The file name that the server gives, or the last part of the path, with a suffix that goes with the
    media type."""
    given = re.search(
        r"filename\*?=(?:UTF-8'')?\"?([^\";]+)",
        response.headers.get("Content-Disposition", ""),
        re.IGNORECASE,
    )
    path = unquote(given[1] if given else response.url.path)
    name = PurePosixPath(path.replace("\\", "/")).name or response.url.host
    suffix = suffix_of(media_type)
    known = PurePosixPath(name).suffix.lower() in supported_suffixes()
    return name if known or not suffix else name + suffix
