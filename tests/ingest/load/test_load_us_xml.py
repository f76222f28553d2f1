"""Bills, laws, the Code, the Federal Register and the CFR, bill status and opinions of the United States"
" in XML."""

from __future__ import annotations

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


# Bills ------------------------------------------------------------------------------------------------------

DUBLIN = (
    "<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dublinCore><dc:title>{title}</dc:title>"
    "<dc:publisher>U.S. House of Representatives</dc:publisher><dc:date>{date}</dc:date>"
    "<dc:language>EN</dc:language></dublinCore></metadata>"
)


def bill(
    body: str, *, stage: str = "Introduced-in-House", title: str = "118 HR 42 IH: Buoy Act", form: str = ""
):
    form = form or (
        "<congress>118th CONGRESS</congress><legis-num>H. R. 42</legis-num>"
        "<current-chamber>IN THE HOUSE OF REPRESENTATIVES</current-chamber>"
        "<action><action-date date='20230301'>March 1, 2023</action-date><action-desc><sponsor>Ms."
        " Reed</sponsor>"
        " introduced the following bill</action-desc></action><legis-type>A BILL</legis-type>"
        "<official-title>To mark harbors.</official-title>"
    )
    return read(
        f"<bill bill-stage='{stage}'>{DUBLIN.format(title=title, date='2023-03-01')}<form>{form}</form>"
        f"<legis-body>{body}</legis-body></bill>"
    )


def test_a_bill_has_its_number_stage_and_date_and_the_marks_of_its_print():
    document = bill(
        "<toc><toc-entry>Sec. 1. Short title.</toc-entry></toc>"
        "<section section-type='section-one'><enum>1.</enum><header>Short title</header>"
        "<text>This Act may be cited as the <quote><short-title>Buoy Act</short-title></quote>.</text>"
        "</section>"
        "<section><enum>2.</enum><header>Buoys</header><subsection><enum>(a)</enum><header>Duty</header>"
        "<text>The term <term>buoy</term> does not include—</text>"
        "<paragraph><enum>(1)</enum><text>a raft; or</text></paragraph>"
        "<paragraph><enum>(2)</enum><text>a float,</text></paragraph>"
        "<continuation-text>unless it is lit.</continuation-text></subsection></section>"
    )
    known = document.metadata
    assert (known.title, known.number, known.stage) == ("Buoy Act", "H.R. 42", "introduced in the House")
    assert (known.date, known.kind, known.publisher) == (
        "2023-03-01",
        "bill",
        "U.S. House of Representatives",
    )
    assert "SECTION 1. Short title" in lines(document) and "SEC. 2. Buoys" in lines(document)
    assert "This Act may be cited as the “Buoy Act”." in lines(document)
    assert block_of(document, "a raft").place == "§ 2(a)(1)"
    assert leads_of(document, "a raft") == ["(a) Duty.—The term “buoy” does not include—"]
    assert leads_of(document, "unless it is lit") == ["(a) Duty.—The term “buoy” does not include—"]
    assert not any(line.startswith("Sec. 1. Short title.") for line in lines(document))
    assert block_of(document, "Ms. Reed introduced").role == "note"


def test_a_reported_bill_keeps_what_stands_and_counts_what_was_struck():
    form = (
        "<congress>118th CONGRESS</congress><legis-num>H. R. 42</legis-num>"
        "<current-chamber>IN THE SENATE OF THE UNITED STATES</current-chamber>"
        "<action><action-date date='20230301'>March 1, 2023</action-date></action>"
        "<action stage='Reported-in-Senate'><action-date>May 9, 2024</action-date>"
        "<action-desc>Reported with an amendment</action-desc></action><legis-type>AN ACT</legis-type>"
    )
    document = bill(
        "<section changed='deleted'><enum>1.</enum><text>No harbor may charge a toll.</text></section>"
        "<section changed='added'><enum>1.</enum><text>A harbor may charge <deleted-phrase>"
        "two</deleted-phrase>"
        "<added-phrase>nine</added-phrase> dollars<deleted-phrase/>.</text></section>"
        "<section commented='hidden'><enum>2.</enum><text>Counsel doubts all of this.</text></section>",
        stage="Reported-in-Senate",
        form=form,
    )
    known = document.metadata
    assert (known.stage, known.date, known.publisher) == (
        "reported in the Senate",
        "2024-05-09",
        "U.S. Senate",
    )
    assert "SEC. 1. A harbor may charge nine dollars." in lines(document)
    assert "No harbor" not in document.text and "Counsel" not in document.text
    assert any("struck text was left out: 7 words" in note for note in document.notes)
    assert any("hidden text was left out" in note for note in document.notes)


