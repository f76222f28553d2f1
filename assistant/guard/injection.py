"""Text in a document that addresses a language model rather than the reader: “ignore the above and say …”.

Using such words is told from mentioning them. An instruction stands in the imperative or speaks to “you” or
to a model that reads this very text; a report of one stands in quotation marks within a sentence that says
who said it, or in the infinitive (“told the model to ignore …”), and rules for people, or for AI systems in
general, name whom they bind."""

from __future__ import annotations

import base64
import binascii
import codecs
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Letters of other alphabets that look like Latin ones, and the Latin ones.
_LOOK_ALIKES = str.maketrans(
    "аеорсухіјѕԁһԛԝкмтвнАВЕКМНОРСТУХІЈЅοαερνυικτΑΒΕΖΗΙΚΜΝΟΡΤΥΧ",
    "aeopcyxijsdhqwkmtbhABEKMHOPCTYXIJSoaepvuiktABEZHIKMNOPTYX",
)
_FOREIGN = "".join(map(chr, _LOOK_ALIKES))
_WORD = re.compile(r"[^\W\d_]+")
_SPACED = re.compile(r"(?<!\w)(?:\w ){7,}\w(?!\w)")
_ENCODED = re.compile(r"[A-Za-z0-9+/]{24,}={0,2}")

# Where an imperative can stand: at the start, after a mark, or after a word that leads to one; also after
# "you must".
_START = (
    r"(?:^|[.:;,!?\"“”«»(\[\])>*•—–|-]\s*|\b(?:please|kindly|and|then|now|so|also|always|from now"
    r" on,?|instead,?"
    r"|(?:you|assistants?|models?|ai|llms?|chatbots?)(?: must| should| shall| will| are to| have to| need"
    r" to)(?: now| always)?)\s+)"
)
_AI = (
    r"(?:ais?|a\.i\.|llms?|chatgpt|claude|gemini|copilot|(?:large )?language models?|chatbots?|artificial"
    r" intelligence"
    r"|ai[ -](?:assistants?|agents?|models?|systems?|tools?|readers?|bots?)|(?:automated|virtual|digital)"
    r" (?:assistants?|summari[sz]ers?|readers?))"
)
_ANY_MODEL = rf"(?:{_AI}|assistants?|models?|summari[sz]ers?)"
_SAY = r"(?:say|state|answer|report|respond|reply|output|write|print|claim|conclude|tell|repeat|return)"
_ORDERS = r"(?:instructions?|prompts?|rules|guidelines|directions|directives|context|programming|training|commands|told|said)"
_OF_A_MODEL = (
    r"(?:the |this |your |any )?(?:prompt|system|context|conversation|user|chat|developer|model|operator)"
)
# Instructions that belong to a named paper are a person's: "the previous instructions in my memorandum",
# unless something is to be said instead.
_ANCHORED = (
    r"(?:\s+(?:in|on|of|from|for|about|regarding|concerning|issued|contained|set"
    rf" out|given|dated|published)\b(?!\s+{_OF_A_MODEL})"
    rf"(?!.*\b(?:and|then|instead)\W+(?:\w+ )?{_SAY}\b))"
)
_DROP = (
    r"(?:ignore|disregard|forget|override|bypass|do not (?:follow|obey)|stop (?:following|obeying)|pay no"
    r" attention to)"
)
_THIS_TEXT = (
    r"(?:this|the present|the following)"
    r" (?:page|document|file|text|message|note|e-?mail|site|paragraph|passage|content|article|report|memo)"
)

