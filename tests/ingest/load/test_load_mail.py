from __future__ import annotations

import struct
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from ingest.errors import LoadError, WrongFormat
from ingest.load import load
from ingest.load.mail.outlook import unpacked
from ingest.types import Block, Document
from tests.ingest.load.compound import compound, message

SENT = datetime(2025, 4, 7, 8, 30, tzinfo=UTC)


def mail(body: str, subtype: str = "plain") -> EmailMessage:
    made = EmailMessage()
    made["From"], made["Subject"] = "Nora Field <n.field@grain.example>", "Storage fee"
    made["Date"] = "Tue, 08 Apr 2025 09:00:00 +0000"
    made.set_content(body, subtype=subtype)
    return made


def found(document: Document, words: str) -> Block:
    return next(block for block in document.blocks if words in document.text[block.start : block.end])


WROTE = (
    ("On Mon, 7 Apr 2025 at 08:30, Otto Quill <o.quill@grain.example> wrote:", "Otto Quill"),
    ("On Monday, April 7, 2025 8:30 AM, Otto Quill\n<o.quill@grain.example> wrote:\n", "Otto Quill"),
    ("On Mon, 7 Apr 2025, o.quill@grain.example wrote:", "o.quill@grain.example"),
    ("Am 07.04.2025 um 08:30 schrieb Otto Quill:", "Otto Quill"),
    ("Le lun. 7 avr. 2025 à 08:30, Otto Quill <o.quill@grain.example> a écrit :", "Otto Quill"),
    ("El lun, 7 abr 2025 a las 8:30, Otto Quill (<o.quill@grain.example>) escribió:", "Otto Quill"),
)
HEADED = (
    ("-----Original Message-----\nFrom: Quill, Otto <o.quill@grain.example>\nSent: Monday", "Quill, Otto"),
    ("________________________________\nVon: Otto Quill\nGesendet: Montag, 7. April 2025", "Otto Quill"),
    ("---------- Forwarded message ---------\nFrom: Otto Quill <o@grain.example>\nDate: Mon", "Otto Quill"),
    ("Begin forwarded message:\n\nFrom: Otto Quill <o.quill@grain.example>\nDate: 7 April", "Otto Quill"),
)


@pytest.mark.parametrize(
    ("body", "who"),
    [
        *((f"I agree.\n\n{line}\n> The fee ends in May.\n", who) for line, who in WROTE),
        *((f"I agree.\n\n{lines}\nSubject: Fee\n\nThe fee ends in May.\n", who) for lines, who in HEADED),
        ("I agree.\n\n> The fee ends in May.\n", ""),
    ],
)
def test_quoted_words_are_their_author_s(body: str, who: str) -> None:
    document = load(mail(body).as_bytes(), name="m.eml")
    quoted, own = found(document, "ends in May"), found(document, "I agree")
    assert (quoted.role, quoted.speaker) == ("quoted", who)
    assert (own.role, own.speaker) == ("paragraph", "")
    assert ">" not in document.text[quoted.start : quoted.end]


def test_an_answer_between_quoted_lines_is_the_sender_s() -> None:
    body = "On 7 Apr 2025, Otto Quill wrote:\n> Does it end?\n\nIt does.\n\n> And the levy?\n\nIt stays.\n"
    document = load(mail(body).as_bytes(), name="m.eml")
    assert [(block.role, block.speaker) for block in document.blocks] == [
        ("speaker", "Otto Quill"),
        ("quoted", "Otto Quill"),
        ("paragraph", "Nora Field"),
        ("quoted", "Otto Quill"),
        ("paragraph", "Nora Field"),
    ]


def test_quotations_within_quotations_have_their_own_authors() -> None:
    body = (
        "No.\n\nOn 7 Apr 2025, Otto Quill wrote:\n> Perhaps.\n>\n> On 6 Apr 2025, Ida Roth wrote:\n"
        ">> The levy goes.\n> I doubt it.\n"
    )
    document = load(mail(body).as_bytes(), name="m.eml")
    assert found(document, "Perhaps").speaker == found(document, "doubt it").speaker == "Otto Quill"
    assert found(document, "levy goes").speaker == "Ida Roth"