def test_words_for_another_act_stand_in_marks_under_what_inserts_them():
    document = bill(
        "<section><enum>3.</enum><header>Amendment</header><text>Section 9 of the Port Act is amended by"
        " adding"
        " at the end the following:</text><quoted-block><subsection><enum>(f)</enum><header>Fees</header>"
        "<text>A fee is due.</text></subsection><subsection><enum>(g)</enum><text>The term <term>"
        "fee</term> means"
        " a <quote>toll</quote></text></subsection><after-quoted-block>.</after-quoted-block></quoted-block>"
        "</section>"
    )
    assert lines(document)[-2:] == ["“(f) Fees.—A fee is due.", "“(g) The term “fee” means a “toll””."]
    inserted = block_of(document, "A fee is due")
    assert (inserted.standing, inserted.place) == ("inserted", "§ 3")
    assert leads_of(document, "A fee is due") == [
        "Section 9 of the Port Act is amended by adding at the end the following:"
    ]


def test_a_table_of_contents_for_another_act_is_kept():
    document = bill(
        "<section><enum>4.</enum><text>The contents are amended by adding the following:</text><quoted-block>"
        "<toc><toc-entry>Sec. 9. Lamps.</toc-entry></toc><after-quoted-block>.</after-quoted-block>"
        "</quoted-block></section>"
    )
    assert lines(document)[-1] == "“Sec. 9. Lamps.”."
    document = uslm_bill(
        "<section><content>The contents are amended by adding: <quotedContent><toc><referenceItem>"
        "<designator>“Sec."
        " 9. </designator><label>Lamps.”</label></referenceItem></toc></quotedContent></content></section>"
    )
    assert lines(document)[-1] == "“Sec. 9. Lamps.”"


def test_a_table_of_a_bill_has_heads_on_its_rows():
    document = bill(
        "<section><enum>4.</enum><text>The duties are:</text><table><ttitle>Duties</ttitle><tgroup"
        " cols='2'><thead>"
        "<row><entry>Good</entry><entry>Duty</entry></row></thead><tbody><row><entry>Oil</entry><entry>"
        "5</entry>"
        "</row><row><entry>Wick</entry><entry>7</entry></row></tbody></tgroup></table></section>"
    )
    assert lines(document)[-2:] == ["Good: Oil | Duty: 5", "Good: Wick | Duty: 7"]
    assert block_of(document, "Good: Oil").place == "§ 4, row 2"


def test_a_title_that_names_another_congress_is_another_bills():
    document = bill(
        "<section section-type='section-one'><enum>1.</enum><text>This may be cited as the"
        " <quote><short-title>Buoy Act</short-title></quote>.</text></section>",
        title="115 HR 42 IH: Apple Act",
    )
    assert document.metadata.title == "Buoy Act"
    assert any("another Congress" in note for note in document.notes)


def test_an_engrossed_bill_is_of_the_day_on_which_it_passed():
    document = read(
        f"<bill bill-stage='Engrossed-in-House'>{DUBLIN.format(title='118 HR 42 EH: Buoy Act', date='')}"
        "<form><congress>118th CONGRESS</congress><legis-num>H. R. 42</legis-num></form><legis-body><section>"
        "<enum>1.</enum><text>Ships stop.</text></section></legis-body><attestation><attestation-group>"
        "<attestation-date>Passed the House of Representatives June 7, 2023.</attestation-date>"
        "<attestor display='no'>A. Clerk,</attestor><role>Clerk.</role></attestation-group></attestation>"
        "</bill>"
    )
    assert (document.metadata.date, document.metadata.stage) == ("2023-06-07", "engrossed in the House")
    assert "A. Clerk" not in document.text


def test_a_resolution_has_recitals():
    document = read(
        "<resolution resolution-stage='Agreed-to-Senate'><form><legis-num>S. RES. 7</legis-num>"
        "<current-chamber>IN THE SENATE OF THE UNITED STATES</current-chamber>"
        "<official-title>Honoring keepers.</official-title></form><preamble><whereas><text>Whereas lamps"
        " shine;"
        " and</text></whereas></preamble><resolution-body><section><text>That the Senate honors"
        " keepers.</text>"
        "</section></resolution-body></resolution>"
    )
    assert block_of(document, "Whereas lamps").role == "recital"
    known = document.metadata
    assert (known.number, known.kind, known.stage) == ("S. Res. 7", "resolution", "agreed to in the Senate")


def test_provisos_stay_in_their_sentence_and_titles_have_their_numbers():
    document = bill(
        "<title><enum>I</enum><header>Lights</header><appropriations-small><header>Operations</header>"
        "<text>For"
        " lamps, $5: <proviso><italic>Provided,</italic></proviso> That not to exceed $<fraction>"
        "1/2</fraction>"
        " is for oil.</text></appropriations-small></title>"
    )
    assert "TITLE I—Lights" in lines(document)
    assert "For lamps, $5: Provided, That not to exceed $1/2 is for oil." in lines(document)


