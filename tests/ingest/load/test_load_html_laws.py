"""Acts and judgments as their publishers set them in pages: places, lead-ins, what goes into another act,
what is no longer in force, title, number and day."""

from __future__ import annotations

import pytest

from ingest.load import load
from ingest.load.written_dates import written_date
from ingest.types import Block, Document


def page(body: str, head: str = "", lang: str = "en") -> Document:
    return load(f"<html lang='{lang}'><head>{head}</head><body>{body}</body></html>".encode(), name="p.html")


def told(document: Document) -> list[tuple[str, str, str]]:
    """Each block's role, place and text."""
    return [(block.role, block.place, document.text[block.start : block.end]) for block in document.blocks]


def block_of(document: Document, words: str) -> Block:
    return next(block for block in document.blocks if words in document.text[block.start : block.end])


def lead_of(document: Document, words: str) -> list[str]:
    block = block_of(document, words)
    return [document.text[document.blocks[n].start : document.blocks[n].end] for n in block.leads]


JOURNAL = """<title>L_2031099EN.01000101.xml</title>|
<table><tr><td><p class="oj-hd-date">5.6.2031</p></td><td><p class="oj-hd-ti">Official Journal</p></td>
</tr></table>
<div class="eli-main-title"><p class="oj-doc-ti">REGULATION (EU) 2031/77 OF THE COUNCIL</p>
<p class="oj-doc-ti">of 4 June 2031</p><p class="oj-doc-ti">on lamps at sea</p></div>
<p class="oj-normal">Having regard to the Treaty
<a id="ntc1-L" href="#ntr1-L">(<span class="oj-super">1</span>)</a>,</p>
<p class="oj-normal">Whereas:</p>
<table><tr><td><p class="oj-normal">(1)</p></td><td>
<p class="oj-normal">Fog should not be a bar to sailing.</p></td></tr></table>
<p class="oj-normal">HAS ADOPTED THIS REGULATION:</p>
<p class="oj-ti-art">Article 1</p><p class="oj-sti-art">Lamps</p>
<p class="oj-normal">1.   A ship shall carry:</p>
<table><tr><td><p class="oj-normal">(a)</p></td><td><p class="oj-normal">a white lamp;</p></td></tr></table>
<table><tr><td><p class="oj-normal">(b)</p></td><td><p class="oj-normal">a lamp which is:</p>
<table><tr><td><p class="oj-normal">(i)</p></td><td><p class="oj-normal">red; or</p></td></tr></table>
</td></tr></table>
<p class="oj-normal">Those lamps shall burn at night.</p>
<p class="oj-normal">2.   Boats are exempt.</p>
<p class="oj-ti-art">Article 2</p><p class="oj-normal">Regulation (EU) 2020/1 is amended as follows:</p>
<table><tr><td><p class="oj-normal">(1)</p></td><td>
<p class="oj-normal">Article 5 is replaced by the following:</p>
<p class="oj-normal">‘Article 5</p><p class="oj-normal">Buoys shall be red.’.</p></td></tr></table>
<p class="oj-doc-ti">ANNEX I</p><p class="oj-normal">1. Size of lamps.</p>
<p class="oj-note"><a id="ntr1-L" href="#ntc1-L">(<span class="oj-super">1</span>)</a> OJ C 1.</p>"""


