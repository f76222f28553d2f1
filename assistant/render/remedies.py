"""What helps, as it is said to those who read the page: they have buttons, and neither a terminal nor the
settings."""

from __future__ import annotations

import re

_OPERATOR = "whoever runs Pincite"
_SETTINGS = r"(?:PINCITE|OPENAI)_[A-Z_]+"
_ROWS = (
    (
        r"remove the restriction, or list the documents with `pincite library list`",
        "press “Ask all documents”, or choose others",
    ),
    (
        r"add documents with `pincite ingest PATH`, or in the Library tab of the page",
        "add documents in the Library tab",
    ),
    (
        r"put the (record|documents) into (?:the library|it)( that the memo cites)?: `pincite ingest PATH`",
        r"add the \1\2 in the Library tab",
    ),
    (r"`pincite library list` shows all\.", "The Library tab shows all."),
    (r"`pincite library list` shows what it has", "the Library tab shows what there is"),
    (
        r"or the id that `pincite ask --json` or `pincite memo` printed",
        "or the id at the foot of a memo",
    ),
    (r"for example: pincite ask \"What does the order say\?\"", "for example: What does the order say?"),
    (r"`pincite ask QUESTION --json` prints an answer's id", "choose an answer that is on record"),
    (r"pincite review OP-ED --out FILE\.docx writes it", "the Review tab makes it"),
    (r"; correct it with `pincite library edit`", "; correct it under “Edit details”"),
    (
        r"try again, or give it more time with (PINCITE_CHAT_TIMEOUT)",
        rf"try again; {_OPERATOR} can give it more time with \1",
    ),
    (r"export (OPENAI_API_KEY)=…", r"it is set with \1"),
    (rf"check (?={_SETTINGS}|X\b)", f"tell {_OPERATOR} to check "),
    (r"ingest it again: pincite ingest .*", "add its file again in the Library tab"),
    (r"restore it from a backup", f"ask {_OPERATOR} to restore it from a backup"),
    (rf"; raise ({_SETTINGS})\.", rf"; {_OPERATOR} can raise \1."),
    (rf"^(raise {_SETTINGS}.*)$", rf"{_OPERATOR} can \1"),
    (r"\bchat service\b", "writing service"),
)
"""What is said where there is a terminal, and what instead on the page."""
_COMMAND = re.compile(r"`(?:pincite|pip|chroma)\b|\bpip install\b|(?<!\w)--[a-z]+")


_OURS = (
    (re.compile(r"\b(?:sk|xox[a-z]|xapp)-[\w-]{6,}|\bpincite_[\w-]{12,}|(?<=Bearer )[^\s:;,]+"), "…"),
    (re.compile(r"(?<![\w:/.~])~?(?:/[^\s/:;,'\"“”`()]+)+/(?=[^\s/:;,'\"“”`()])"), ""),
    (re.compile(r"(?<!\w)[A-Za-z]:(?:\\[^\s\\/:;,'\"“”`()]+)*\\(?=[^\s\\])"), ""),
    (re.compile(r"\b([0-9a-f]{8})(?:[0-9a-f]{24,}|(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b"), r"\1…"),
)
"""What is the server's own in a message, and what stays of it: keys, folders of either kind, ids."""
_QUOTED = re.compile(r"(“[^”]*”)")


def on_page(text: str) -> str:
    """A message or a notice, in the words of the page and without what is the server's own: folders, keys,
    whole ids. What it quotes stays as it is."""
    return "".join(one if _QUOTED.fullmatch(one) else _reworded(own(one)) for one in _QUOTED.split(text))


def own(text: str) -> str:
    """A text without folders of the server, of which the last name stays, without keys, and with the
    beginnings of ids, by which they may be named."""
    for pattern, put in _OURS:
        text = pattern.sub(put, text)
    return text


def remedy(hint: str) -> str:
    """What helps, without commands of a terminal; where nothing else helps, who can."""
    said = on_page(hint)
    if not _COMMAND.search(said):
        return said
    clauses = re.split(r"(?<=[,;])\s+", said)
    kept = [one for one in clauses if not _COMMAND.search(one)]
    is_last = len(kept) == len(clauses) - 1 and clauses[-1] not in kept
    return kept[0].rstrip(",;") if is_last and len(kept) == 1 else f"ask {_OPERATOR}"


def _reworded(text: str) -> str:
    for pattern, words in _ROWS:
        text = re.sub(pattern, words, text)
    return text
