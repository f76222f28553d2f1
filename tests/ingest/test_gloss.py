import pytest

from ingest.gloss import gloss, in_english, is_spanish


@pytest.mark.parametrize(
    "text",
    [
        "¿Y para Canadá?",
        "¿Cuántas personas fueron detenidas?",
        "Se reunieron en la capital para firmar el acuerdo.",
        "El precio de la gasolina",
    ],
)
def test_spanish_is_told_by_its_function_words(text: str) -> None:
    assert is_spanish(text)


@pytest.mark.parametrize(
    "text",
    ["And for Canada?", "", "La Paz and El Paso are on the list.", "What did López Obrador say?", "25 %"],
)
def test_english_with_spanish_names_is_english_and_stays_as_it_is(text: str) -> None:
    assert not is_spanish(text)
    assert in_english(text) == text


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        (
            "Los jueces votaron; dos soldados vivían allí.",
            "the judge vote; two soldier live allí.",
        ),  # inflections are brought back to the dictionary form
        ("la delincuencia organizada", "the organized crime"),  # the longest phrase first
        (
            "una designación totalmente legal",
            "a designation totally legal",
        ),  # endings that both languages share
        (
            "Ayer Marcos Vega compró 3,5 litros.",
            "yesterday Marcos Vega buy 3,5 liter.",
        ),  # names and figures stay
        ("la zarzamora", "the zarzamora"),  # what is not known stays
    ],
)
def test_a_gloss_is_word_for_word(spanish: str, english: str) -> None:
    assert gloss(spanish) == english