def test_an_act_of_the_official_journal() -> None:
    document = page(*reversed(JOURNAL.split("|")))
    known = document.metadata
    assert known.title == "REGULATION (EU) 2031/77 OF THE COUNCIL of 4 June 2031 on lamps at sea"
    assert (known.number, known.date, known.kind) == ("Regulation (EU) 2031/77", "2031-06-04", "regulation")
    assert (known.publisher, known.jurisdiction) == ("European Union", "EU")
    assert told(document)[3:] == [
        ("paragraph", "", "Having regard to the Treaty,"),
        ("preamble", "", "Whereas:"),
        ("recital", "Recital 1", "(1) Fog should not be a bar to sailing."),
        ("paragraph", "", "HAS ADOPTED THIS REGULATION:"),
        ("heading", "", "Article 1"),
        ("heading", "", "Lamps"),
        ("provision", "Article 1(1)", "1. A ship shall carry:"),
        ("item", "Article 1(1)(a)", "(a) a white lamp;"),
        ("item", "Article 1(1)(b)", "(b) a lamp which is:"),
        ("item", "Article 1(1)(b)(i)", "(i) red; or"),
        ("provision", "Article 1(1)", "Those lamps shall burn at night."),
        ("provision", "Article 1(2)", "2. Boats are exempt."),
        ("heading", "", "Article 2"),
        ("provision", "Article 2", "Regulation (EU) 2020/1 is amended as follows:"),
        ("item", "Article 2(1)", "(1) Article 5 is replaced by the following:"),
        ("provision", "Article 2(1)", "‘Article 5"),
        ("provision", "Article 2(1)", "Buoys shall be red.’."),
        ("heading", "", "ANNEX I"),
        ("provision", "Annex I(1)", "1. Size of lamps."),
    ]
    assert document.notes == ("notes to the text were left out: 3 words",)
    assert lead_of(document, "red; or") == ["1. A ship shall carry:", "(b) a lamp which is:"]
    assert block_of(document, "Buoys").standing == "inserted"
    assert lead_of(document, "Buoys")[-1] == "(1) Article 5 is replaced by the following:"


def test_a_consolidated_act_has_no_signs_of_changes() -> None:
    document = page(
        "<p class=reference>02031R0077 — EN — 01.02.2033 — 002.001</p><p class=disclaimer>No legal "
        "effect.</p>"
        "<p class=title-doc-first>REGULATION (EU) 2031/77</p><p class=title-doc-last>of 4 June 2031 on "
        "lamps</p>"
        "<p class=hd-modifiers>Amended by:</p><p class=modref><a>▼M1</a></p><p "
        "class=title-article-norm>Article 3</p>"
        "<div class=norm><span class=no-parag>1. </span><div class='norm inline-element'>It ends on "
        "<span>►M1</span> 30 June 2040 <span class=boldface> ◄ </span>.</div></div>"
        "<div class='grid-container grid-list'><div class='list grid-list-column-1'><span>(a) </span></div>"
        "<div class=grid-list-column-2><p class=norm>a lamp.</p></div></div>"
    )
    assert (document.metadata.date, document.metadata.version) == ("2031-06-04", "2033-02-01")
    assert told(document)[2:] == [
        ("heading", "", "Article 3"),
        ("provision", "Article 3(1)", "1. It ends on 30 June 2040."),
        ("provision", "Article 3(1)(a)", "(a) a lamp."),
    ]


def test_a_proposal_is_proposed_and_its_reasons_are_none_of_its_provisions() -> None:
    document = page(
        "<p class=Emission>Brussels, 13.1.2031</p><p class=Rfrenceinstitutionnelle>COM(2031) 6 final</p>"
        "<p class=Statut>Proposal for a</p><p class=Typedudocument_cp>COUNCIL DECISION</p>"
        "<p class=Titreobjet_cp>on fog</p><p class=Exposdesmotifstitre>EXPLANATORY MEMORANDUM</p>"
        "<p class='li ManualHeading2'><span class=num>1.1.</span><span>Reasons</span></p>"
        "<p class=Normal>Fog grew<span class=FootnoteReference><a class=footnoteRef id=footnoteref1 "
        "href='#footnote1'>1</a></span> in 2030.</p><p class='li ManualConsidrant'><span "
        "class=num>(1)</span>"
        "<span>Fog is wet.</span></p><p class=Titrearticle>Article 1</p><p class=Normal>Fog is banned.</p>",
        "<title>IMMC.COM%282031%296%20final.docx</title>",
    )
    known = document.metadata
    assert known.title == "Proposal for a COUNCIL DECISION on fog"
    assert (known.number, known.date, known.stage) == ("COM(2031) 6 final", "2031-01-13", "proposal")
    assert told(document)[4:] == [
        ("heading", "", "1.1. Reasons"),
        ("paragraph", "Explanatory memorandum", "Fog grew in 2030."),
        ("recital", "Recital 1", "(1) Fog is wet."),
        ("heading", "", "Article 1"),
        ("provision", "Article 1", "Fog is banned."),
    ]


