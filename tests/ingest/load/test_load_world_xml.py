"""Laws, debates and journals of parliaments outside the United States, in the XML that they publish."""

from __future__ import annotations

import pytest

from ingest.errors import WrongFormat
from ingest.load import load
from ingest.types import Block, Document


def read(xml: str, name: str = "x.xml") -> Document:
    return load(xml.encode(), name=name)


def lines(document: Document) -> list[str]:
    return [document.text[block.start : block.end] for block in document.blocks]


def block_of(document: Document, words: str) -> Block:
    """The one block that holds the words."""
    found = [one for one in document.blocks if words in document.text[one.start : one.end]]
    assert len(found) == 1, lines(document)
    return found[0]


def leads_of(document: Document, words: str) -> list[str]:
    return [lines(document)[number] for number in block_of(document, words).leads]


CLML = """<Legislation xmlns="http://www.legislation.gov.uk/namespaces/legislation"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/"
 xmlns:ukm="http://www.legislation.gov.uk/namespaces/metadata">
<ukm:Metadata><dc:title>Lighthouse Dues Act 1999</dc:title><dc:date>2003-07-24</dc:date>
<dct:valid>2020-05-01</dct:valid><ukm:PrimaryMetadata><ukm:DocumentClassification>
<ukm:DocumentMainType Value="UnitedKingdomPublicGeneralAct"/><ukm:DocumentStatus Value="revised"/>
</ukm:DocumentClassification><ukm:EnactmentDate Date="1999-03-04"/></ukm:PrimaryMetadata></ukm:Metadata>
<Primary><Body><P1group><Title>Dues</Title><P1 id="section-3"><Pnumber>3</Pnumber><P1para>
<P2><Pnumber>1</Pnumber><P2para><Text>A keeper must not charge—</Text>
<P3><Pnumber>a</Pnumber><P3para>
<Text>a <Term>foreign vessel</Term> under <Citation>the 1990 Act</Citation>, or</Text></P3para></P3>
<P3><Pnumber>b</Pnumber><P3para><Text>a vessel of <Addition>less than</Addition> 20 metres.</Text>
</P3para></P3></P2para></P2>
<P2 Match="false" RestrictEndDate="2004-01-01"><Pnumber>2</Pnumber><P2para>
<Text>The old due is 5 shillings.</Text></P2para></P2>
<P2 Status="Prospective"><Pnumber>3</Pnumber><P2para><Text>The new due is 9 pounds.</Text></P2para></P2>
<P2><Pnumber>4</Pnumber><P2para>
<Text>In section 7 of the Harbours Act, for subsection (2) substitute—</Text>
<BlockAmendment Format="double"><P2><Pnumber>2</Pnumber><P2para><Text>A pilot may refuse.</Text></P2para>
</P2></BlockAmendment>
<AppendText>.</AppendText></P2para></P2>
<P2><Pnumber>5</Pnumber><P2para><Text>
<Repeal RetainText="true" Extent="S">A levy is due in Leith.</Repeal></Text></P2para></P2>
</P1para></P1></P1group></Body></Primary>
<Commentaries><Commentary><Para><Text>S. 3 amended in 2004.</Text></Para></Commentary></Commentaries>
</Legislation>"""


def test_clml_says_what_is_in_force_and_whose_words_they_are():
    document = read(CLML)
    known = document.metadata
    assert (known.title, known.date, known.version) == (
        "Lighthouse Dues Act 1999",
        "1999-03-04",
        "2020-05-01",
    )
    assert (known.kind, known.publisher, known.jurisdiction) == ("statute", "UK Parliament", "GB")
    assert "5 shillings" not in document.text and "amended in 2004" not in document.text
    assert any("no longer in force" in note for note in document.notes)
    item = block_of(document, "foreign vessel")
    assert (item.place, item.role) == ("s. 3(1)(a)", "item")
    assert lines(document)[document.blocks.index(item)] == "(a) a foreign vessel under the 1990 Act, or"
    assert leads_of(document, "less than 20 metres")[-1].endswith("A keeper must not charge—")
    assert block_of(document, "9 pounds").standing == "not yet in force"
    inserted = block_of(document, "A pilot may refuse")
    assert inserted.standing == "inserted" and inserted.place == "s. 3(4)"
    assert lines(document)[document.blocks.index(inserted)] == "“(2) A pilot may refuse.”."
    assert leads_of(document, "A pilot may refuse")[-1].endswith("for subsection (2) substitute—")
    assert "[repealed (S): A levy is due in Leith.]" in document.text


