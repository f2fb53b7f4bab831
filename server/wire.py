"""The bodies of the wire contract beside the answer: questions, jobs, documents, collections.

Unknown fields are refused, so that a typo is never ignored.
"""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, ConfigDict, Field

from index.types import Document, Filters, Job
from rag.answer import Model, Source, Turn

_DEFAULT = "default"
_MOST_TURNS = 100
_LONGEST_NOTE = 4000
_LARGEST_PAGE = 200


class Asked(Model):
    """A request's body. A bound on strings, though out of reach, makes pydantic refuse half surrogate pairs."""

    model_config = ConfigDict(str_max_length=2**40)


def _iso_date(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        raise ValueError("it must be a date such as 2025-12-31") from error


IsoDate = Annotated[str, AfterValidator(_iso_date)]


class Published(Asked):
    """Dates of publication, both inclusive."""

    from_: IsoDate | None = Field(None, alias="from")
    to: IsoDate | None = None


class FilterBody(Asked):
    """What a search is limited to; a document without a date never passes ``published``."""

    doc_ids: list[str] | None = None
    language: str | None = None
    published: Published | None = None
    metadata: dict[str, str] | None = None

    def filters(self, as_of: str | None = None) -> Filters:
        """Return the filters; nothing published after ``as_of`` passes them."""
        published = self.published or Published()
        latest = min((bound for bound in (published.to, as_of) if bound), default=None)
        return Filters(self.doc_ids, self.language, published.from_, latest, self.metadata or {})


class AnswerRequest(Asked):
    """A question."""

    question: str = Field(description="1 to 4000 characters")
    messages: list[Turn] = Field([], max_length=_MOST_TURNS, description="Earlier turns, oldest first.")
    collection: str = _DEFAULT
    filters: FilterBody = FilterBody()
    top_k: int | None = Field(None, ge=1, le=50, description="Passages consulted.")
    as_of: IsoDate | None = Field(None, description="Documents published later are not consulted.")
    stream: bool = False


class SearchRequest(Asked):
    """A query."""

    query: str = Field(description="1 to 4000 characters")
    collection: str = _DEFAULT
    filters: FilterBody = FilterBody()
    top_k: int = Field(10, ge=1, le=100)
    explain: bool = Field(False, description="Tell each stage's rank and score.")


class SearchTimings(Model):
    """Milliseconds spent."""

    retrieve_ms: float


class SearchReply(Model):
    """Passages, best first. ``stages`` is there only when it was asked for."""

    hits: list[Source]
    timings: SearchTimings


class TextUpload(Asked):
    """A text with what is known of it; under the ``uri`` of an earlier one it replaces that one."""

    text: str | None = None
    title: str | None = Field(None, min_length=1, max_length=500)
    uri: str | None = Field(None, min_length=1)
    metadata: dict[str, str] = Field({})
    collection: str = _DEFAULT
    url: str | None = None


class FailureBody(Model):
    """A file that couldn't be ingested."""

    name: str
    reason: str


class JobBody(Model):
    """An ingestion job. ``done`` counts finished files, failed ones not among them."""

    id: str
    collection: str
    status: Literal["queued", "running", "done", "failed"]
    total: int
    done: int
    failed: list[FailureBody]
    unchanged: list[str]
    created_at: str
    finished_at: str | None

    @classmethod
    def of(cls, job: Job) -> Self:
        """Return a job as the wire shows it."""
        values = asdict(job)
        return cls(id=values.pop("job_id"), **values)


class JobReply(Model):
    """What an upload answers."""

    job: JobBody


class DocumentBody(Model):
    """A document's current version, without its text."""

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
    metadata: dict[str, str]
    added_at: str
    updated_at: str

    @classmethod
    def of(cls, document: Document) -> Self:
        """Return a document as the wire shows it."""
        return cls(**asdict(document))


class DocumentQuery(Asked):
    """Which documents to list."""

    collection: str = _DEFAULT
    limit: int = Field(50, ge=1, le=_LARGEST_PAGE)
    cursor: str | None = Field(None, description="The ``next`` of the page before.")


class DocumentPage(Model):
    """Documents by uri. ``next`` is what to hand in as ``cursor``, or null at the end."""

    data: list[DocumentBody]
    next: str | None


class TextReply(Model):
    """A version's stored text, which offsets count in."""

    doc_id: str
    version: str
    text: str


class CollectionBody(Model):
    """A corpus of its own."""

    name: str
    documents: int
    passages: int


class CollectionList(Model):
    """All collections, by name."""

    data: list[CollectionBody]


class NewCollection(Asked):
    """The name of a collection to be made."""

    name: str


class Feedback(Asked):
    """What a person says of an answer."""

    thumbs: Literal["up", "down"] | None = None
    note: str | None = Field(None, max_length=_LONGEST_NOTE)
    passage_id: str | None = Field(None, max_length=100, description="The passage that was wanted.")