def test_a_page_of_legislation_gov_uk() -> None:
    document = page(
        "<div id=viewLegContents><div class=LegSnippet><h5><span class='LegDS LegP1No'>"
        "<a class=LegCommentaryLink href='#c1'>F1</a>7</span><span class=LegP1GroupTitle>Lamps"
        "<span class=LegExtentRestriction>E+W</span></span></h5>"
        "<p class=LegP2Container><span class='LegDS LegP2No'>(1)</span><span class='LegDS "
        "LegP2Text'>The fee is "
        "<span class=LegChangeDelimiter>[</span><a class=LegCommentaryLink href='#c2'>F2</a>"
        "<span class=LegSubstitution>£9</span><span class=LegChangeDelimiter>]</span>.</span></p>"
        "<p class=LegP2Container><span class='LegDS LegP2No'>(2)</span><span class=LegP2Text>. . . . . "
        ". .</span></p>"
        "<p class=LegP2Container><span class='LegDS LegP2No'>(3)</span><span class=LegP2Text>In the "
        "Lamps Act 1989 "
        "insert—</span></p><p class='LegP2Container LegAmend'><span class=LegP2NoC1Amend><span "
        "class=LegAmendQuote>“"
        "</span>(1A)</span><span class=LegP2TextC1Amend>Lamps burn.<span "
        "class=LegAmendQuote>”</span>.</span></p>"
        "<div class=LegAnnotations><p>F2 Words substituted in 2009.</p></div></div></div>",
        "<title>Lamps Act 1996</title><meta name='DC.date.valid' content='2010-01-12'>",
    )
    known = document.metadata
    assert (known.title, known.date, known.version, known.kind) == (
        "Lamps Act 1996",
        "1996",
        "2010-01-12",
        "statute",
    )
    assert told(document) == [
        ("heading", "", "7 Lamps"),
        ("provision", "section 7(1)", "(1) The fee is [£9]."),
        ("provision", "section 7(3)", "(3) In the Lamps Act 1989 insert—"),
        ("provision", "section 7(3)", "“(1A) Lamps burn.”."),
    ]
    assert block_of(document, "(1A)").standing == "inserted"
    assert len(document.notes) == 2


def test_a_schedule_has_paragraphs_and_a_stroke_stays_with_its_number() -> None:
    document = page(
        "<div class=LegSnippet><p class=LegP1Container><span class=LegP1No>3.</span>—"
        "<span class=LegP2No>(1)</span><span class=LegP2Text>A ferry sails.</span></p>"
        "<h2><span class=LegScheduleNo>SCHEDULE 2</span></h2>"
        "<p class=LegSP1Container><span class=LegSP1No>4</span><span>The fee is due.</span></p></div>",
        "<title>The Ferries Order 2031</title>",
    )
    assert told(document) == [
        ("provision", "article 3(1)", "3.—(1) A ferry sails."),
        ("heading", "", "SCHEDULE 2"),
        ("provision", "Schedule 2, paragraph 4", "4 The fee is due."),
    ]


def test_an_act_in_a_layout_table_is_kept_and_its_end_is_told() -> None:
    document = page(
        "<form><label>Zaudējis spēku</label></form><ul><li>Drukāt</li></ul><table><tr><td>"
        "<div class=doc-body><div class=callout>Tiesību akts ir zaudējis spēku.</div>"
        "<div class=TV207>Par bākām</div><div class=TV206>Rīkojums Nr. 9 Rīgā 2001. gada 5. martā</div>"
        "<div class=TV213><p>1. Bākas deg.</p></div></div></td><td>x</td></tr></table>"
        "<div><span>Izdevējs: </span>Bāku dienests <span>Veids: </span>rīkojums <span>Numurs: </span>9 "
        "<span>Zaudē spēku: </span>01.02.2006.</div>",
        "<meta property='og:title' content='Zaudējis spēku - Par bākām'>",
        "lv",
    )
    known = document.metadata
    assert (known.title, known.date) == ("Par bākām", "2001-03-05")
    assert (known.status, known.publisher) == ("no longer in force since 2006-02-01", "Bāku dienests")
    assert any("zaudējis spēku" in note for note in document.notes)
    assert (
        "zaudējis" not in document.text and "1. Bākas deg." in document.text and "Drukāt" not in document.text
    )


