"""From a question to the passages that may answer it: lexical and dense, fused, one account per story.

Fusion is convex: each side's scores are brought to 0..1 and added with a weight. How far the dense side
is trusted depends on whether the embedding model was trained for the question's and the passage's
languages: reciprocal-rank fusion, which trusts both alike, makes Indonesian worse than words alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from index.embedding.base import knows
from index.passage_index import PassageIndex
from index.types import Filters, Hit
from rag.question import Question
from rag.stories import Account, same_stories
from rag.terms import lexical_query, term_weights

_POOL = 100  # passages taken from each side
_TRUST_IN_LANGUAGE = 0.5  # weight of the dense side where the model knows the language
_TRUST_BEYOND = 0.1  # and where it doesn't
_MIXED = 0.1  # share of the other language from where on translations count fully
_CONTEXT_WEIGHT = 0.7  # of a follow-up's context terms beside its own


@dataclass(slots=True)
class Retrieved:
    """A passage with its score and how each stage saw it.

    ``stages`` maps ``lexical``, ``dense`` and ``fused`` to ``{"rank", "score"}`` for the stages that found it.
    ``story`` numbers the story its document tells; documents of one story tell the same event.
    """

    hit: Hit
    score: float
    stages: dict[str, dict[str, float]] = field(default_factory=dict)
    story: int = 0


@dataclass(frozen=True, slots=True)
class Retrieval:
    """What a question found: passages best first, and what its terms weigh in this corpus."""

    passages: list[Retrieved]
    weights: dict[str, float]


class Retriever:
    """Synchronous; the engine runs it on one worker thread."""

    def __init__(self, passages: PassageIndex) -> None:
        self._passages = passages

    def rank(self, question: Question, collection: str, filters: Filters, k: int) -> Retrieval:
        """Return the k best passages, every one of them read from the store just now."""
        index = self._passages
        index.require_collection(collection)
        allowed = index.allowed(collection, filters)
        terms = question.all_terms
        stems = {stem for term in terms for stem in term.stems}
        weights = term_weights(terms, index.document_frequencies(collection, stems), index.passage_count(collection))
        boosts = {term.text: _CONTEXT_WEIGHT for term in question.context}
        other = "en" if question.language == "id" else "id"
        foreign = min(1.0, index.language_share(collection, other) / _MIXED)
        lexical = index.lexical(collection, lexical_query(terms, boosts, foreign), _POOL, allowed)
        vector = index.embedder.embed_query(question.standalone)
        dense = index.dense(collection, vector, _POOL, allowed)
        ids = list(dict.fromkeys([i for i, _ in lexical] + [i for i, _ in dense]))
        found = self._fuse(question, index.hits(collection, ids), lexical, dense)
        return Retrieval(found[:k], weights)

    def consult(self, question: Question, collection: str, filters: Filters, k: int) -> Retrieval:
        """Return passages for an answer: k best with one account per story first, then their twins.

        A twin is the best passage of another document that tells a story already there; it brings no
        new fact but an independent source.
        """
        ranked = self.rank(question, collection, filters, _POOL)
        head = ranked.passages[: 3 * k]
        accounts: dict[str, Account] = {}
        for found in head:
            document = found.hit.document
            if document.doc_id not in accounts:
                accounts[document.doc_id] = Account(document, self._passages.text(document.doc_id)[1])
        stories = same_stories(list(accounts.values()))
        for found in head:
            found.story = stories[found.hit.document.doc_id]
        chosen = head[:k]
        there = {found.hit.document.doc_id for found in chosen}
        told = {found.story for found in chosen}
        for found in head[k:]:
            if found.story in told and found.hit.document.doc_id not in there:
                chosen.append(found)
                there.add(found.hit.document.doc_id)
        return Retrieval(chosen, ranked.weights)

    def _fuse(
        self,
        question: Question,
        hits: Sequence[Hit],
        lexical: Sequence[tuple[int, float]],
        dense: Sequence[tuple[int, float]],
    ) -> list[Retrieved]:
        stages = {"lexical": _scaled(lexical, from_zero=True), "dense": _scaled(dense, from_zero=False)}
        raw = {"lexical": dict(lexical), "dense": dict(dense)}
        ranks = {name: {i: rank for rank, (i, _) in enumerate(side, start=1)} for name, side in
                 (("lexical", lexical), ("dense", dense))}  # fmt: skip
        fused = []
        for hit in hits:
            i = hit.passage.passage_id
            trust = self._trust(question.language, hit.document.language)
            score = (1 - trust) * stages["lexical"].get(i, 0.0) + trust * stages["dense"].get(i, 0.0)
            seen = {name: {"rank": float(ranks[name][i]), "score": raw[name][i]} for name in raw if i in raw[name]}
            fused.append(Retrieved(hit, score, seen))
        fused.sort(key=lambda found: (-found.score, found.hit.passage.passage_id))
        for rank, found in enumerate(fused, start=1):
            found.stages["fused"] = {"rank": float(rank), "score": found.score}
        return fused

    def _trust(self, asked: str, written: str | None) -> float:
        return _TRUST_IN_LANGUAGE if knows(self._passages.embedder, asked, written) else _TRUST_BEYOND


def _scaled(side: Sequence[tuple[int, float]], *, from_zero: bool) -> dict[int, float]:
    """Bring one side's scores to 0..1: by the best one, from 0 or from the worst one on."""
    if not side:
        return {}
    top = side[0][1]
    floor = 0.0 if from_zero else side[-1][1]
    return {i: (score - floor) / (top - floor) if top > floor else 1.0 for i, score in side}
