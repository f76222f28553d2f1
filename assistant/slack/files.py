"""Files that are dropped in a thread, fetched from Slack with its token."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import urlsplit

import httpx
from slack_sdk.web import WebClient

from assistant.render.slack import wording
from assistant.slack.client import FAILURES, mapped
from ingest.errors import FetchError, TemporaryFetchError

_TIMEOUT_S = 60.0
_STEM_BYTES, _SUFFIX = 200, 12  # a name of a file may have 255 bytes
_OURS = (".slack.com", ".slack-files.com", ".slack-gov.com")  # whom the token may be shown to


def download(file: Mapping[str, Any], folder: Path, client: WebClient, max_bytes: int) -> Path:
    """A file as Slack has it, put into a folder under its own name.

    Raises:
        FetchError: it is not Slack's to give, too large, or may not be fetched; a `TemporaryFetchError` where
        it may later.
        ServiceError: Slack does not tell of the file.
    """
    if file.get("file_access") == "check_file_info" or "url_private" not in file:
        try:
            file = client.files_info(file=file["id"])["file"]
        except FAILURES as error:
            raise mapped(error) from error
    name = _name(str(file.get("name") or file.get("id")))
    address = str(file.get("url_private_download") or file.get("url_private") or "")
    if file.get("is_external") or not _is_slacks(address, client.base_url):
        raise FetchError(wording.FILE_ELSEWHERE, hint=wording.FILE_ELSEWHERE_HINT)
    if int(file.get("size") or 0) > max_bytes:
        raise _too_large(max_bytes)
    path = folder / name
    path.write_bytes(_fetched(name, address, str(client.token), max_bytes))
    return path


def _name(given: str) -> str:
    """The last part of a file's name, as a file system takes it."""
    path = PurePosixPath("".join(one for one in given.replace("\\", "/") if one.isprintable()))
    stem = path.stem.strip(". ").encode()[:_STEM_BYTES].decode(errors="ignore")
    return f"{stem}{path.suffix[:_SUFFIX]}" or "file"


def _is_slacks(address: str, api: str) -> bool:
    parts, ours = urlsplit(address), urlsplit(api)
    return (parts.scheme, parts.netloc) == (ours.scheme, ours.netloc) or (
        parts.scheme == "https" and f".{parts.hostname}".endswith(_OURS)
    )


def _fetched(name: str, address: str, token: str, max_bytes: int) -> bytes:
    data = bytearray()
    try:
        with httpx.stream(
            "GET", address, headers={"Authorization": f"Bearer {token}"}, timeout=_TIMEOUT_S
        ) as response:
            if response.status_code == 429 or response.status_code >= 500:
                raise TemporaryFetchError(
                    wording.file_answered(response.status_code), hint=wording.FILE_AGAIN
                )
            # Slack sends who may not see a file to its page for signing in.
            if response.status_code != 200 or (
                "text/html" in response.headers.get("Content-Type", "")
                and not name.lower().endswith((".html", ".htm"))
            ):
                raise FetchError(wording.FILE_WITHHELD, hint=wording.FILE_WITHHELD_HINT)
            for chunk in response.iter_bytes():
                data += chunk
                if len(data) > max_bytes:
                    raise _too_large(max_bytes)
    except httpx.HTTPError as error:
        raise TemporaryFetchError(
            wording.file_broke_off(type(error).__name__), hint=wording.FILE_AGAIN
        ) from error
    return bytes(data)


def _too_large(max_bytes: int) -> FetchError:
    return FetchError(wording.file_too_large(max_bytes), hint=wording.FILE_TOO_LARGE_HINT)
