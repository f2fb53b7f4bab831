"""The embedding model's second reading of the best sentences."""

from collections.abc import Sequence

import numpy as np
import pytest

from index.embedding.base import Vectors
from rag.likeness import reread
from rag.question import Question, understand
from rag.scoring import Scored, rank
from tests.rag.views import views

QUESTION = "Berapa penumpang feri?"
TEXTS = [
    f"Penumpang feri mencapai {number}0 orang di dermaga {place}."
    for number, place in enumerate(("Ara", "Beringin", "Cemara", "Dadap", "Enau", "Flamboyan", "Gaharu"), start=1)
]


class CosineEmbedder:
    """Gives each text the vector whose cosine with (1, 0) is set for it, or else 0."""

    name = fingerprint = "cosine"
    dimension = 2
    max_tokens = 100

    def __init__(self, cosines: dict[str, float], *languages: str) -> None:
        self.languages = frozenset(languages)
        self.read: list[str] = []
        self._cosines = cosines

    def embed_passages(self, texts: Sequence[str]) -> Vectors:
        self.read += texts
        cosines = np.array([self._cosines.get(text, 0.0) for text in texts], dtype=np.float32)
        return np.stack([cosines, np.sqrt(1 - cosines**2)], axis=1)

    def embed_query(self, text: str) -> Vectors:
        raise AssertionError("the question's vector is given")


def _ranked(texts: Sequence[str] = TEXTS) -> tuple[Question, list[Scored]]:
    question = understand(QUESTION)
    return question, rank(question, views(*texts), {})


def _vector() -> Vectors:
    return np.array([1, 0], dtype=np.float32)


@pytest.mark.parametrize("languages", [("en",), ("en", "fr")])
def test_a_model_of_other_languages_leaves_the_order_untouched(languages: tuple[str, ...]) -> None:
    question, ranked = _ranked()
    embedder = CosineEmbedder({TEXTS[3]: 1.0}, *languages)
    assert reread(question, _vector(), ranked, embedder) == ranked
    assert embedder.read == []


@pytest.mark.parametrize("languages", [(), ("id",), ("en", "id")])
def test_the_sentence_most_like_the_question_comes_first(languages: tuple[str, ...]) -> None:
    question, ranked = _ranked()
    read = reread(question, _vector(), ranked, CosineEmbedder({TEXTS[3]: 0.9}, *languages))
    assert ranked[0].candidate.text != TEXTS[3]
    assert read[0].candidate.text == TEXTS[3]


@pytest.mark.parametrize(
    ("cosine", "times"), [(-0.5, 0.5), (0.0, 0.5), (0.3, 0.5), (0.55, 0.85), (0.8, 1.2), (1.0, 1.2)]
)
def test_far_sentences_lose_and_near_ones_gain(cosine: float, times: float) -> None:
    text = "Penumpang naik."
    question, [before] = _ranked([text])
    [after] = reread(question, _vector(), [before], CosineEmbedder({text: cosine}))
    assert after.confidence == pytest.approx(before.confidence * times)
    assert after.score == pytest.approx(before.score * times)
    assert (after.candidate, after.evidence, after.coverage) == (before.candidate, before.evidence, before.coverage)


def test_confidence_stays_a_share() -> None:
    question, [before] = _ranked(TEXTS[:1])
    assert before.confidence > 1 / 1.2
    [after] = reread(question, _vector(), [before], CosineEmbedder({TEXTS[0]: 1.0}))
    assert after.confidence == 1.0
    assert after.score == pytest.approx(before.score * 1.2)


def test_only_the_best_six_are_read_and_the_others_stay_behind() -> None:
    question, ranked = _ranked()
    assert len(ranked) == 7
    embedder = CosineEmbedder({scored.candidate.text: 0.8 - at / 20 for at, scored in enumerate(ranked)})
    read = reread(question, _vector(), ranked, embedder)
    assert embedder.read == [scored.candidate.text for scored in ranked[:6]]
    assert [scored.candidate for scored in read] == [scored.candidate for scored in ranked]
    assert read[6].score == pytest.approx(ranked[6].score * (0.5 + 0.7 * (0.55 - 0.3) / 0.5))


def test_nothing_is_read_of_nothing() -> None:
    embedder = CosineEmbedder({})
    assert reread(understand(QUESTION), _vector(), [], embedder) == []
    assert embedder.read == []