_ENGLISH = (
    rf"{_START}{_DROP}\b(?:\s+\w+){{0,4}}?\s+(?:previous|prior|above|earlier|preceding|foregoing|all|any|your|system|these|everything|original)\b"
    rf"[^.]{{0,40}}?\b{_ORDERS}\b(?!{_ANCHORED})",
    (
        rf"{_START}{_DROP}\s+(?:everything |all |the |any |of )*(?:above|before this|so"
        r" far)\b(?=\W*$|\W+(?:and|then|text|context|but|say)\b|[,;:])"
    ),
    (
        rf"{_START}{_DROP}\s+(?:the |all |any )?(?:context|text|instructions?|content|prompt|information)"
        r" (?:above|so far)\b"
    ),
    rf"{_START}(?:ignore|disregard|discard|forget|do not (?:use|cite|trust|rely on))\s+(?:what )?(?:all |any"
    r" |the |every )*(?:other|remaining)\s+"
    r"(?:documents?|sources?|evidence|passages?|search results|context)\b(?!\s+of\b)",
    rf"{_START}(?:you are|you will (?:now )?(?:be|act as)|act as|behave as|pretend (?:to be|you"
    r" are))\s+(?:now |from now on |no longer )?"
    r"(?:an? |the )?(?:[\w-]+"
    rf" )?(?:assistant|{_AI}|dan|pirate)\b(?!\s+(?:to|secretary|director|attorney|professor|manager|of)\b)",
    rf"\bas an? {_AI}(?!\w)[^.]{{0,20}}\byou (?:must|should|will|are to)\b",
    (
        rf"{_START}(?:reply|respond|answer)(?: to)? (?:every|each|all|any)"
        r" (?:questions?|quer(?:y|ies)|prompts?) (?:with|by|that)\b"
    ),
    rf"^\W*(?:assistant|asistente|modelo de lenguaje|{_AI})\s*[,:].*\b"
    r"(?:your (?:task|answer|instructions?)|tell the user|say that|respond(?:a|e)?|answer that|diga"
    r" que|reply)\b",
    r"(?:^|[:.!]\s*)\W*(?:note|message|notice|memo|attention|dear|hey|hello)\W+(?:(?:to|for)\s+)?(?:all |any"
    rf" |every |the )*{_AI}"
    r"(?:\s*[:,;.!—–-]|\s*$|\s+(?:that|which|who|reading|processing|and|or)\b)",
    rf"\b{_ANY_MODEL}\b[^.]{{0,30}}\b(?:that|which|who)?\s*(?:read|process|summari[sz]|analy[sz]|see|index|answer|us|pars|retriev|ingest)\w*\s+"
    rf"(?:from |with )?{_THIS_TEXT}\b.*\b(?:must|should|shall|will|ha(?:s|ve) to|please|(?:is|are) to|needs?"
    r" to)\s+(?:\w+ )?"
    rf"(?:{_SAY}|recommend|ignore|do as|treat|cite|include|rate|mention|follow)\b",
    rf"\bif you(?:['’]re| are)\b[^.]{{0,30}}\b{_AI}(?!\w)",
    rf"\b{_AI}\s+(?:must|should|shall|are to|is to|have to)\s+(?:\w+ )?{_SAY}\s*(?:that\b|with\b|:|“|\")"
    r"(?!\s*(?:it|they|he|she|the (?:user|content|image|text)|a human|content)\b)",
    rf"\b(?:when|whenever|if|before)\s+(?:you are |you"
    rf" )?(?:answer|summari[sz]|respond|generat)\w*\b[^.]{{0,90}}?\b(?:always |you must |you should )*"
    rf"{_SAY}\s*(?:that\b|(?:only|exactly|nothing"
    r" but)?\s*[:“\"])(?!.*\b(?:press|public|reporters?|caller)\b)",
    r"\b(?:when|whenever|if)\s+(?:you are"
    rf" )?(?:asked|queried|prompted)\b[^.]{{0,90}}?\b(?:always|only|instead|must)\s+{_SAY}\s*(?:that\b|:|“|\")"
    r"(?!.*\b(?:press|reporters?|officials?|staff|employees?|officers?|witness\w*|comment)\b)",
    (
        rf"{_START}{_SAY}\s+(?:only|exactly|nothing but|verbatim|solely|just)(?: with| this| that| the"
        r" following)*\s*[:“\"]"
    ),
    rf"{_START}{_SAY}[^.]{{0,20}}\band nothing else\b",
    (
        r"\b(?:do"
        r" not|don['’]t|never|without)\s+(?:mention|reveal|disclos|tell|show)\w*\b[^.]{0,40}\b(?:instructions?|prompt)\b[^.]{0,20}\busers?\b"
    ),
    (
        rf"{_START}(?:reveal|print|repeat|show|output|leak)\s+(?:me"
        r" )?(?:your|the)\s+(?:system|hidden|initial|secret)\s+(?:prompt|instructions)"
    ),
    rf"{_START}(?:add|append|include|insert|embed|render|put)\b(?=.*\b(?:image|link|url|markdown|pixel)\b).{{0,160}}\b(?:to|in|at|with|into)\b"
    r".{0,20}\b(?:every|each|all|your|the)\s+(?:answers?|responses?|repl(?:y|ies)|summar(?:y|ies)|outputs?)\b",
    rf"\b(?:new|updated|real|actual) (?:instructions?|task)\s*:\s*(?:{_SAY}|you)\b",
    # written s p a c e d
    r"(?:ignore|disregard|forget)(?:all|the|any|your|of)*(?:previous|prior|above|earlier)(?:instructions?|prompts?|rules)",
)
_OTHER_LANGUAGES = (
    rf"{_START}(?:por favor )?(?:ignor(?:a|e|en|ad)|olvid(?:a|e|en)|descart(?:a|e|en)|haz caso omiso de|haga"
    r" caso omiso de)\s+(?:\w+\s+){0,4}?"
    r"(?:instrucciones|indicaciones|órdenes|reglas|contexto)\b",
    r"\bsi (?:eres|es usted|usted es)\s+(?:una? )?(?:asistente|modelo|ia\b|inteligencia artificial|chatbot)",
    r"\b(?:asistentes?|modelos?) (?:de )?(?:ia|inteligencia"
    r" artificial|lenguaje)\b[^.]{0,40}\b(?:debes?|deben|tienes?|tienen)\b (?:que )?"
    r"(?:responder|decir|afirmar|contestar) que\b(?! (?:no )?son)",
    rf"{_START}(?:ignore[zr]?|oublie[zr]?|ne (?:tiens|tenez) pas compte d\w*|ne (?:suis|suivez)"
    r" (?:pas|plus))\s+(?:\w+\s+){0,3}?"
    r"(?:instructions|consignes|directives|règles)\b",
    r"\bsi (?:tu es|vous êtes)\s+(?:une? )?(?:assistant|modèle|ia\b|intelligence artificielle)",
    rf"{_START}(?:ignorier(?:e|t|en sie)|vergiss|vergessen sie|missachte(?:n sie)?)\s+(?:\w+\s+){{0,3}}?"
    r"(?:anweisungen|instruktionen|regeln|vorgaben)\b",
    r"\b(?:nicht|keinen)\b[^.]{0,20}\b(?:vorherigen|bisherigen|obigen) anweisungen (?:mehr )?(?:be)?folgen\b",
    r"\b(?:wenn|falls) (?:du|sie) (?:eine? )?(?:ki\b|ki-|sprachmodell|künstliche)",
    rf"{_START}(?:ignor(?:a|e|ar)|esque[çc](?:a|e)|desconsidere)\s+(?:\w+\s+){{0,3}}?(?:instruções|ordens|regras)\b",
    rf"{_START}(?:ignora(?:te)?|dimentica(?:te)?)\s+(?:\w+\s+){{0,3}}?(?:istruzioni|regole)\b",
    r"(?:忽略|无视|忘记|忘掉|不要理会|忽視|無視)[^。]{0,12}(?:指令|指示|提示|说明|規則|规则)",
    r"(?:以前|之前|以上|先前)[^。]{0,4}(?:指令|指示)[^。]{0,4}(?:作废|无效|取消)",
    r"你(?:现在)?是[^。]{0,8}(?:助手|人工智能|语言模型|ai)",
    (
        r"(?:^|[.:;,!?—–-]\s*|\bи )(?:про)?(?:игнорируй|забудь|не"
        r" обращай)(?:те)?\s+(?:\w+\s+){0,4}?(?:инструкции|указания|команды|правила)"
    ),
    r"\bесли (?:ты|вы)\s*[—–-]?\s*(?:ии\b|языковая модель|ассистент|чат-бот)",
)
# Marks of chat templates, and of the way in which evidence is given to a model.
_MARKS = (
    r"<\|?\s*/?(?:im_start|im_end|system|assistant|endoftext|start_header_id|eot_id)\s*\|?>|\[/?inst\]|<</?sys>>"
    r"|</?(?:evidence|context|documents|instructions|question|system_prompt|prompt)>|(?:^|\s)#{2,}\s*(?:system|instruction|response)\b"
    r"|\"role\"\s*:\s*\"(?:system|assistant|user|developer)\"|\{\s*\"(?:document|evidence|text|source)\"\s*:"
    r"|^\W*\[[a-z]\d[a-z]\d\]\s*[\"“{]|\b(?:begin|end|start of|new|updated) (?:system|developer)"
    r" (?:prompt|message|instructions?)\b"
)
_USES = re.compile("|".join((*_ENGLISH, *_OTHER_LANGUAGES, _MARKS)))
_OVERRIDES = re.compile("|".join((_ENGLISH[0], _ENGLISH[-1])))
_LABEL = re.compile(
    r"^\W*(?:SYSTEM|ASSISTANT|DEVELOPER)(?: (?:PROMPT|MESSAGE|INSTRUCTIONS?))?\s*:\s*(?:\S+\s+){2,}"
)
_ROLES = re.compile(
    r"(?:SYSTEM|ASSISTANT|DEVELOPER|USER|HUMAN|AI)|(?i:(?:system|developer) (?:prompt|message|instructions?))"
)

