"""Which of a question's terms each sentence of a document says, and which stand near it. Arrays, one a document."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from rag.candidates import DocumentView
from rag.question import Question

Floats = npt.NDArray[np.float64]

# What a term is worth that isn't in the sentence itself but in the one before, after, two before, two after …
_AROUND = ((-1, 0.6), (1, 0.4), (-2, 0.4), (2, 0.25))
_IN_TITLE = 0.55
_IN_DOCUMENT = 0.2
_YEAR_OF_DOCUMENT = 0.9  # a year that the document is from or speaks of


@dataclass(frozen=True, slots=True)
class Matches:
    """Matches of T terms in S sentences, each in 0..1.

    ``said`` (T, S): the sentence says the term. ``near`` (T, S): it, or its surroundings, with less worth.
    """

    said: Floats
    near: Floats


def match(question: Question, view: DocumentView) -> Matches:
    """Return the matches of the question's own terms, then its context's, in the order of ``all_terms``."""
    terms, sentences = question.all_terms, view.sentences
    said = np.zeros((len(terms), len(sentences)))
    for row, term in enumerate(terms):
        if term.worth_in(view.all_stems):
            said[row] = [candidate.sentence.worth(term) for candidate in sentences]
    near = said.copy()
    runs = np.array([candidate.run for candidate in sentences])
    for distance, worth in _AROUND:
        if len(sentences) > abs(distance):
            here = slice(-distance, None) if distance < 0 else slice(None, -distance)
            there = slice(None, distance) if distance < 0 else slice(distance, None)
            adjoins = runs[here] == runs[there]
            near[:, here] = np.maximum(near[:, here], worth * said[:, there] * adjoins)
    for row, term in enumerate(terms):
        floor = max(_IN_TITLE * term.worth_in(view.title_stems), _IN_DOCUMENT * term.worth_in(view.all_stems))
        if term.is_number and term.text in question.years and term.text in view.years:
            floor = max(floor, _YEAR_OF_DOCUMENT)
        near[row] = np.maximum(near[row], floor)
    return Matches(said, near)