AKN = """<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><act name="act"><meta>
<identification>
<FRBRWork><FRBRdate date="2999-01-01" name="dummy"/><FRBRdate date="2018-02-03" name="enactment"/>
<FRBRauthor href="#diet"/><FRBRcountry value="fi"/></FRBRWork>
<FRBRExpression><FRBRdate date="2021-07-01" name=""/><FRBRlanguage language="eng"/></FRBRExpression>
</identification>
<references><TLCOrganization eId="diet" href="/x" showAs="The Diet"/></references>
<notes><note><p>Amended by Act 9.</p></note></notes></meta>
<preface><longTitle><p>An Act to keep seeds</p></longTitle><p><shortTitle>Seed Bank Act 2018</shortTitle>
</p></preface>
<preamble><recitals><recital><num>(4)</num><p>Seeds should be shared.</p></recital></recitals></preamble>
<body><article eId="a"><num>Art. 5</num><heading>Storage</heading>
<paragraph><num>2</num><intro><p>The bank shall<authorialNote marker="1"><p>SR 1.2</p>
</authorialNote> store, until
<date date="2030-01-01">1 January 2030</date>:</p></intro><point><num>(a)</num><content><p>rye;</p>
</content></point>
<point status="removed"><num>(b)</num><content><p>wheat.</p></content></point></paragraph>
<paragraph><num>3</num><content><p>The fee is <del>40</del><ins>60</ins> euros.</p>
<p>In section 2 of the Farm Act add—
<mod><quotedStructure startQuote="“" endQuote="”"><paragraph><num>2A</num><content><p>Barley counts.</p>
</content>
</paragraph></quotedStructure></mod></p></content></paragraph></article></body></act></akomaNtoso>"""


def test_akoma_ntoso_act():
    document = read(AKN, "x.akn.xml")
    known = document.metadata
    assert (known.title, known.date, known.version) == ("Seed Bank Act 2018", "2018-02-03", "2021-07-01")
    assert (known.kind, known.publisher, known.language, known.jurisdiction) == (
        "statute",
        "The Diet",
        "en",
        "FI",
    )
    assert not {"wheat", "40", "SR 1.2", "Amended by"} & {
        word for word in ("wheat", "40", "SR 1.2", "Amended by") if word in document.text
    }
    assert "The bank shall store, until 1 January 2030:" in document.text
    assert block_of(document, "rye").place == "Article 5(2)(a)"
    assert leads_of(document, "rye") == ["(2) The bank shall store, until 1 January 2030:"]
    recital = block_of(document, "should be shared")
    assert (recital.role, recital.place) == ("recital", "Recital 4")
    assert block_of(document, "60 euros").standing == ""
    assert "“(2A) Barley counts.”" in document.text
    assert block_of(document, "Barley").standing == "inserted"
    assert leads_of(document, "Barley")[-1].endswith("In section 2 of the Farm Act add—")


def test_akoma_ntoso_debate_credits_the_speaker_alone():
    document = read(
        '<akomaNtoso><debate name="d"><meta/><debateBody><debateSection><heading>Ports</heading>'
        '<speech by="#x"><from>Ms Ada Quay:</from><p>The pier sank.</p></speech>'
        "<summary>The House rose.</summary>"
        '<question by="#y"><from>Mr Bo Reef</from><p>When?</p></question></debateSection></debateBody>'
        "</debate></akomaNtoso>"
    )
    assert block_of(document, "The pier sank").speaker == "Ms Ada Quay"
    assert block_of(document, "When?").speaker == "Mr Bo Reef"
    assert block_of(document, "The House rose").speaker == ""
    assert document.metadata.kind == "transcript" and "Ms Ada Quay:" not in document.text


