"""A LangChain chain over the library, and the check of what it wrote:

    python examples/chain.py FOLDER MODEL QUESTION

MODEL is any that LangChain knows, such as `openai:gpt-4.1-mini`. The chain's text is the model's own, which
Pincite has not seen: so it is read like a memo that somebody sends in, each sentence against the passages
that it names."""

from __future__ import annotations

import sys

from langchain.chat_models import init_chat_model
from langchain_core.documents import Document
from langchain_core.language_models import BaseChatModel
from langchain_core.output_parsers import StrOutputParser
from langchain_core.prompts import ChatPromptTemplate

from assistant import Assistant, open_assistant
from assistant.integrations.langchain import LibraryRetriever
from assistant.render.verification import outcome_text
from assistant.verify.check import verifying
from assistant.verify.read import pasted
from assistant.verify.types import Verification

PROMPT = ChatPromptTemplate.from_messages(
    [
        (
            "system",
            "Answer from the passages alone, a sentence a line, each with the number of its passage, like"
            " [1].",
        ),
        ("human", "{passages}\n\nQuestion: {question}"),
    ]
)


def numbered(documents: list[Document]) -> str:
    """The passages as the model reads them."""
    return "\n".join(f"[{number}] {one.page_content}" for number, one in enumerate(documents, start=1))


def notes(documents: list[Document]) -> str:
    """The list of notes at the end of the text: which document each number is."""
    return "\n".join(
        f"[{number}] {one.metadata['title']}, {one.metadata['publisher']}, {one.metadata['date']}"
        for number, one in enumerate(documents, start=1)
    )


def written(assistant: Assistant, model: BaseChatModel, question: str) -> str:
    """What the chain writes, with its notes."""
    documents = LibraryRetriever(assistant=assistant, limit=4).invoke(question)
    chain = PROMPT | model | StrOutputParser()
    text = chain.invoke({"passages": numbered(documents), "question": question})
    return f"{text}\n\nNotes\n\n{notes(documents)}\n"


def checked(assistant: Assistant, text: str) -> Verification:
    """Every sentence of a text, held against the documents that it names."""
    view, rules = assistant.library.visible_to(), assistant.engine.rules
    *_, verification = verifying(pasted(text), view, rules)
    assert isinstance(verification, Verification)
    return verification


def main(folder: str, model: str, question: str) -> None:
    """Have the model write, and print the text and what the check says of it."""
    assistant = open_assistant(home=folder)
    text = written(assistant, init_chat_model(model), question)
    verification = checked(assistant, text)
    print(text, outcome_text(verification), sep="\n")
    for one in verification.failed:
        print(f"  fails: {one.sentence}")


if __name__ == "__main__":
    main(*sys.argv[1:4])
