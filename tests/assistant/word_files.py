"""Word files made part by part, with what Word writes and python-docx does not."""

from __future__ import annotations

import io
import zipfile

_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
    ' ContentType="application/xml"/><Override PartName="/word/document.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/word/styles.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/><Override'
    ' PartName="/word/footnotes.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"/><Override'
    ' PartName="/word/endnotes.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.endnotes+xml"/></Types>'
)
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_TOP = (
    f'{_RELS}<Relationship Id="rId1" Type="{_REL}/officeDocument"'
    ' Target="word/document.xml"/></Relationships>'
)
_PARTS = _RELS + "".join(
    f'<Relationship Id="r{name}" Type="{_REL}/{name}" Target="{name}.xml"/>'
    for name in ("styles", "footnotes", "endnotes")
)
_STYLES = "".join(
    f'<w:style w:type="{kind}" w:styleId="{name.title().replace(" ", "")}"><w:name w:val="{name}"/></w:style>'
    for kind, name in (
        ("paragraph", "heading 1"),
        ("paragraph", "Title"),
        ("character", "footnote reference"),
    )
)


def run(text: str, *, style: str = "", properties: str = "") -> str:
    named = f'<w:rStyle w:val="{style}"/>' if style else ""
    return f'<w:r><w:rPr>{named}{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def note(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:{kind}Reference w:id="{number}"/></w:r>'


def paragraph(*runs: str, style: str = "") -> str:
    named = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{named}{''.join(runs)}</w:p>"


def word_file(
    *blocks: str, footnotes: dict[int, str] | None = None, endnotes: dict[int, str] | None = None
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as parts:
        parts.writestr("[Content_Types].xml", _TYPES)
        parts.writestr("_rels/.rels", _TOP)
        parts.writestr("word/_rels/document.xml.rels", f"{_PARTS}</Relationships>")
        parts.writestr(
            "word/document.xml", f"<w:document {_W}><w:body>{''.join(blocks)}</w:body></w:document>"
        )
        parts.writestr("word/styles.xml", f"<w:styles {_W}>{_STYLES}</w:styles>")
        for kind, texts in (("footnote", footnotes or {}), ("endnote", endnotes or {})):
            notes = "".join(
                f'<w:{kind} w:id="{number}">{paragraph(run(text))}</w:{kind}>'
                for number, text in texts.items()
            )
            separator = f'<w:{kind} w:type="separator" w:id="-1">{paragraph(run("never read"))}</w:{kind}>'
            parts.writestr(f"word/{kind}s.xml", f"<w:{kind}s {_W}>{separator}{notes}</w:{kind}s>")
    return out.getvalue()