def test_akoma_ntoso_judgment_sets_quoted_findings_apart():
    document = read(
        '<akomaNtoso><judgment name="j"><meta><identification><FRBRWork>'
        '<FRBRdate date="2022-10-04" name="judgment"/>'
        '<FRBRauthor href="#c"/><FRBRname value="Reed v Harbour Board"/></FRBRWork></identification>'
        '<references><TLCOrganization eId="c" showAs="Court of the Isles"/></references>'
        "<presentation><style>p {color: red}</style></presentation></meta><judgmentBody><decision>"
        "<p>The tribunal said:</p><embeddedStructure><p>He was no pilot.</p></embeddedStructure>"
        "<p>We quash that.</p></decision></judgmentBody></judgment></akomaNtoso>"
    )
    assert block_of(document, "He was no pilot").standing == "quoted"
    assert block_of(document, "We quash that").standing == ""
    known = document.metadata
    assert (known.title, known.publisher, known.kind) == (
        "Reed v Harbour Board",
        "Court of the Isles",
        "court opinion",
    )
    assert "color" not in document.text


FORMEX = """<ACT><BIB.INSTANCE><DOCUMENT.REF><COLL>L</COLL></DOCUMENT.REF>
<DATE ISO="20240313">20240313</DATE>
<LG.DOC>EN</LG.DOC><NO.DOC><NO.CURRENT>77</NO.CURRENT><YEAR>2024</YEAR></NO.DOC></BIB.INSTANCE>
<TITLE><TI><P>REGULATION (EU) 2024/77 of <DATE ISO="20240313">13 March 2024</DATE> on buoys</P></TI></TITLE>
<PREAMBLE><GR.CONSID><CONSID><NP><NO.P>(7)</NO.P><TXT>Buoys should be red<NOTE><P>OJ L 1.</P>
</NOTE>.</TXT></NP></CONSID></GR.CONSID></PREAMBLE>
<ENACTING.TERMS><ARTICLE><TI.ART>Article 3</TI.ART><STI.ART>Colours</STI.ART><PARAG>
<NO.PARAG>2.</NO.PARAG><ALINEA>
<P>No buoy shall be:</P><LIST><ITEM><NP><NO.P>(a)</NO.P>
<TXT>painted <QUOT.START CODE="2018"/>blue<QUOT.END CODE="2019"/>;</TXT></NP></ITEM></LIST>
</ALINEA></PARAG></ARTICLE></ENACTING.TERMS>
<TBL><CORPUS><ROW TYPE="HEADER"><CELL TYPE="HEADER">Port</CELL><CELL TYPE="HEADER">Buoys</CELL></ROW>
<ROW><CELL>Leith</CELL><CELL>12</CELL></ROW></CORPUS></TBL></ACT>"""


def test_formex_tells_recitals_from_articles():
    document = read(FORMEX)
    assert (block_of(document, "should be red").role, block_of(document, "should be red").place) == (
        "recital",
        "Recital 7",
    )
    assert "(7) Buoys should be red." in document.text and "OJ L 1" not in document.text
    item = block_of(document, "‘blue’")
    assert item.place == "Article 3(2)(a)"
    assert leads_of(document, "‘blue’")[-1].endswith("No buoy shall be:")
    assert "Port: Leith | Buoys: 12" in document.text
    known = document.metadata
    assert (known.kind.lower(), known.date, known.jurisdiction) == ("regulation", "2024-03-13", "EU")


def test_justice_laws_marks_what_is_not_in_force():
    document = read(
        '<Statute xmlns:lims="http://justice.gc.ca/lims" lims:pit-date="2024-11-27" xml:lang="en">'
        "<Identification>"
        "<ShortTitle>Tidal Mills Act</ShortTitle><BillHistory><Stages stage='assented-to'><Date>"
        "<YYYY>2024</YYYY>"
        "<MM>3</MM><DD>9</DD></Date></Stages></BillHistory></Identification><Body>"
        "<Section><MarginalNote>Licence</MarginalNote><Label>4</Label><Subsection><Label>(1)</Label>"
        "<Text>A <DefinedTermEn>mill</DefinedTermEn> needs a <Language>de facto</Language>"
        " licence.</Text></Subsection></Section>"
        '<Section in-force="no"><Label>5</Label><Text>A board is established.</Text></Section></Body>'
        "</Statute>"
    )
    assert document.metadata.title == "Tidal Mills Act" and document.metadata.date == "2024-03-09"
    assert block_of(document, "A mill needs a de facto licence.").place == "s. 4(1)"
    assert block_of(document, "A board is established").standing == "not yet in force"
    assert any("not yet in force" in note for note in document.notes)


