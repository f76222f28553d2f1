"""All that Pincite says in Slack in its own words: labels, and whole sentences. What is said of an answer's
sources stands in `words`, for all front ends alike."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.render.words import as_sentence, verdict_label
from assistant.review.types import WORDS, Finding

NOTIFICATION = "Pincite has written to you."
"""What a notification says of a message that has no text."""

# Answers ----------------------------------------------------------------------------------------------------

UNDERSTOOD = "Understood as: "
NOT_SUPPORTED = "Not supported by your documents"
DECLINED, MISSING = "Not in your documents", "Missing"
READINGS = "The question does not say which; it may mean"
SOURCES = "Sources"
SHOW_QUOTES, GOOD, NOT_GOOD = "Show quotes", "Good answer", "Not good"
FAILED = "This did not work"

# Modals -----------------------------------------------------------------------------------------------------

QUOTES, CLOSE = "Quotes", "Close"
NO_QUOTES = "This answer quotes nothing."
NOTE_TITLE, NOTE, NOTE_SEND = "About this answer", "What is wrong with it?", "Send"
NOTE_EXAMPLE = "The number is last year’s; the order that it cites has ended; …"
MEMO_TITLE, MEMO_WRITE, CANCEL = "Write a memo", "Write it", "Cancel"
MEMO_TOPIC, MEMO_TOPIC_EXAMPLE = "Topic or question", "The tariffs on Mexican goods"
MEMO_FORMAT = "Format"
MEMO_TO, MEMO_FROM = "To", "From"
MEMO_DEADLINE, MEMO_DEADLINE_EXAMPLE = "Deadline", "By when a decision is needed"
MEMO_DECISION, MEMO_DECISION_EXAMPLE = "Decision sought", "Several options are divided by semicolons"

# Memos ------------------------------------------------------------------------------------------------------

DRAFT = "Draft, not ready to send"
CHECKED = "Checked"
NOTHING_FOUND = "Nothing was found for it in your documents"
TO_CONFIRM = "To be confirmed"
TO_MEND = "To be mended"
REMARKS = "A reviewer would remark"

# Reviews ----------------------------------------------------------------------------------------------------

FOR, AGAINST, NEAREST = "For", "Against", "Nearest in the record"
LEFT_OUT = "What it leaves out"
NO_CLAIMS = "No claim was found in it."

# Documents --------------------------------------------------------------------------------------------------

NO_DOCUMENTS = (
    "There are no documents yet that you may read. Drop a file into a thread with me, and ask about it there."
)
THREAD_ONLY = "What was read can be asked about in this thread, and nowhere else."
ADD, ADD_SURE, ADD_YES, ADD_NO = "Add to the library", "Add to the library?", "Add", "Not now"
ADD_TOLD = "Whoever may read the library will find it there, in their own answers too."

# Help -------------------------------------------------------------------------------------------------------

HELP = (
    "I answer from your documents. Every sentence carries a quote from one of them, and was checked against"
    " it before you see it; what failed the check stands apart."
)
HELP_ASK = (
    "Mention me with a question in a channel, or write to me directly. In a thread that I am in, just go on:"
    " I read what was said before."
)
HELP_FILES = "Drop a file into the thread, and I answer from it too, in that thread only."
HELP_CHECK = (
    "To check what somebody wrote, open the message’s menu and choose “Check this against our documents”."
)
COMMANDS = (
    ("/pincite ask QUESTION", "an answer with its quotes"),
    ("/pincite memo TOPIC", "a memo as a Word file; a form asks for the rest"),
    ("/pincite review ADDRESS", "an op-ed held against your documents, claim by claim"),
    (
        "/pincite sources WORDS",
        "your documents; with words, those that have them in their title, publisher or kind",
    ),
    ("/pincite help", "this list"),
)


def counted(count: int, noun: str) -> str:
    """`1 quote`, `2 quotes`."""
    return f"{count} {noun}{'' if count == 1 else 's'}"


def why(verdict: str, reason: str) -> str:
    """Why a sentence failed the check."""
    label = verdict_label(verdict)
    return f"{label}: {reason}" if reason else label


def quotes_left_out(count: int) -> str:
    """How many quotes a modal has no room for."""
    return f"There is no room here for {counted(count, 'more quote')}."


def memo_made(name: str, sections: int, quotes: int) -> str:
    """What a memo is made of."""
    words = f"{counted(quotes, 'quote')}, {'each ' if quotes != 1 else ''}word for word in its source"
    return f"{name}: {counted(sections, 'section')}, {words if quotes else 'and no quote'}."


def draft_because(failed: int, errors: int) -> str:
    """Why a memo is a draft."""
    reasons = [f"{counted(failed, 'sentence')} failed the check"] if failed else []
    reasons += [f"the format’s checks found {counted(errors, 'error')}"] if errors else []
    return f"{' and '.join(reasons)}."


def claim_head(number: int, finding: Finding) -> str:
    """The number of a claim with what the record says to it."""
    return f"{number}. {WORDS[finding].capitalize()}"


def claims_counted(total: int, counts: Mapping[Finding, int]) -> str:
    """How many claims there are, and of which findings."""
    each = ", ".join(f"{count} {WORDS[finding]}" for finding, count in counts.items())
    return f"{counted(total, 'claim')}: {each}."


def claims_of(finding: Finding, count: int) -> str:
    """The label of the claims of one finding."""
    return f"{WORDS[finding].capitalize()}: {counted(count, 'claim')}"


def left_out_in(documents: int) -> str:
    """In how many documents what an op-ed leaves out stands."""
    return f", in {counted(documents, 'document')}"


def documents_found(count: int, words: str) -> str:
    """How many documents there are; `words` are what was looked for."""
    looked_for = f" with “{words}”" if words else ""
    return f"{counted(count, 'document') if count else 'No document'}{looked_for}"


def documents_more(count: int) -> str:
    """How many documents a list has no room for, and what helps."""
    return (
        f"There {'is' if count == 1 else 'are'} {count} more. Say a word of the title, such as: /pincite"
        " sources tariff"
    )


def file_read(passages: int, outcome: str) -> str:
    """What became of a file that can be asked about."""
    if outcome == "unchanged":
        return "here already, word for word."
    again = ", in place of the one before" if outcome == "replaced" else ""
    return f"read, {counted(passages, 'passage')}{again}."


def file_known(slug: str) -> str:
    """What became of a file that everybody here may read already, under another name or the same."""
    return f"here already, as “{slug}”: ask about it"


def file_refused(outcome: str, reason: str) -> str:
    """What became of a file that cannot be asked about."""
    text = f"{outcome}: {reason}" if reason else outcome
    return f"{text.rstrip('.')}."


# While it works ---------------------------------------------------------------------------------------------

BEGUN = {
    "ask": "is reading the documents…",
    "memo": "is writing the memo…",
    "review": "is holding it against the documents…",
    "share": "is adding it to the library…",
}
"""What is said at once of a job that takes a while, by its kind; Slack puts the name before it."""

INTERRUPTED = "I am being restarted in the middle of this answer; it will be here, whole, when I am back."


def waiting(before: int) -> str:
    """What is said at once of a job that waits for others."""
    return f"has {counted(before, 'question')} before this one…"


def as_message(status: str) -> str:
    """A status as a message, where Slack shows no status."""
    return f"Pincite {status}"


def section(number: int, of: int, heading: str) -> str:
    """Which section of a memo is written."""
    return f"is writing section {number} of {of}: {heading}"


def claim(number: int, of: int) -> str:
    """Which claim of an op-ed is held against the documents."""
    return f"is checking claim {number} of {of}…"


def reading(name: str) -> str:
    """Which file is read."""
    return f"is reading {name}…"


# What a thread says -----------------------------------------------------------------------------------------

ASKS = " asks: "
ASKED = {"ask": ASKS, "memo": " asks for a memo: ", "review": " asks for a review: "}
"""What stands between the name of who gave a command and what they asked for."""

IN_DIRECT_MESSAGE = (
    "I am not in that channel, so I answer in our direct messages. To have me there: /invite @Pincite"
)
EMPTY_QUESTION = (
    "What would you like to know? Ask in words, such as: What does the order say, and when does it take"
    " effect?"
)
WELCOME = "You are welcome. Ask on in this thread whenever you like."
NOTHING_TO_REVIEW = "This message says nothing that could be checked."
MESSAGE_TITLE = "A message in Slack"
HELLO = (
    "Ask me about your documents. Every sentence of an answer carries a quote from one of them, checked"
    " before you see it."
)
FIRST_PROMPTS = (("Which documents are there?", "sources"), ("What can you do?", "help"))
"""Prompts in the assistant's pane: the title, and what is asked."""


