"""The front door of the answer room: the whole flow from a question to a checked answer on one screen.

question → understand → retrieve → compose → check each statement → answer
"""

import time
from collections.abc import AsyncGenerator, AsyncIterator, Mapping, Sequence
from contextlib import aclosing
from dataclasses import dataclass, field, replace

from anyio import to_thread

from index.passage_index import DEFAULT_COLLECTION, PassageIndex
from index.types import Filters
from rag.answer import Answer, Citation, Conflict, ConflictValue, Source, Status, Timings, Turn
from rag.citations import Draft
from rag.compose.base import Composer, Material, Verdict, source_of
from rag.errors import LLMError, QuestionError
from rag.frames import phrase
from rag.manifest import made_by, name_of
from rag.question import Question, understand
from rag.replay import Record, Replay, compare, same_corpus
from rag.retriever import Retrieval, Retriever

LONGEST_QUESTION = 4000


@dataclass(frozen=True, slots=True)
class Ask:
    """A question with what it is asked of."""

    question: str
    messages: Sequence[Turn] = ()
    collection: str = DEFAULT_COLLECTION
    filters: Filters = field(default_factory=Filters)
    top_k: int = 8


@dataclass(frozen=True, slots=True)
class Found:
    """The passages that will be consulted; comes before any text."""

    sources: list[Source]


@dataclass(frozen=True, slots=True)
class Delta:
    """The next stretch of the answer's text. Its citations have been checked already.

    ``unsupported``: it is shown although no source supports it.
    """

    text: str
    unsupported: bool = False


@dataclass(frozen=True, slots=True)
class Cited:
    """A citation whose span lies in the text sent so far."""

    citation: Citation


@dataclass(frozen=True, slots=True)
class Done:
    """The whole answer."""

    answer: Answer


Event = Found | Delta | Cited | Done