def test_boe_keeps_the_version_that_is_in_force():
    document = read(
        "<response><status><code>200</code></status><data><texto>"
        '<bloque id="a9" tipo="precepto" titulo="Artículo 9">'
        '<version fecha_vigencia="19990101"><p class="articulo">Artículo 9</p>'
        '<p class="parrafo">El canon es de 3 euros.</p></version>'
        '<version fecha_vigencia="20240217"><p class="articulo">Artículo 9</p>'
        '<p class="parrafo">El canon es de 8 euros.</p>'
        '<blockquote><p class="nota_pie">Se modifica por la Ley 1.</p></blockquote></version>'
        '<version fecha_vigencia="29990101"><p class="parrafo">El canon es de 11 euros.</p></version>'
        "</bloque></texto></data></response>"
    )
    assert block_of(document, "8 euros").place == "Artículo 9"
    assert all(words not in document.text for words in ("3 euros", "11 euros", "200", "Se modifica"))


@pytest.mark.parametrize(
    ("xml", "status"),
    [
        (
            "<ARTICLE><META><META_COMMUN/><META_SPEC><META_ARTICLE><NUM>L1-2</NUM><ETAT>ABROGE</ETAT>"
            "<DATE_DEBUT>1994-01-19</DATE_DEBUT><DATE_FIN>2007-03-20</DATE_FIN></META_ARTICLE>"
            "</META_SPEC></META>"
            "<BLOC_TEXTUEL><CONTENU><p>La taxe est de 5 F.<br/>Elle est due.</p></CONTENU>"
            "</BLOC_TEXTUEL></ARTICLE>",
            "repealed (abrogé) on 20 March 2007",
        ),
        (
            '<Norma derogado="derogado"><Identificador fechaPromulgacion="1978-01-10"/><Metadatos>'
            "<TituloNorma>FAROS"
            "</TituloNorma><FechaDerogacion>2007-02-19</FechaDerogacion></Metadatos>"
            "<Encabezado><Texto>1.- Fíjase la tasa.\n 2.- Cúmplase.</Texto></Encabezado></Norma>",
            "repealed (derogado) on 19 February 2007",
        ),
        (
            "<Dokument><Meta><DocumentTitle>Lov om fyr</DocumentTitle><EndDate>2024-10-05</EndDate>"
            "<Status>Historic"
            "</Status></Meta><DokumentIndhold><Paragraf><Explicatus>§ 1</Explicatus><Stk><Exitus>"
            "<Linea><Char>Fyr skal"
            " lyse.</Char></Linea></Exitus></Stk></Paragraf></DokumentIndhold></Dokument>",
            "no longer in force (historic) since 5 October 2024",
        ),
        (
            '<risdok><nutzdaten><abschnitt><absatz typ="erltext" ct="akra">14.10.1994</absatz>'
            '<absatz typ="abs"'
            ' ct="text">§ 1. Leuchttürme sind weiß.</absatz></abschnitt></nutzdaten></risdok>',
            "no longer in force since 14 October 1994 (außer Kraft)",
        ),
    ],
)
def test_a_repealed_law_says_so(xml, status):
    assert read(xml).metadata.status == status


def test_a_line_break_parts_words():
    document = read(
        "<ARTICLE><META><META_COMMUN/></META><BLOC_TEXTUEL><CONTENU>"
        "<p>Le phare est allumé.<br/>1° La nuit ;<br/>2° le"
        " jour.</p></CONTENU></BLOC_TEXTUEL></ARTICLE>"
    )
    assert lines(document) == ["Le phare est allumé.", "1° La nuit ;", "2° le jour."]


def test_german_law_has_its_articles_as_places():
    document = read(
        "<dokumente><norm><metadaten><jurabk>LFG</jurabk>"
        "<ausfertigung-datum>2001-05-06</ausfertigung-datum>"
        "<langue>Leuchtfeuergesetz</langue></metadaten></norm><norm><metadaten><jurabk>LFG</jurabk>"
        "<enbez>§ 3</enbez>"
        "<titel>Gebühren</titel></metadaten><textdaten><text><Content>"
        "<P>(1) Die Gebühr nach Abs. 2 gilt ab dem"
        " 1. Januar 2002.<SUP>1</SUP></P><P>Sie beträgt:<DL><DT>1.</DT><DD><LA>5 Euro,</LA></DD></DL></P>"
        "</Content></text></textdaten></norm></dokumente>"
    )
    assert document.metadata.title == "Leuchtfeuergesetz" and document.metadata.date == "2001-05-06"
    assert block_of(document, "Die Gebühr").place == "§ 3"
    assert "LFG" not in document.text and "2001-05-06" not in document.text
    assert leads_of(document, "5 Euro") == ["Sie beträgt:"]