def test_an_amendment_is_no_bill():
    document = read(
        "<amendment-doc amend-stage='proposed'><pre-form><holc-filename>G:\\A.XML</holc-filename></pre-form>"
        "<amendment-form><legis-num>H. R. 42</legis-num></amendment-form><amendment-body><amendment>"
        "<amendment-instruction><text>Insert the following:</text></amendment-instruction><amendment-block>"
        "<section><enum>1.</enum><text>Lamps burn.</text></section></amendment-block></amendment>"
        "</amendment-body></amendment-doc>"
    )
    assert (document.metadata.kind, document.metadata.title) == ("amendment", "Amendment to H.R. 42")
    assert lines(document) == ["Insert the following:", "SEC. 1. Lamps burn."]


# USLM -------------------------------------------------------------------------------------------------------

USLM = "xmlns='http://schemas.gpo.gov/xml/uslm' xmlns:dc='http://purl.org/dc/elements/1.1/' xml:lang='en'"


def uslm_bill(main: str, *, stage: str = "Reported in Senate", kind: str = "Senate Joint Resolution"):
    return read(
        f"<bill {USLM}><meta><dc:title>118 SJRES 4 RS: To keep lamps lit.</dc:title><dc:type>{kind}</dc:type>"
        f"<docNumber>4</docNumber><docStage>{stage}</docStage><currentChamber>SENATE</currentChamber>"
        "<processedDate>2024-09-09</processedDate></meta><preface><slugLine>•SJ 4 RS</slugLine>"
        "<action><date date='2023-01-17'><inline class='smallCaps'>January </inline>17, 2023</date>"
        "<actionDescription><sponsor>Mr. <inline class='smallCaps'>Poe</inline></sponsor> introduced the"
        " following</actionDescription></action><action><date><inline class='smallCaps'>December </inline>12,"
        f" 2023</date><actionDescription>Reported</actionDescription></action></preface><main>{main}</main>"
        "<endorsement><docNumber>4</docNumber></endorsement></bill>"
    )


def test_a_bill_in_uslm_has_the_stage_and_day_of_its_last_action():
    known = uslm_bill(
        "<section><num value='1'>SECTION 1. </num><content>Lamps burn.</content></section>"
    ).metadata
    assert (known.number, known.kind) == ("S.J. Res. 4", "joint resolution")
    assert (known.title, known.stage) == ("To keep lamps lit", "reported in the Senate")
    assert (known.date, known.publisher, known.language) == ("2023-12-12", "U.S. Senate", "en")


def test_struck_and_added_text_of_uslm():
    document = uslm_bill(
        "<section changed='deleted'><num value='1'>SECTION 1. </num><heading>OLD.</heading>"
        "<content>Lamps are out.</content></section>"
        "<section changed='added'><num value='1'>SECTION 1. </num><heading>NEW.</heading><content>Lamps are"
        " <deletedText>dim</deletedText><addedText>lit</addedText>.</content></section>"
    )
    assert "SECTION 1. NEW." in lines(document) and "Lamps are lit." in lines(document)
    assert "out" not in document.text and "dim" not in document.text
    assert any("struck" in note for note in document.notes)


def test_what_an_act_strikes_stays_with_the_word_that_strikes_it():
    document = uslm_bill(
        "<section><num value='2'>SEC. 2. </num><heading>LAMPS.</heading><chapeau>The Lamp Act (<ref>7 U.S.C."
        " 9</ref>) <amendingAction type='amend'>is amended</amendingAction>—</chapeau><paragraph><num"
        " value='1'>(1)"
        " </num><content>by <amendingAction type='delete'>striking</amendingAction> “<quotedText>"
        "$190</quotedText>”"
        " and <amendingAction type='insert'>inserting</amendingAction> “<quotedText>$296</quotedText>” on"
        " <date date='2024-01-02'>January 2, 2024</date>; and</content></paragraph><paragraph><num"
        " value='2'>(2)"
        " </num><content>by adding at the end the following: <quotedContent><subparagraph><num value='D'>“(D)"
        " </num><heading><inline class='smallCaps'>Oil</inline>.—</heading><content>Oil is cheap.”</content>"
        "</subparagraph></quotedContent><inline role='after-quoted-block'>.</inline></content></paragraph>"
        "</section>"
    )
    assert "(1) by striking “$190” and inserting “$296” on January 2, 2024; and" in lines(document)
    assert "“(D) Oil.—Oil is cheap.”." in lines(document)
    assert leads_of(document, "Oil is cheap") == [
        "The Lamp Act (7 U.S.C. 9) is amended—",
        "(2) by adding at the end the following:",
    ]
    assert block_of(document, "Oil is cheap").standing == "inserted"
    assert block_of(document, "by striking").place == "§ 2(1)"


