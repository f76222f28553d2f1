"""All that Pincite says in Slack in its own words: labels, and whole sentences. What is said of an answer's
sources stands in `words`, for all front ends alike."""

from __future__ import annotations

from collections.abc import Mapping

from assistant.render.labels import as_sentence, verdict_label
from assistant.review.types import WORDS, ClaimFinding

NOTIFICATION = "Pincite has written to you."
"""What a notification says of a message that has no text."""

# Answers ----------------------------------------------------------------------------------------------------

UNDERSTOOD = "Understood as: "
NOT_SUPPORTED = "Not supported by your documents"
DECLINED, MISSING = "Not in your documents", "Missing"
READINGS = "Did you mean"
IN_LIBRARY = "In your library"
SOURCES = "Sources"
SHOW_QUOTES, GOOD, NOT_GOOD = "Show quotes", "Helpful", "Not helpful"
FAILED = "This did not work"

# Modals -----------------------------------------------------------------------------------------------------

QUOTES, CLOSE = "Quotes", "Close"
NO_QUOTES = "This answer has no quotes."
NOTE_TITLE, NOTE, NOTE_SEND = "About this answer", "What is wrong?", "Send"
NOTE_EXAMPLE = "e.g. the order it cites has ended"
MEMO_TITLE, MEMO_WRITE, CANCEL = "Write a memo", "Write memo", "Cancel"
MEMO_TOPIC, MEMO_TOPIC_EXAMPLE = "Topic or question", "The tariffs on Mexican goods"
MEMO_FORMAT = "Format"
MEMO_TO, MEMO_FROM = "To", "From"
MEMO_DEADLINE, MEMO_DEADLINE_EXAMPLE = "Deadline", "By when a decision is needed"
MEMO_DECISION, MEMO_DECISION_EXAMPLE = "Decision or options", "Separate several options with semicolons"

# Memos ------------------------------------------------------------------------------------------------------

DRAFT = "Draft, not ready to send"
CHECKED = "Checked"
NOTHING_FOUND = "Nothing found in your documents"
TO_CONFIRM = "To be confirmed"
TO_FIX = "Fix before sending"
REMARKS = "Style suggestions"

# Reviews ----------------------------------------------------------------------------------------------------

FOR, AGAINST, NEAREST = "For", "Against", "Closest passage"
LEFT_OUT = "What it leaves out"
NO_CLAIMS = "No claim was found in it."

# Documents --------------------------------------------------------------------------------------------------

NO_DOCUMENTS = (
    "There are no documents that you may read yet. Drop a file into a thread with me, and ask about it there."
)
THREAD_ONLY = "You can ask about these files in this thread only."
ADD, ADD_SURE, ADD_YES, ADD_NO = "Add to the library", "Add to the library?", "Add", "Not now"
ADD_CONSEQUENCE = "Everybody with access to the library will find it there, and in their own answers."

# Help -------------------------------------------------------------------------------------------------------

