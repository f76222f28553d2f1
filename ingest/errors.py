"""The error tree. Every error that a user can meet says what was found, and `hint` says what helps;
`retryable` tells a program whether the same call may succeed later.

PinciteError
├── UsageError            the command or a setting is wrong
├── LoadError             one file or URL cannot be read: only that input is refused
│   ├── Unreadable, EmptyDocument, WrongFormat, PasswordProtected, NeedsOcr, TooLarge, Unforeseen,
│   │   TookTooMuch
│   └── FetchError        a URL did not give a document
├── LibraryError          the stored library
│   ├── LibraryUnwritable, LibraryCorrupt, LibraryIncompatible, LibraryBusy
│   └── UnknownSource
├── ServiceError          a configured endpoint failed; TemporaryServiceError may answer later
└── ModelFilesError       the local models' files are missing or altered
"""

from __future__ import annotations


class PinciteError(Exception):
    """Root of the tree: `message` is for the reader, `hint` names the remedy."""

    retryable = False

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class UsageError(PinciteError):
    """The command line, a setting or a manifest is wrong."""


class NotAllowed(PinciteError):
    """Somebody may not do what they asked for."""


class LoadError(PinciteError):
    """One input cannot be turned into text; the others are not affected."""


class Unreadable(LoadError):
    """The file does not exist or the system refuses to read it."""


class EmptyDocument(LoadError):
    """The file holds no text."""


class WrongFormat(LoadError):
    """The bytes are not what the name says, or no loader takes them."""


class Unforeseen(WrongFormat):
    """The bytes break the loader in a way that it does not know: a fault of ours."""


class PasswordProtected(LoadError):
    """The file opens only with a password."""


class TooLarge(LoadError):
    """The file holds more than is read of one."""


class TookTooMuch(LoadError):
    """Reading the file took more memory or time than it may, or ended the process that read it."""


class NeedsOcr(LoadError):
    """The pages are pictures without a text layer."""


class FetchError(LoadError):
    """The URL did not give a document."""


class TemporaryFetchError(FetchError):
    """The server may answer later: a time-out, a lost connection, 429 or 5xx."""

    retryable = True


class LibraryError(PinciteError):
    """The stored library cannot do what was asked."""


class LibraryUnwritable(LibraryError):
    """The home folder cannot be written, or the disk is full."""


class LibraryCorrupt(LibraryError):
    """The stored files are damaged."""


class LibraryIncompatible(LibraryError):
    """The library was made with another embedder, splitter or schema."""


class LibraryBusy(LibraryError):
    """Another process is writing to the library."""

    retryable = True


class UnknownSource(LibraryError):
    """No source of that name."""


class ModelFilesError(PinciteError):
    """The local models' files are missing or are not the expected ones."""


class ServiceError(PinciteError):
    """A configured endpoint, for embeddings or for chat, failed."""


class TemporaryServiceError(ServiceError):
    """The endpoint may answer later: a rate limit, a time-out, a lost connection or 5xx."""

    retryable = True