def about(title: str) -> tuple[str, str]:
    """A prompt on a document: its title, and what is asked."""
    return f"About “{title[:60]}”", f"What does “{title[:200]}” say?"


def unread(reason: str) -> str:
    """That what was said in a thread before is not known."""
    return f"I could not read what was said here before: {as_sentence(reason)} I answer without it."


REVIEWABLE = "give the address of an op-ed, or the title of a document that /pincite sources lists"


def not_reviewable(name: str) -> str:
    """That what was named cannot be reviewed."""
    return f"“{name[:200]}” is neither a web address nor a document that may be read here"


UNKNOWN_ASKER = "Slack does not tell me your e-mail address, so I answer from public documents alone."


def not_attached(name: str, reason: str) -> str:
    """That a file could not be put into the thread."""
    return (
        f"{name} is made, but could not be put here: {as_sentence(reason)} Once that is mended, ask for it"
        " again."
    )


# What only who acted sees -----------------------------------------------------------------------------------

EMPTY_COMMAND = {
    "memo": (
        "What is the memo on? Such as: memo: tariffs on Mexican goods; or with a format: memo one-pager:"
        " tariffs on Mexican goods."
    ),
    "ask": (
        "What would you like to know? Such as: /pincite ask What does the order say, and when does it take"
        " effect?"
    ),
    "review": (
        "What is to be reviewed? Give the address of an op-ed, or the name of a document that /pincite"
        " sources lists; or drop the file into a thread with me and write “review” with it."
    ),
}
THANKS = {
    "up": "Thank you: it is on record.",
    "down": "Thank you: it is on record, and counts when answers are measured.",
}
NOT_A_LIBRARIAN = (
    "Only a librarian may add to the library: whoever runs Pincite names them in access.toml. Here, in this"
    " thread, the file can be used."
)
ADDED_BEFORE = (
    "It is not this thread’s alone any more: it was added to the library already, or taken out of it."
)