class Engine:
    """Answers questions over one data directory. ``fallback`` composes when the composer's model fails.

    ``settings`` are those that bear on what an answer says, by name: they belong to its manifest.
    """

    def __init__(
        self,
        passages: PassageIndex,
        composer: Composer,
        fallback: Composer,
        *,
        show_unsupported: bool = False,
        settings: Mapping[str, object] | None = None,
    ) -> None:
        self.passages = passages
        self._settings = settings or {}
        self.composer = composer
        self._fallback = fallback
        self._retriever = Retriever(passages)
        self._show_unsupported = show_unsupported

    async def answer(self, ask: Ask) -> Answer:
        """Return the answer; what :meth:`stream` ends with."""
        async for event in self.stream(ask):
            if isinstance(event, Done):
                return event.answer
        raise AssertionError("a stream ends with Done")

    async def search(self, query: str, collection: str, filters: Filters, k: int) -> list[Source]:
        """Return the k best passages for a query, best first, with each stage's rank and score."""
        question = understand(_checked(query))
        retrieval = await to_thread.run_sync(self._retriever.rank, question, collection, filters, k)
        sources = [source_of(found, n) for n, found in enumerate(retrieval.passages, start=1)]
        for source, found in zip(sources, retrieval.passages, strict=True):
            source.stages = found.stages
        return sources

    async def stream(self, ask: Ask) -> AsyncIterator[Event]:
        """Yield the sources, the text with its citations as they are checked, and the whole answer last.

        Raises :class:`rag.errors.QuestionError` and :class:`index.errors.UnknownCollectionError` before anything
        is yielded.
        """
        started = time.perf_counter()
        question = understand(_checked(ask.question), ask.messages)
        material, newest = await to_thread.run_sync(self._gather, question, ask)
        retrieved = time.perf_counter()
        yield Found(list(material.sources))

        draft = Draft()
        verdict = Verdict("abstained", 0.0)
        warnings: list[str] = []
        composer = self.composer
        try:
            async for event in self._compose(composer, question, material, draft):
                if isinstance(event, Verdict):
                    verdict = event
                else:
                    yield event
        except LLMError as error:
            if draft.statements:  # text that was sent stays; nothing is taken back
                verdict = Verdict("partial", 0.0, warnings=(f"{error} The answer breaks off here.",))
            else:
                warnings.append(f"{error} The answer was made by quoting instead.")
                composer = self._fallback
                async for event in self._compose(composer, question, material, draft):
                    if isinstance(event, Verdict):
                        verdict = event
                    else:
                        yield event
        if not draft.text:
            verdict = Verdict("abstained", verdict.confidence, verdict.missing, (), verdict.warnings, verdict.usage)
            draft.text = phrase(question.language, "abstained")
            yield Delta(draft.text)
        finished = time.perf_counter()
        parts = self._made_by(composer)
        answer = Answer(
            model=composer.name,
            question=ask.question,
            standalone_question=question.standalone,
            status=verdict.status,
            answer=draft.text,
            language=question.language,
            confidence=round(verdict.confidence, 4),
            citations=draft.citations,
            unsupported=draft.unsupported,
            sources=material.sources,
            conflicts=_conflicts(verdict.conflicts, draft),
            missing=list(verdict.missing),
            usage=verdict.usage,
            timings=Timings(
                retrieve_ms=_ms(retrieved - started),
                compose_ms=_ms(finished - retrieved),
                total_ms=_ms(finished - started),
            ),
            warnings=[*warnings, *verdict.warnings],
            manifest=name_of(parts),
        )
        record = Record(
            question=ask.question, messages=list(ask.messages), collection=ask.collection, filters=ask.filters,
            top_k=ask.top_k, newest_passage=newest, made_by=parts,
        )  # fmt: skip
        kept = answer.id, answer.model_dump_json(), record.model_dump_json()
        await to_thread.run_sync(self.passages.answers.keep, *kept)
        yield Done(answer)

    async def replay(self, answer_id: str) -> Replay:
        """Ask again what a kept answer was given to, over what it could consult then; tell what differs and why.

        Raises :class:`index.errors.UnknownAnswerError`, and :class:`rag.errors.QuestionError` when the answer was
        kept by a version of kutip that didn't keep what was asked.
        """
        kept = await to_thread.run_sync(self.passages.answers.kept, answer_id)
        if kept.asked is None:
            raise QuestionError(f"{answer_id} was kept without what was asked, by an older kutip: ask it anew.")
        record = Record.model_validate_json(kept.asked)
        filters = record.filters
        if same_corpus(record, self._made_by(self.composer)):
            filters = replace(filters, newest_passage=record.newest_passage)
        ask = Ask(record.question, record.messages, record.collection, filters, record.top_k)
        after = await self.answer(ask)
        made = await to_thread.run_sync(self.passages.answers.kept, after.id)
        parts = Record.model_validate_json(made.asked or kept.asked).made_by
        return compare(Answer.model_validate_json(kept.body), after, record, parts, kept.changes)

    def _gather(self, question: Question, ask: Ask) -> tuple[Material, int]:
        newest = self.passages.newest_passage()
        if ask.filters.newest_passage is not None:
            newest = min(newest, ask.filters.newest_passage)
        retrieval: Retrieval = self._retriever.consult(question, ask.collection, ask.filters, ask.top_k)
        return Material(self.passages, ask.collection, retrieval), newest

    async def _compose(
        self, composer: Composer, question: Question, material: Material, draft: Draft
    ) -> AsyncGenerator[Delta | Cited | Verdict]:
        dropped = 0
        async with aclosing(composer.compose(question, material)) as parts:  # a reader who leaves ends it upstream
            async for part in parts:
                if isinstance(part, Verdict):
                    yield _noting(part, dropped) if dropped else part
                    continue
                before = len(draft.text)
                made = draft.add(part, material, keep_unsupported=self._show_unsupported)
                if made is None:
                    dropped += 1
                    continue
                yield Delta(draft.text[before:], unsupported=not made)
                for citation in made:
                    yield Cited(citation)

    def _made_by(self, composer: Composer) -> dict[str, str]:
        return made_by(self.passages.embedder, composer.name, self._settings)


def _checked(question: str) -> str:
    if not question.strip():
        raise QuestionError("The question is empty.")
    if len(question) > LONGEST_QUESTION:
        raise QuestionError(f"The question has {len(question)} characters; at most {LONGEST_QUESTION} are allowed.")
    return question


def _noting(verdict: Verdict, dropped: int) -> Verdict:
    """Return the verdict with a warning that sentences were left out; the answer is whole no longer."""
    note = f"{dropped} sentence(s) that no source supports were left out."
    status: Status = "partial" if verdict.status == "answered" else verdict.status
    return replace(verdict, status=status, warnings=(*verdict.warnings, note))


def _conflicts(conflicts: Sequence[Conflict], draft: Draft) -> list[Conflict]:
    """Return the conflicts with citation numbers in place of the composer's statement numbers."""
    return [
        Conflict(
            about=conflict.about,
            values=[
                ConflictValue(
                    value=value.value,
                    date=value.date,
                    citations=[n for statement in value.citations for n in draft.statements[statement - 1]],
                )
                for value in conflict.values
            ],
        )
        for conflict in conflicts
    ]


def _ms(seconds: float) -> float:
    return round(1000 * seconds, 1)
