"""Sentences out of a model's stream, each with the sources that its marks name."""

import re
from dataclasses import dataclass

from index.language.sentences import sentence_spans
from rag.compose.handles import Handles, masked_out
from rag.compose.visible import from_model

NOTHING = "NO_ANSWER"
"""What a model is told to reply when the sources don't hold the answer."""

_NOTHING = re.compile(r"[*_`\"']*(?<![A-Za-z0-9])NO[_ ]ANSWER(?![A-Za-z0-9])[*_`\"'.]*")
_MAY_END = re.compile(r"[.!?…\n]")
_NEW_WORD = re.compile(r"[\s.!?…]")
_LONGEST_SENTENCE = 1200
_MARKUP = re.compile(r"\A(?:#{1,6}\s+|[-*•]\s+|\d{1,2}[.)]\s+|>\s+)+|\*\*|__|`+")
_ENDED = re.compile(r"[.!?…][\"”’'»)\]]*\Z")


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence as the model wrote it, without its marks, and the numbers of the sources they named."""

    text: str
    sources: tuple[int, ...]


class SentenceReader:
    """Feed it the stream's pieces; it gives back the sentences that are whole.

    A sentence is whole once another one has begun, because its marks may follow its full stop.
    ``found_nothing`` tells whether the model said that the sources don't hold the answer.
    """

    def __init__(self, handles: Handles) -> None:
        self.found_nothing = False
        self._handles = handles
        self._held = ""
        self._look_at = 0  # characters held before it is worth looking again

    def feed(self, piece: str) -> list[Written]:
        """Return the sentences that ``piece`` completes."""
        shown = from_model(piece)
        self._held += shown
        # A model may write letter by letter: looked through anew only at a new word, the rarer the longer it gets.
        if (
            len(self._held) < self._look_at
            or not _NEW_WORD.search(shown)
            or not (_MAY_END.search(self._held) or len(self._held) > _LONGEST_SENTENCE)
        ):
            return []
        taken = self._take(until=self._handles.held(self._held), whole=False)
        self._look_at = 0 if taken else len(self._held) * 17 // 16
        return taken

    def end(self, *, broken_off: bool = False) -> list[Written]:
        """Return what is left. Of a reply that broke off, a last sentence without an end is left out."""
        self._held = self._handles.without_begun(self._held)
        left = self._take(until=len(self._held), whole=True)
        return left[:-1] if left and broken_off and not _ENDED.search(left[-1].text) else left

    def _take(self, until: int, *, whole: bool) -> list[Written]:
        marks = self._handles.marks(self._held[:until])
        masked = masked_out(self._held[:until], marks)
        spans = sentence_spans(masked)
        complete = len(spans) if whole else max(0, len(spans) - 1)
        sentences = []
        begin = 0
        for at in range(complete):
            end = spans[at + 1][0] if at + 1 < len(spans) else until
            own = [mark for mark in marks if begin <= mark.start < end]
            numbers = tuple(dict.fromkeys(number for mark in own for number in mark.sources))
            text = self._plain(masked[begin:end])
            if text:
                sentences.append(Written(text, numbers))
            begin = end
        self._held = self._held[begin:]
        if not spans and until > _LONGEST_SENTENCE:  # marks and nothing else
            self._held = self._held[until:]
        return sentences

    def _plain(self, masked: str) -> str:
        if _NOTHING.search(masked):
            self.found_nothing = True
            masked = _NOTHING.sub(" ", masked)
        text = " ".join(_MARKUP.sub("", masked.strip()).split())
        text = re.sub(r"\(\s*\)|\[\s*\]", "", text)
        text = re.sub(r"\s+(?=[.,;:!?](?:\s|$))", "", text)
        text = re.sub(r"([.!?…])\.$", r"\1", text) if not text.endswith("...") else text
        return " ".join(text.split()) if re.search(r"\w", text) else ""
