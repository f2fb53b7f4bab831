import pytest

from eval.errors import SetError
from eval.sampling import choose, gold_documents, part_of_corpus
from eval.types import Query

QUERIES = {str(n): Query(str(n), "?", split="dev" if n % 2 else "test") for n in range(40)}


def test_the_first_ones_without_a_seed():
    assert [query.query_id for query in choose(QUERIES, "all", 3, None)] == ["0", "1", "2"]
    assert len(choose(QUERIES, "dev", None, 7)) == 20


def test_a_seed_draws_the_same_ones_each_time_in_the_files_order():
    drawn = [int(query.query_id) for query in choose(QUERIES, "all", 10, 7)]
    assert drawn == sorted(drawn)
    assert len(set(drawn)) == 10
    assert drawn == [int(query.query_id) for query in choose(QUERIES, "all", 10, 7)]
    assert drawn != [int(query.query_id) for query in choose(QUERIES, "all", 10, 8)]


def test_an_unknown_split():
    with pytest.raises(SetError, match="split 'train'"):
        choose(QUERIES, "train", None, None)


def test_a_part_of_the_corpus_has_the_documents_asked_about(folder):
    gold = gold_documents(folder)
    assert gold["q5"] == ("kopi", "festival")  # feri was judged not relevant
    asked = [Query("q5", "?"), Query("x", "?", docs=("penyu|none",))]
    assert part_of_corpus(folder, asked, gold, 0, None) == {"kopi", "festival", "penyu"}
    whole = part_of_corpus(folder, asked, gold, 1, 3)
    assert len(whole) == 4
    assert whole == part_of_corpus(folder, asked, gold, 1, 3)
    assert len(part_of_corpus(folder, asked, gold, 99, 3)) == 5
