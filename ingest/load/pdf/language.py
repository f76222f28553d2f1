"""The languages of the columns of bilingual pages, such as those of Welsh and Canadian Acts: each language is
a stream of its own, so that a sentence goes on in its own language's next column."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence

from ingest.load.pdf.glyphs import Line

_COMMON: dict[str, frozenset[str]] = {
    language: frozenset(words.split())
    for language, words in {
        "en": "the of and to in is that for shall by which be with or this as must may any not are from has",
        "fr": "le la les de des du et à dans est que pour par qui aux une sur au ou cette il en sont",
        "cy": "y yr yn a i o ar gan ac am neu mae bod sydd wedi fel i'r o'r a'r rhaid unrhyw hon hwn nad eu",
        "es": "el los las de del y en es que para por una con se al su no como son o lo un más",
        "ga": "an na agus ar is a go i le do den sin seo nó faoi chun bhfuil mar leis",
        "de": "der die das und in den von zu mit ist des für nicht dem ein eine auf werden oder sich wird",
        "it": "il di che e la per una con non del della dei delle sono gli nel al da è",
        "nl": "de het een van en in is dat op te voor met zijn niet aan door of als bij",
        "pt": "o os as de do da e em que para por uma com não dos das no na ao",
    }.items()
}
_WORDS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_ENOUGH = 12  # words of a column that tell its language
_SHARE = 0.2  # of the columns' words: less in a second language is a quotation


def flows_of(pages: Sequence[Sequence[Line]], first: int = 1) -> dict[tuple[int, int], str]:
    """The stream of each (page, zone) of a document with two languages side by side; nothing for any other
    document."""
    languages: dict[tuple[int, int], str] = {}
    weights = Counter[str]()
    beside = 0
    for number, lines in enumerate(pages, first):
        zones: dict[int, list[str]] = defaultdict(list)
        for line in lines:
            zones[line.zone] += _WORDS.findall(line.text.lower().replace("’", "'"))
        if len(zones) < 2:
            continue
        found = {zone: _language(words) for zone, words in zones.items()}
        for zone, language in found.items():
            if language:
                languages[number, zone] = language
                weights[language] += len(zones[zone])
        beside += len({language for language in found.values() if language}) > 1
    usual = [one for one, count in weights.items() if count >= _SHARE * weights.total()]
    if not beside or len(usual) < 2:
        return {}
    return {key: language for key, language in languages.items() if language in usual}


def _language(words: Sequence[str]) -> str:
    if len(words) < _ENOUGH:
        return ""
    counts = {language: sum(word in common for word in words) for language, common in _COMMON.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] > 0.12 * len(words) else ""
