"""The words of this room as types: what is stored and what a search returns.

Offsets count Unicode code points (``str`` indices) in a document's stored text.
Times are RFC 3339 in UTC. Scores are higher-is-better.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Metadata = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class ParsedDocument:
    """What a parser makes of a file: the text exactly as it will be quoted, and what is known of it.

    ``published_at`` is an ISO 8601 date of reduced precision where need be (``2019-10``, ``2025``).
    """

    text: str
    title: str | None = None
    author: str | None = None
    published_at: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class Upload:
    """One file on its way in: its bytes, and what the sender says about it."""

    name: str
    data: bytes
    uri: str
    title: str | None = None
    metadata: Metadata = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """One document's current version as the catalogue knows it, without its text."""

    doc_id: str
    collection: str
    uri: str
    version: str
    title: str
    author: str | None
    language: str | None
    published_at: str | None
    media_type: str
    size: int
    passages: int
    metadata: Metadata
    added_at: str
    updated_at: str


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of one document's version: ``text == stored_text[start:end]``."""

    passage_id: int
    doc_id: str
    version: str
    ordinal: int
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage with the document it belongs to, read from the store when the search was made."""

    passage: Passage
    document: Document


@dataclass(frozen=True, slots=True)
class Filters:
    """What a search is limited to. None or empty means no limit.

    ``published_from`` and ``published_to`` are ISO dates, both inclusive; a document without a date
    never passes a date filter. ``newest_passage`` is a passage id: later ones don't pass, so that an earlier
    question is asked of what was there then.
    """

    doc_ids: Sequence[str] | None = None
    language: str | None = None
    published_from: str | None = None
    published_to: str | None = None
    metadata: Metadata = field(default_factory=dict)
    newest_passage: int | None = None

    def __bool__(self) -> bool:
        return bool(
            self.doc_ids is not None
            or self.language
            or self.published_from
            or self.published_to
            or self.metadata
            or self.newest_passage is not None
        )


Outcome = Literal["added", "replaced", "unchanged"]
JobStatus = Literal["queued", "running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class JobFailure:
    """A file of a job that could not be read, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Job:
    """An ingestion job. ``done`` counts files that are finished, failed ones not among them."""

    job_id: str
    collection: str
    status: JobStatus
    total: int
    done: int
    unchanged: Sequence[str]
    failed: Sequence[JobFailure]
    created_at: str
    finished_at: str | None
