"""What the embedding model makes of a sentence's passage."""

import pytest

from index.embedding.base import knows
from index.embedding.hashing import HashingEmbedder
from rag.likeness import weighed
from rag.question import Question, understand
from rag.scoring import Scored, rank
from tests.rag.views import views

QUESTION = "Berapa penumpang feri?"
TEXTS = [
    f"Penumpang feri mencapai {number}0 orang di dermaga {place}."
    for number, place in enumerate(("Ara", "Beringin", "Cemara"), start=1)
]


def _embedder(*languages: str) -> HashingEmbedder:
    embedder = HashingEmbedder()
    embedder.languages = frozenset(languages)
    return embedder


def _ranked(*cosines: float | None) -> tuple[Question, list[Scored]]:
    """Return the texts ranked; each one's passage was found with a cosine, or by its words alone (None)."""
    question = understand(QUESTION)
    ranked = rank(question, views(*TEXTS[: len(cosines)]), {})
    for scored, cosine in zip(ranked, cosines, strict=True):
        scored.candidate.beside.stages = {} if cosine is None else {"dense": {"rank": 1.0, "score": cosine}}
    return question, ranked


@pytest.mark.parametrize(
    ("cosine", "times"), [(-0.5, 0.5), (None, 0.5), (0.3, 0.5), (0.55, 0.85), (0.75, 1.13), (0.8, 1.2), (1.0, 1.2)]
)
def test_far_passages_lose_and_near_ones_gain(cosine: float | None, times: float) -> None:
    question, [before] = _ranked(cosine)
    [after] = weighed(question, [before], _embedder("id"))
    assert after.confidence == pytest.approx(min(1.0, before.confidence * times))
    assert (after.score, after.candidate, after.evidence) == (before.score, before.candidate, before.evidence)


def test_the_order_stays() -> None:
    question, ranked = _ranked(0.3, 0.6, 0.9)
    read = weighed(question, ranked, _embedder("id", "en"))
    assert [scored.candidate for scored in read] == [scored.candidate for scored in ranked]
    assert read[0].confidence < ranked[0].confidence


@pytest.mark.parametrize("languages", [("en",), ("en", "fr"), ()])
def test_a_model_of_other_or_unknown_languages_has_no_say(languages: tuple[str, ...]) -> None:
    question, ranked = _ranked(0.9, 0.1)
    assert weighed(question, ranked, _embedder(*languages)) == ranked


@pytest.mark.parametrize(
    ("trained", "asked", "known"),
    [
        ((), ("id", "en"), True),  # it claims them all
        (("en",), ("en", "en"), True),
        (("en",), ("en", None), True),
        (("en",), ("id", "en"), False),
        (("en", "id"), ("id", "en"), True),
    ],
)
def test_whom_a_model_was_trained_for(trained: tuple[str, ...], asked: tuple[str | None, ...], known: bool) -> None:
    assert knows(_embedder(*trained), *asked) is known
