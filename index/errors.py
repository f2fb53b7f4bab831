"""Errors of the index room. Each message says what, where and what to do.

CorpusError
├── UnreadableFileError       a file that can't become a document
├── InvalidNameError          a collection name or a uri of the wrong shape
├── UnknownCollectionError    ┐
├── UnknownDocumentError      │ asked for by a name that isn't there
├── UnknownJobError           │
├── UnknownAnswerError        ┘
├── CollectionExistsError
├── ModelError                the embedding model is missing or not what it should be
├── DataDirectoryError        the data directory can't be used as it is
└── DataDirectoryInUseError   another process owns it
"""


class CorpusError(Exception):
    """Anything the index room refuses, with a message for a person."""


class UnreadableFileError(CorpusError):
    """The bytes can't be made into a document; the message is the reason shown to the user."""


class InvalidNameError(CorpusError):
    """A collection name or uri that isn't allowed."""


class UnknownCollectionError(CorpusError):
    """No collection of this name."""

    def __init__(self, name: str) -> None:
        super().__init__(f"There is no collection named {name!r}. GET /v1/collections lists those there are.")
        self.name = name


class UnknownDocumentError(CorpusError):
    """No document, or no such version of it."""


class UnknownJobError(CorpusError):
    """No ingestion job of this id."""


class UnknownAnswerError(CorpusError):
    """No answer of this id."""


class CollectionExistsError(CorpusError):
    """A collection of this name is already there."""


class ModelError(CorpusError):
    """The embedding model can't be loaded, or its files aren't the ones expected."""


class DataDirectoryError(CorpusError):
    """The data directory can't be opened as it is."""


class DataDirectoryInUseError(CorpusError):
    """Another process owns the data directory.

    ``pid`` is the owner's process id; ``address`` its base URL when it serves, else None.
    """

    def __init__(self, directory: str, pid: int | None, address: str | None) -> None:
        owner = f"process {pid}" if pid else "another process"
        super().__init__(f"{directory} is in use by {owner}. Stop it, or choose another --data-dir.")
        self.pid = pid
        self.address = address