def test_parlparse_has_its_entities_its_speakers_and_its_column():
    document = read(
        '<!DOCTYPE publicwhip [<!ENTITY pound "&#163;"><!ENTITY mdash "&#8212;">]><publicwhip>'
        '<minor-heading id="uk.org.publicwhip/debate/2011-05-06a.7.0">Piers</minor-heading>'
        '<speech id="uk.org.publicwhip/debate/2011-05-06a.7.1" speakername="Ada Quay" colnum="412">'
        "<p>The pier costs &pound;15,000&mdash;<i>[Interruption]</i>&mdash;a year.</p></speech>"
        "</publicwhip>"
    )
    said = block_of(document, "£15,000—[Interruption]—a year.")
    assert (said.speaker, said.place) == ("Ada Quay", "col. 412")
    assert (document.metadata.date, document.metadata.publisher) == ("2011-05-06", "House of Commons")


def test_tei_keeps_the_benches_out_of_the_speech():
    header = (
        "<teiHeader><fileDesc><titleStmt><title type='main'>Corpus</title>"
        "<title type='sub'>9th sitting</title></titleStmt>"
        "<publicationStmt><publisher>CLARIN</publisher><date when='2024-01-23'/></publicationStmt>"
        "<sourceDesc><bibl>"
        "<publisher>Secretariat</publisher></bibl></sourceDesc></fileDesc><profileDesc><settingDesc>"
        "<setting>"
        "<date when='2022-10-12'/></setting></settingDesc></profileDesc></teiHeader>"
    )
    document = read(
        f"<TEI>{header}<text><body><div><note type='speaker'>Deputy Bo Reef:</note><u who='#BR'>"
        f"<seg>The quay is shut."
        "<vocal><desc>Shouts.</desc></vocal> It stays shut.</seg></u></div></body></text></TEI>"
    )
    said = block_of(document, "It stays shut")
    assert said.speaker == "Deputy Bo Reef" and "Shouts" not in document.text
    assert (document.metadata.date, document.metadata.title) == ("2022-10-12", "9th sitting")
    keyed = read(
        f"<TEI>{header}<text><body><div><u who='#AdaQuay'><seg>Open it.</seg></u></div></body></text></TEI>"
    )
    assert block_of(keyed, "Open it").speaker == "AdaQuay"


def test_debates_of_the_european_parliament():
    document = read(
        "<HTML><HEAD><META>14-01-2020</META></HEAD><DEBATS><CHAPTER><TL-CHAP VL='FR'>Phares</TL-CHAP>"
        "<TL-CHAP VL='EN'>"
        "Lighthouses</TL-CHAP><INTERVENTION><ORATEUR LIB='Ada | Quay'><EMPHAS>Ada Quay.</EMPHAS></ORATEUR>"
        "<PARA> – They are dark.</PARA></INTERVENTION></CHAPTER></DEBATS></HTML>"
    )
    assert block_of(document, "They are dark").speaker == "Ada Quay"
    assert (document.metadata.title, document.metadata.date) == ("Lighthouses", "2020-01-14")


def test_jats_sets_the_referees_apart():
    document = read(
        "<article><front><journal-meta><journal-title-group><journal-title>Tides</journal-title>"
        "</journal-title-group>"
        "</journal-meta><article-meta><title-group><article-title>On seeds</article-title>"
        "</title-group><pub-date"
        " pub-type='epub'><day>1</day><month>8</month><year>2008</year></pub-date></article-meta></front>"
        "<body><sec><title>Results</title>"
        "<p>Rye sprouted (<xref ref-type='bibr'>Reed 2004</xref>) at 5 m<sup>2</sup>"
        " a day.<xref ref-type='fn'>3</xref></p></sec></body>"
        "<sub-article article-type='decision-letter'><front-stub>"
        "<title-group><article-title>Decision letter</article-title></title-group></front-stub><body>"
        "<p>The authors"
        " overreach.</p></body></sub-article></article>",
        "a.nxml",
    )
    assert "Rye sprouted (Reed 2004) at 5 m² a day." in document.text
    letter = block_of(document, "The authors overreach")
    assert (letter.standing, letter.place) == ("quoted", "Decision letter")
    assert (document.metadata.title, document.metadata.date) == ("On seeds", "2008-08-01")


