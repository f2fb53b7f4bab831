import pytest

from eval import causes
from eval.causes import cause
from eval.judging import Judgement
from eval.types import Query
from tests.eval.test_judging import answer, citation, source

PASSAGE = "Perpustakaan Kemuning ramai. Wulan Sekarini memimpin sejak 2021. Koleksinya 4.200 buku."
WRONG = Judgement(False, "has no gold answer", False, 1, 1)
GOLD = "gold.txt"


def sources(*texts, uris=(GOLD, "other.txt")):
    found = []
    for n, (text, uri) in enumerate(zip(texts, uris, strict=False), start=1):
        found.append(source(n, uri))
        found[-1].text = text
    return found


def stage(said, *, golds=("Wulan Sekarini",), right=False, answerable=True, judgement=WRONG, gold_text=PASSAGE):
    found = cause(
        Query("q", "Siapa?", answers=golds), judgement, said, right, docs=[GOLD], answerable=answerable,
        kinship_of=lambda uri, docs: "gold" if uri in docs else None, gold_texts=[gold_text],
    )  # fmt: skip
    return found.stage


def quoted(text, *sources_given, n=1):
    return answer(f"{text} [1]", citations=[citation(n, quote=text)], sources=list(sources_given))


def test_what_is_right_needs_no_cause():
    assert stage(answer(), judgement=Judgement(True, None, True, 1, 1)) == causes.RIGHT
    assert stage(answer(), judgement=Judgement(None, None, None, 0, 0)) == causes.NOT_JUDGED


def test_unanswerable_questions():
    near = quoted("Perpustakaan Kemuning ramai.", *sources(PASSAGE))
    assert stage(near, answerable=False) == causes.NEAR_MISS
    assert stage(quoted("x", *sources("y", "x"), n=2), answerable=False) == causes.ELSEWHERE


def test_an_abstention_that_held_back_the_right_answer():
    held = quoted("Wulan Sekarini memimpin sejak 2021.", *sources(PASSAGE))
    assert stage(held, right=True) == causes.BELOW
    assert stage(None) == causes.NOTHING_FOUND


@pytest.mark.parametrize(
    ("said", "golds", "gold_text", "lost"),
    [
        (quoted("x", *sources("x", uris=["other.txt"])), ["Wulan Sekarini"], PASSAGE, causes.NOT_RETRIEVED),
        (quoted("x", *sources("Perpustakaan ramai.")), ["Wulan Sekarini"], PASSAGE, causes.OTHER_PASSAGE),
        (quoted("x", *sources("x")), ["Siti"], PASSAGE, causes.NOT_IN_GOLD),
        (quoted("x", *sources(PASSAGE)), ["2021. Koleksinya"], PASSAGE, causes.STRADDLES),
        (quoted("Wulan", *sources(PASSAGE)), ["Wulan Sekarini"], PASSAGE, causes.TRIMMED),
        (quoted("Perpustakaan Kemuning ramai.", *sources(PASSAGE)), ["4.200"], PASSAGE, causes.WRONG_TYPE),
        (quoted("Perpustakaan Kemuning ramai.", *sources(PASSAGE)), ["Sekarini"], PASSAGE, causes.OTHER_SENTENCE),
        (quoted("Pasar ramai.", *sources(PASSAGE, "Pasar ramai."), n=2), ["Sekarini"], PASSAGE, causes.OTHER_DOCUMENT),
        (quoted("Wulan Sekarini", *sources(PASSAGE)), ["Wulan Sekarini"], PASSAGE, causes.FAULTY),
    ],
)
def test_the_stage_that_lost_the_answer(said, golds, gold_text, lost):
    assert stage(said, golds=golds, gold_text=gold_text) == lost


def test_the_sentence_that_should_have_been_quoted():
    said = quoted("Perpustakaan Kemuning ramai.", *sources(PASSAGE))
    found = cause(
        Query("q", "Siapa?", answers=["Wulan Sekarini"]), WRONG, said, False, docs=[GOLD], answerable=True,
        kinship_of=lambda uri, docs: "gold", gold_texts=[PASSAGE],
    )  # fmt: skip
    assert found.sentence == "Wulan Sekarini memimpin sejak 2021."