def test_an_article_for_the_constitution_has_one_opening_mark():
    document = uslm_bill(
        "<section><content>That the following article is proposed: <quotedContent><article><num>“Article —"
        "</num><section><content>“No lamp may go out.”</content></section></article></quotedContent><inline"
        " role='after-quoted-block'>.</inline></content></section>"
    )
    assert lines(document)[-1] == "“Article —No lamp may go out.”."


def test_a_title_without_a_heading_has_a_line_of_its_own():
    document = uslm_bill(
        "<title><num value='I'>TITLE I</num><section><num value='5'>SEC. 5. </num><heading>LAMPS.</heading>"
        "<subsection><num value='a'>(a) </num><paragraph><num value='1'>(1) </num><content>They"
        " burn.</content>"
        "</paragraph></subsection></section></title>"
    )
    assert lines(document)[-3:] == ["TITLE I", "SEC. 5. LAMPS.", "(a) (1) They burn."]


def test_sections_of_a_division_are_cited_with_it():
    document = uslm_bill(
        "<division><num value='B'>DIVISION B—</num><heading>LAMPS</heading><section><num value='101'>Sec."
        " 101."
        "</num><content>Lamps burn.</content></section></division>"
    )
    assert block_of(document, "Lamps burn.").place == "div. B, § 101"


def test_a_public_law_leaves_its_margins_out():
    document = read(
        f"<pLaw {USLM}><meta><dc:title>Public Law 199–7: To light harbors.</dc:title><dc:type>Public"
        " Law</dc:type>"
        "<docNumber>7</docNumber><citableAs>Public Law 199–7</citableAs><citableAs>140 Stat. 9</citableAs>"
        "</meta><preface><page>140 STAT. 9</page><dc:type>Public Law</dc:type><docNumber>199–7</docNumber>"
        "</preface><main><longTitle><docTitle>An Act</docTitle><officialTitle>To light"
        " harbors.</officialTitle>"
        "<sidenote><p>Oct. 1, 2099</p></sidenote></longTitle><section><num value='101'><inline"
        " class='small-caps'>Sec. 101.</inline> </num><sidenote><p>Deadline.</p></sidenote><content"
        " class='inline'> Each lamp <page>140 STAT. 10</page>burns at night.<footnote><num>1</num><p>So in"
        " original.</p></footnote></content></section><action><actionDescription>Approved October 1, 2099."
        "</actionDescription></action></main></pLaw>"
    )
    known = document.metadata
    assert (known.number, known.date, known.kind) == ("Public Law 199–7", "2099-10-01", "statute")
    assert "Sec. 101. Each lamp burns at night." in lines(document)
    assert block_of(document, "So in original.").role == "note"
    assert "STAT." not in document.text and "Deadline" not in document.text


def test_a_compilation_is_of_the_day_of_its_last_amendment():
    document = read(
        f"<statuteCompilation {USLM}><meta><dc:title>LAMP ACT OF 1970</dc:title><citableAs>Public Law"
        " 91–9, as"
        " amended</citableAs><currentThroughPublicLaw>91–9</currentThroughPublicLaw><approvedDate>1970-12-24"
        "</approvedDate><processedBy>A converter</processedBy></meta><preface><editionNote>[As Amended"
        " Through"
        " <currentThroughPublicLaw>P.L. 116–260</currentThroughPublicLaw>, Enacted <date date='2020-12-27'>"
        "December 27, 2020</date>]</editionNote></preface><main><section><num value='2'>Sec. 2. </num>"
        "<editorialNote role='uscRef'><b>[</b><ref>30 U.S.C. 1</ref><b>]</b> </editorialNote><content>A"
        " lamp<ref"
        " class='footnoteRef' idref='a'>3</ref> is lit.</content><footnote id='a'><sup>3</sup><p>Probably"
        " should"
        " read lantern.</p></footnote></section></main></statuteCompilation>"
    )
    known = document.metadata
    assert (known.title, known.date, known.version) == ("Lamp Act of 1970", "2020-12-27", "2020-12-27")
    assert (known.number, known.status) == ("Public Law 91–9", "as amended through P.L. 116–260")
    assert "Sec. 2. A lamp is lit." in lines(document)
    assert block_of(document, "Probably should read lantern.").role == "note"
    assert block_of(document, "[30 U.S.C. 1]").role == "note"
    assert "A converter" not in document.text


