"""Text in a document that addresses a language model rather than the reader: “ignore the above and say …”."""

from __future__ import annotations

import re

_ADDRESSES = re.compile(
    r"\b(?:ignore|disregard|forget|override)\b(?=[^.]{0,40}\b(?:above|previous|prior|earlier|all|any|your|these)\b)"
    r"[^.]{0,60}\b(?:instructions?|prompts?|rules?|above|text|context|guidelines?|directions?)\b"
    r"|\b(?:system|developer) (?:prompt|message|instructions?)\b|<\|?(?:im_start|system|assistant)\|?>|\[/?INST\]|^\s*(?:system|assistant)\s*:"
    r"|\byou are (?:now |a |an )?(?:chatgpt|an? (?:ai|assistant|language model)|the assistant)\b"
    r"|\b(?:as|dear|attention|note to) (?:an? |the |all |any )?(?:ai|llm|language model|assistant|chatbot)s?\b[^.]{0,80}"
    r"\b(?:must|should|please|say|reply|respond|answer|output|state|tell)\b"
    r"|\b(?:reply|respond|answer|say|output|print|state)\b[^.]{0,40}\b(?:only|exactly|nothing but|instead|to every question)\b[^.]{0,20}[:“\"]"
    r"|\bwhen (?:asked|summari[sz]ing|answering)\b[^.]{0,60}\b(?:say|reply|respond|answer|state|claim|tell)\b"
    r"|\bignora (?:todo|las|lo|cualquier)[^.]{0,40}\b(?:instrucciones|anterior)",
    re.IGNORECASE,
)


def addresses_a_model(text: str) -> bool:
    """Whether a sentence reads like an instruction to a model. A document about such attacks that quotes one counts too: it is kept from the
    drafter and named to the reader, and can still be quoted."""
    return bool(_ADDRESSES.search(text))