@pytest.mark.parametrize(
    ("banner", "ended"),
    [
        ("<div class=banner>This Act has been repealed.</div>", True),
        ("<p class=status>Status: repealed</p>", True),
        ("<div class=forceIndicator>No longer in force, Date of end of validity: 31/12/2029</div>", True),
        ("<span class=estado>Norma derogada</span>", True),
        ("<div class=etat>Abrogé</div>", True),
        ("<p>2. Repealed.</p>", False),
        ("<p>Article 5 is repealed.</p>", False),
        ("<li><a class=status>Repealed</a></li>", False),
    ],
)
def test_only_what_is_said_of_the_whole_act_ends_it(banner: str, ended: bool) -> None:
    articles = "".join(f"<h3>Article {n}</h3><p>Lamp {n} burns.</p>" for n in range(1, 6))
    assert bool(page(f"<h1>Lamps Act</h1>{banner}{articles}").metadata.status) == ended


def test_a_polish_act_keeps_its_numbers_with_their_text() -> None:
    document = page(
        "<h1><span class=head-type>Rozporządzenie</span><span class=head-date>z dnia 3 maja 2031 r.</span>"
        "<span class=head-title>w sprawie lamp</span></h1><div class=parts><div class=pro-text>Na "
        "podstawie art. 4.</div>"
        "<h3><b>§ 1.</b></h3><div class=pro-text>W rozporządzeniu wprowadza się zmiany:</div><h3>1)</h3>"
        "<div class=pro-text>w § 3 pkt 5 otrzymuje brzmienie:</div><div class=cite-box><div "
        "class=qmark-opn>„</div>"
        "<h3>5)</h3><div class=pro-text>lampy;</div><div class=qmark-cls>”</div><div "
        "class=trailer>;</div></div></div>",
        lang="pl",
    )
    assert document.metadata.title == "Rozporządzenie z dnia 3 maja 2031 r. w sprawie lamp"
    assert (document.metadata.date, document.metadata.kind) == ("2031-05-03", "regulation")
    assert told(document)[2:] == [
        ("provision", "§ 1", "§ 1. W rozporządzeniu wprowadza się zmiany:"),
        ("item", "§ 1(1)", "1) w § 3 pkt 5 otrzymuje brzmienie:"),
        ("provision", "§ 1(1)", "„5) lampy;”;"),
    ]
    assert document.blocks[-1].standing == "inserted"


def test_an_irish_act_has_its_side_notes_as_titles_and_no_pipes() -> None:
    document = page(
        "<div class=act-content id=act><table><tr><td "
        "class=language_link></td><td><p><small>Lamps.</small></p></td>"
        "<td><p><b>3.</b>—(1) The keeper may—</p></td></tr><tr><td></td><td></td><td><p>(<i>a</i>) "
        "light a lamp,</p></td>"
        "</tr><tr><td></td><td></td><td><p>AN ACT TO LIGHT LAMPS. "
        "[<i>26th July</i>, 1931.]</p></td></tr></table></div>",
        "<meta name=DC.Title content='electronic Statute Book'><meta name=DC.Creator "
        "content='electronic Statute Book'>"
        "<title>Lamps Act, 1931</title>",
    )
    assert told(document)[:3] == [
        ("heading", "", "Lamps."),
        ("provision", "section 3(1)", "3.—(1) The keeper may—"),
        ("item", "section 3(1)(a)", "(a) light a lamp,"),
    ]
    assert (document.metadata.title, document.metadata.date) == ("Lamps Act, 1931", "1931-07-26")


