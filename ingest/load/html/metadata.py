"""What a page says of its document: in its metadata, in the places where its publisher sets title, number and
date, and in what it tells of the document's fate."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from ingest.load.builder import one_line
from ingest.load.html.accounts import accounts_of
from ingest.load.html.dialects import Dialect, keys_of
from ingest.load.html.publishers import mark_of
from ingest.load.html.tree import elements, tag_of, text_of
from ingest.load.metadata import iso_date, metadata
from ingest.load.written_dates import written_date
from ingest.types import Metadata

_NAMES: Mapping[str, tuple[str, ...]] = {
    "title": (
        "citation_title",
        "eli:title",
        "og:title",
        "dc.title",
        "dcterms.title",
        "dc:title",
        "title",
        "twitter:title",
    ),
    "date": (
        "article:published_time",
        "eli:date_document",
        "dc.date.issued",
        "dcterms.issued",
        "dcterms.date",
        "dc.date",
        "dc:date",
        "dc.date.created",
        "dcterms.created",
        "citation_publication_date",
        "citation_date",
        "citation_online_date",
        "eli:date_publication",
        "date",
        "pubdate",
        "publish-date",
        "govuk:first-published-at",
        "publication_date",
    ),
    "version": ("dc.date.valid", "dcterms.valid", "eli:version_date", "dct.valid"),
    "author": ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author"),
    "publisher": (
        "eli:publisher",
        "govuk:primary-publishing-organisation",
        "og:site_name",
        "dc.publisher",
        "dcterms.publisher",
        "publisher",
    ),
    "language": ("dc.language", "dcterms.language", "og:locale", "content-language"),
    "number": ("eli:id_local", "citation_technical_report_number"),
    "url": ("og:url", "dc.identifier"),
    "kind": ("pincite:kind",),
    "slug": ("pincite:slug",),
}
_LANGUAGES = {"eng": "en", "fra": "fr", "deu": "de", "spa": "es", "gle": "ga", "ita": "it", "por": "pt"} | {
    "nld": "nl",
    "pol": "pl",
}
_FILE_NAME = re.compile(
    r"[A-Za-z]{2,4}_?\d[\d_]{6,}$|[\w%().\-]+\.(?:xml|html?|xhtml|docx?|pdf|aspx|indd)(?:$|\.)|"
    r"[A-Z]{1,4}_\w*\d{6,}\w*$|L_\d{7}[A-Z]{2}|IMMC\."
    r"|EUR-Lex - \w+ - \w\w$|Consolidated TEXT: \w+|untitled|\d{5}[A-Z]\d{4}$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s+(?:\||::|»|›|–|—|-|·)\s+")
_COURT_CITE = re.compile(
    r"(?P<title>.+?)\s+(?P<number>\[\d{4}\]\s+[A-Z][\w() ]*?\s\d+(?:\s\([A-Z][\w ]*\))?)"
    r"\s*\((?P<date>\d{1,2} \w+ \d{4})\)\s*$"
)
_TYPES = frozenset(
    {
        "legislation",
        "report",
        "article",
        "newsarticle",
        "scholarlyarticle",
        "webpage",
        "governmentservice",
        "book",
    }
)
_SITE = re.compile(
    r"\b(?:statute book|database|banque de données|portal|diario oficial|boletín oficial|gazzetta "
    r"ufficiale|"
    r"journal officiel|federal register|infoleg|legislation\.gov|official journal)\b",
    re.IGNORECASE,
)


def known_of(root: Any, dialect: Dialect) -> Metadata:
    """What a page says of its document, read before anything is taken out of its tree."""
    metas = _metas(root)
    linked = _linked(root)
    fields = {**_worded(root, dialect), **_fields(root, dialect)}
    sites = _sites(metas)
    found: dict[str, object] = {key: _first(metas, names) for key, names in _NAMES.items()}
    found["date"] = _date(metas, linked)
    found["version"] = next((day for name in _NAMES["version"] if (day := iso_date(metas.get(name, "")))), "")
    found["title"] = fields.get("title") or _title(root, metas, linked, sites)
    for key in ("author", "publisher", "number", "kind", "language"):
        found[key] = found[key] or linked.get(key, "")
    found |= {key: value for key, value in accounts_of(root).items() if not found.get(key)}
    found["url"] = _canonical(root) or found["url"]
    found["language"] = _language(root, fields.pop("language", "") or str(found["language"]))
    court = _COURT_CITE.match(str(found["title"]))
    if court:
        found |= {"title": court["title"], "number": court["number"], "date": written_date(court["date"])}
        found["kind"] = found["kind"] or "court opinion"
    known = metadata({**found, **{key: value for key, value in fields.items() if value}})
    return _completed(known, dialect, metas)


def _completed(known: Metadata, dialect: Dialect, metas: Mapping[str, str]) -> Metadata:
    """What is known, with what holds of all that the publisher sets in this form."""
    values = dict(dialect.known)
    if dialect.name == "any page":
        return known
    values.pop("publisher", "") if known.publisher and known.publisher.casefold() not in _sites(
        metas
    ) else None
    given = {key: value for key, value in values.items() if key == "publisher" or not getattr(known, key)}
    return replace(known, **given)


def _metas(root: Any) -> dict[str, str]:
    metas: dict[str, str] = {}
    for element in root.iter("meta"):
        key = (element.get("property") or element.get("name") or element.get("http-equiv") or "").lower()
        content = one_line(element.get("content") or "")
        if not content and key.startswith("eli:"):
            content = (element.get("resource") or "").rpartition("/")[2].rpartition("#")[2]
        if key and content:
            metas.setdefault(key, content)
    return metas


def _linked(root: Any) -> dict[str, str]:
    """What the page says of itself in JSON-LD."""
    for script in root.iter("script"):
        if (script.get("type") or "").lower() != "application/ld+json":
            continue
        try:
            data = json.loads(script.text or "")
        except ValueError:
            continue
        for thing in _things(data):
            if found := _thing(thing):
                return found
    return {}


def _things(data: object) -> Iterator[dict[str, Any]]:
    if isinstance(data, list):
        for part in data[:50]:
            yield from _things(part)
    elif isinstance(data, dict):
        yield data
        yield from _things(data.get("@graph") or [])


def _thing(thing: Mapping[str, Any]) -> dict[str, str]:
    kinds = thing.get("@type")
    kinds = kinds if isinstance(kinds, list) else [kinds]
    if not any(str(kind).lower() in _TYPES for kind in kinds):
        return {}
    title = thing.get("headline") or thing.get("name")
    day = thing.get("datePublished") or thing.get("legislationDate") or thing.get("dateCreated")
    if not title and not day:
        return {}
    force = str(thing.get("legislationLegalForce") or "")
    return {
        "title": one_line(str(title or "")),
        "date": iso_date(day),
        "version": iso_date(thing.get("legislationDateVersion")),
        "author": _name(thing.get("author")),
        "publisher": _name(thing.get("publisher")),
        "number": one_line(str(thing.get("legislationIdentifier") or "")),
        "language": str(thing.get("inLanguage") or "") if isinstance(thing.get("inLanguage"), str) else "",
        "status": "no longer in force" if "NotInForce" in force else "",
    }


def _name(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(filter(None, map(_name, value)))
    if isinstance(value, dict):
        return one_line(str(value.get("name") or ""))
    return one_line(value) if isinstance(value, str) else ""


def _first(metas: Mapping[str, str], names: Sequence[str]) -> str:
    return next((metas[name] for name in names if name in metas), "")


def _date(metas: Mapping[str, str], linked: Mapping[str, str]) -> str:
    found = next((day for name in _NAMES["date"] if (day := iso_date(metas.get(name, "")))), "")
    return found or linked.get("date", "")


def _sites(metas: Mapping[str, str]) -> frozenset[str]:
    """The names of the site, by which no document is called."""
    names = (
        "og:site_name",
        "dc.publisher",
        "dc.creator",
        "dcterms.publisher",
        "dcterms.creator",
        "publisher",
    )
    return frozenset(
        metas[name].casefold() for name in (*names, "author", "application-name") if name in metas
    )


def _title(root: Any, metas: Mapping[str, str], linked: Mapping[str, str], sites: frozenset[str]) -> str:
    """The document's title: what the page's metadata or its head say, unless that names the site or a
    file."""
    headings = [text for element in root.iter("h1") if (text := text_of(element))]
    first = headings[0] if headings else ""
    element = next(root.iter("title"), None)
    head = text_of(element) if element is not None else ""
    given = [metas.get(name, "") for name in _NAMES["title"]] + [linked.get("title", ""), head]
    for text in given:
        if title := _cleaned(text, first, headings, sites):
            return title
    return first or next(
        (text for text in given if text and not _FILE_NAME.match(text) and not _is_site(text, sites)), ""
    )


def _cleaned(text: str, first: str, headings: Sequence[str], sites: frozenset[str]) -> str:
    """A title without the site's name; empty where nothing else is in it."""
    text = one_line(text).strip(" -–—|·")
    if not text or _is_site(text, sites) or _FILE_NAME.match(text):
        return text if text and text in headings else ""
    for heading in headings:
        if len(heading) > 3 and heading.casefold() in text.casefold():
            return heading
    parts = [part for part in _SEPARATOR.split(text) if not _is_site(part, sites)]
    return text if len(parts) == len(_SEPARATOR.split(text)) else max(parts, key=len, default="")


