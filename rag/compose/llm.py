"""Answering with a language model: it writes, and every sentence of it is checked before anyone sees it.

The model gets its sources under random handles and ends each sentence with theirs. A sentence counts only
when a source that it names supports it; the words that do are looked up in the source, never taken from
the model.
"""

from collections.abc import AsyncGenerator, Iterable
from contextlib import aclosing

from rag.answer import Status
from rag.candidates import candidates
from rag.compose.base import Material, Statement, Verdict
from rag.compose.extractive import missing
from rag.compose.prompt import fitted
from rag.compose.written import SentenceReader, Written
from rag.errors import LLMError
from rag.llm.base import LLM, Finish
from rag.llm.guard import guarded
from rag.question import Question
from rag.verifier import Verifier

_MOST_VAIN = 12  # sentences without any that a source supports, after which the model is given up
_BROKEN_OFF: dict[Finish, str] = {
    "length": "The language model's reply was cut off at its token limit (KUTIP_LLM_MAX_TOKENS).",
    "filtered": "The language model's provider withheld a part of the reply.",
    "cut": "The connection to the language model ended before its reply did.",
}


class LLMComposer:
    """Writes with a model. ``room`` is how many tokens a prompt may take, ``deadline`` the seconds a reply may."""

    def __init__(
        self,
        llm: LLM,
        room: int,
        *,
        verifier: Verifier | None = None,
        show_unsupported: bool = False,
        deadline: float = 120.0,
    ) -> None:
        self.name = llm.name
        self._llm = llm
        self._room = room
        self._verifier = verifier or Verifier()
        self._show_unsupported = show_unsupported
        self._deadline = deadline

    async def compose(self, question: Question, material: Material) -> AsyncGenerator[Statement | Verdict]:
        """Yield each sentence as soon as it is whole and checked, then the verdict.

        Raises :class:`LLMError` when the model fails, or writes nothing that its sources support.
        """
        if not material.sources:
            yield Verdict("abstained", 0.0, missing=missing(question, material, ()))
            return
        prompt = await fitted(question, material.sources, self._llm, self._room)
        reader = SentenceReader(prompt.handles)
        checked = _Checked(self._verifier, question, material, shown=frozenset(prompt.shown))
        usage: dict[str, int] = {}
        finish: Finish = "cut"
        async with aclosing(guarded(self._llm.stream(prompt.messages), self._deadline)) as pieces:
            async for piece in pieces:
                usage |= piece.usage
                finish = piece.finish or finish
                async for statement in checked.statements(reader.feed(piece.text)):
                    yield statement
                if checked.in_vain >= _MOST_VAIN and not checked.scores and not self._show_unsupported:
                    raise LLMError("The language model writes what no source supports.")
        broken_off = _BROKEN_OFF.get(finish, "")
        async for statement in checked.statements(reader.end(broken_off=bool(broken_off))):
            yield statement
        warnings = (broken_off,) if broken_off else ()
        if reader.found_nothing and not checked.written:
            lacking = missing(question, material, candidates(material))
            yield Verdict("abstained", 0.0, missing=lacking, warnings=warnings, usage=usage)
            return
        if not checked.scores and not (checked.written and self._show_unsupported):
            said = "wrote nothing that a source supports" if checked.written else "gave no text"
            raise LLMError(" ".join(filter(None, [f"The language model {said}.", broken_off])))
        whole = checked.scores and not checked.in_vain and not broken_off
        status: Status = "answered" if whole else "partial"
        confidence = sum(checked.scores) / len(checked.scores) if checked.scores else 0.0
        yield Verdict(status, confidence, warnings=warnings, usage=usage)


class _Checked:
    """Checks each sentence against the sources that it names, and counts what came of it.

    ``scores`` has the best support of each sentence that has any, ``in_vain`` counts the others.
    """

    def __init__(self, verifier: Verifier, question: Question, material: Material, shown: frozenset[int]) -> None:
        self.written = 0
        self.in_vain = 0
        self.scores: list[float] = []
        self._verifier = verifier
        self._question = question
        self._material = material
        self._shown = shown
        self._said: set[str] = set()

    async def statements(self, sentences: Iterable[Written]) -> AsyncGenerator[Statement]:
        """Yield each sentence with a quotation from each source that supports it; what was said before isn't again."""
        for sentence in sentences:
            self.written += 1
            words = sentence.text.casefold()
            if words in self._said:
                continue
            self._said.add(words)
            numbers = [number for number in sentence.sources if number in self._shown]
            statement = await self._verifier.statement(sentence.text, self._question.language, numbers, self._material)
            if statement.quotes:
                self.scores.append(max(quote.score for quote in statement.quotes))
            else:
                self.in_vain += 1
            yield statement
