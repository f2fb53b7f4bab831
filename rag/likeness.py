"""How alike a question and a sentence are to the embedding model, where it knows the languages of both.

Words say whether a sentence speaks of what was asked; the model notices when it says something else about it.
A model of other languages is left out: its opinion would be noise (docs/decisions/0003).
"""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from index.embedding.base import Embedder, Vectors, knows
from rag.question import Question
from rag.scoring import Scored

_READ = 6  # sentences that are embedded; more would cost more time than they bring
_FAR, _NEAR = 0.3, 0.8  # cosines from where on a sentence gains, and where it gains no more
_LEAST, _MOST = 0.5, 1.2  # what the confidence is multiplied by for a far and for a near sentence


def reread(question: Question, vector: Vectors, ranked: Sequence[Scored], embedder: Embedder) -> list[Scored]:
    """Return the sentences anew: the first ones by their likeness to the question's vector, too, best first.

    ``vector`` has shape (dimension,). What isn't read keeps its place behind what is.
    """
    head, rest = list(ranked[:_READ]), list(ranked[_READ:])
    written = [scored.candidate.view.document.language for scored in head]
    if not head or not knows(embedder, question.language, *written):
        return list(ranked)
    vectors = embedder.embed_passages([scored.candidate.text for scored in head])
    shares = _LEAST + (_MOST - _LEAST) * np.clip((vectors @ vector - _FAR) / (_NEAR - _FAR), 0.0, 1.0)
    read = [_times(scored, float(share)) for scored, share in zip(head, shares, strict=True)]
    least = float(shares.min())
    read += [_times(scored, least) for scored in rest]
    return sorted(read, key=lambda s: (-s.score, s.candidate.passage.passage_id, s.candidate.start))


def _times(scored: Scored, share: float) -> Scored:
    return replace(scored, score=scored.score * share, confidence=min(1.0, scored.confidence * share))