def _is_site(text: str, sites: frozenset[str]) -> bool:
    """Whether a title names the site rather than the document."""
    return text.casefold() in sites or (bool(_SITE.search(text)) and not re.search(r"\d", text))


def _language(root: Any, named: str) -> str:
    value = root.get("lang") or root.get("xml:lang") or named
    value = value.strip().lower().replace("_", "-").partition("-")[0]
    value = _LANGUAGES.get(value, value)
    return value if re.fullmatch(r"[a-z]{2,3}", value) else ""


def _canonical(root: Any) -> str:
    links = (link.get("href") for link in root.iter("link") if (link.get("rel") or "").lower() == "canonical")
    return next((link for link in links if link), "")


def _fields(root: Any, dialect: Dialect) -> dict[str, str]:
    """What stands where the publisher sets it; a title may run over several elements side by side."""
    wanted = {selector: name for name, selectors in dialect.fields.items() for selector in selectors}
    found: dict[str, list[Any]] = {}
    for element in elements(root):
        for key in keys_of(element):
            if key in wanted:
                found.setdefault(wanted[key], []).append(element)
                break
    texts = {
        name: _together(parts, dialect) if name == "title" else _spaced(parts[0], dialect)
        for name, parts in found.items()
    }
    if "number" in texts and not re.search(r"\bNos?\b|\d[-–/]\d|\d{3}|\[\d{4}\]|\d+ [A-Z]", texts["number"]):
        del texts["number"]
    if "date" in texts:
        texts["date"] = _last_date(texts["date"])
    return {name: text if name == "date" else _unstopped(text) for name, text in texts.items()}


