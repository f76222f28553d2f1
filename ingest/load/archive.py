"""The ZIP files that Office documents and e-books are: opened with care, their XML parsed without entities or
network."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from ingest.errors import PasswordProtected, WrongFormat
from ingest.load.signature import signature

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_BYTES = 500_000_000  # unpacked: no real document comes near, a zip bomb goes far beyond
_DAMAGED = "download it again, or open it in its program and save a copy"


def opened(data: bytes, name: str, *, holding: str = "") -> zipfile.ZipFile:
    """The archive in `data`, which must hold the member `holding`; raises `PasswordProtected` or
    `WrongFormat`."""
    if data.startswith(_OLE):
        if _ENCRYPTED in data:
            raise PasswordProtected(
                f"{name} opens only with a password",
                hint="remove the password in its program and save a copy",
            )
        raise WrongFormat(
            f"{name} is an old Office file under a new suffix",
            hint="open it in its program and save it as .docx, .xlsx or .pptx",
        )
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        looks = signature(data)
        what = (
            f"it looks like {looks}"
            if looks and not data.startswith(b"PK")
            else "its ZIP container cannot be read"
        )
        raise WrongFormat(f"{name} is damaged or not what its suffix says: {what}", hint=_DAMAGED) from None
    size = sum(member.file_size for member in archive.infolist())
    if size > _MOST_BYTES:
        raise WrongFormat(
            f"{name} would unpack to {size:,} bytes; at most {_MOST_BYTES:,} are read",
            hint="take out pictures and media, or split the file",
        )
    if any(member.flag_bits & 1 for member in archive.infolist()):
        raise PasswordProtected(f"{name} is encrypted", hint="save a copy without a password")
    if holding and holding not in archive.namelist():
        raise WrongFormat(
            f"{name} is not what its suffix says: it has no part {holding}",
            hint="correct its file extension, or save it again",
        )
    return archive


def member_xml(archive: zipfile.ZipFile, member: str, name: str) -> Any:
    """The root element of a member, or None when there is no such member."""
    try:
        data = archive.read(member)
    except KeyError:
        return None
    except (zipfile.BadZipFile, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise WrongFormat(f"{name} is damaged: {member}: {error}", hint=_DAMAGED) from None
    return xml_root(data, f"{name}: {member}")


def xml_root(data: bytes, name: str) -> Any:
    """The root element of an XML file: entities stay unexpanded, nothing is fetched, absurd depth and size
    are refused."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise WrongFormat(
            f"{name} is not well-formed XML: {error.msg}", hint="download it again, or correct that line"
        ) from None
