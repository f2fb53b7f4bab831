"""What the embedding model makes of the passage a sentence stands in, where it knows the languages.

Words say whether a sentence speaks of what was asked; the model notices when its passage says something else about
it. That moves the confidence only: which sentence of a passage answers, words tell better. A model of other
languages is left out, its opinion would be noise, and so is one whose languages nobody has told: each model has a
scale of its own, and this one is all-MiniLM-L6-v2's. Embedding each sentence by itself told right from wrong a little
better and took longer than all the rest of an answer.
"""

from collections.abc import Sequence
from dataclasses import replace

from index.embedding.base import Embedder, knows
from rag.question import Question
from rag.scoring import Scored

_FAR, _NEAR = 0.3, 0.8  # cosines from where on a passage gains, and where it gains no more
_LEAST, _MOST = 0.5, 1.2  # what the confidence is multiplied by for a far and for a near passage


def weighed(question: Question, ranked: Sequence[Scored], embedder: Embedder) -> list[Scored]:
    """Return the sentences in their order, their confidence by their passage's likeness to the question, too.

    A passage that was found by its words alone counts as far.
    """
    if not embedder.languages:
        return list(ranked)
    return [
        replace(scored, confidence=min(1.0, scored.confidence * _share(scored)))
        if knows(embedder, question.language, scored.candidate.view.document.language)
        else scored
        for scored in ranked
    ]


def _share(scored: Scored) -> float:
    cosine = scored.candidate.beside.stages.get("dense", {}).get("score", _FAR)
    near = min(max((cosine - _FAR) / (_NEAR - _FAR), 0.0), 1.0)
    return _LEAST + (_MOST - _LEAST) * near
