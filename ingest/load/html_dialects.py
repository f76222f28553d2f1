"""What the publishers of laws, judgments and records mean by the classes of their pages: one row a publisher.

A selector is `.class`, `tag`, `tag.class` or `#id`; what it marks is one of `Mark`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Literal

from ingest.load.html_tree import classes_of, elements, tag_of

Mark = Literal[
    "furniture",
    "change",
    "annotation",
    "noteref",
    "note",
    "raised",
    "heading",
    "unit",
    "number",
    "marginal",
    "recital",
    "line",
    "opens",
    "closes",
    "inserted",
    "title",
    "paragraph",
    "block",
    "nested",
]
"""`furniture` is no text of the document; `change` is a sign that a change stands here; an `annotation` is
an editor's note, left out and counted; a `noteref` leads to a `note`; `raised` is set higher than the line;
a `unit` is a heading that counts (“Article 3”); a `number` belongs to the text after it; a `marginal` title
to the provision beside it; a `line` is a line of its own within a title; `opens` and `closes` are quotation
marks set apart; `inserted` is text put into another act; a `title` is a heading that is the document's
title; a `paragraph` is prose whatever its element is; a `block` is an inline element that stands on lines
of its own; what is `nested` belongs to the number that it opens with."""


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one publisher writes its pages. `signs` are selectors of which a page has one; the text stands in
    the first `root` that there is; `fields` say where the page has its title, number, dates and names,
    `patterns` are those of classes whose names are made of parts; `change` is the sign in the text that it
    was changed; `texts` by which words they are led, `known` what holds of them all. A `law` has numbered
    provisions; `unit` is what one is called that has a number alone. Where there are `raised_numbers`,
    paragraphs open with them."""

    name: str
    signs: tuple[str, ...]
    root: tuple[str, ...] = ()
    marks: Mapping[str, Mark] = field(default_factory=dict)
    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    patterns: tuple[tuple[str, Mark], ...] = ()
    known: Mapping[str, str] = field(default_factory=dict)
    change: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    law: bool = False
    unit: str = ""
    raised_numbers: bool = False