def test_lines_that_a_law_breaks_are_paragraphs() -> None:
    document = page(
        "<h1>Base</h1><p class=list-item--title>7 JANVIER 2031. - Loi sur les lampes</p><div "
        "id=list-title-3>"
        "<h2 class=list-title>Texte</h2>TITRE 1er. - Lampes<br><br>&nbsp;&nbsp;Article 1er. Sont "
        "abrogés :<br>&nbsp;&nbsp;"
        "1° la loi A;<br>&nbsp;&nbsp;2° la loi B.<br></div>",
        lang="fr",
    )
    assert (document.metadata.title, document.metadata.date) == (
        "7 JANVIER 2031. - Loi sur les lampes",
        "2031-01-07",
    )
    assert told(document) == [
        ("heading", "", "TITRE 1er. - Lampes"),
        ("provision", "Article 1er", "Article 1er. Sont abrogés :"),
        ("item", "Article 1er(1)", "1° la loi A;"),
        ("item", "Article 1er(2)", "2° la loi B."),
    ]


def test_a_mexican_decree_is_read_whole() -> None:
    document = page(
        "<table><tr><td><a href='/'>Inicio</a></td></tr></table><table><tr><td><span "
        "class=txt_blanco>DOF: 05/03/2031"
        "</span><div id=DivDetalleNota><div class=Titulo_1>DECRETO por el que se reforma la Ley de "
        "Faros.</div>"
        "<div>ARTÍCULO ÚNICO.- Se reforma el artículo 5, para quedar como sigue:</div><div>Artículo 5.- "
        "El faro arde."
        "</div><div>Y alumbra.</div><div>Transitorio</div><div>Entra en vigor "
        "hoy.</div></div></td><td>IMPRIMIR</td>"
        "</tr></table>",
        "<title>DOF - Diario Oficial de la Federación</title>",
        "es",
    )
    assert document.metadata.title == "DECRETO por el que se reforma la Ley de Faros"
    assert (document.metadata.date, document.metadata.kind) == ("2031-03-05", "decree")
    assert "IMPRIMIR" not in document.text
    assert [block.standing for block in document.blocks] == ["", "", "inserted", "inserted", "", ""]


def test_spanish_and_italian_acts() -> None:
    spain = page(
        "<h3 class=documento-tit>Ley 9/2031, de 1 de octubre, de "
        "Faros.</h3><dl><dt>Departamento:</dt><dd>Jefatura</dd>"
        "<dt>Referencia:</dt><dd>BOE-A-1</dd></dl><div id=textoxslt><h5 class=articulo>Artículo 1. "
        "Objeto.</h5>"
        "<p>1. Regula:</p><p>a) los faros.</p></div>",
        lang="es",
    )
    assert (spain.metadata.number, spain.metadata.date) == ("Ley 9/2031", "2031-10-01")
    assert told(spain)[1:] == [
        ("provision", "Artículo 1(1)", "1. Regula:"),
        ("item", "Artículo 1(1)(a)", "a) los faros."),
    ]
    italy = page(
        "<div class=bodyTesto><h2 class=article-num-akn>Art. 1</h2><div "
        "class=article-heading-akn>((Fari))</div>"
        "<div class=art-comma-div-akn><span class=comma-num-akn>1. </span><span>I fari "
        "((ardono)).</span></div></div>"
    )
    assert told(italy)[1:] == [("heading", "", "Fari"), ("provision", "Art. 1(1)", "1. I fari ardono.")]


def test_text_put_in_without_quotation_marks_is_told_by_its_number() -> None:
    document = page(
        "<p>Ley 27</p><p>Artículo 1°- Sustitúyese el artículo 15 de la ley 9, por el siguiente:</p>"
        "<p>Artículo 15: El faro arde.</p><p>Artículo 2°- Sustitúyese el artículo 3, por el siguiente:</p>"
        "<p>Artículo 3: La boya es roja.</p><p>Artículo 3°- Comuníquese.</p>"
    )
    assert [block.standing for block in document.blocks] == ["", "", "inserted", "", "inserted", ""]
    assert document.metadata.title == "Ley 27"