def test_a_page_without_plain_text_has_its_quotations_too() -> None:
    page = (
        "<p>I agree.</p><div class='gmail_quote'><div>On Mon, 7 Apr 2025, Otto Quill wrote:</div>"
        "<blockquote><p>The fee ends in May.</p></blockquote></div><p>Yours</p>"
    )
    document = load(mail(page, "html").as_bytes(), name="m.eml")
    assert (found(document, "ends in May").role, found(document, "ends in May").speaker) == (
        "quoted",
        "Otto Quill",
    )
    assert found(document, "I agree").role == "paragraph"


def test_the_header_of_a_quoted_message_may_be_one_paragraph_of_a_page() -> None:
    page = (
        "<p>I agree.</p><hr><div><b>From:</b> Otto Quill<br><b>Sent:</b> Monday, April 7, 2025 4:00 PM<br>"
        "<b>To:</b> Ida Roth<br><b>Subject:</b> Fees</div><p>The fee ends in May.</p>"
    )
    document = load(mail(page, "html").as_bytes(), name="m.eml")
    quoted = found(document, "ends in May")
    assert (quoted.role, quoted.speaker) == ("quoted", "Otto Quill")
    assert found(document, "I agree").role == "paragraph"


def test_a_page_s_header_of_a_quoted_message_is_read_over_its_line_breaks() -> None:
    page = (
        "<p>I agree.</p><hr><div><b>From:</b> Otto Quill &lt;o.quill@grain.example&gt;<br><b>Sent:</b>"
        " Monday, April 7, 2025<br><b>To:</b> Nora Field<br><b>Subject:</b> Fee</div>"
        "<p>The fee ends in May.</p>"
    )
    document = load(mail(page, "html").as_bytes(), name="m.eml")
    quoted = found(document, "ends in May")
    assert (quoted.role, quoted.speaker) == ("quoted", "Otto Quill")
    assert found(document, "I agree").speaker in ("", "Nora Field")


def test_a_folded_header_is_all_header_and_a_last_line_is_no_title() -> None:
    body = (
        "I agree.\n\nFrom: Otto Quill <o.quill@grain.example>\nSent: 7 April 2025\nTo: Nora Field; Ida Roth\n"
        " <i.roth@grain.example>\nSubject: Fee\n\nThe fee ends in May.\n\n> Sent from my phone\n"
    )
    document = load(mail(body).as_bytes(), name="m.eml")
    assert [block.role for block in document.blocks] == ["paragraph", "speaker", "quoted", "quoted"]


def test_a_message_within_stands_under_its_own_headers() -> None:
    outer, inner = mail("See below."), EmailMessage()
    inner["From"], inner["Subject"] = "Otto Quill <o.quill@grain.example>", "The decision"
    inner["Date"] = "Mon, 07 Apr 2025 08:30:00 +0000"
    inner.set_content("The fee ends in May.")
    inner.add_attachment(b"Tariff,Fee\nBarley,4\n", maintype="text", subtype="csv", filename="tariff.csv")
    outer.add_attachment(inner)
    document = load(outer.as_bytes(), name="m.eml")
    said = found(document, "ends in May")
    assert (said.speaker, said.place) == ("Otto Quill", "message of Otto Quill, 2025-04-07")
    heading = next(block for block in document.blocks if block.role == "heading")
    assert document.text[heading.start : heading.end] == (
        "From: Otto Quill <o.quill@grain.example> | Date: Mon, 07 Apr 2025 08:30:00 +0000"
        " | Subject: The decision"
    )
    assert "attachment tariff.csv" in found(document, "Barley").place


