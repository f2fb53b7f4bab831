"""The answer object: what every door gives, field by field as ``docs/api.md`` has it.

Offsets count Unicode code points. ``Citation.start`` and ``end`` count in ``Answer.answer``;
``Location.start`` and ``end`` count in the stored text of the cited version.
"""

import secrets
from collections.abc import Iterable
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from index.store.answers import SourceChange
from index.store.database import now

Status = Literal["answered", "partial", "abstained"]
Support = Literal["verbatim", "supported", "partial", "unsupported"]


class Model(BaseModel):
    """A part of the wire contract: unknown fields are refused, so that a typo is never ignored."""

    model_config = ConfigDict(extra="forbid")


class Turn(Model):
    """An earlier turn of the conversation."""

    role: Literal["user", "assistant"]
    content: str = Field(max_length=20_000)


class Location(Model):
    """Where a quotation stands in its document's stored text."""

    start: int
    end: int
    page: int | None = None
    rects: list[tuple[float, float, float, float]] | None = None


class Citation(Model):
    """A span of the answer, and the words of a document that it rests on."""

    n: int
    start: int
    end: int
    source: int
    doc_id: str
    version: str
    passage_id: str
    quote: str
    location: Location
    support: Support
    score: float


class Source(Model):
    """A passage that was consulted."""

    n: int
    doc_id: str
    version: str
    passage_id: str
    title: str
    uri: str
    author: str | None
    published_at: str | None
    language: str | None
    text: str
    location: Location
    score: float
    cited: bool = False
    same_story: list[int] = []
    view_url: str
    stages: dict[str, dict[str, float]] | None = Field(
        default=None,
        description="With explain: rank and score of each stage that found the passage.",
        exclude_if=lambda stages: stages is None,
    )


class ConflictValue(Model):
    """One of several values that the documents give for the same thing."""

    value: str
    date: str | None = None
    citations: list[int]


class Conflict(Model):
    """What the documents disagree about."""

    about: str
    values: list[ConflictValue]


class TextSpan(Model):
    """A stretch of the answer's text."""

    start: int
    end: int


class Timings(Model):
    """Milliseconds spent."""

    retrieve_ms: float
    compose_ms: float
    total_ms: float


class Answer(Model):
    """An answer with everything it rests on."""

    id: str = Field(default_factory=lambda: f"ans_{secrets.token_hex(12)}")
    object: Literal["answer"] = "answer"
    created: str = Field(default_factory=now)
    model: str
    question: str
    standalone_question: str
    status: Status
    answer: str
    language: str
    confidence: float
    citations: list[Citation]
    unsupported: list[TextSpan] = Field(
        [],
        description="Sentences that no source supports, where they are shown at all (KUTIP_SHOW_UNSUPPORTED).",
        exclude_if=lambda spans: not spans,
    )
    sources: list[Source]
    conflicts: list[Conflict] = []
    missing: list[str] = []
    usage: dict[str, int] = {}
    timings: Timings
    warnings: list[str] = []
    manifest: str


class SourceState(Model):
    """A source that isn't what it was when the answer was given. ``sources`` and ``citations`` are its numbers."""

    doc_id: str
    version: str
    state: Literal["replaced", "deleted"]
    current_version: str | None
    sources: list[int]
    citations: list[int]


class GivenAnswer(Answer):
    """An answer as it was given, with a mark on each source that has changed since."""

    changed: list[SourceState] = Field([], exclude_if=lambda changed: not changed)


def given(answer: Answer, changes: Iterable[SourceChange]) -> GivenAnswer:
    """Return a kept answer with the marks of its changed sources."""
    states = [
        SourceState(
            doc_id=change.doc_id,
            version=change.version,
            state="deleted" if change.current is None else "replaced",
            current_version=change.current,
            sources=[s.n for s in answer.sources if (s.doc_id, s.version) == (change.doc_id, change.version)],
            citations=[c.n for c in answer.citations if (c.doc_id, c.version) == (change.doc_id, change.version)],
        )
        for change in changes
    ]
    return GivenAnswer(**dict(answer), changed=states)