def test_the_code_is_cited_by_its_title_and_section():
    document = read(
        "<uscDoc xmlns='http://xml.house.gov/schemas/uslm/1.0' xmlns:dc='http://purl.org/dc/elements/1.1/'>"
        "<meta><dc:title>Title 9</dc:title><docNumber>9</docNumber><docPublicationName>Online@119-102not101"
        "</docPublicationName></meta><main><title identifier='/us/usc/t9'><num value='9'>Title 9—</num>"
        "<heading>"
        "LAMPS</heading><toc><tocItem><column>16.</column></tocItem></toc><section"
        " identifier='/us/usc/t9/s16'>"
        "<num value='16'>§ 16.</num><heading> Appeals</heading><subsection identifier='/us/usc/t9/s16/b'><num"
        " value='b'>(b)</num><heading> Limits</heading><chapeau> An appeal may not be taken from an order—"
        "</chapeau><paragraph identifier='/us/usc/t9/s16/b/1'><num value='1'>(1)</num><content> granting a"
        " stay;"
        "</content></paragraph></subsection><sourceCredit>(Added 1988.)</sourceCredit><notes"
        " type='uscNote'><note"
        " topic='amendments'><heading>Amendments</heading><p>1990—Renumbered.</p></note></notes></section>"
        "<section identifier='/us/usc/t9/s17' status='repealed'><num value='17'>[§ 17.</num><heading>"
        " Repealed."
        " Pub. L. 101–9]</heading></section></title></main></uscDoc>"
    )
    stay = block_of(document, "granting a stay")
    assert (stay.place, stay.role) == ("9 U.S.C. § 16(b)(1)", "item")
    assert leads_of(document, "granting a stay") == ["An appeal may not be taken from an order—"]
    assert block_of(document, "§ 16. Appeals").role == "heading"
    assert (block_of(document, "Renumbered").place, block_of(document, "Renumbered").role) == (
        "9 U.S.C. § 16 note",
        "note",
    )
    assert block_of(document, "(Added 1988.)").role == "note"
    assert block_of(document, "Repealed.").standing == "not in force"
    known = document.metadata
    assert known.title == "Title 9, United States Code: Lamps"
    assert known.status == "current through Public Law 119-102 (except 101)"
    assert any("repealed" in note for note in document.notes)


# The Federal Register and the CFR ---------------------------------------------------------------------------

RULE = """<RULE>
  <PREAMB>
    <AGENCY TYPE="S">DEPARTMENT OF LIGHTS</AGENCY>
    <SUBAGY>Bureau of Buoys</SUBAGY>
    <CFR>12 CFR Part 1004</CFR>
    <SUBJECT>Lamps; Harbors</SUBJECT>
    <ACT><HD SOURCE="HED">ACTION:</HD><P>Final rule.</P></ACT>
    <EFFDATE><HD SOURCE="HED">DATES:</HD><P>This rule is effective April 8, 2025.</P></EFFDATE>
  </PREAMB>
  <SUPLINF>
    <P>
        Lamps burn on entries after the date in the
        <E T="04">Register</E>
        , but not on
        <PRTPAGE P="9836"/>
        Sundays in the<E T="03">Harbor</E>.
        <SU>1</SU>
        <FTREF/>
    </P>
    <FTNT><P><SU>1</SU> See the lamp docket.</P></FTNT>
    <GPOTABLE COLS="3"><TTITLE>Costs</TTITLE><BOXHD><CHED H="1">Action</CHED><CHED H="1">Cost</CHED>
      <CHED H="2">per <LI>lamp</LI></CHED><CHED H="2">in all</CHED></BOXHD>
      <ROW><ENT I="01">Oil</ENT><ENT>$4</ENT><ENT>$40</ENT></ROW>
      <ROW><ENT I="01">Wick</ENT><ENT>$5</ENT><ENT>$50</ENT></ROW>
      <TNOTE>Costs are for 2024.</TNOTE></GPOTABLE>
    <REGTEXT TITLE="12" PART="1004"><PART><HD SOURCE="HED">PART 1004—LAMPS</HD></PART>
      <AMDPAR>1. The authority continues to read as follows:</AMDPAR>
      <AUTH><HD SOURCE="HED">Authority:</HD><P>12 U.S.C. 1.</P></AUTH>
      <AMDPAR>2. Section 1004.3 is amended by revising paragraph (c) to read as follows:</AMDPAR>
      <SECTION><SECTNO>§ 1004.3</SECTNO><SUBJECT>Lamps.</SUBJECT><STARS/>
        <P>(c) <E T="03">Oil.</E> No oil may be:</P><P>(1) Spilt; or</P><P>(2) Drunk.</P></SECTION>
    </REGTEXT>
    <SIG><DATED>Dated: February 1, 2025.</DATED><NAME>A. Keeper,</NAME><TITLE>Director.</TITLE></SIG>
  </SUPLINF>
  <FRDOC>[FR Doc. 2025-00123 Filed 2-9-25; 8:45 am]</FRDOC>
  <BILCOD>BILLING CODE 1-P</BILCOD>
</RULE>"""


