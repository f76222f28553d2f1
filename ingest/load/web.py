"""Documents from the web: one GET with limits on time, size, redirects and whom it reaches; httpx's errors
become ours here."""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any, cast
from urllib.parse import unquote, urlsplit
from urllib.request import getproxies

import httpcore
import httpx

from ingest.errors import FetchError, TemporaryFetchError
from ingest.load import suffix_of, supported_suffixes
from ingest.load.reach import PUBLIC, Clock, Reach, Refused, Wire

_REDIRECTS = 5
_BACK_OFF_S = 0.5  # long enough for a server that restarts a worker, short enough for somebody who waits
_DIGITS = 18  # of a length that is a length
_HEADERS = {
    "User-Agent": "Mozilla/5.0 (compatible; pincite/0.1)",
    "Accept-Encoding": "gzip, deflate",  # what can be unpacked a piece at a time
}
_WIRE_FAILS = (
    httpcore.TimeoutException,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
)
_REFUSED = "{}: not an address of the public internet that can be reached"
_REFUSED_HINT = (
    "check the spelling; what is inside the office, download and give the file, or have it allowed"
    " (PINCITE_FETCH_ALLOW)"
)
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


def fetch(url: str, *, timeout_s: float = 20, max_bytes: int = 50_000_000, reach: Reach = PUBLIC) -> Fetched:
    """GET `url`, within `timeout_s` seconds a try and `max_bytes`; a temporary failure is tried once more.
    Nobody but whom `reach` lets be reached is asked, also where a page leads on. Raises `FetchError`."""
    try:
        is_web = urlsplit(url).scheme.lower() in ("http", "https") and bool(urlsplit(url).hostname)
    except ValueError as error:
        raise _no_address(url, error) from None
    if not is_web:
        raise FetchError(
            f"{url}: only http and https addresses are supported",
            hint="give the address in full, such as https://example.gov/report.pdf",
        )
    try:
        return _fetch(url, timeout_s, max_bytes, reach)
    except TemporaryFetchError:
        time.sleep(_BACK_OFF_S)
        return _fetch(url, timeout_s, max_bytes, reach)


def _fetch(url: str, timeout_s: float, max_bytes: int, reach: Reach) -> Fetched:
    clock = Clock(timeout_s)
    # Through a proxy it is the proxy that calls: only who may reach everything is sent there.
    wire = None if reach.is_anywhere and getproxies() else Wire(reach, clock)
    try:
        with httpx.Client(transport=wire, timeout=timeout_s, headers=_HEADERS) as client:
            request = client.build_request("GET", url)
            for _ in range(_REDIRECTS + 1):
                response = client.send(request, stream=True)
                try:
                    # The body of a page that only leads on is not read: nothing bounds it.
                    if response.next_request is None:
                        _check_status(url, response.status_code)
                        return _fetched(url, response, clock, max_bytes)
                    request = response.next_request
                finally:
                    response.close()
    except Refused:
        raise FetchError(_REFUSED.format(url), hint=_REFUSED_HINT) from None
    except (httpx.HTTPError, *_WIRE_FAILS) as error:
        raise _mapped(url, error) from error
    except (httpx.InvalidURL, ValueError) as error:
        raise _no_address(url, error) from None
    raise FetchError(
        f"{url}: more than {_REDIRECTS} redirects",
        hint="open it in a browser and use the address where it ends",
    )


def _fetched(url: str, response: httpx.Response, clock: Clock, max_bytes: int) -> Fetched:
    announced = response.headers.get("Content-Length", "")
    if announced.isdecimal() and len(announced) < _DIGITS and int(announced) > max_bytes:
        raise _too_large(url, max_bytes)
    data, came = bytearray(), 0
    unpack = _unpacker(url, response.headers.get("Content-Encoding", ""))
    try:
        for chunk in response.iter_raw():
            came += len(chunk)
            data += unpack(chunk, max_bytes + 1 - len(data))
            if len(data) > max_bytes or came > max_bytes:
                raise _too_large(url, max_bytes)
            clock.left()
    except (httpx.TimeoutException, httpcore.TimeoutException):
        raise TemporaryFetchError(
            f"{url}: the server is too slow: only {len(data):,} bytes arrived in time",
            hint="try again later",
        ) from None
    media_type = response.headers.get("Content-Type", "")
    return Fetched(bytes(data), _name(response, media_type), media_type, str(response.url))


def _unpacker(url: str, encoding: str) -> Callable[[bytes, int], bytes]:
    """What unpacks the pieces of a body, each to no more bytes than are wanted."""
    encoding = encoding.strip().lower()
    if encoding in ("", "identity"):
        return lambda chunk, _: chunk
    if encoding not in ("gzip", "x-gzip", "deflate"):
        raise _unpackable(url)
    unzip: Any = None

    def unpack(chunk: bytes, most: int) -> bytes:
        nonlocal unzip
        if not chunk:
            return b""
        if unzip is None:  # some servers send what they call deflate without its head
            is_bare = encoding == "deflate" and chunk[0] & 0x0F != zlib.DEFLATED
            unzip = zlib.decompressobj(-zlib.MAX_WBITS if is_bare else zlib.MAX_WBITS | 32)
        try:
            return cast("bytes", unzip.decompress(chunk, most))
        except zlib.error:
            raise _unpackable(url) from None

    return unpack


def _unpackable(url: str) -> FetchError:
    return FetchError(
        f"{url}: the answer cannot be decompressed", hint="download it in a browser and ingest the file"
    )


def _no_address(url: str, error: Exception) -> FetchError:
    return FetchError(f"{url}: not a valid address: {error}", hint="check the spelling")


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


def _mapped(url: str, error: Exception) -> FetchError:
    """Our error for one of the connection: what may pass is temporary, what lies in the address is not."""
    if isinstance(error, (httpx.TimeoutException, httpcore.TimeoutException)):
        return TemporaryFetchError(f"{url}: the server did not answer in time", hint="try again later")
    if isinstance(error, (httpx.UnsupportedProtocol, httpcore.UnsupportedProtocol)):
        return FetchError(
            f"{url}: leads to an address that is not http or https",
            hint="open it in a browser and use the address where it ends",
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
