"""Formulas of Word and PowerPoint as one line of text: "√(b²-4ac)/(2a)", "10⁶"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ingest.load.mathml import raised_by

M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_ONE = re.compile(r"[\w.,]*|\([^()]*\)")  # what needs no brackets in a fraction or a power


def formula(element: Any) -> Iterator[str]:
    """The text of a formula, part by part."""
    local = str(element.tag).removeprefix(M)
    if local == "t":
        yield element.text or ""
    elif local in _FORMS:
        yield _FORMS[local](element)
    elif isinstance(element.tag, str) and not local.endswith("Pr"):
        for part in element:
            yield from formula(part)


def _of(element: Any, *names: str) -> list[str]:
    """The texts of the parts with these names, in their order."""
    return ["".join(formula(part)) for name in names for part in element.findall(f"{M}{name}")]


def _bracketed(text: str) -> str:
    return text if _ONE.fullmatch(text) else f"({text})"


def _sign(element: Any, properties: str, name: str, usual: str) -> str:
    """A sign that the properties of a part name; the usual one where they name none."""
    found = element.find(f"{M}{properties}/{M}{name}")
    value = found.get(f"{M}val") if found is not None else None
    return usual if value is None else value


def _fraction(element: Any) -> str:
    return "/".join(map(_bracketed, _of(element, "num", "den")))


def _power(element: Any) -> str:
    base, up = "".join(_of(element, "e")), "".join(_of(element, "sup"))
    return _bracketed(base) + "".join(_of(element, "sub")) + raised_by(up)


def _root(element: Any) -> str:
    degree = "".join(_of(element, "deg"))
    return f"{raised_by(degree) if degree else ''}√({''.join(_of(element, 'e'))})"


def _sum(element: Any) -> str:
    sign = _sign(element, "naryPr", "chr", "∫")
    limits = [f"{mark}({text})" for mark, text in zip("_^", _limits(element), strict=True) if text]
    return f"{sign}{''.join(limits)} {''.join(_of(element, 'e'))}"


def _limits(element: Any) -> tuple[str, str]:
    return "".join(_of(element, "sub")), "".join(_of(element, "sup"))


def _brackets(element: Any) -> str:
    middle = _sign(element, "dPr", "sepChr", "|").join(_of(element, "e"))
    return _sign(element, "dPr", "begChr", "(") + middle + _sign(element, "dPr", "endChr", ")")


def _function(element: Any) -> str:
    return " ".join(_of(element, "fName", "e"))


def _matrix(element: Any) -> str:
    return "; ".join(", ".join(_of(row, "e")) for row in element.findall(f"{M}mr"))


def _lines(element: Any) -> str:
    return "; ".join(_of(element, "e"))


def _apart(element: Any) -> str:
    return " ".join(_of(element, "oMath"))


_FORMS: Mapping[str, Callable[[Any], str]] = {
    "f": _fraction,
    "sSup": _power,
    "sSubSup": _power,
    "rad": _root,
    "nary": _sum,
    "d": _brackets,
    "func": _function,
    "m": _matrix,
    "eqArr": _lines,
    "oMathPara": _apart,
}