HELP = (
    "I answer from your documents. Every sentence carries a quote from one of them, and was checked against"
    " it before you see it; sentences that failed the check are listed separately."
)
HELP_ASK = (
    "Mention me with a question in a channel, or write to me directly. In a thread with me, no mention is"
    " needed: I read what was said before."
)
HELP_FILES = "Drop a file into the thread, and I answer from it too, in that thread only."
HELP_CHECK = (
    "To check what somebody wrote, open the message’s menu and choose “Check this against our documents”."
)
COMMANDS = (
    ("/pincite ask QUESTION", "an answer with its quotes"),
    ("/pincite memo TOPIC", "a memo as a Word file; a form asks for the rest"),
    ("/pincite review ADDRESS", "an op-ed checked against your documents, claim by claim"),
    (
        "/pincite sources WORDS",
        "your documents; with words, only those with these words in their title, publisher or kind",
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
    return f"{counted(count, 'more quote')} not shown: there is no room here."


def memo_made(name: str, sections: int, quotes: int) -> str:
    """What a memo is made of."""
    words = f"{counted(quotes, 'quote')}, {'each ' if quotes != 1 else ''}word for word in its source"
    return f"{name}: {counted(sections, 'section')}, {words if quotes else 'and no quote'}."


def draft_because(failed: int, errors: int) -> str:
    """Why a memo is a draft."""
    reasons = [f"{counted(failed, 'sentence')} failed the check"] if failed else []
    reasons += [f"the format’s checks found {counted(errors, 'error')}"] if errors else []
    return f"{' and '.join(reasons)}."


def claim_head(number: int, finding: ClaimFinding) -> str:
    """The number of a claim with what the record says to it."""
    return f"{number}. {WORDS[finding].capitalize()}"


def claims_counted(total: int, counts: Mapping[ClaimFinding, int]) -> str:
    """How many claims there are, and of which findings."""
    each = ", ".join(f"{count} {WORDS[finding]}" for finding, count in counts.items())
    return f"{counted(total, 'claim')}: {each}."


def claims_of(finding: ClaimFinding, count: int) -> str:
    """The label of the claims of one finding."""
    return f"{WORDS[finding].capitalize()}: {counted(count, 'claim')}"


def left_out_in(documents: int) -> str:
    """How many documents make a point that an op-ed leaves out."""
    return f"Made in {counted(documents, 'document')}: "


def documents_found(count: int, words: str) -> str:
    """How many documents there are; `words` are what was looked for."""
    looked_for = f" with “{words}”" if words else ""
    return f"{counted(count, 'document') if count else 'No document'}{looked_for}"


def documents_more(count: int) -> str:
    """How many documents a list has no room for, and what helps."""
    return f"{count} more not shown. Add a word of the title to find them, such as: /pincite sources tariff"


def file_read(passages: int, outcome: str) -> str:
    """What became of a file that can be asked about."""
    if outcome in ("unchanged", "moved"):
        return "already here, unchanged."
    again = ", replacing the earlier version" if outcome == "replaced" else ""
    return f"read, {counted(passages, 'passage')}{again}."


def file_known(slug: str) -> str:
    """What became of a file that everybody here may read already, under another name or the same."""
    return f"already here as “{slug}”; you can ask about it"


def file_refused(outcome: str, reason: str) -> str:
    """What became of a file that cannot be asked about."""
    text = f"{outcome}: {reason}" if reason else outcome
    return f"{text.rstrip('.')}."


# While it works ---------------------------------------------------------------------------------------------

BEGUN = {
    "ask": "is searching your documents…",
    "memo": "is writing the memo…",
    "review": "is checking it against your documents…",
    "share": "is adding it to the library…",
}
"""What is said at once of a job that takes a while, by its kind; Slack puts the name before it."""

INTERRUPTED = "I am restarting; this answer will be completed here when I am back."


def waiting(before: int) -> str:
    """What is said at once of a job that waits for others."""
    return f"is waiting: {counted(before, 'question')} before yours…"


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
    "I am not in that channel, so I answer in our direct messages. To add me there: /invite @Pincite"
)
EMPTY_QUESTION = (
    "What would you like to know? For example: What does the order say, and when does it take effect?"
)
WELCOME = "You are welcome. You can ask more in this thread at any time."
NOTHING_TO_REVIEW = "This message makes no claim that can be checked."
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
    return f"I could not read what was said here before: {as_sentence(reason)} I answer without that context."


REVIEWABLE = "give the web address of an op-ed, or the title of a document listed by /pincite sources"


def not_reviewable(name: str) -> str:
    """That what was named cannot be reviewed."""
    return f"“{name[:200]}” is neither a web address nor a document that can be read here"


UNKNOWN_ASKER = "Slack does not share your e-mail address with me, so I answer from public documents only."


def not_attached(name: str, reason: str) -> str:
    """That a file could not be put into the thread."""
    return (
        f"{name} is ready, but could not be posted here: {as_sentence(reason)} Once that is fixed, ask for it"
        " again."
    )


# What only who acted sees -----------------------------------------------------------------------------------

EMPTY_COMMAND = {
    "memo": (
        "What is the memo about? For example: memo: tariffs on Mexican goods; or with a format: memo"
        " one-pager: tariffs on Mexican goods."
    ),
    "ask": (
        "What would you like to know? For example: /pincite ask What does the order say, and when does it"
        " take effect?"
    ),
    "review": (
        "What should I review? Give the web address of an op-ed, or the title of a document listed by"
        " /pincite sources; or drop the file into a thread with me and write “review” with it."
    ),
}
THANKS = {
    "up": "Thanks, saved.",
    "down": "Thanks, saved. It counts when the quality of answers is measured.",
}
NOT_A_LIBRARIAN = (
    "Only a librarian may add documents to the library; your administrator names librarians in access.toml."
    " You can use the file in this thread."
)
ADDED_BEFORE = "This file is no longer this thread’s alone: it was already added to the library, or removed."


def unknown_command(name: str, text: str) -> str:
    """That a word is no command, and what may have been meant."""
    return f"I do not know the command “{name[:40]}”. To ask a question: /pincite ask {text[:200]}"


def shared(document: str, outcome: str, reason: str) -> str:
    """What became of a document that was to be added to the library."""
    labels = {
        "stored": "was added to the library",
        "replaced": "was added to the library, replacing the earlier version",
    }
    return f"{document} {labels.get(outcome, outcome)}{f': {reason}' if reason else ''}."


# Failures ---------------------------------------------------------------------------------------------------

AGAIN = "Try again in a few minutes."
ADMIN_HINT = "Your administrator can find out more in Pincite’s log."
NOT_ACCEPTED = "Slack did not accept the answer to a command."
GONE, ASK_AGAIN = "This answer was deleted.", "Ask again."
SCOPE_HINT = "Your administrator must add it to the app, and reinstall the app."
OUTSIDE_HINT = "To add me there: /invite @Pincite"
FILE_ELSEWHERE, FILE_ELSEWHERE_HINT = "it is stored outside Slack", "Download it, and drop the file itself."
FILE_AGAIN = "Drop it again in a few minutes."
FILE_WITHHELD, FILE_WITHHELD_HINT = (
    "Slack does not give access to it",
    "The app needs the scope files:read; your administrator must add it.",
)
FILE_TOO_LARGE_HINT = "Split it, and drop a part."


def outside(code: str) -> str:
    """That we may not write in a channel."""
    return f"I am not allowed to write there ({code})"


def lacking_scope(needed: str) -> str:
    """That the app may not do something."""
    return f"Slack does not allow that: the app lacks the scope {needed}"


def refused(code: str) -> str:
    """That Slack refused something, in its own word."""
    return f"Slack refused: {code}"


def not_now(code: str) -> str:
    """That Slack cannot do something now."""
    return f"Slack cannot do that now ({code})"


def no_answer(reason: str) -> str:
    """That Slack is not to be reached."""
    return f"Slack is not responding ({reason})"


def file_answered(status: int) -> str:
    """That a file could not be fetched."""
    return f"Slack answered with status {status}"


def file_broke_off(reason: str) -> str:
    """That a file came only in part."""
    return f"the download from Slack broke off ({reason})"


def file_too_large(most: int) -> str:
    """That a file is larger than the setting allows; `most` is in bytes."""
    return f"it is larger than the limit of {most // 1_000_000} MB"


def quotes_withheld(count: int) -> str:
    """How many quotes of an answer are of documents that are not to be read any more, or not by everybody
    here."""
    return (
        f"{counted(count, 'quote')} from documents that can no longer be read here"
        f" {'is' if count == 1 else 'are'} not shown."
    )