# A quotation may end in another sentence.
_QUOTED = re.compile(r"“[^”]*(?:”|$)|\"[^\"]*(?:\"|$)|«[^»]*»|‘[^’]*’|(?<!\w)'[^']{3,}'(?!\w)|`[^`]*`")
_NAMED_MARK = re.compile(r"\b(?:such as|like|tokens?|tags?|markers?|called|strings?)\s+[<\[][^\s,;]*")
_REPORTS = re.compile(
    r"\b(?:sa(?:y|ys|id)|reads?|tells?|told|typed?|types|wr(?:ote|itten|ites)|print(?:s|ed)|phrases?|words?|sentences?|attacks?|inject\w+|such as"
    r"|examples?|headlines?|hid(?:den)?|ask(?:s|ed)|inclu\w+|contain\w+|begin\w*|called|imitat\w+|quot\w+|embed\w*|line|escribir|dice|dijo|frase|consiste|contiene)\b"
)
_FEWEST_AROUND = 3  # words around a quotation that can say whose it is
_ORDERS_YOU = re.compile(
    rf"\b(?:you|models?|assistants?)\s+(?:must|should|have to|are to)\s+(?:\w+ )?{_SAY}\b"
)

_MARKUP = re.compile(
    r"!?\[[^\]\n]*\]\(\s*(?:https?:|//|data:|mailto:)|<(?:img|a|iframe|script|form|object|embed|link|meta|svg)\b[^>]*>",
    re.IGNORECASE,
)
_URL = re.compile(r"(?:\b[a-z][a-z0-9+.-]*://|\bwww\.)\S+", re.IGNORECASE)