def unknown_command(name: str, text: str) -> str:
    """That a word is no command, and what may have been meant."""
    return f"I do not know the command “{name[:40]}”. Did you mean to ask? Then: /pincite ask {text[:200]}"


def shared(document: str, outcome: str, reason: str) -> str:
    """What became of a document that was to be added to the library."""
    labels = {
        "stored": "is in the library now",
        "replaced": "is in the library now, in place of the one before",
    }
    return f"{document} {labels.get(outcome, outcome)}{f': {reason}' if reason else ''}."


# Failures ---------------------------------------------------------------------------------------------------

AGAIN = "Try again in a while."
RUNNER_HINT = "Whoever runs Pincite can find out more in its log."
NOT_TAKEN = "Slack did not take the answer to a command."
GONE, ASK_AGAIN = "This answer is not here any more.", "Ask again."
SCOPE_HINT = "Whoever runs Pincite adds it to the app, and installs the app anew."
OUTSIDE_HINT = "To have me there: /invite @Pincite"
FILE_ELSEWHERE, FILE_ELSEWHERE_HINT = "it is kept outside Slack", "Download it, and drop the file itself."
FILE_AGAIN = "Drop it again in a while."
FILE_WITHHELD, FILE_WITHHELD_HINT = (
    "Slack does not give it to us",
    "The app needs the scope files:read: whoever runs Pincite adds it.",
)
FILE_TOO_LARGE_HINT = "Drop a part of it."


def outside(code: str) -> str:
    """That we may not write in a channel."""
    return f"I may not write there ({code})"


def lacking_scope(needed: str) -> str:
    """That the app may not do something."""
    return f"Slack does not let us do that: the scope {needed} is missing"


def refused(code: str) -> str:
    """That Slack refused something, in its own word."""
    return f"Slack refused: {code}"


def not_now(code: str) -> str:
    """That Slack cannot do something now."""
    return f"Slack cannot do that now ({code})"


def no_answer(reason: str) -> str:
    """That Slack is not to be reached."""
    return f"Slack does not answer ({reason})"


def file_answered(status: int) -> str:
    """That a file could not be fetched."""
    return f"Slack answered {status}"


def file_broke_off(reason: str) -> str:
    """That a file came only in part."""
    return f"Slack broke off ({reason})"


def file_too_large(most: int) -> str:
    """That a file is larger than the setting allows; `most` is in bytes."""
    return f"it is larger than the limit of {most // 1_000_000} MB"


def quotes_withheld(count: int) -> str:
    """How many quotes of an answer are of documents that are not to be read any more, or not by everybody
    here."""
    return (
        f"{counted(count, 'quote')} of documents that cannot be read here any more"
        f" {'is' if count == 1 else 'are'} not shown."
    )
