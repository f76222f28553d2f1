"""What a reader should know of how an answer or a memo came about, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from assistant.answer.notices import Notice
from assistant.guard.injection import without_links
from assistant.guard.screening import Ground, Quarantined
from assistant.lexicon.dates import readable_date
from assistant.render.labels import as_sentence

_EXCERPT = 160  # characters
GROUNDS: dict[Ground, str] = {
    "instruction": "contains text that addresses an AI model; it is not used",
    "disguise": "writes words with letters of another alphabet that look like their own; they are not used",
    "markup": "contains a link or an image as markup, which is not shown",
}
"""What is said of a document whose words are not used, after its name."""


def notice(one: Notice) -> str:
    """One thing to know."""
    match one.kind:
        case "context too small":
            return (
                "The chat model was not asked: the evidence does not fit into its context; raise"
                " PINCITE_CONTEXT_TOKENS."
            )
        case "nothing to quote":
            return "The chat model was not asked: the passages found hold no sentence that can be quoted."
        case "evidence left out":
            return (
                f"The chat model was not given {one.count} of the less relevant sentences: they do not fit"
                " into its context."
            )
        case "reply too long":
            return f"The chat model's reply was longer than {one.count} sentences; the rest was not read."
        case "draft ended early":
            return f"The chat model's draft ended early: {one.error}."
        case "not drafted":
            return as_sentence(one.error)
        case "no sentence":
            return "The chat model gave no sentence."
        case "nothing found":
            return "The chat model found no answer in the documents."
        case "too few passed":
            return f"{one.count} of the {one.of} sentences that the chat model wrote passed the check."
        case "quoted directly":
            return "The documents are quoted directly."
        case "question not rewritten":
            return f"The chat model could not rewrite the question: {one.error}."
        case "questions not planned":
            return f"The chat model could not plan the questions: {one.error}."
        case "read as":
            typed, read = one.words
            return f"No document has the word “{typed}”: it was read as “{read}”."
        case "catalogue":
            many = "1 document" if one.of == 1 else f"{one.of} documents"
            shown = "" if one.count == one.of else f" {one.count} of them are listed here."
            return f"From the library's catalogue: {many}.{shown} `pincite library list` shows all."
        case "which":
            return f"“{one.words[0]}” may mean any of {one.count} documents. Which one?"
        case "capabilities":
            return _capabilities(one)
        case "greeting" | "goodbye" | "thanks" | "assent":
            return _reply(one)
        case "periods overlap":
            return f"Do not add these figures: the periods overlap ({_told(one)})."
        case "periods differ":
            return f"Do not add or compare these figures: the periods differ ({_told(one)})."
        case "scopes differ":
            return f"Do not add or compare these figures: they count different things ({_told(one)})."
        case "part of another":
            return f"Do not add these figures: one is part of another ({_told(one)})."
        case "over":
            return f"{one.words[0]}."
        case "withheld":
            return f"{one.count} sentences failed the check and are withheld (strict)."


def _told(one: Notice) -> str:
    return "; ".join(one.words)


_REPLIES: Mapping[tuple[str, bool], str] = {
    ("greeting", False): "Hello. What do you want to know from {documents}?",
    ("goodbye", False): "Goodbye. This conversation is kept.",
    ("thanks", False): "You're welcome.",
    ("assent", False): "All right. What else do you want to know?",
    ("greeting", True): "Hola. ¿Qué quiere saber de {documents}?",
    ("goodbye", True): "Hasta luego. Esta conversación queda guardada.",
    ("thanks", True): "De nada.",
    ("assent", True): "De acuerdo. ¿Qué más quiere saber?",
}


def _reply(one: Notice) -> str:
    """A short word back, in the language that was spoken."""
    spanish, many = "es" in one.words, f"{one.count} " if one.count > 1 else ""
    documents = f"sus {many}documentos" if spanish else f"your {many}documents"
    return _REPLIES[one.kind, spanish].format(documents=documents)


def _capabilities(one: Notice) -> str:
    """What the program does, over `count` documents with `of` op-eds among them."""
    documents = f"the {one.count} document{'' if one.count == 1 else 's'} of this library"
    op_eds = {0: "", 1: ", the op-ed among them"}.get(one.of, f", {one.of} op-eds among them")
    return (
        f"Pincite answers questions from {documents + op_eds if one.count else 'your documents'}: every"
        " sentence carries a quote that was checked against its document. Ask for summaries, timelines,"
        " comparisons, arguments for and against, who said what, figures, legal duties and deadlines, how"
        " things stand, whether a claim holds, or a list of documents. It also writes memos, reviews an op-ed"
        " against the other documents, and verifies the quotes of a paper. Where the library does not hold an"
        " answer, it says so."
    )


def quarantined(found: Sequence[Quarantined]) -> list[str]:
    """Which documents hold something that is not used: each with each ground once, and the words."""
    first: dict[tuple[str, Ground], Quarantined] = {}
    for one in found:
        first.setdefault((one.evidence.source.slug, one.ground), one)
    return [
        f"{_named(one)} {GROUNDS[one.ground]}: “{without_links(one.words)[:_EXCERPT]}”"
        for one in first.values()
    ]


def _named(one: Quarantined) -> str:
    """The document's title, or its slug where the title is what is wrong."""
    source = one.evidence.source
    if one.is_titled_so:
        return f"The document {source.slug}"
    day = readable_date(source.date)
    return f"“{source.title}”{f' ({day})' if day else ''}"
