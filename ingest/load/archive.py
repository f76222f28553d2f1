"""The ZIP files that Office documents and e-books are: opened with care, their XML parsed without entities or
network."""

from __future__ import annotations

import html
import io
import zipfile
import zlib
from html.entities import html5
from typing import Any

from ingest.errors import PasswordProtected, TooLarge, WrongFormat
from ingest.load.budgets import BYTES, MARKUP_BYTES, PARTS, check
from ingest.load.signature import signature

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
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
    check(len(archive.infolist()), PARTS, "parts")
    if size > BYTES:
        raise TooLarge(
            f"it would unpack to {size:,} bytes; at most {BYTES:,} are read",
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
    data = member_bytes(archive, member, name)
    return None if data is None else xml_root(data, f"{name}: {member}")


def member_bytes(archive: zipfile.ZipFile, member: str, name: str) -> bytes | None:
    """What a member holds, or None when there is no such member.

    Raises:
        WrongFormat: it is damaged.
        TooLarge: it unpacks to more than is parsed.
    """
    try:
        check(archive.getinfo(member).file_size, MARKUP_BYTES, f"bytes in its part {member}")
        return archive.read(member)
    except KeyError:
        return None
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
        raise WrongFormat(f"{name} is damaged: {member}: {error}", hint=_DAMAGED) from None


def xml_root(data: bytes, name: str) -> Any:
    """The root element of an XML file, its entities expanded: those that it declares, and the characters that
    HTML names. Nothing is fetched; absurd depth and size are refused.

    Raises:
        WrongFormat: it is not well-formed, or an entity is declared in another file.
    """
    from lxml import etree

    try:
        return etree.fromstring(data, _parser(entities="internal"))
    except etree.XMLSyntaxError as error:
        if getattr(error, "code", None) not in (
            etree.ErrorTypes.ERR_UNDECLARED_ENTITY,
            etree.ErrorTypes.WAR_UNDECLARED_ENTITY,
        ):
            raise WrongFormat(
                f"{name} is not well-formed XML: {error.msg}", hint="download it again, or correct that line"
            ) from None
    # The declarations are in another file: what is declared here, and what HTML names, is known all the same.
    try:
        root = etree.fromstring(data, _parser(entities=False))
    except etree.XMLSyntaxError as error:
        raise WrongFormat(
            f"{name} is not well-formed XML: {error.msg}", hint="download it again, or correct that line"
        ) from None
    _name_entities(root, name)
    return root


def _parser(*, entities: Any) -> Any:
    from lxml import etree

    return etree.XMLParser(
        resolve_entities=entities,
        no_network=True,
        huge_tree=False,
        load_dtd=False,
        remove_comments=True,
        remove_pis=True,
    )


def _name_entities(root: Any, name: str) -> None:
    """Put its characters in the place of each entity."""
    from lxml import etree

    declared = root.getroottree().docinfo.internalDTD
    known = {one.name: one.content for one in declared.entities()} if declared is not None else {}
    for node in list(root.iter(etree.Entity)):
        text = known.get(node.name) or html5.get(f"{node.name};")
        if text is None:
            raise WrongFormat(
                f"{name}: line {node.sourceline}: the entity &{node.name}; is declared in another file",
                hint="save the document with its characters written out, or as HTML or PDF",
            )
        text = html.unescape(text) + (node.tail or "")
        above, before = node.getparent(), node.getprevious()
        if before is None:
            above.text = (above.text or "") + text
        else:
            before.tail = (before.tail or "") + text
        node.tail = None
        above.remove(node)