DIALECTS: tuple[Dialect, ...] = (
    Dialect(
        "Official Journal of the European Union",
        signs=(".oj-doc-ti", ".oj-ti-art", ".doc-ti", ".ti-art", ".title-doc-first", ".title-article-norm"),
        root=("#docHtml", "#document1"),
        marks={
            ".oj-hd-date": "furniture",
            ".oj-hd-lg": "furniture",
            ".oj-hd-ti": "furniture",
            ".oj-hd-oj": "furniture",
            ".hd-date": "furniture",
            ".hd-lg": "furniture",
            ".hd-ti": "furniture",
            ".hd-oj": "furniture",
            ".reference": "furniture",
            ".disclaimer": "furniture",
            ".oj-super": "raised",
            ".super": "raised",
            ".superscript": "raised",
            ".hd-modifiers": "furniture",
            ".hd-toc-1": "furniture",
            ".hd-toc-2": "furniture",
            ".hd-toc-3": "furniture",
            ".toc-1": "furniture",
            ".toc-2": "furniture",
            ".title-fam-member": "furniture",
            ".title-fam-member-star": "furniture",
            ".title-fam-member-ref-1": "furniture",
            ".title-fam-member-ref-2": "furniture",
            ".title-member-ref-2": "furniture",
            ".title-doc-oj-reference": "furniture",
            ".arrow": "change",
            ".modref": "change",
            ".oj-doc-ti": "title",
            ".doc-ti": "title",
            ".title-doc-first": "title",
            ".title-doc-last": "title",
            ".title-annex-1": "unit",
            ".title-annex-2": "heading",
            ".oj-ti-art": "unit",
            ".ti-art": "unit",
            ".title-article-norm": "unit",
            ".oj-sti-art": "heading",
            ".sti-art": "heading",
            ".stitle-article-norm": "heading",
            ".oj-ti-section-1": "heading",
            ".oj-ti-section-2": "heading",
            ".ti-section-1": "heading",
            ".ti-section-2": "heading",
            ".title-division-1": "heading",
            ".title-division-2": "heading",
            ".oj-ti-grseq-1": "heading",
            ".ti-grseq-1": "heading",
            ".title-gr-seq-level-1": "heading",
            ".title-gr-seq-level-2": "heading",
            ".title-gr-seq-level-3": "heading",
            ".title-article-quoted": "inserted",
            ".stitle-article-quoted": "inserted",
            ".oj-ti-tbl": "heading",
            ".ti-tbl": "heading",
            ".title-table": "heading",
            ".no-parag": "number",
            ".grid-container": "nested",
            ".grid-list-column-1": "number",
            ".oj-note": "note",
            ".note": "note",
            "p.footnote": "note",
        },
        fields={
            "title": (".oj-doc-ti", ".doc-ti", ".title-doc-first", ".title-doc-last"),
            "date": (".title-doc-oj-reference", ".oj-hd-date", ".hd-date"),
            "language": (".oj-hd-lg", ".hd-lg"),
        },
        known={"publisher": "European Union", "jurisdiction": "EU"},
        texts={"version": r"\b0?\d{4}[A-Z]\d{4}\s*—\s*[A-Z]{2}\s*—\s*(\d{1,2}\.\d{1,2}\.\d{4})"},
        law=True,
    ),
    Dialect(
        "EUR-Lex, pages until 2013",
        signs=("#TexteOnly", "txt_te"),
        root=("#TexteOnly", "txt_te"),
        marks={".doc-ti": "title", ".ti-art": "unit", ".sti-art": "heading", ".note": "note"},
        known={"publisher": "European Union", "jurisdiction": "EU"},
        texts={
            "title": r"(?:[A-Z]{1,4} )?(?:Council|Commission|Parliament|European Parliament and "
            r"Council)\s*:\s*(.{10,400}?)"
            r"\s*(?:/\*|Official Journal|OJ )",
            "date": r"Official Journal [A-Z]* ?\d+ ?, (\d{2}/\d{2}/\d{4})",
        },
        law=True,
    ),
    Dialect(
        "European Commission, proposals",
        signs=(".Typedudocument_cp", ".Rfrenceinstitutionnelle", ".Statut", ".Titreobjet_cp"),
        marks={
            ".Logo": "furniture",
            ".Emission": "furniture",
            ".Rfrenceinstitutionnelle": "furniture",
            ".Rfrenceinterinstitutionnelle": "furniture",
            ".Statut": "title",
            ".Typedudocument": "title",
            ".Typedudocument_cp": "title",
            ".Titreobjet": "title",
            ".Titreobjet_cp": "title",
            ".Exposdesmotifstitre": "unit",
            ".ManualHeading1": "heading",
            ".ManualHeading2": "heading",
            ".ManualHeading3": "heading",
            ".ManualHeading4": "heading",
            ".Titrearticle": "unit",
            ".Annexetitre": "unit",
            ".ManualConsidrant": "recital",
            ".Considrant": "recital",
            "span.num": "number",
            "a.footnoteRef": "noteref",
            ".FootnoteReference": "noteref",
            "dl.footnotes": "note",
            "p.FootnoteText": "note",
        },
        fields={
            "title": (".Statut", ".Typedudocument_cp", ".Titreobjet_cp"),
            "number": (".Rfrenceinstitutionnelle",),
            "date": (".Emission",),
        },
        known={"publisher": "European Commission", "jurisdiction": "EU", "stage": "proposal"},
        law=True,
    ),
    Dialect(
        "legislation.gov.uk",
        signs=(".LegSnippet", "#viewLegContents", ".LegP1GroupTitleFirst", ".LegP2Container"),
        root=("#viewLegSnippet", "#viewLegContents", ".LegSnippet"),
        marks={
            "a.LegCommentaryLink": "noteref",
            "a.LegFootnoteRef": "noteref",
            ".LegExtentRestriction": "furniture",
            ".LegExtentContainer": "furniture",
            ".LegAnnotations": "annotation",
            ".LegAnnotationsGroup": "annotation",
            ".LegFootnotes": "note",
            ".LegTitle": "title",
            ".LegClearPart": "furniture",
            ".LegClearPblock": "furniture",
            ".LegNav": "furniture",
            ".LegTocOuter": "furniture",
            ".LegContents": "furniture",
            ".eniw": "furniture",
        },
        patterns=(
            (r"LegScheduleNo\w*", "unit"),
            (r"Leg(?:S?P\d|SN\d|ListItem)No\w*", "number"),
            (
                r"Leg\w*(?:GroupTitle|PartNo|PartTitle|ChapterNo|ChapterTitle|PblockTitle|"
                r"ScheduleTitle)(?:First)?",
                "heading",
            ),
            (r"Leg\w*(?:C\d)?Amend|LegBlockAmendment", "inserted"),
        ),
        known={"publisher": "legislation.gov.uk", "jurisdiction": "GB"},
        law=True,
        unit="section",
    ),
    Dialect(
        "likumi.lv",
        signs=(".TV213", ".doc-body", ".TV206"),
        root=(".doc-body",),
        marks={
            ".info-icon-wrapper": "furniture",
            ".panta-doc-npk": "furniture",
            ".tooltip": "furniture",
            ".TV207": "title",
            ".TV212": "heading",
            ".TV900": "annotation",
            ".labojumu_pamats": "annotation",
        },
        known={"jurisdiction": "LV", "language": "lv"},
        texts={
            "date": r"Pieņemts:\s*(\d{1,2}\.\d{1,2}\.\d{4})|\b(\d{4}\. ?gada \d{1,2}\. ?\w+[īā])\b",
            "number": r"\b(?:Likums|noteikumi|Rīkojums|Lēmums|Instrukcija) (Nr\. ?[\w-]+)",
        },
        law=True,
    ),
    Dialect(
        "Sejm ELI",
        signs=(".pro-text", ".unit_para", ".unit_arti"),
        marks={
            ".head-type": "line",
            ".head-date": "line",
            ".head-title": "line",
            ".gloss-link": "noteref",
            ".gloss-section": "note",
            ".show-all": "furniture",
            ".qmark-opn": "opens",
            ".qmark-cls": "closes",
            ".trailer": "closes",
            ".cite-box": "inserted",
            "h2.part": "furniture",
        },
        fields={"title": ("h1",)},
        known={"jurisdiction": "PL", "language": "pl"},
        law=True,
    ),
    Dialect(
        "electronic Irish Statute Book",
        signs=("td.language_link", ".act-content", "a.language_toggle"),
        root=(".act-content", "#act", "#container-fluid", "main"),
        marks={
            "td.language_link": "furniture",
        },
        known={"jurisdiction": "IE", "publisher": "Office of the Attorney General, Ireland"},
        texts={
            "date": r"\[\s*(\d{1,2}\s*(?:st|nd|rd|th)?\s+\w+\s*,?\s+\d{4})\s*\.?\s*\]",
            "number": r"\b(Number \d+ of \d{4}|S\.I\. No\. \d+[\w/ ]*?\d{4})\b",
        },
        law=True,
        unit="section",
    ),
    Dialect(
        "Justel",
        signs=("#list-title-3", ".list-item--title"),
        root=("#list-title-3",),
        marks={"h2.list-title": "furniture", "a.tag-small": "furniture"},
        change=r"\s*(?:\(\d+\))?\s*<(?:[A-ZÉ][\w ]{0,20} )?[A-Z]{1,6} ?\d{4}-[^<>]{4,200}>",
        fields={"title": (".list-item--title",)},
        known={"jurisdiction": "BE"},
        texts={
            "publisher": r"(?:Source|Bron|Quelle)\s*:\s*([^:]{3,120}?)\s*(?:Publi[ck]ati|Veröff)",
            "number": r"(?:Dossier num.ro|Dossiernummer|Aktennummer)\s*:\s*([\d-]+/\d+)",
        },
        law=True,
    ),
    Dialect(
        "Diario Oficial de la Federación",
        signs=("#DivDetalleNota", ".Titulo_1", ".txt_blanco"),
        root=("#DivDetalleNota",),
        marks={".Titulo_1": "title", ".Titulo_2": "heading", ".ANOTACION": "heading"},
        fields={"title": (".Titulo_1",)},
        known={"jurisdiction": "MX", "publisher": "Diario Oficial de la Federación", "language": "es"},
        texts={"date": r"DOF:\s*(\d{1,2}/\d{1,2}/\d{4})"},
        law=True,
    ),
    Dialect(
        "Boletín Oficial del Estado",
        signs=(".documento-tit", "#DOdocText", "#textoxslt"),
        root=("#textoxslt", "#DOdocText"),
        marks={
            ".documento-tit": "title",
            ".articulo": "unit",
            ".titulo_num": "heading",
            ".titulo_tit": "heading",
            ".capitulo_num": "heading",
            ".capitulo_tit": "heading",
            ".seccion": "heading",
            ".anexo_num": "unit",
            ".nota_pie": "annotation",
            ".nota_pie_2": "annotation",
            ".pie_unico": "annotation",
            ".bloque": "block",
            ".jurisprudencia": "furniture",
            ".linkSubir": "furniture",
            ".lista-marcadores": "furniture",
        },
        fields={"title": (".documento-tit",)},
        known={"jurisdiction": "ES", "language": "es", "publisher": "Boletín Oficial del Estado"},
        texts={
            "publisher": r"Departamento:\s*(.{3,80}?)\s+(?:Referencia|Publicado|Sección|Entrada|Rango|"
            r"Permalink)",
            "date": r"Publicado en:.{0,60}? de (\d{1,2}/\d{1,2}/\d{4})",
        },
        law=True,
    ),
    Dialect(
        "Normattiva",
        signs=(".article-num-akn", ".art-comma-div-akn", ".bodyTesto"),
        root=(".bodyTesto",),
        marks={
            ".article-num-akn": "unit",
            ".article-heading-akn": "heading",
            ".comma-num-akn": "number",
            ".art_aggiornamento_separator-akn": "furniture",
            ".art_aggiornamento-akn": "annotation",
            ".art_aggiornamento_title-akn": "annotation",
            ".art_aggiornamento_testo-akn": "annotation",
            ".art_note-akn": "annotation",
        },
        change=r"\(\(\s*|\s*\)\)",
        known={"jurisdiction": "IT", "language": "it"},
        law=True,
    ),
    Dialect(
        "Fedlex",
        signs=("#lawcontent", "#annexeContent .srnummer", ".srnummer"),
        root=("#lawcontent",),
        marks={
            ".srnummer": "furniture",
            ".erlasstitel": "title",
            ".footnotes": "annotation",
            "h6.heading": "unit",
        },
        fields={"number": (".srnummer",), "title": (".erlasstitel",)},
        known={"jurisdiction": "CH"},
        texts={
            "date": r"\b(?:vom|du|del|dal) (\d{1,2}\.?(?:er)? [^\W\d]+ \d{4})",
            "version": r"\b(?:Stand am|[ÉE]tat le|Stato) (\d{1,2}\.?(?:er)? [^\W\d]+ \d{4})",
        },
        law=True,
        raised_numbers=True,
    ),
    Dialect(
        "gesetze-im-internet.de",
        signs=(".jnnorm", ".jnenbez", ".jurAbsatz"),
        marks={
            ".jnheader": "block",
            ".jnenbez": "unit",
            ".jnentitel": "heading",
            ".jnfussnote": "annotation",
            ".jnlangue": "title",
        },
        known={"jurisdiction": "DE", "language": "de"},
        law=True,
    ),
    Dialect(
        "Portal Legislativ",
        signs=("span.S_ART", "span.S_PAR"),
        marks={
            ".TAG_COLLAPSED": "furniture",
            ".S_LIT_SHORT": "furniture",
            ".S_ALN_SHORT": "furniture",
            ".S_PCT_SHORT": "furniture",
            ".S_NTA_SHORT": "furniture",
            ".S_ART_SHORT": "furniture",
            ".S_NTA": "annotation",
            ".S_ART_TTL": "unit",
            ".S_ART_DEN": "heading",
            ".S_CAP_TTL": "heading",
            ".S_CAP_DEN": "heading",
            ".S_SEC_TTL": "heading",
            ".S_SEC_DEN": "heading",
            ".S_TTL_TTL": "heading",
            ".S_TTL_DEN": "heading",
            ".S_ALN_TTL": "number",
            ".S_LIT_TTL": "number",
            ".S_PCT_TTL": "number",
            ".S_LIN": "block",
            ".S_PAR": "block",
            ".S_ALN": "block",
            ".S_LIT": "block",
            ".S_PCT": "block",
            ".S_ART": "block",
            ".S_DEN": "title",
            ".S_HDR": "heading",
        },
        known={"jurisdiction": "RO", "language": "ro"},
        law=True,
    ),
    Dialect(
        "Slov-Lex",
        signs=(".predpisFullWidth", ".odsekOznacenie", ".paragrafOznacenie"),
        root=("#predpis", "#Predpis", ".predpis"),
        marks={
            ".obsah": "furniture",
            ".paragrafOznacenie": "unit",
            ".clanokOznacenie": "unit",
            ".ustavnyclanokOznacenie": "unit",
            ".paragrafNadpis": "heading",
            ".odsekOznacenie": "number",
            ".pismenoOznacenie": "number",
            ".bodOznacenie": "number",
            ".hlavaOznacenie": "heading",
            ".hlavaNadpis": "heading",
            ".castOznacenie": "heading",
            ".castNadpis": "heading",
            ".dielOznacenie": "heading",
            ".dielNadpis": "heading",
            ".oddielOznacenie": "heading",
            ".oddielNadpis": "heading",
            ".poznamka": "note",
        },
        known={"jurisdiction": "SK", "language": "sk"},
        law=True,
    ),
    Dialect(
        "Office of the Law Revision Counsel",
        signs=(".statutory-body", ".section-head"),
        marks={
            ".section-head": "unit",
            ".statutory-head": "heading",
            ".chapter-head": "heading",
            ".subchapter-head": "heading",
            ".source-credit": "annotation",
            ".analysis": "furniture",
        },
        patterns=((r"note-(?:head|body|sub-head).*|notes-head", "annotation"),),
        known={"jurisdiction": "US", "kind": "statute", "publisher": "U.S. House of Representatives"},
        law=True,
    ),
    Dialect(
        "Légifrance",
        signs=(".name-article", ".title-article"),
        marks={".name-article": "unit", ".title-article": "unit", ".title-page": "title"},
        known={"jurisdiction": "FR", "language": "fr"},
        law=True,
    ),
    Dialect(
        "Caselaw Access Project",
        signs=(".casebody", "section.head-matter"),
        root=(".casebody",),
        marks={
            "a.page-label": "change",
            "a.footnotemark": "noteref",
            "aside.footnote": "note",
            "p.author": "paragraph",
            "p.parties": "title",
        },
        fields={
            "title": (".parties",),
            "publisher": (".court",),
            "number": (".docketnumber", ".citations", ".citation-header"),
            "date": (".decisiondate",),
        },
        known={"kind": "court opinion"},
    ),
    Dialect(
        "Public.Resource.Org",
        signs=("p.case_cite",),
        marks={"p.case_cite": "furniture", "p.parties": "title", "span.num": "furniture"},
        fields={
            "title": ("p.parties",),
            "publisher": ("p.court",),
            "number": ("p.case_cite",),
            "date": ("p.date",),
        },
        known={"kind": "court opinion"},
    ),
    Dialect(
        "CourtListener",
        signs=("span.star-pagination", "#opinion-content", ".opinion-body"),
        root=("#opinion-content", ".opinion-body"),
        marks={
            "span.star-pagination": "change",
            "a.footnote": "noteref",
            ".footnotes": "note",
            "span.num": "furniture",
        },
        known={"kind": "court opinion"},
    ),
    Dialect(
        "Federal Register",
        signs=(".printed-page-details", "#fulltext_content_area", ".printed-page-inline"),
        root=("#fulltext_content_area",),
        marks={
            ".printed-page-details": "change",
            ".printed-page-inline": "change",
            ".printed-page": "change",
            ".unprinted-element": "furniture",
            ".unprinted-element-wrapper": "furniture",
            ".footnote-reference": "noteref",
            ".footnotes": "note",
            "#table-of-contents": "furniture",
            ".table-of-contents": "furniture",
        },
        known={"jurisdiction": "US"},
    ),
)
"""The publishers, in the order in which a page is held against them."""