def test_a_rule_is_named_by_its_subject():
    known = read(RULE).metadata
    assert (known.title, known.kind) == ("Lamps; Harbors", "rule")
    assert known.publisher == "Department of Lights, Bureau of Buoys"
    assert (known.date, known.number) == ("2025-02-09", "90 FR 9835")
    assert known.author == "A. Keeper, Director"
    assert any("filed" in note for note in read(RULE).notes)


def test_a_sentence_of_the_register_is_whole_and_its_notes_come_after():
    document = read(RULE)
    assert "Lamps burn on entries after the date in the Register, but not on Sundays in the Harbor." in lines(
        document
    )
    assert block_of(document, "See the lamp docket.").place == "footnote 1"
    assert "BILLING" not in document.text and "FR Doc" not in document.text


def test_a_table_of_the_register_has_heads_on_its_rows():
    rows = [line for line in lines(read(RULE)) if " | " in line]
    assert rows == [
        "Action: Oil | Cost, per lamp: $4 | Cost, in all: $40",
        "Action: Wick | Cost, per lamp: $5 | Cost, in all: $50",
    ]
    assert block_of(read(RULE), "Costs are for 2024").role == "note"


def test_a_rule_inserts_words_into_the_code_of_federal_regulations():
    document = read(RULE)
    spilt = block_of(document, "Spilt")
    assert (spilt.place, spilt.standing) == ("12 CFR 1004.3(c)(1)", "inserted")
    assert leads_of(document, "Spilt") == [
        "2. Section 1004.3 is amended by revising paragraph (c) to read as follows:",
        "“(c) Oil. No oil may be:",
    ]
    assert lines(document)[-4:-1] == ["“(c) Oil. No oil may be:", "“(1) Spilt; or", "“(2) Drunk.”"]
    assert "“Authority: 12 U.S.C. 1.”" in lines(document)


def test_a_proclamation_is_of_the_day_that_it_names():
    document = read(
        "<PRESDOCU><PROCLA><TITLE3>Title 3—</TITLE3><PRES>The President<PRTPAGE P='9739'/></PRES>"
        "<PROC>Proclamation 99999 of February 6, 2025</PROC><HD SOURCE='HED'>National Lamp Week, 2025</HD>"
        "<FP>I proclaim a week.</FP><GPH><GID>X.EPS</GID></GPH><FRDOC>[FR Doc. 2025-02934 </FRDOC>"
        "<FILED>Filed 2-9-25; 8:45 am]</FILED></PROCLA></PRESDOCU>"
    )
    known = document.metadata
    assert known.title == "Proclamation 99999—National Lamp Week, 2025"
    assert (known.date, known.kind, known.number) == ("2025-02-06", "proclamation", "90 FR 9739")
    assert "X.EPS" not in document.text


def test_an_issue_of_the_register_has_its_day_and_places_its_documents():
    document = read(
        f"<FEDREG><VOL>90</VOL><NO>29</NO><DATE>Monday, February 10, 2025</DATE><RULES>{RULE}</RULES>"
        "</FEDREG>"
    )
    assert (document.metadata.date, document.metadata.kind) == ("2025-02-10", "federal register issue")
    assert block_of(document, "Final rule.").place == "FR Doc. 2025-00123"


PART = """<CFRGRANULE><FDSYS><CFRTITLE>12</CFRTITLE><CFRTITLETEXT>Banks</CFRTITLETEXT><DATE>2024-01-01</DATE>
<TITLE>LAMPS (REGULATION L)</TITLE><HEADING>PART 1004</HEADING></FDSYS><PART><EAR>Pt. 1004</EAR>
<HD SOURCE="HED">PART 1004—LAMPS (REGULATION L)</HD><CONTENTS><SECTNO>1004.2</SECTNO><SUBJECT>Lamps.</SUBJECT>
</CONTENTS><AUTH><HD SOURCE="HED">Authority:</HD><P>12 U.S.C. 1.</P></AUTH><SECTION><PRTPAGE P="166"/>
<SECTNO>§ 1004.2</SECTNO><SUBJECT>Lamps.</SUBJECT>
<P>(a) <E T="03">Notice.</E> The following need not send notice:</P>
<P>(1) A ship, if:</P><P>(i) It is small; or</P><P>(ii) It is old.</P><P>(2) A raft.</P>
<P>(b) <E T="03">Lamp</E> means a light.</P></SECTION><APPENDIX><EAR>Pt. 1004, Supp. I</EAR>
<HD SOURCE="HED">Supplement I to Part 1004—Official Interpretations</HD><HD SOURCE="HD3">2(b) Lamp</HD>
<P>1. <E T="03">Candles.</E> These are examples of lights that are not lamps:</P><P>i. Candles.</P></APPENDIX>
</PART></CFRGRANULE>"""


