"""Asking again what was asked before, and telling whether the answer is still the same, and if not, why.

A question is asked again with its history, filters and number of sources, over the versions that it could have
consulted then, as far as they are still current: what was added or replaced since is left out.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

from pydantic import Field

from index.store.answers import SourceChange
from index.types import Filters
from rag.answer import Answer, Model, Source, Turn

_COMPARED = ("status", "language", "standalone_question", "answer", "citations", "conflicts", "missing", "unsupported")
_UNLIKE = {"passage_id", "score"}  # of a citation: they change when a passage is cut or weighed anew
_CALLED = {
    "kutip": "kutip's version",
    "code": "kutip's code or word lists",
    "embedder": "the embedding model",
    "passages": "how documents are cut into passages",
    "composer": "who composes the answer",
}


class Record(Model):
    """What was asked, as it has to be asked again, and what the answer was made by."""

    question: str
    messages: list[Turn]
    collection: str
    filters: Filters
    top_k: int
    newest_passage: int
    made_by: dict[str, str]


class Difference(Model):
    """One reason why an answer may not be what it was, or one part of it that isn't."""

    kind: Literal["document", "conversation", "manifest", "answer"]
    detail: str
    doc_id: str | None = None
    version: str | None = None


class Replay(Model):
    """An answer made again. ``identical``: it says the same, with the same citations."""

    object: Literal["replay"] = "replay"
    of: str
    identical: bool
    differences: list[Difference]
    answer: Answer = Field(description="The new answer; it is kept under its own id.")


def same_corpus(record: Record, parts: Mapping[str, str]) -> bool:
    """Tell whether passages still have the ids they had: neither the model nor the cuts are others."""
    return all(record.made_by.get(name) == parts.get(name) for name in ("embedder", "passages"))


def compare(
    before: Answer, after: Answer, record: Record, parts: Mapping[str, str], changes: Iterable[SourceChange]
) -> Replay:
    """Return the replay of ``before`` that came out as ``after``. ``parts`` made the new answer."""
    causes = [*_documents(before, changes), *_conversation(record), *_manifest(record.made_by, parts)]
    unlike = [name for name in _COMPARED if _plain(before, name) != _plain(after, name)]
    found = [Difference(kind="answer", detail=_sentence(unlike))] if unlike else []
    if found and not causes:
        found.append(Difference(kind="answer", detail=_no_cause(after)))
    return Replay(of=before.id, identical=not unlike, differences=[*causes, *found], answer=after)


def _documents(before: Answer, changes: Iterable[SourceChange]) -> Iterable[Difference]:
    titles = {(source.doc_id, source.version): _title(source) for source in before.sources}
    for change in changes:
        what = "was deleted" if change.current is None else "has a newer version"
        title = titles.get((change.doc_id, change.version), change.doc_id)
        yield Difference(kind="document", detail=f"{title} {what} since.", doc_id=change.doc_id, version=change.version)


def _title(source: Source) -> str:
    return f"“{source.title}”" if source.title else source.doc_id


def _conversation(record: Record) -> Iterable[Difference]:
    if any(turn.role == "assistant" and not turn.content for turn in record.messages):
        yield Difference(
            kind="conversation", detail="The conversation before quoted a document that was deleted since."
        )


def _manifest(then: Mapping[str, str], now: Mapping[str, str]) -> Iterable[Difference]:
    for name in sorted(then.keys() | now.keys()):
        if then.get(name) != now.get(name):
            called = _CALLED.get(name, f"the setting {name}")
            values = f"{_shown(now.get(name))}, was {_shown(then.get(name))}"
            yield Difference(kind="manifest", detail=f"{called[0].upper()}{called[1:]} has changed: {values}.")


def _shown(value: str | None) -> str:
    return "not set" if value is None or value == "null" else value.strip('"')


def _sentence(unlike: list[str]) -> str:
    names = ", ".join(name.replace("_", " ") for name in unlike)
    return f"The new answer differs in: {names}."


def _no_cause(after: Answer) -> str:
    if after.model == "extractive":
        return "Nothing that kutip keeps account of has changed since; the figures of the corpus around it may have."
    return "Nothing that kutip keeps account of has changed since; a language model need not say the same twice."


def _plain(answer: Answer, name: str) -> Any:
    if name == "citations":
        return [citation.model_dump(exclude=_UNLIKE) for citation in answer.citations]
    return getattr(answer, name)