GENERAL = Dialect(
    "any page",
    signs=(),
    marks={
        ".breadcrumb": "furniture",
        ".breadcrumbs": "furniture",
        ".skip-link": "furniture",
        ".skiplink": "furniture",
        ".skip": "furniture",
        ".skip-nav": "furniture",
        ".pagination": "furniture",
        ".pager": "furniture",
        ".printed-page-details": "change",
        ".star-pagination": "change",
        ".footnotes": "note",
        ".footnote-list": "note",
        ".reflist": "note",
        ".noteref": "noteref",
        ".footnote-ref": "noteref",
        ".footnoteRef": "noteref",
        ".footnotemark": "noteref",
        ".footnote-anchor": "noteref",
    },
)
"""What these names mean wherever they stand."""


@cache
def _pattern_mark(dialect: str, name: str) -> Mark | Literal[""]:
    """What a publisher means by a class whose name is made of parts."""
    row = next(row for row in DIALECTS if row.name == dialect)
    return next((mark for pattern, mark in row.patterns if re.fullmatch(pattern, name)), "")


def keys_of(element: Any) -> Iterable[str]:
    """The selectors that an element answers to, the plainest last."""
    tag = tag_of(element)
    names = classes_of(element)
    if element.get("id"):
        yield f"#{element.get('id')}"
    yield from (f"{tag}.{name}" for name in names)
    yield from (f".{name}" for name in names)
    yield tag


def dialect_of(root: Any) -> Dialect:
    """The publisher's row that a page answers to, or the general one."""
    present = {key for element in elements(root) if element.attrib for key in keys_of(element)}
    present |= {str(element.tag) for element in elements(root) if not element.attrib}
    return next((row for row in DIALECTS if any(sign in present for sign in row.signs)), GENERAL)


def mark_of(element: Any, dialect: Dialect) -> Mark | Literal[""]:
    """What the publisher means by an element."""
    if not element.attrib:
        return dialect.marks.get(tag_of(element), "")
    for key in keys_of(element):
        found = dialect.marks.get(key) or GENERAL.marks.get(key)
        if found:
            return found
    if dialect.patterns:
        found_by_name = (_pattern_mark(dialect.name, name) for name in classes_of(element))
        return next(filter(None, found_by_name), "")
    return ""
