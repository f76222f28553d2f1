"""Formulas in MathML as one line of text: "E=m⋅c²"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

MATH = "{http://www.w3.org/1998/Math/MathML}"
_UP = str.maketrans("0123456789+-−()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾ⁿ")


def in_line(element: Any) -> Iterator[str]:
    """The text of a formula; what programs add to it as source is left out."""
    local = str(element.tag).rpartition("}")[2]
    if local in ("annotation", "annotation-xml"):
        return
    if len(element) == 0:
        yield (element.text or "").strip()
        return
    parts = ["".join(in_line(child)) for child in element if isinstance(child.tag, str)]
    if local == "mfrac":
        yield "/".join(parts)
    elif local == "msqrt":
        yield f"√({''.join(parts)})"
    elif local in ("msup", "msubsup") and len(parts) > 1:
        yield "".join(parts[:-1]) + raised_by(parts[-1])
    else:
        yield from parts


def raised_by(exponent: str) -> str:
    """An exponent in superior signs where there are any, else after a caret."""
    up = exponent.translate(_UP)
    return up if all(sign in "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿ" for sign in up) else f"^({exponent})"