def judgment(kind: str, author: str) -> Document:
    return page(
        "<section class=casebody><section class=head-matter><p class=parties>Alder v. Birch.</p><p "
        "class=docketnumber>"
        "No. 12-FS-1.</p><p class=court>Court of Lamps.</p><p class=decisiondate>Submitted May 1, "
        "2031.<br> Decided "
        "June 9, 2031.</p></section><article class=opinion data-type=majority><p class=author>FIR, "
        "J.</p><p>The lamp "
        "<a class=page-label href='#p2'>*2</a>burned,<a class=footnotemark href='#footnote_1_1' "
        "id='ref_1'>1</a> we hold."
        f"</p><aside class=footnote id=footnote_1_1><a href='#ref_1'>1</a><p>At dusk.</p></aside></article>"
        f"<article class=opinion data-type={kind}><p class=author>{author}</p><p>It did not "
        f"burn.</p></article></section>"
    )


def test_a_judgment_has_its_court_its_day_and_its_opinions_apart() -> None:
    document = judgment("dissent", "ELM, J., dissenting.")
    known = document.metadata
    assert (known.title, known.publisher, known.number) == ("Alder v. Birch", "Court of Lamps", "No. 12-FS-1")
    assert (known.date, known.kind) == ("2031-06-09", "court opinion")
    assert "The lamp burned, we hold." in document.text
    assert (block_of(document, "we hold").place, block_of(document, "we hold").speaker) == ("", "")
    assert (block_of(document, "At dusk").role, block_of(document, "At dusk").place) == ("note", "note 1")
    own = block_of(document, "did not burn")
    assert (own.place, own.speaker) == ("dissent", "ELM, J")
    assert block_of(judgment("concurrence", "OAK, J. (concurring)."), "did not").place == "concurrence"


def test_the_paragraphs_that_a_judgment_counts_are_its_places() -> None:
    document = page(
        "<p>Lord Fir:</p><p>1. The lamp burned.</p><p>2. It then went out.</p><p>2031. A year of fog.</p>",
        "<title>Alder v Birch [2031] EWCA Civ 12 (14 January 2031)</title>",
    )
    assert [place for _, place, _ in told(document)] == ["", "para 1", "para 2", ""]
    signs = page(f"{judgment('dissent', '').text}<section class=casebody><p>¶ 39 It burned.</p></section>")
    assert block_of(signs, "¶ 39").place == "¶ 39"


def test_a_judgments_title_may_hold_its_citation_and_day() -> None:
    known = page("<p>Held.</p>", "<title>Alder v Birch [2031] EWCA Civ 12 (14 January 2031)</title>").metadata
    assert (known.title, known.number, known.date) == ("Alder v Birch", "[2031] EWCA Civ 12", "2031-01-14")


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("of 14 June 2021 on", "2021-06-14"),
        ("[26th July, 1960.]", "1960-07-26"),
        ("z dnia 30 grudnia 2024 r.", "2024-12-30"),
        ("du 1er août 2020", "2020-08-01"),
        ("vom 3. März 2019", "2019-03-03"),
        ("de 5 de outubro de 2011", "2011-10-05"),
        ("del 22 de juny del 2017", "2017-06-22"),
        ("2000. gada 29. decembrī", "2000-12-29"),
        ("van 7 maart 1999", "1999-03-07"),
        ("15.6.2021", "2021-06-15"),
        ("in 2021", ""),
        ("of 31 June 2021", ""),
    ],
)
def test_days_are_read_in_many_languages(text: str, day: str) -> None:
    assert written_date(text) == day


def test_a_definition_without_a_number_completes_the_words_before_the_list() -> None:
    document = page(
        "<p class=oj-doc-ti>REGULATION (EU) 2031/7</p><p class=oj-ti-art>Article 1</p>"
        "<p>In this Regulation:</p><p>‘lamp’ means a light;</p><p>‘buoy’ means a float.</p>"
        "<p>It applies in May.</p>"
    )
    assert lead_of(document, "‘buoy’") == ["In this Regulation:"]
    assert lead_of(document, "in May") == []
    dashes = page(
        "<p class=oj-ti-art>Article 1</p><p>1. It lists:</p><p>— lamps,</p><p>— buoys.</p><p>It ends.</p>"
    )
    assert lead_of(dashes, "buoys") == ["1. It lists:"] and lead_of(dashes, "It ends") == []
    assert {block.standing for block in document.blocks} == {""}