def test_an_unfinished_sentence_leads_the_items_under_it():
    document = read(
        "<Statute><Identification><ShortTitle>Keepers Act</ShortTitle></Identification><Introduction>"
        "<Enacts>"
        "<Provision><Text>Now, therefore, the Senate enacts as follows:</Text></Provision></Enacts>"
        "</Introduction><Body><Section><Label>3</Label><Text>A light has two keepers, unless</Text>"
        "<Paragraph><Label>(a)</Label><Text>it is worked from the shore; or</Text></Paragraph>"
        "<Paragraph><Label>(b)</Label><Text>it is closed.</Text></Paragraph></Section></Body></Statute>"
    )
    (lead,) = [n for n, one in enumerate(document.blocks) if "unless" in document.text[one.start : one.end]]
    assert block_of(document, "worked from the shore").leads == (lead,)
    assert block_of(document, "it is closed").leads == (lead,)
    assert block_of(document, "two keepers").leads == ()


def test_lines_of_a_norm_are_joined_to_its_indented_paragraphs_and_what_is_repealed_is_marked():
    document = read(
        "<Norma><EstructurasFuncionales><EstructuraFuncional><Texto>     Artículo 1.- Todo faro tendrá\n"
        "una luz.\n     Se enciende de noche.</Texto></EstructuraFuncional>"
        "<EstructuraFuncional derogado='derogado'>"
        "<Texto>Artículo 2.- El farero vive\n\nen la torre.</Texto></EstructuraFuncional>"
        "</EstructurasFuncionales></Norma>"
    )
    assert [document.text[one.start : one.end] for one in document.blocks] == [
        "Artículo 1.- Todo faro tendrá una luz.",
        "Se enciende de noche.",
        "Artículo 2.- El farero vive",
        "en la torre.",
    ]
    assert [one.standing for one in document.blocks] == ["", "", "not in force", "not in force"]
    assert "what is repealed is marked as not in force" in document.notes


def test_what_stands_beside_the_rows_of_a_table_is_kept_or_counted():
    document = read(
        "<ACT><ENACTING.TERMS><TBL><TITLE><TI><P>Dues of 2023</P></TI></TITLE><GR.NOTES><NOTE>"
        "<P>Five words of a note.</P></NOTE></GR.NOTES><CORPUS><ROW TYPE='HEADER'><CELL>Light</CELL>"
        "<CELL>Dues</CELL></ROW><ROW><CELL>Gull Rock</CELL><CELL>25</CELL></ROW></CORPUS></TBL>"
        "</ENACTING.TERMS></ACT>"
    )
    assert lines(document) == ["Dues of 2023", "Light: Gull Rock | Dues: 25"]
    assert "notes to the text were left out: 5 words" in document.notes
    captioned = read(
        "<a><table><caption>Dues</caption><tr><th>Light</th></tr><tr><td>Gull Rock</td></tr></table></a>"
    )
    assert lines(captioned)[0] == "Dues"


def test_sdmx_is_read_or_refused_but_never_emptied():
    document = read(
        "<GenericData><Header><Sender id='ISLE'/></Header><DataSet><Series><SeriesKey>"
        "<Value id='FREQ' value='M'/></SeriesKey>"
        "<Attributes><Value id='TITLE' value='Sailings'/></Attributes><Obs><ObsDimension value='1999-01'/>"
        "<ObsValue value='116'/></Obs></Series></DataSet></GenericData>"
    )
    assert "Period: 1999-01 | Value: 116" in document.text and document.metadata.title == "Sailings"
    own = read(
        "<StructureSpecificData><DataSet><Series FREQ='M' TITLE='Tides'>"
        "<Obs TIME_PERIOD='2001' OBS_VALUE='7'/></Series></DataSet></StructureSpecificData>"
    )
    assert "Period: 2001 | Value: 7" in own.text


