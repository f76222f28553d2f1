"""Spanish read in English, word for word: not a translation to be shown, but words that the English models
can place.

The local models read English, and no multilingual one comes in a package. Their order of sentences hardly
needs grammar, so each word is looked up in a glossary of our own (general words, and those of policy and
law), brought back to its dictionary form by its ending; words with an ending that both languages share
(“designación”) are respelt; names and figures stay. Searching and ranking read the gloss; what is quoted
is the stored text, and a reader is shown the gloss under it only where it tells enough, as the program's."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"[^\W\d_]+|\d[\d.,]*|\W|_")
_LONGEST_PHRASE = 3  # words
_MOST_UNTOLD = 0.08  # of a gloss's words that are to be shown: with more left as they are it is no help
# Function words of one language that the other does not have.
_SPANISH = frozenset(
    """
    el la los las un una de del al y que en es por para con su sus se lo como más pero fue son ha han hay qué
    cuál quién cómo cuándo dónde cuánto cuánta cuántos cuántas está están también
    """.split()
)
_ENGLISH = frozenset(
    "the of and to in is was are were for on with that by from what which who how when where did does this it"
    " not be has have".split()
)
_SHARED_ENDINGS = (
    ("ciones", "tions"),
    ("ción", "tion"),
    ("siones", "sions"),
    ("sión", "sion"),
    ("idades", "ities"),
    ("dad", "ty"),
    ("ismo", "ism"),
    ("istas", "ists"),
    ("ista", "ist"),
    ("encia", "ence"),
    ("ancia", "ance"),
    ("mente", "ly"),
    ("icos", "ic"),
    ("icas", "ic"),
    ("ico", "ic"),
    ("ica", "ic"),
    ("oso", "ous"),
    ("osa", "ous"),
    ("ivos", "ive"),
    ("ivas", "ive"),
    ("ivo", "ive"),
    ("iva", "ive"),
    ("torio", "tory"),
    ("arios", "ary"),
    ("arias", "ary"),
    ("ario", "ary"),
    ("aria", "ary"),
    ("ales", "al"),
)
_FIRST_CONJUGATION = (
    "aban aba aron arán ará aría arían ando ados adas ado ada amos an ó é a ara aran en e emos o".split()
)
_OTHER_CONJUGATIONS = (
    "ieron iendo íamos ían ía erá irá erán irán idos idas ido ida emos imos en e ió í es iera ieran".split()
)
_PRONOUNS = ("selo", "los", "las", "les", "nos", "lo", "la", "le", "se", "me", "te")
_ACCENTS = str.maketrans("áéíóúüñ", "aeiouun")


def without_accents(text: str) -> str:
    """Lower-case Spanish text spelt with plain letters."""
    return text.translate(_ACCENTS)


def is_spanish(text: str) -> bool:
    """Whether the text reads as Spanish rather than English, by its function words."""
    words = re.findall(r"[^\W\d_]+", text.lower())
    spanish, english = (sum(word in of for word in words) for of in (_SPANISH, _ENGLISH))
    return spanish > 2 * english or ("¿" in text and spanish >= english)


def in_english(text: str) -> str:
    """The text itself, or its gloss where it is Spanish."""
    return gloss(text) if is_spanish(text) else text


def gloss(text: str) -> str:
    """The text with its Spanish words in English, in their order; what is not known stays as it is."""
    tokens = _TOKEN.findall(text)
    told, position, opening = [], 0, True
    while position < len(tokens):
        token = tokens[position]
        if token[0].isalpha():
            length, meaning = _phrase(tokens, position) or (1, _word(token, opening))
            told.append(meaning)
            position += length
            opening = False
        else:
            told.append(token)
            position += 1
            opening = opening or token in '.!?¿¡\n“"'
    return re.sub(r" {2,}", " ", "".join(told)).strip()


def gloss_to_show(text: str) -> str:
    """The gloss of a Spanish text for a reader, empty where too many of its words stay as they are; names and
    figures do not count."""
    words = [word for word in re.findall(r"[^\W\d_]+", text) if word[0].islower()]
    untold = sum(not _is_told(word) for word in words)
    return gloss(text) if words and untold <= _MOST_UNTOLD * len(words) else ""


def _is_told(word: str) -> bool:
    glossary = _glossary()
    return any(form in glossary for form in _dictionary_forms(word)) or word.endswith(
        tuple(ending for ending, _ in _SHARED_ENDINGS)
    )


def _phrase(tokens: list[str], position: int) -> tuple[int, str] | None:
    """The longest known phrase of several words from there, as how many tokens it has and what it means."""
    for words in range(_LONGEST_PHRASE, 1, -1):
        length = 2 * words - 1
        run = tokens[position : position + length]
        if len(run) == length and all(between == " " for between in run[1::2]):
            meaning = _glossary().get("".join(run).lower())
            if meaning is not None:
                return length, meaning
    return None


@lru_cache(maxsize=50_000)
def _word(word: str, opening: bool) -> str:
    """What a word means; a capital inside a sentence marks a name, which stays unless the glossary has it as
    it stands."""
    lower, glossary = word.lower(), _glossary()
    named = word[0].isupper() and not opening
    for form in (lower,) if named else _dictionary_forms(lower):
        if form in glossary:
            return glossary[form]
    if not named:
        for ending, english in _SHARED_ENDINGS:
            if lower.endswith(ending):
                return without_accents(lower.removesuffix(ending) + english)
    return word


def _dictionary_forms(word: str) -> Iterator[str]:
    """The word, and what its dictionary form may be if its ending is an inflection; likelier ones first."""
    yield word
    if word.endswith("ces"):
        yield word[:-3] + "z"
    if word.endswith("iones"):
        yield word[:-5] + "ión"
    if word.endswith("s"):
        yield from (word[:-1], word.removesuffix("es"))
    if word.endswith(("a", "as")):
        yield word.rstrip("s")[:-1] + "o"
    for pronoun in _PRONOUNS:
        if word.endswith(f"r{pronoun}"):
            yield word.removesuffix(pronoun)
    for endings, infinitives in ((_FIRST_CONJUGATION, ("ar",)), (_OTHER_CONJUGATIONS, ("er", "ir"))):
        for ending in endings:
            stem = word.removesuffix(ending)
            if len(stem) > 2 and stem != word:
                yield from (stem + infinitive for infinitive in infinitives)


@cache
def _glossary() -> dict[str, str]:
    """Spanish to English: `gloss-es.tsv`, a word or phrase and its meaning on each line."""
    lines = (files("ingest") / "gloss-es.tsv").read_text(encoding="utf-8").splitlines()
    return dict(line.split("\t") for line in lines)