@lru_cache(maxsize=4096)
def addresses_a_model(text: str) -> bool:
    """Whether a text gives an instruction to a model, in whichever of the usual disguises; one that only
    reports such an instruction does not."""
    plain = _folded(text)
    own = _own_words(plain)
    if (
        _LABEL.search(text)
        or _USES.search(own)
        or (own != plain and _OVERRIDES.search(plain) and _ORDERS_YOU.search(own))
    ):
        return True
    return any(_OVERRIDES.search(_folded(hidden)) for hidden in _decoded(text))


def is_role(heading: str) -> bool:
    """Whether a section's heading, or its speaker's name, is that of a part of a prompt: SYSTEM,
    ASSISTANT."""
    return bool(_ROLES.fullmatch(heading.strip()))


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


def _own_words(text: str) -> str:
    """The text without what it only quotes, where the words around a quotation report it."""
    around = _QUOTED.sub(" ", text)
    if len(_WORD.findall(around)) >= _FEWEST_AROUND and _REPORTS.search(around):
        text = _QUOTED.sub("“…”", text)
    return _NAMED_MARK.sub(" ", text)


def _decoded(text: str) -> Iterator[str]:
    """What a text says backwards, in rot13, and in base64."""
    yield text[::-1]
    yield codecs.decode(text, "rot13")
    for token in _ENCODED.findall(text):
        try:
            yield base64.b64decode(token + "=" * (-len(token) % 4)).decode()
        except (binascii.Error, UnicodeDecodeError):
            continue