def test_what_is_attached_is_read_or_named_with_the_reason() -> None:
    made = mail("Attached.")
    made.add_attachment(
        b"# Fees\n\nThe fee is 4 dollars.\n", maintype="text", subtype="markdown", filename="fees.md"
    )
    made.add_attachment(b"\x89PNG", maintype="image", subtype="png", filename="logo.png")
    made.add_attachment(b"not a pdf", maintype="application", subtype="pdf", filename="broken.pdf")
    document = load(made.as_bytes(), name="m.eml")
    fee = found(document, "4 dollars")
    assert (fee.place, fee.speaker) == ("attachment fees.md", "")
    assert document.text[found(document, "Attachments:").start :].startswith(
        "Attachments: fees.md; logo.png; broken.pdf"
    )
    (note,) = document.notes
    assert "logo.png" in note and "broken.pdf" in note


def test_an_outlook_message_is_read_with_what_came_with_it() -> None:
    inner = message(
        {0x0037: "Fee", 0x1000: "The fee ends in May.", 0x0C1A: "Otto Quill"}, sent=SENT, within=True
    )
    tree = message(
        {
            0x0037: "Storage fee",
            0x1000: "I agree.\r\n\r\nNora",
            0x0C1A: "Nora Field",
            0x5D01: "n.field@grain.example",
        },
        sent=SENT,
        attached={
            "message": {"__properties_version1.0": bytes(8), "__substg1.0_3701000D": inner},
            "file": {
                "__properties_version1.0": bytes(8),
                "__substg1.0_3707001F": "fees.txt".encode("utf-16-le"),
                "__substg1.0_37010102": b"The fee is 4 dollars.",
            },
        },
    )
    document = load(compound(tree), name="m.msg")
    known = document.metadata
    assert (known.title, known.author, known.date) == (
        "Storage fee",
        "Nora Field <n.field@grain.example>",
        "2025-04-07",
    )
    assert found(document, "I agree").role == "paragraph"
    assert found(document, "ends in May").speaker == "Otto Quill"
    assert found(document, "4 dollars").place == "attachment fees.txt"


def test_an_outlook_message_that_holds_a_page_or_rich_text_alone_is_read() -> None:
    page = message(
        {0x0037: "Fee"}, streams={"__substg1.0_10130102": b"<p>The fee <s>rose</s> ends in May.</p>"}
    )
    assert "ends in May" in load(compound(page), name="m.msg").text
    rich = b"{\\rtf1\\ansi The fee ends in May.\\par}"
    packed = struct.pack("<IIII", len(rich) + 12, len(rich), 0x414C454D, 0) + rich
    tree = message({0x0037: "Fee"}, streams={"__substg1.0_10090102": packed})
    assert load(compound(tree), name="m.msg").text == "The fee ends in May."


def test_packed_rich_text_points_back_into_what_was_written() -> None:
    # “{\\rtf1” from the dictionary (place 0, 6 bytes), then “abc” and three bytes from where “abc” was put.
    start = 207
    body = (
        bytes([0b00010001])
        + struct.pack(">H", (0 << 4) | 4)
        + b"abc"
        + struct.pack(">H", (start + 6) << 4 | 1)
    )
    packed = struct.pack("<IIII", len(body) + 12, 12, 0x75465A4C, 0) + body
    assert unpacked(packed) == b"{\\rtf1abcabc"


@pytest.mark.parametrize(
    "data",
    [
        b"From: a@b.example\n\nNot a compound file.",
        compound({"WordDocument": b"x" * 20}),
        compound(message({0x0037: "Fee"}))[:700],
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\xff" * 600,
    ],
)
def test_what_is_no_outlook_message_is_refused_with_a_remedy(data: bytes) -> None:
    with pytest.raises(LoadError, match=r"m\.msg") as caught:
        load(data, name="m.msg")
    assert isinstance(caught.value, WrongFormat) and ".msg" in caught.value.hint


def test_a_sealed_message_is_refused() -> None:
    sealed = b"From: a@b.example\nSubject: x\nContent-Type: application/pkcs7-mime; name=smime.p7m\n\nAAAA"
    with pytest.raises(WrongFormat, match="encrypted or sealed"):
        load(sealed, name="m.eml")