def test_a_part_of_the_cfr_cites_paragraphs_and_sets_its_commentary_apart():
    document = read(PART)
    known = document.metadata
    assert (known.title, known.number) == ("12 CFR Part 1004: Lamps (Regulation L)", "12 CFR Part 1004")
    assert (known.date, known.version, known.kind) == ("2024-01-01", "2024-01-01", "regulation")
    assert block_of(document, "It is small").place == "12 CFR 1004.2(a)(1)(i)"
    assert leads_of(document, "It is small") == [
        "(a) Notice. The following need not send notice:",
        "(1) A ship, if:",
    ]
    assert "(b) Lamp means a light." in lines(document)
    assert block_of(document, "i. Candles.").place == "Supp. I to Part 1004, comment 2(b)-1.i"
    assert leads_of(document, "i. Candles.") == [
        "1. Candles. These are examples of lights that are not lamps:"
    ]
    assert block_of(document, "Authority: 12 U.S.C. 1.").role == "note"
    assert "Banks" not in document.text and "Pt. 1004" not in document.text


def test_the_electronic_cfr_is_of_the_day_of_its_last_amendment():
    document = read(
        "<DLPSTEXTCLASS><HEADER><TITLESTMT><TITLE>\nTitle 1: General</TITLE></TITLESTMT></HEADER><TEXT><BODY>"
        "<ECFRBRWS><AMDDATE>Dec. 29, 2022(fm)\n</AMDDATE><DIV1 N='1' NODE='1:1' TYPE='TITLE'><HEAD>Title"
        " 1—General</HEAD><CFRTOC><CHAPTI><PG>1</PG></CHAPTI></CFRTOC><DIV5 N='1' NODE='1:1.0' TYPE='PART'>"
        "<HEAD>PART 1—TERMS</HEAD><SOURCE><HED>Source:</HED><PSPACE>37 FR 1.</PSPACE></SOURCE><DIV8 N='§ 1.1'"
        " NODE='1:1.0.1' TYPE='SECTION'><HEAD>§ 1.1   Terms.</HEAD><P>As used here—\n</P><P><I>Filing</I>"
        " means"
        " sending; and\n</P><P>(a) <I>Day</I> means a night.</P><CITA TYPE='N'>[37 FR 1]</CITA></DIV8></DIV5>"
        "</DIV1></ECFRBRWS></BODY></TEXT></DLPSTEXTCLASS>"
    )
    assert (document.metadata.date, document.metadata.version) == ("2022-12-29", "2022-12-29")
    assert block_of(document, "Filing means sending; and").place == "1 CFR 1.1"
    assert block_of(document, "Day means").place == "1 CFR 1.1(a)"
    assert block_of(document, "[37 FR 1]").role == "note"
    assert "Source: 37 FR 1." in lines(document)


def test_a_rule_in_uslm_is_named_by_its_subject_and_cites_what_it_affects():
    document = read(
        f"<rule {USLM} identifier='/us/fr/90/frdoc2025-00123' xmlns:dcterms='http://purl.org/dc/terms/'>"
        "<meta>"
        "<dc:title>Federal Register</dc:title><docNumber>2025–00123</docNumber><startingPage>"
        "21709</startingPage>"
        "<dcterms:created>2025-05-09T08:45:00</dcterms:created></meta><preface><organization>DEPARTMENT OF"
        " LIGHTS"
        "</organization><organization>Bureau of Buoys</organization><affected><ref>23 CFR Part 710</ref>"
        "</affected><subject>Lamps; Correction</subject></preface><main><level role='amending'><section"
        " role='instruction'><num>■ 2.</num><content>Amend § 710.6 to read as follows:</content></section>"
        "<statement><quotedContent><section identifier='/us/cfr/t56/s710.6'><num value='710.6'>§ 710.6</num>"
        "<heading>Lamps.</heading><paragraph><num>(a)</num><content>Lamps may burn.</content></paragraph>"
        "<content>"
        "<elided>* * * * *</elided></content></section></quotedContent></statement></level></main><notes>"
        "<frDocId>[FR Doc.]</frDocId></notes></rule>"
    )
    known = document.metadata
    assert (known.title, known.number) == ("Lamps; Correction", "90 FR 21709")
    assert known.publisher == "Department of Lights, Bureau of Buoys"
    assert (known.date, known.kind) == ("2025-05-09", "rule")
    lamps = block_of(document, "Lamps may burn")
    assert (lamps.place, lamps.standing) == ("23 CFR 710.6(a)", "inserted")
    assert lines(document)[-1] == "“(a) Lamps may burn.”"


