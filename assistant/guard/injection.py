"""Text in a document that addresses a language model rather than the reader: “ignore the above and say …”.

Using such words is told from mentioning them. An instruction stands in the imperative or speaks to “you” or
to a model that reads this very text; a report of one stands in quotation marks within a sentence that says
who said it, or in the infinitive (“told the model to ignore …”), and rules for people, or for AI systems in
general, name whom they bind. The words are rows (`injection.toml`); here stand the disguises."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from assistant.lexicon.rules import Pack, Rules

# Letters of other alphabets that look like Latin ones, and the Latin ones.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝкмтвнАВЕКМНОРСТУХІЈЅοαερνυικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwkmtbhABEKMHOPCTYXIJSoaepvuiktABEZHIKMNOPTYX",
)
_FOREIGN = "".join(map(chr, _LOOK_ALIKES))
_WORD = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?<!\w)(?:\w ){7,}\w(?!\w)")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")

_USES = ("override", "instruction", "mark")
# A quotation may end in another sentence.
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*»|‘[^’]*’|(?<!\w)'[^']{3,}'(?!\w)|`[^`]*`")
_FEWEST_AROUND = 3  # words around a quotation that can say whose it is
# A tag's name ends at a blank, a slash or the bracket: `<a.reed@ports.example>` is an address.
_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\(\s*(?:https?:|//|data:|mailto:)"
    r"|<(?:img|a|iframe|script|form|object|embed|link|meta|svg)(?=[\s/>])[^>]*>",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def addresses_a_model(text: str, rules: Rules) -> bool:
    """Whether a text gives an instruction to a model, in whichever of the usual disguises; one that only
    reports such an instruction does not."""
    pack, plain = rules["injection"], _folded(text)
    own, overrides = _own_words(plain, pack), pack.of("override")
    if (
        pack.of("label").find(text)
        or any(pack.of(kind).find(own) for kind in _USES)
        or (own != plain and overrides.find(plain) and pack.of("orders").find(own))
    ):
        return True
    return any(overrides.find(_folded(hidden)) for hidden in _decoded(text))


def is_role(heading: str, rules: Rules) -> bool:
    """Whether a section's heading, or its speaker's name, is that of a part of a prompt: SYSTEM,
    ASSISTANT."""
    return bool(rules["injection"].of("role").find(heading.strip()))


def is_disguised(text: str) -> bool:
    """Whether a word is written with letters of another alphabet that look like its own, as in a name that is
    to be taken for another."""
    return any(_mixes(word) for word in _WORD.findall(text))


def holds_markup(text: str) -> bool:
    """Whether a text holds a link or an image, in Markdown or HTML, that a program which shows it might
    follow."""
    return bool(_MARKUP.search(text))


def without_links(text: str) -> str:
    """The text with every address taken out, so that nothing in it can be followed."""
    return _URL.sub("[link]", text)


def holds_link(text: str) -> bool:
    """Whether a text holds an address or markup that leads to one."""
    return bool(_URL.search(text)) or holds_markup(text)


def _mixes(word: str) -> bool:
    latin = sum(letter.isascii() for letter in word)
    return len(word) > 3 and latin > 0 and any(letter in _FOREIGN for letter in word)


def _folded(text: str) -> str:
    """The text as it looks: in lower case, without what cannot be seen, look-alike letters as Latin ones,
    table cells as one line."""
    seen = "".join(
        one
        for one in unicodedata.normalize("NFKC", text)
        if unicodedata.category(one) not in ("Cf", "Cc") or one.isspace()
    )
    seen = _WORD.sub(
        lambda word: word[0].translate(_LOOK_ALIKES) if _mixes(word[0]) else word[0],
        seen.replace("\u034f", ""),
    )
    seen = _SPACED.sub(lambda run: run[0].replace(" ", ""), seen)
    return (
        " ".join(seen.replace("|", " ").lower().split())
        if "<|" not in seen
        else " ".join(seen.lower().split())
    )


def _own_words(text: str, pack: Pack) -> str:
    """The text without what it only quotes, where the words around a quotation report it."""
    around = _QUOTED.sub(" ", text)
    if len(_WORD.findall(around)) >= _FEWEST_AROUND and pack.of("report").find(around):
        text = _QUOTED.sub("“…”", text)
    return pack.of("mention").pattern.sub(" ", text)


def _decoded(text: str) -> Iterator[str]:
    """What a text says backwards, in rot13, and in base64."""
    yield text[::-1]
    yield codecs.decode(text, "rot13")
    for token in _ENCODED.findall(text):
        try:
            yield base64.b64decode(token + "=" * (-len(token) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
