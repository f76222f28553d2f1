"""What sort of thing a question asks for, and whether sentences give one: an amount of money, a number of
something, a reason. That they tell of the same people and things is not enough."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from assistant.lexicon.rules import Rules
from assistant.lexicon.words import LITTLE_WORDS, content_stems, stems

Sort = Literal["money", "count", "reason"]
_TOKEN = re.compile(r"[$£€¥]?\d[\d.,]*|\w+")
# Words before and after a number among which the things are named that it counts.
_BEFORE = 6
_AFTER = 8


def lacking_sort(question: str, sentences: Sequence[str], rules: Rules) -> Sort | None:
    """The sort of thing that the question (in English) asks for and none of the sentences (in English) gives;
    None where it asks for none of these, or one gives it."""
    pack = rules["sorts"]
    if pack.of("money").find(question):
        return None if any(map(pack.of("stated-money").find, sentences)) else "money"
    if pack.of("reason").find(question):
        return None if any(map(pack.of("stated-reason").find, sentences)) else "reason"
    counted = next((found["things"] for row in pack.of("counted").rows if (found := row.find(question))), "")
    things = content_stems(" ".join(word for word in counted.split() if word not in LITTLE_WORDS))
    if not things or any(_counts(things, sentence, rules) for sentence in sentences):
        return None
    return "count"


def _counts(things: set[str], sentence: str, rules: Rules) -> bool:
    """Whether a number stands near one of the things."""
    words = _TOKEN.findall(sentence)
    in_words = rules["requirements"].of("numeral")
    return any(
        things & stems(" ".join(words[max(0, place - _BEFORE) : place + _AFTER]))
        for place, word in enumerate(words)
        if any(map(str.isdigit, word)) or in_words.find(word)
    )
