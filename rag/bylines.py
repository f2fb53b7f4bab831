"""Who wrote a document: the line of its page that says so, which is quoted for nothing else."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.analysis import tokens
from index.types import Passage
from rag.compose.base import Material
from rag.question import Question
from rag.retriever import Retrieved
from rag.scoring import Scored
from rag.terms import Term

_LINE = re.compile(
    r"^[^\S\n]*(?P<label>pewarta|penulis|reporter|wartawan|jurnalis|editor|redaktur|oleh|by|author|writer)"
    r"[^\S\n]*:[^\S\n]*[^\s].{1,80}$",
    re.IGNORECASE | re.MULTILINE,
)
_EDITS = frozenset({"editor", "redaktur"})
_READ = 40_000  # characters of a document that are searched for the names
_REACH = 60  # passages to either side that are searched for the line
_BELIEVED = 0.5  # least confidence in the line of a document that was found for the question


@dataclass(frozen=True, slots=True)
class Byline:
    """Where a document says who wrote it: ``text[start:end]`` of its stored text, in a passage of its own."""

    passage: Passage
    beside: Retrieved
    start: int
    end: int
    confidence: float


def byline(question: Question, ranked: Sequence[Scored], material: Material) -> Byline | None:
    """Return the line that names a document's author, or its editor if that was asked; None where none does.

    The document is the one that speaks of most of the question's names, of several the one found first.
    """
    best: dict[str, Scored] = {}
    for scored in ranked:
        best.setdefault(scored.candidate.passage.doc_id, scored)
    names = [term for term in question.terms if term.is_name]
    found = max(best.values(), key=lambda scored: _spoken_of(names, scored, material), default=None)
    if found is None:
        return None
    wanted = any(word in question.standalone.casefold() for word in _EDITS)
    near = found.candidate.passage
    reach = range(max(0, near.ordinal - _REACH), near.ordinal + _REACH)
    for passage in material.passages.siblings(near, reach):
        for line in _LINE.finditer(passage.text):
            if (line.group("label").casefold() in _EDITS) == wanted:
                start, end = passage.start + line.start(), passage.start + line.end()
                return Byline(passage, found.candidate.beside, start, end, max(_BELIEVED, found.confidence))
    return None


def _spoken_of(names: Sequence[Term], scored: Scored, material: Material) -> int:
    """Return how many of the names a document has anywhere, its page's furniture included."""
    passage, document = scored.candidate.passage, scored.candidate.view.document
    text = material.text(passage.doc_id, passage.version)
    stems = frozenset(token.stem for token in tokens(text[:_READ], document.language) if token.is_name)
    return sum(bool(term.worth_in(stems)) for term in names)
