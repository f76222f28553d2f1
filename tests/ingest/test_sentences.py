from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import split_sentences


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


# Each | is a boundary; everything else is none.
CASES = """
The U.S. Government imposed duties on U.S. Treasury advice. | The order took effect.
It applies in the U.S. | The President signed it.
It was passed by the U.S. Congress in June.
He moved to agree to the resolution (H. Con. Res. 14) on ferries. | See H. Rept. 118-2 and S. Hrg. 118-9.
Sec. 2. Policy. | It is the policy of the United States.
Section 1. Purpose. | This order creates a process.
SEC. 3001. Short titles. | This division may be cited as the Act.
Section 1. (a) As President of the United States, I act.
This is set out in section 1. | Nothing else applies.
Executive Order No. 14157 designates cartels. | Others followed.
See Nos. 5 and 6. | They differ.
Is it a threat? | No. | I think it is not.
Los demás no. | No sé si en un plazo corto.
Providing support violates 18 U.S.C. 2339B(a)(1). | The penalty is 20 years.
See 15 C.F.R. Section 744.8 for more.
In United States v. Smith the court held so. | It was reversed.
Cf. Smith vs. Jones.
John F. Kennedy met Brian E. Nelson. | Both spoke.
Gustavo A. Madero y Francisco I. Madero. | Ambos son lugares.
The plan has a Part B. | The second part is C.
It takes effect at 12:01 a.m. eastern time on March 4. | Goods in transit are exempt.
It opens at 9 a.m. | The doors close at 5 p.m.
She paused… | Then she went on.
Y para eso… o sea, trabajamos. | Gracias.
Well... | We shall see.
It ‘‘may raise or widen the duty . . . where it must’’ if asked. | So it did.
“We will not stop.” | The room was quiet.
“We will not stop,” she said. | “Not now.”
“Will it end?” asked one. | “No!” | They laughed.
(It was reported earlier.) | The agency confirmed it.
The term “March 4, 2025.” | The exceptions remain.
¿Qué sigue? | ¡Vamos bien! | ¿Y usted?
A ver, ¿aquí?, ¿en la 3a. Sección? | Sí.
Véase el núm. 5 del art. 19. | La fracc. II del inc. b) dice lo mismo.
A partir del 1o. de enero y del 1o. de marzo. | Por eso la compra.
El Lic. Pérez y la Dra. Gómez hablaron con el Gral. Trevilla. | Todos coincidieron.
Los EE.UU. y México cooperan. | El Sr. Trump firmó.
(a) In general. | The President may act.
(1) donations of food; or (2) payments.
1. The first is this. | 2. The second is that.
The rate rose 1.5 percent to $3.75. | It fell by 0.2 later.
Exports were worth $534.8 billion in 2025. | 97% of seizures occur at ports.
Acme Inc. makes them. | It bought Umbrella Corp. | The company is old.
Etanofuel, S.A. de C.V. (a.k.a. "G Energy") was sanctioned. | It sells fuel.
He is known as Tornado (a.k.a. El Tornado). | He hides.
It rests on Executive Order (E.O.) 14059, as amended. | E.O. 13581 is older.
The Act (50 U.S.C. 1701 et seq.) (IEEPA), and the other (50 U.S.C. 1601 et seq.), apply.
[FR Doc. 2031–01234 Filed 3–4–31; 9:15 am] Billing code 1234–F5–P
See https://www.state.gov/designations?id=1.2&x=y. | It lists them.
Read www.treasury.gov. | Then decide.
H. Con. Res. 34 and S. 367 were read. | Both passed.
Mr. President, Sen. Durbin and Gov. Abbott agree. | Dr. No does not.
It is on p. 12 of vol. 3. | Fig. A shows it.
In Sept. 2024 and on Feb. 3 it met. | It will meet again in Dec. | Nobody knows why.
JOSEPH R. BIDEN JR. | The White House
It is available online here. *
Pub. L. No. 118-50, div. E, 138 Stat. 926, is the law.
"""


@pytest.mark.parametrize("case", CASES.strip().splitlines())
def test_hard_cases(case: str) -> None:
    expected = [part.strip() for part in case.split(" | ")]
    assert sentences(" ".join(expected)) == expected


def test_a_sentence_of_statute_length_is_cut_where_a_clause_ends() -> None:
    text = (
        "The President may "
        + "; ".join(
            f"({n}) investigate, block and regulate any transfer of property number {n}" for n in range(40)
        )
        + "."
    )
    found = sentences(text)
    assert len(found) > 4
    assert all(len(one) <= 600 for one in found)
    assert all(one.endswith((";", ".")) for one in found)


def test_a_long_sentence_without_clauses_stays_whole() -> None:
    text = "word " * 300 + "end."
    assert sentences(text) == [text]


def test_only_the_span_that_is_asked_for_is_split() -> None:
    text = "First. Second one. Third one. Fourth."
    assert [text[start:end] for start, end in split_sentences(text, 7, 29)] == ["Second one.", "Third one."]


@pytest.mark.parametrize("text", ["", "   ", "\n"])
def test_blank_text_has_no_sentence(text: str) -> None:
    assert sentences(text) == []


ALPHABET = st.sampled_from(
    [*'aAZ19 .!?…"”)(]¿;:—\n', " U.S. ", " No. ", " Sec. 2. ", "... ", " . . . ", " et seq.) ", " The ", "é"]
)


@given(st.lists(ALPHABET, max_size=60).map("".join))
def test_sentences_are_ordered_stripped_and_hold_every_visible_character(text: str) -> None:
    end = 0
    for start, stop in split_sentences(text):
        assert start >= end and stop > start
        assert text[end:start].strip() == ""
        assert text[start:stop] == text[start:stop].strip()
        end = stop
    assert text[end:].strip() == ""


@given(st.text(max_size=200))
def test_any_text_can_be_split(text: str) -> None:
    kept = "".join(text[start:stop] for start, stop in split_sentences(text))
    assert "".join(kept.split()) == "".join(text.split())


@pytest.mark.parametrize(
    "unit", ["." * 50 + "x", ". ", "U.S. x ", "a. ", "… ", "((", "1. ", "No. ", "; and "]
)
def test_time_grows_in_proportion_to_the_text(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    started = time.perf_counter()
    for _ in split_sentences(text):
        pass
    assert time.perf_counter() - started < 4