def _unstopped(text: str) -> str:
    """A title without the full stop that ends it, if it is none of an abbreviation."""
    text = text.rstrip()
    return (
        text
        if re.search(r"\b(?:al|Inc|Co|Corp|Ltd|Jr|Sr|Cos|Bros|etc|[A-Z])\.$", text)
        else text.rstrip(" .")
    )


def _worded(root: Any, dialect: Dialect) -> dict[str, str]:
    """What stands on the page after the words that lead to it."""
    if not dialect.texts:
        return {}
    body = root.find("body") if root.find("body") is not None else root
    text = one_line(" ".join(part for part in body.itertext() if part.strip()))
    found = {}
    for name, pattern in dialect.texts.items():
        tried = (re.search(one, text) for one in pattern.split("\n"))
        if match := next(filter(None, tried), None):
            words = next(filter(None, match.groups()), match[0])
            words = re.sub(r"\s+(?=,|(?:st|nd|rd|th)\b)", "", words)
            found[name] = written_date(words) if name in ("date", "version", "ended") else words
    ended = found.pop("ended", "")
    if ended and ended <= date.today().isoformat():
        found["status"] = f"no longer in force since {ended}"
    return found


def _together(parts: Sequence[Any], dialect: Dialect) -> str:
    first = parts[0]
    run = [part for part in parts if part.getparent() is first.getparent()]
    return " ".join(filter(None, (_spaced(part, dialect) for part in run)))


def _spaced(element: Any, dialect: Dialect) -> str:
    """The text of an element, with a space between the lines of it; note marks are left out."""
    return one_line("".join(_texts(element, dialect)))


def _texts(element: Any, dialect: Dialect) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if isinstance(child.tag, str):
            left_out = mark_of(child, dialect) in ("noteref", "furniture", "change", "annotation")
            if not left_out and tag_of(child) not in _NO_TITLE and not _CHANGE.fullmatch(text_of(child)):
                inner = "".join(_texts(child, dialect))
                yield f" {inner} " if tag_of(child) in ("br", "span", "div", "p") and inner else inner or " "
        yield child.tail or ""


_NO_TITLE = frozenset({"sup", "script", "style", "img"})
_CHANGE = re.compile(r"[►▼]\s*[A-Z]\d*|◄|\*\d+")


def _last_date(text: str) -> str:
    """The day in a text that may name several, as judgments do: the last."""
    days = [day for part in re.split(r"(?<=\d{4})", text) if (day := written_date(part))]
    return days[-1] if days else iso_date(text)