def test_a_short_bold_paragraph_of_a_judgment_is_a_title() -> None:
    body = "<p><strong>II. The lamp</strong></p><p><strong>It burned.</strong></p><p><b>A</b> lamp</p>"
    document = page(f"<section class=casebody><article class=opinion>{body}</article></section>")
    assert [role for role, _, _ in told(document)] == ["heading", "paragraph", "paragraph"]


def test_a_swiss_act_keeps_the_raised_numbers_of_its_paragraphs() -> None:
    document = page(
        "<div id=lawcontent><div class=srnummer>941.4</div><h1 class=erlasstitel>Lampengesetz</h1>"
        "<p>vom 20. Juni 2031 (Stand am 1. Januar 2033)</p><h6 class=heading>Art. 1 Zweck</h6>"
        "<p class=absatz><sup>1</sup> Es gilt.<sup><a href='#fn-1' id='b-1'>3</a></sup></p>"
        "<p class=absatz><sup>2</sup> Es regelt:</p><dl><dt>a. </dt><dd>Lampen.</dd></dl></div>",
        lang="de",
    )
    known = document.metadata
    assert (known.number, known.date, known.version) == ("941.4", "2031-06-20", "2033-01-01")
    assert told(document)[3:] == [
        ("provision", "Art. 1(1)", "¹ Es gilt."),
        ("provision", "Art. 1(2)", "² Es regelt:"),
        ("item", "Art. 1(2)(a)", "a. Lampen."),
    ]


def test_a_section_of_the_us_code_is_read_without_its_notes() -> None:
    document = page(
        "<h3 class=section-head>§16. Lamps</h3><p class=statutory-body>(b) A lamp may not be lit for-</p>"
        "<p class=statutory-body-1em>(1) fishing;</p><p class=source-credit>(Added Pub. L. 1.)</p>"
        "<h4 class=note-head>Amendments</h4><p class=note-body>1990-Added.</p>",
        "<title>9 USC 16: Lamps</title>",
    )
    assert document.metadata.number == "9 U.S.C. § 16"
    assert told(document)[1:] == [
        ("provision", "§ 16(b)", "(b) A lamp may not be lit for-"),
        ("item", "§ 16(b)(1)", "(1) fishing;"),
    ]
    assert lead_of(document, "fishing") == ["(b) A lamp may not be lit for-"]


def test_a_printed_bill_within_a_page_is_a_bill() -> None:
    document = page(
        "<nav>Home</nav><pre id=billTextContainer>\n[Congressional Bills 119th Congress]\n"
        "[From the U.S. Government Publishing Office]\n[H.R. 9 Introduced in House (IH)]\n\n"
        "SECTION 1. SHORT TITLE.\n\n    This Act may be cited as the Lamps Act.\n</pre>"
        "<footer>About</footer>",
        "<title>Text - H.R. 9 | Congress.gov</title>",
    )
    assert (document.metadata.number, document.metadata.kind) == ("H.R. 9", "bill")
    assert "Home" not in document.text and "About" not in document.text
    assert block_of(document, "Lamps Act").place == "§ 1"


def test_a_quotation_that_closes_in_a_note_is_put_in_nevertheless() -> None:
    document = page(
        "<p class=oj-doc-ti>REGULATION (EU) 2031/7</p><p class=oj-ti-art>Article 1</p>"
        "<p>In Article 9 of Regulation 5 the following subparagraph is added:</p><p>‘Lamps shall burn.</p>"
        "<p class=oj-note>(*1) OJ L 1.’</p><p class=oj-ti-art>Article 2</p><p>Buoys float.</p>"
        "<table><tr><td></td><td><p>1.</p></td><td>A list of lamps.</td></tr></table>"
    )
    assert block_of(document, "Lamps shall").standing == "inserted"
    assert block_of(document, "Buoys").standing == ""
    assert told(document)[-1][1:] == ("Article 2(1)", "1. A list of lamps.")
