from index.passage_index import PassageIndex
from index.types import Filters
from rag.question import understand
from rag.retriever import Retriever
from rag.stories import Account, same_stories


def test_fusion_is_a_weighted_sum_of_scaled_scores(passages: PassageIndex) -> None:
    ranked = Retriever(passages).rank(understand("kepala Pelabuhan Sawo"), "default", Filters(), 50).passages
    lexical = {f.hit.passage.passage_id: f.stages["lexical"]["score"] for f in ranked if "lexical" in f.stages}
    dense = {f.hit.passage.passage_id: f.stages["dense"]["score"] for f in ranked if "dense" in f.stages}
    top, floor, best = max(lexical.values()), min(dense.values()), max(dense.values())
    for found in ranked:
        i = found.hit.passage.passage_id
        expected = 0.9 * lexical.get(i, 0.0) / top + 0.1 * (dense.get(i, floor) - floor) / (best - floor)
        assert abs(found.score - expected) < 1e-9
    assert [f.score for f in ranked] == sorted((f.score for f in ranked), reverse=True)


def test_two_outlets_on_one_event_are_one_story_and_an_older_one_is_another(passages: PassageIndex) -> None:
    documents = {d.uri: d for d in passages.documents("default", 10)}
    accounts = [Account(d, passages.text(d.doc_id)[1]) for d in documents.values()]
    story = {a.document.uri: number for a, number in zip(accounts, same_stories(accounts).values(), strict=True)}
    assert story["pelabuhan-2025.txt"] == story["pelabuhan-2025-kabar.txt"]
    assert story["pelabuhan-2021.txt"] != story["pelabuhan-2025.txt"]
    assert story["turtle.txt"] not in {story["pelabuhan-2021.txt"], story["pelabuhan-2025.txt"]}
