"""Answering without a model: the few sentences that answer are quoted, or kutip says that none does."""

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, replace

from anyio import to_thread

from rag.answer import Conflict, ConflictValue, Status
from rag.bylines import byline
from rag.candidates import DocumentView, candidates
from rag.compose.base import Material, Quote, Statement, Verdict
from rag.frames import phrase, spoken_date
from rag.kinds import Kind
from rag.likeness import weighed
from rag.parts import Part, parts_of
from rag.question import Question
from rag.scoring import Scored, rank
from rag.selection import complete_span, corroborations, introduction, items_after, rivals, second_thoughts

_OF_YEAR = 0.7  # of the cutoff suffices where a document is of the year asked for
_MOST_OF_PART = 2  # statements for each of several things asked
_LONGEST = 560  # characters of an answer's own sentences; each further year of a comparison adds as many


@dataclass(frozen=True, slots=True)
class Chosen:
    """A stretch of a document that answers, with the sentence it was chosen for."""

    scored: Scored
    start: int
    end: int
    lead: str = ""


class ExtractiveComposer:
    """Quotes. Confidence is the best sentence's score; below ``cutoff`` the answer is an abstention."""

    name = "extractive"

    def __init__(self, cutoff: float) -> None:
        self._cutoff = cutoff

    async def compose(self, question: Question, material: Material) -> AsyncGenerator[Statement | Verdict]:
        """Yield one to four statements and the verdict."""
        for part in await to_thread.run_sync(self.compose_now, question, material):
            yield part

    def compose_now(self, question: Question, material: Material) -> list[Statement | Verdict]:
        """Return the statements and the verdict; takes some milliseconds of processor time."""
        views = candidates(material)
        parts = parts_of(question)
        if len(parts) > 1:
            composed = self._by_parts(question, parts, material, views)
            if composed:
                return composed
        ranked = self._ranked(question, views, material)
        confidence = ranked[0].confidence if ranked else 0.0
        if not ranked or (confidence < self._cutoff and Kind.AUTHOR not in question.kinds):
            return [Verdict("abstained", confidence, missing=missing(question, material, views))]
        if Kind.AUTHOR in question.kinds:
            line = byline(question, ranked, material)
            if line is None:
                return [Verdict("abstained", 0.0, missing=(phrase(question.language, "not_said"),))]
            text = material.text(line.passage.doc_id, line.passage.version)[line.start : line.end].strip()
            quote = Quote(material.number(line.passage, line.beside), line.start, line.end, "verbatim", 1.0)
            return [Statement(text, (quote,)), Verdict("answered", line.confidence)]
        chosen, conflicts = self._choose(question, ranked)
        statements = [self._statement(part, ranked, material) for part in chosen]
        return [*statements, Verdict("answered", confidence, conflicts=conflicts)]

    def _ranked(self, question: Question, views: Sequence[DocumentView], material: Material) -> list[Scored]:
        return weighed(question, rank(question, views, material.weights), material.passages.embedder)

    def _by_parts(
        self, question: Question, parts: Sequence[Part], material: Material, views: Sequence[DocumentView]
    ) -> list[Statement | Verdict]:
        """Answer what was asked part by part: each year from the documents that speak of it.

        Return nothing where no part but for years finds anything: the question may do better as a whole.
        """
        statements: list[Statement] = []
        found: list[float] = []
        lacking: list[str] = []
        taken: set[tuple[str, int]] = set()
        for part in parts:
            of_year = [view for view in views if part.year is None or part.year in view.years]
            ranked = self._ranked(part.question, of_year, material)
            if not ranked or ranked[0].confidence < self._cutoff * (_OF_YEAR if part.year else 1.0):
                lacking.append(_lacking(part, question.language))
                continue
            found.append(ranked[0].confidence)
            lead = phrase(question.language, "in_year", date=part.year) if part.year else ""
            for chosen in self._choose(part.question, ranked)[0][:_MOST_OF_PART]:
                place = (chosen.scored.candidate.passage.doc_id, chosen.start)
                if place not in taken:
                    statements.append(self._statement(replace(chosen, lead=lead or chosen.lead), ranked, material))
                    lead = ""
                taken.add(place)
        if not statements:
            return [] if parts[0].year is None else [Verdict("abstained", 0.0, missing=tuple(lacking))]
        status: Status = "partial" if lacking else "answered"
        return [*statements, Verdict(status, min(found), missing=tuple(lacking))]

    def _choose(self, question: Question, ranked: Sequence[Scored]) -> tuple[list[Chosen], tuple[Conflict, ...]]:
        best = introduction(question, ranked)
        others = rivals(question, ranked)
        if others:
            return self._side_by_side(question, [best, *others])
        chosen = [Chosen(best, *complete_span(question, best))]
        room = _LONGEST - (chosen[0].end - chosen[0].start)
        if best.candidate.text.endswith(":"):
            chosen += [Chosen(best, start, end) for start, end in items_after(best.candidate, room)]
        else:
            for other in second_thoughts(question, best, ranked):
                start, end = complete_span(question, other)
                apart = all(
                    end <= c.start or start >= c.end or other.candidate.view is not c.scored.candidate.view
                    for c in chosen
                )
                if apart and end - start <= room:
                    chosen.append(Chosen(other, start, end))
                    room -= end - start
        return _in_reading_order(chosen), ()

    def _side_by_side(self, question: Question, values: Sequence[Scored]) -> tuple[list[Chosen], tuple[Conflict, ...]]:
        """State different values for one thing with their dates, the newest first."""
        dated = sorted(values, key=lambda s: s.candidate.view.document.published_at or "", reverse=True)
        chosen = []
        entries = []
        for number, scored in enumerate(dated, start=1):
            date = scored.candidate.view.document.published_at
            lead = phrase(question.language, "as_of", date=spoken_date(date, question.language)) if date else ""
            chosen.append(Chosen(scored, *complete_span(question, scored), lead=lead))
            words = [scored.candidate.sentence.words[at].text for at in scored.evidence.words]
            entries.append(ConflictValue(value=" ".join(words), date=date, citations=[number]))
        about = " ".join(term.text for term in question.terms if term.text not in question.years)
        return chosen, (Conflict(about=about, values=entries),)

    def _statement(self, chosen: Chosen, ranked: Sequence[Scored], material: Material) -> Statement:
        candidate = chosen.scored.candidate
        text = material.text(candidate.passage.doc_id, candidate.passage.version)[chosen.start : chosen.end]
        quotes = [
            Quote(
                material.number(candidate.passage, candidate.beside),
                chosen.start,
                chosen.end,
                "verbatim",
                1.0,
            )
        ]
        if chosen.start <= candidate.start < chosen.end:
            for other, similarity in corroborations(chosen.scored, ranked):
                twin = other.candidate
                number = material.number(twin.passage, twin.beside)
                quotes.append(Quote(number, twin.start, twin.end, "supported", round(similarity, 3)))
        return Statement(" ".join(text.split()) if "\n" in text else text, tuple(quotes), lead=chosen.lead)


def _lacking(part: Part, language: str) -> str:
    if part.year:
        return phrase(language, "no_year", year=part.year)
    return phrase(language, "nothing_on", term=" ".join(term.text for term in part.question.terms))


def missing(question: Question, material: Material, views: Sequence[DocumentView]) -> tuple[str, ...]:
    """Return what of the question the consulted documents don't speak of, in its language."""
    language = question.language
    if not material.sources:
        return (phrase(language, "empty"),)
    notes = [
        phrase(language, "no_year", year=year)
        for year in question.years
        if not any(year in view.years for view in views)
    ]
    for term in question.terms:
        if term.text in question.years:
            continue
        if not any(term.worth_in(view.all_stems) for view in views):
            notes.append(phrase(language, "nothing_on", term=term.text))
    return tuple(notes) or (phrase(language, "not_said"),)


def _in_reading_order(chosen: list[Chosen]) -> list[Chosen]:
    """Order by document, the best sentence's first, then by place."""
    order: dict[str, int] = {}
    for part in chosen:
        order.setdefault(part.scored.candidate.passage.doc_id, len(order))
    return sorted(chosen, key=lambda part: (order[part.scored.candidate.passage.doc_id], part.start))
