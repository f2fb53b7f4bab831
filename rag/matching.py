"""Which of a question's terms each sentence of a document says, and which stand near it. Arrays, one a document."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from index.language.analysis import is_stopword
from rag.aliases import begins_with_pronoun
from rag.candidates import DocumentView
from rag.question import Question
from rag.terms import Term

Floats = npt.NDArray[np.float64]

# What a term is worth that isn't in the sentence itself but in the one before, after, two before, two after …
_AROUND = ((-1, 0.6), (1, 0.4), (-2, 0.4), (2, 0.25))
_IN_TITLE = 0.55
_IN_DOCUMENT = 0.2
_YEAR_OF_DOCUMENT = 0.9  # a year that the document is from or speaks of
_PART_OF_NAME = 0.9  # a name of which the sentence says another part
_BY_OFFICE = 0.75  # an office whose holder the sentence names
_BY_PRONOUN = 0.85  # a name that the sentence before says, where this one begins with "ia"


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
    _acronyms(terms, view, said)
    near = said.copy()
    _names(question, terms, view, near)
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


def _acronyms(terms: Sequence[Term], view: DocumentView, said: Floats) -> None:
    """Let a sentence with *Kemenlu* say *Kementerian Luar Negeri*, and the other way round, where the document does."""
    asked = {stem for term in terms for stem in term.stems}
    for short, long in view.aliases.acronyms:
        if short in asked:
            holds = [candidate.sentence.has_in_a_row(long) for candidate in view.sentences]
            for row, term in enumerate(terms):
                if term.own == (short,):
                    said[row] = np.maximum(said[row], holds)
        content = {stem for stem in long if not is_stopword(stem)}
        if content <= asked:
            holds = [short in candidate.sentence.stem_set for candidate in view.sentences]
            for row, term in enumerate(terms):
                if any(content.issuperset(way.stems) for way in term.ways):
                    said[row] = np.maximum(said[row], holds)


def _names(question: Question, terms: Sequence[Term], view: DocumentView, near: Floats) -> None:
    """Raise names that a sentence says by a part of them, by their office, or by a pronoun."""
    named = [frozenset(word.stem for word in c.sentence.words if word.is_name) for c in view.sentences]
    rows = {term.own[0]: row for row, term in enumerate(terms) if len(term.own) == 1}
    for group in question.names:
        if not view.all_stems.issuperset(group):
            continue
        holds = np.array([bool(names.intersection(group)) for names in named])
        for part in group:
            if part in rows:
                near[rows[part]] = np.maximum(near[rows[part]], _PART_OF_NAME * holds)
    for name, title in view.aliases.titles:
        held = [row for row, term in enumerate(terms) if any(title.issuperset(way.stems) for way in term.ways)]
        if held:
            holds = np.array([name in names for names in named])
            near[held] = np.maximum(near[held], _BY_OFFICE * holds)
    of_name = [row for row, term in enumerate(terms) if term.is_name]
    for at in range(1, len(view.sentences)):
        here, before = view.sentences[at], view.sentences[at - 1]
        if here.run == before.run and begins_with_pronoun(here.text):
            # What the sentence before says by a pronoun of its own is carried on.
            near[of_name, at] = np.maximum(near[of_name, at], _BY_PRONOUN * near[of_name, at - 1])
