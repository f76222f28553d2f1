"""A question from Python: python examples/ask.py FOLDER QUESTION"""

from __future__ import annotations

import sys

from assistant import Answer, EmptyLibrary, NoLibrary, open_assistant


def told(answer: Answer) -> str:
    """The sentences with the quotes that each rests on, what failed the check, and what is missing."""
    quotes = {one.number: one for one in answer.citations}
    lines = [answer.status, *((f"missing: {answer.missing}",) if answer.missing else ())]
    heading = ""
    for sentence in answer.sentences:
        if sentence.heading != heading:
            lines.append(f"\n{(heading := sentence.heading)}")
        lines.append(sentence.text)
        for number in sentence.citations:
            quote = quotes[number]
            where = quote.place or (f"p. {quote.page}" if quote.page else "")
            lines.append(
                f"    [{number}] {quote.title}, {quote.date}{', ' if where else ''}{where}: “{quote.quote}”"
            )
    lines += [f"(not supported) {one.text}: {one.reason}" for one in answer.withheld]
    return "\n".join(lines)


def main(folder: str, question: str) -> None:
    """Ask, and print what is answered."""
    try:
        print(told(open_assistant(home=folder).ask(question)))
    except (NoLibrary, EmptyLibrary) as error:  # a failure is never an answer, and says what helps
        sys.exit(f"{error.message}\n{error.hint}")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