@pytest.mark.parametrize(
    ("power", "unit"), [("0", "crowns"), ("6", "crowns million"), ("4", "crowns × 10^4"), (None, "crowns")]
)
def test_the_power_of_ten_of_a_series_is_said_in_words(power, unit):
    told = f" UNIT_MULT='{power}'" if power else ""
    document = read(
        f"<StructureSpecificData><DataSet><Series UNIT='crowns'{told}>"
        "<Obs TIME_PERIOD='2001' OBS_VALUE='7'/></Series></DataSet></StructureSpecificData>"
    )
    assert document.text.endswith(f"Period: 2001 | Value: 7 | Unit: {unit}")


def test_unknown_xml_loses_nothing_and_says_so():
    document = read("<zork><q>One <w>two</w> three.</q><r><s>Four.</s></r></zork>")
    assert lines(document) == ["One two three.", "Four."]
    assert any("zork" in note for note in document.notes)


def test_estonian_numbers_are_raised_and_their_markup_is_read():
    document = read(
        "<oigusakt><metaandmed><valjaandja>Riigikogu</valjaandja></metaandmed><sisu><paragrahv>"
        "<paragrahvNr ylaIndeks='5'>46</paragrahvNr><kuvatavNr><![CDATA[§ 46<sup>5</sup>.]]></kuvatavNr>"
        "<paragrahvPealkiri>Tasu</paragrahvPealkiri><loige><loigeNr>1</loigeNr>"
        "<kuvatavNr>(1)</kuvatavNr><sisuTekst>"
        "<tavatekst>Tasu on 5 eurot.</tavatekst></sisuTekst></loige><loige><kuvatavNr>(2)</kuvatavNr>"
        "<sisuTekst>"
        "<HTMLKonteiner><![CDATA[<p>Vt § 7<sup>2</sup>.</p>]]></HTMLKonteiner></sisuTekst></loige>"
        "</paragrahv></sisu></oigusakt>"
    )
    assert block_of(document, "Tasu on 5 eurot").place == "§ 46⁵(1)"
    assert "Vt § 7²." in document.text and "<" not in document.text


def test_explanatory_notes_are_no_statute():
    document = read(
        "<EN><Metadata><title>Notes to the Dues Act</title></Metadata><ENbody><Para>"
        "<Text>This Act lowers dues.</Text></Para>"
        "</ENbody></EN>"
    )
    assert document.metadata.kind == "explanatory notes" and lines(document) == ["This Act lowers dues."]


def test_a_page_under_the_suffix_of_xml_is_read_as_a_page():
    page = (
        "<html><head><meta name=x><title>Law</title></head><body>"
        "<p>The quay is open.<br>It closes at nine.</p></body></html>"
    )
    assert "The quay is open." in read(page).text
    with pytest.raises(WrongFormat, match="not well-formed"):
        read("<law><p>The quay</law>")


def test_a_law_that_is_to_end_has_not_ended():
    law = (
        "<risdok><nutzdaten><absatz typ='erltext' ct='akra'>{}</absatz><absatz typ='abs' ct='text'>§ 1."
        " Leuchten."
        "</absatz></nutzdaten></risdok>"
    )
    assert read(law.format("31.12.2999")).metadata.status == ""
    assert "31 December 1999" in read(law.format("31.12.1999")).metadata.status


def test_a_motion_is_its_last_print_that_has_its_words():
    prints = "".join(
        f"<spmotion spid='S3M-7' date='2009-05-{day}'>{text}</spmotion>"
        for day, text in (
            (12, "S3M-7 Ada Quay: Lamps—That the Parliament wants two lamps."),
            (13, "S3M-7# Ada Quay: Lamps—That the Parliament wants three lamps."),
            (14, "S3M-7# Lamps (lodged on 11 May 2009) Bo Reef*"),
        )
    )
    document = read(f"<publicwhip>{prints}</publicwhip>")
    assert "three lamps" in document.text and "two lamps" not in document.text and "Bo Reef" in document.text
    known = document.metadata
    assert (known.title, known.date, known.number) == ("S3M-7: Lamps", "2009-05-12", "S3M-7")
