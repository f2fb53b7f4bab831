import pytest

from eval.judging import LONGEST, judge, missed
from eval.types import Query
from rag.answer import Answer, Citation, Location, Source, Timings

TEXT = "Perpustakaan Kemuning dipimpin Wulan Sekarini sejak 2021."


def source(n=1, uri="lib.txt", same_story=()):
    return Source(
        n=n, doc_id=f"d{n}", version="v", passage_id="p", title="t", uri=uri, author=None, published_at=None,
        language="id", text=TEXT, location=Location(start=0, end=len(TEXT)), score=1, view_url="/",
        same_story=list(same_story),
    )  # fmt: skip


def citation(n=1, start=0, end=21, quote=None, span=(0, 5)):
    return Citation(
        n=1, start=span[0], end=span[1], source=n, doc_id=f"d{n}", version="v", passage_id="p",
        quote=TEXT[start:end] if quote is None else quote, location=Location(start=start, end=end),
        support="verbatim", score=1,
    )  # fmt: skip


def answer(text=f"{TEXT} [1]", status="answered", citations=None, sources=None):
    return Answer(
        model="m", question="q", standalone_question="q", status=status, answer=text, language="id",
        confidence=0.9,
        citations=[citation()] if citations is None else citations, sources=sources or [source()],
        timings=Timings(retrieve_ms=0, compose_ms=0, total_ms=0), manifest="m",
    )  # fmt: skip


def verdict(given, *, docs=("lib.txt",), answerable=True, **query):
    query = Query("q", "Siapa?", **query)
    return judge(query, given, answerable=answerable, docs=docs, text_of=lambda doc_id, version: TEXT)


NEED = {"need": [["wulan", "sekarini"], ["2021"]]}


def test_right_by_need():
    found = verdict(answer(), **NEED)
    assert (found.right, found.why, found.cites_gold) == (True, None, True)
    assert (found.citations, found.valid_citations) == (1, 1)


def test_right_by_gold_answer():
    assert verdict(answer(), answers=["Siti", "wulan sekarini"]).right
    assert verdict(answer(), answers=["Siti"]).why == "has no gold answer"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (answer("Perpustakaan ramai. [1]"), "misses wulan or sekarini"),
        (answer(status="abstained", citations=[]), "abstained"),
        (answer(citations=[citation(quote="other")]), "not the stored text"),
        (answer(citations=[citation(end=0)]), "not the stored text"),
        (answer(citations=[citation(span=(0, 900))]), "outside the answer"),
        (answer(citations=[citation(n=7)]), "source 7"),
        (answer(citations=[]), "cites nothing"),
        (answer(sources=[source(uri="xlib.txt")]), "cites xlib.txt"),
        (answer(TEXT + "x" * LONGEST), "a dump"),
    ],
)
def test_wrong_answers(given, said):
    found = verdict(given, **NEED)
    assert found.right is False
    assert said in found.why


def test_invalid_citations_are_counted():
    found = verdict(answer(citations=[citation(), citation(quote="other")]), answers=["Wulan"])
    assert (found.right, found.citations, found.valid_citations) == (False, 2, 1)


def test_unanswerable_questions_want_an_abstention():
    assert verdict(answer(status="abstained", citations=[]), answerable=False).right
    found = verdict(answer(), answerable=False)
    assert (found.right, found.cites_gold) == (False, None)


def test_either_document_will_do():
    assert verdict(answer(sources=[source(uri="folder/b.txt")]), docs=["a.txt|b.txt"], **NEED).right


@pytest.mark.parametrize("kind", ["multi", "corroborate"])
def test_kinds_that_want_every_document(kind):
    docs = ["lib.txt", "b.txt|c.txt"]
    alone = verdict(answer(), docs=docs, kind=kind, **NEED)
    assert alone.why == "does not name b.txt|c.txt"
    twins = [source(same_story=[2]), source(2, "c.txt")]
    assert verdict(answer(sources=twins), docs=docs, kind=kind, **NEED).right


def test_a_set_without_answers_judges_only_the_citation():
    found = verdict(answer(), docs=["lib.txt"])
    assert (found.right, found.cites_gold) == (None, True)


def test_twins_count_for_citations_and_the_rest_is_told_apart():
    kin = {("lib.txt", "lib.txt"): "gold", ("copy.txt", "lib.txt"): "copy"}
    given = answer(
        citations=[citation(), citation(2), citation(3, end=len(TEXT))],
        sources=[source(), source(2, "copy.txt"), source(3, "other.txt")],
    )
    query = Query("q", "Siapa?", answers=["Wulan Sekarini"])
    found = judge(
        query, given, answerable=True, docs=["lib.txt", "b.txt"], also=["c.txt"],
        text_of=lambda doc_id, version: TEXT, kinship_of=lambda uri, gold: kin.get((uri, gold[0])),
    )  # fmt: skip
    assert found.cites_gold is True
    assert list(found.kinships) == ["gold", "copy", None]
    assert list(found.telling) == [False, False, True]
    assert found.documents_cited == 0.5


def test_other_relevant_documents_are_as_good_to_cite():
    given = answer(sources=[source(uri="window.txt")])
    query = Query("q", "Siapa?", answers=["Wulan"])
    found = judge(
        query, given, answerable=True, docs=["lib.txt"], also=["window.txt"], text_of=lambda doc_id, version: TEXT
    )
    assert (found.cites_gold, list(found.kinships), found.documents_cited) == (True, ["gold"], 0.0)


def test_missed_tells_what_a_text_lacks():
    assert missed(Query("q", "?", need=[["a"], ["b", "c"]]), "A only") == "misses b or c"
    assert missed(Query("q", "?", need=[["a"]]), "A") is None
    assert missed(Query("q", "?", answers=["Wulan"]), "Siti") == "has no gold answer"