def test_a_memorandum_in_uslm_is_of_its_own_day():
    document = read(
        f"<presidentialDoc {USLM} identifier='/us/fr/83/frdoc1'><meta><dc:date>2018-02-07</dc:date>"
        "<startingPage>5519"
        "</startingPage><dc:type>presMemo</dc:type><dc:title>Memorandum of February 5, 2018</dc:title>"
        "<dc:subject>"
        "Lamps</dc:subject></meta><preface><dc:title>Memorandum of February 5, 2018</dc:title></preface>"
        "<main>"
        "<content><p>Light them.</p></content></main></presidentialDoc>"
    )
    known = document.metadata
    assert (known.title, known.kind) == ("Memorandum of February 5, 2018—Lamps", "presidential memorandum")
    assert (known.date, known.number) == ("2018-02-05", "83 FR 5519")


# Records and opinions ---------------------------------------------------------------------------------------


def test_bill_status_is_of_the_bill_itself():
    document = read(
        "<billStatus><bill><number>2471</number><type>HR</type><relatedBills><item><title>Apple Act</title>"
        "<number>9</number><type>S</type></item></relatedBills><actions><item><actionDate>"
        "2022-03-15</actionDate>"
        "<text>Became Public Law No: 117-103.</text></item><item><actionDate>2022-03-14</actionDate><text>"
        "Presented to President.</text><committees><item><name>Rules</name></item></committees></item>"
        "</actions>"
        "<summaries><summary><actionDate>2022-03-15</actionDate><actionDesc>Public Law</actionDesc><text>"
        "<![CDATA["
        " <p><b>Lamp Act</b></p><p>This bill lights lamps.</p>]]></text></summary></summaries><title>Lamp"
        " Act, 2022"
        "</title><latestAction><actionDate>2022-03-15</actionDate><text>Became Public Law No: 117-103.</text>"
        "</latestAction></bill></billStatus>"
    )
    known = document.metadata
    assert (known.title, known.number) == ("Lamp Act, 2022", "H.R. 2471")
    assert (known.date, known.kind) == ("2022-03-15", "bill status")
    assert known.status == "Became Public Law No: 117-103"
    assert "Date: 2022-03-14 | Action: Presented to President. | Committee: Rules" in lines(document)
    assert "Related bill: S. 9 | Title: Apple Act" in lines(document)
    assert block_of(document, "This bill lights lamps.").place == "summary, Public Law (2022-03-15)"
    assert "<p>" not in document.text


def test_the_older_form_of_bill_status():
    document = read(
        "<billStatus><bill><billNumber>100</billNumber><billType>S</billType><actions><item><actionDate>"
        "2021-01-28"
        "</actionDate><text>Introduced in Senate</text></item><actionTypeCounts><introduced>1</introduced>"
        "</actionTypeCounts></actions><summaries><billSummaries><item><actionDate>2021-02-01</actionDate>"
        "<actionDesc>Introduced</actionDesc><text>&lt;p&gt;It lights.&lt;/p&gt;</text></item></billSummaries>"
        "</summaries><title>A bill on lamps</title></bill></billStatus>"
    )
    assert (document.metadata.number, document.metadata.date) == ("S. 100", "2021-01-28")
    assert block_of(document, "It lights.").place == "summary, Introduced (2021-02-01)"
    assert "Date: 2021-01-28 | Action: Introduced in Senate" in lines(document)


def test_an_opinion_is_its_authors():
    document = read(
        "<casebody xmlns='http://nrs.harvard.edu/urn-3:HLS.Libr.US_Case_Law.Schema.Case_Body:v1'>"
        "<docketnumber>30614.</docketnumber><parties>LAMP <em>v. </em>THE STATE.</parties><decisiondate>"
        "Decided"
        " May 3, 1944.</decisiondate><opinion type='majority'><author>Reed, C. J.</author><p>The"
        " lamp<footnotemark>2"
        "</footnotemark> burned <page-number label='268'>*268</page-number>against the law.</p><footnote"
        " label='2'><p>A small lamp.</p></footnote></opinion><opinion type='dissent'><author>Poe, J.,"
        " dissenting:</author><p>I would let it burn.</p></opinion></casebody>"
    )
    known = document.metadata
    assert (known.title, known.date) == ("Lamp v. The State", "1944-05-03")
    assert (known.kind, known.number) == ("court opinion", "No. 30614")
    assert "Reed, C. J. The lamp burned against the law." in lines(document)
    dissent = block_of(document, "I would let it burn")
    assert (dissent.speaker, dissent.place) == ("dissenting opinion of Poe, J.", "dissenting opinion")
    assert block_of(document, "A small lamp.").role == "note"
