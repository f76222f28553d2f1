"""The marks that GOV.UK's Markdown has besides the usual ones, as the page that is made of it shows them."""

from __future__ import annotations

import re

PLACE = "\ue000"
"""Opens a paragraph that names the part of the country for which what follows holds; alone, it ends that."""

_FENCED = re.compile(r"(^(?:```|~~~).*?^(?:```|~~~)[^\n]*$)", re.DOTALL | re.MULTILINE)
_COUNTRIES = "england|scotland|wales|northern-ireland|england-wales|london|uk|eu|uk-eu|great-britain"
_RULES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.DOTALL | re.MULTILINE), shown)
    for pattern, shown in (
        # Boxes: $CTA … $CTA, $! … $!, and those of contacts, addresses, places, downloads, examples.
        (
            r"^\$(?P<box>CTA|[!ACDEIP])[ \t]*\n?(?P<in>(?:(?!^\$).)*?)\n?[ \t]*\$(?P=box)[ \t]*$",
            "\n\n\\g<in>\n\n",
        ),
        (r"^\$(?:End)?(?:LegislativeList|PriorityList(?::\d+)?)[ \t]*$", ""),
        # Callouts: information, warning, advice.
        (r"^([%^@])[ \t]*(?=\S)([^\n]+?)[ \t]*\1[ \t]*$", "\n\n\\2\n\n"),
        (rf"^:({_COUNTRIES}):((?:(?!^:).)*?):\1:[ \t]*$", f"\n\n{PLACE}\\1\n\n\\2\n\n{PLACE}\n\n"),
        (r"^s(\d{1,2}\.[ \t])", r"\1"),
        (r"\bx(\[[^\]\n]{1,500}\]\([^)\n]{0,500}\))x", r"\1"),
        (r"\{(stat-headline|button)(?: [^}\n]{0,300})?\}((?:(?!\{(?:stat|button)).)*?)\{/\1\}", r"\2"),
        (r"^\{(?:barchart|table)[^}\n]{0,300}\}[ \t]*$", ""),
        # Attributes of the markup, and what the page takes from elsewhere.
        (r"\{:{1,2}[^}\n]{0,300}\}|\{:/[a-z-]*\}", ""),
        (r"^\*\[[^\]\n]{1,300}\]:[^\n]*$", ""),
        (r"^\[(?:(?:Inline)?Attachment|AttachmentLink|Image|Contact|embed):[^\]\n]{0,300}\][ \t]*$", ""),
        (r"^![!@]\d+[ \t]*$", ""),
        (r"\[(?:Inline)?(?:Attachment|AttachmentLink|embed):[^\]\n]{0,300}\]", ""),
    )
)
# Cells that head a row or column.
_HEAD_CELL = re.compile(r"(?<=\|)[ \t]*#[ \t]+(?=\S)")
_TABLE_ROW = re.compile(r"^[ \t]*\|[^\n]*$", re.MULTILINE)


def as_markdown(text: str) -> str:
    """The text with those marks put in plain Markdown, or taken away; code stays as it is."""
    parts = _FENCED.split(text)
    parts[::2] = map(_read, parts[::2])
    return "".join(parts)


def _read(text: str) -> str:
    for mark, shown in _RULES:
        text = mark.sub(shown, text)
    return _TABLE_ROW.sub(lambda row: _HEAD_CELL.sub(" ", row[0]), text)


def country(name: str) -> str:
    """The country that a mark names: “England and Wales”."""
    words = {"england-wales": "England and Wales", "uk": "UK", "eu": "EU", "uk-eu": "UK and EU"}
    return words.get(name, name.replace("-", " ").title())
