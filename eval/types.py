"""The words of this room as types."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

Qrels = Mapping[str, Mapping[str, int]]  # query id → document id → grade; relevant from 1 on
Run = Mapping[str, Sequence[tuple[str, float]]]  # query id → (document id, score), best first
System = Literal["hybrid", "lexical", "dense"]

# (stage, done, all); all is 0 while it isn't known.
Progress = Callable[[str, int, int], None]


@dataclass(frozen=True, slots=True)
class Query:
    """One line of ``queries.jsonl``: BEIR's ``_id`` and ``text``, and what a question answering set adds.

    ``history`` holds earlier turns as ``(role, content)``, oldest first. ``need`` holds groups of regular
    expressions: a right answer matches at least one of every group. ``docs`` are the documents that may
    be cited, ``a|b`` for either. ``answerable`` is None where the set doesn't tell. Queries of one ``group``
    are about the same document and never straddle a split.
    """

    query_id: str
    text: str
    kind: str | None = None
    split: str | None = None
    history: Sequence[tuple[Literal["user", "assistant"], str]] = ()
    answerable: bool | None = None
    answers: Sequence[str] = ()
    need: Sequence[Sequence[str]] = ()
    docs: Sequence[str] = ()
    group: str | None = None


@dataclass(frozen=True, slots=True)
class CorpusDocument:
    """One line of ``corpus.jsonl``."""

    doc_id: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure over ``n`` observations with its 95% confidence interval, None where none was made."""

    value: float
    low: float | None
    high: float | None
    n: int
