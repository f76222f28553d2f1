from __future__ import annotations

import json
from collections.abc import Iterator

import pytest

from assistant.drafting.reply import DraftSentence, Form, schema, sentences

KNOWN = ("B2C", "D3F")
TOLL = DraftSentence("The toll is $2.5 a car.", ("B2C",))
FERRY = DraftSentence("The “Gull” sails at 9 a.m. from Pier 4.", ("B2C", "D3F"))


def data(*given: DraftSentence) -> str:
    told = [{"text": one.text, "ids": list(one.ids)} for one in given]
    return json.dumps({"sentences": told}, indent=1)


def read(text: str, length: int = 5) -> list[DraftSentence]:
    return list(sentences((text[at : at + length] for at in range(0, len(text), length)), KNOWN))


@pytest.mark.parametrize("length", [1, 2, 7, 31, 1000])
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "```json\n{}\n```",
        "Here it is:\n\n{}",
        "<think>The toll is low. {{2}}</think>\n{}",
        "{} Anything else?",
    ],
)
def test_sentences_as_data_are_read_however_they_come(around: str, length: int) -> None:
    found = read(around.format(data(TOLL, FERRY)), length)
    assert [one for one in found if one.text != "Here it is:"] == [TOLL, FERRY]


@pytest.mark.parametrize(
    "text",
    [
        '[{"text": "The toll is $2.5 a car.", "ids": ["B2C"]}]',
        '{"text": "The toll is $2.5 a car.", "ids": "b2c"}',
        '{"sentences": ["The toll is $2.5 a car. [B2C]"]}',
        '{"ids": ["[B2C]"], "text": "The toll is\n$2.5 a car. [B2C]"}',
        '{"sentences": [{"text": "The toll is $2.5 a car.", "ids": ["B2C"]}]}{"sentences": []}',
    ],
)
def test_data_of_nearly_the_form_is_read(text: str) -> None:
    assert read(text) == [TOLL]


def test_a_second_call_goes_on_with_the_first() -> None:
    assert read(data(TOLL) + data(FERRY)) == [TOLL, FERRY]


def test_a_sentence_is_there_before_the_next_is_written() -> None:
    whole, at = data(TOLL, FERRY), []

    def pieces() -> Iterator[str]:
        for place, letter in enumerate(whole):
            at.append(place)
            yield letter

    assert next(sentences(pieces(), KNOWN)) == TOLL
    assert at[-1] == whole.index("}")


@pytest.mark.parametrize("kept", ["The toll is", "The toll is $2.", "The toll is $2.5 a car"])
def test_a_text_that_breaks_off_does_not_end_as_a_sentence(kept: str) -> None:
    first, cut = read(data(FERRY, TOLL).partition(TOLL.text)[0] + kept)
    assert first == FERRY
    assert cut.text == kept.rstrip(".") and cut.ids == ()


def test_a_whole_text_whose_ids_break_off_is_a_sentence() -> None:
    text = '{"sentences": [{"text": "The toll is $2.5 a car.", "ids": ["B2C", "D3'
    assert read(text) == [TOLL]


def test_a_reply_that_breaks_off_between_two_sentences_ends_there() -> None:
    assert read('{"sentences": [{"text": "The toll is $2.5 a car.", "ids": ["B2C"]}, {"te') == [TOLL]


def test_one_that_is_not_json_does_not_hide_the_next() -> None:
    broken = '{"text": "The "Gull" sails at 9 a.m. from Pier 4.", "ids": ["B2C", "D3F"]}'
    found = read(f'{{"sentences": [{broken}, {json.dumps({"text": TOLL.text, "ids": ["B2C"]})}]}}')
    assert [one.text for one in found] == ['The "Gull" sails at 9 a.m. from Pier 4.', TOLL.text]
    assert found[0].ids == ("B2C", "D3F")


def test_a_text_of_two_sentences_is_two_that_rest_on_the_same() -> None:
    [one, other] = read(data(DraftSentence("The toll is low. The ferry is slow.", ("D3F",))))
    assert (one.text, one.ids) == ("The toll is low.", ("D3F",))
    assert (other.text, other.ids) == ("The ferry is slow.", ("D3F",))


def test_ids_that_stand_for_nothing_are_told() -> None:
    [one] = read('{"sentences": [{"text": "It is so.", "ids": ["Z9Z", "page 4", null, 7, "D3F"]}]}')
    assert one.ids == ("D3F",)
    assert set(one.unknown) == {"Z9Z", "PAGE 4", "NONE", "7"}


@pytest.mark.parametrize("text", ['{"a": 1}', "{}", "[]", '{"sentences": [4, null, {"ids": []}]}', "", "```"])
def test_data_that_holds_no_sentence_holds_none(text: str) -> None:
    assert [one for one in read(text) if one.ids] == []


@pytest.mark.parametrize(("text", "is_data"), [(data(TOLL), True), ("It is so. [B2C]", False), ("", None)])
def test_what_a_reply_turned_out_to_be_is_told(text: str, is_data: bool | None) -> None:
    form = Form()
    list(sentences([text], KNOWN, form))
    assert form.is_data is is_data


def test_text_may_begin_with_an_id() -> None:
    assert read("[B2C] The toll is $2.5 a car. Nothing else.")[0] == TOLL


def test_the_schema_lets_no_other_id_be_cited() -> None:
    item = schema(KNOWN)["properties"]["sentences"]["items"]
    assert item["properties"]["ids"]["items"]["enum"] == ["B2C", "D3F"]
    assert item["required"] == ["text", "ids"] and item["additionalProperties"] is False
