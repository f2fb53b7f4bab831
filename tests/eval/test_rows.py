import json

import pytest

from eval.errors import RowsError
from eval.rows import RowsFile, read_rows
from tests.eval.rows import row

MADE_BY = {"set": "tiny", "cutoff": 0.3}


def test_rows_come_back_as_they_went(tmp_path):
    path = tmp_path / "rows.jsonl"
    with RowsFile(path, MADE_BY).adding() as file:
        file.add(row(query_id="a", kinships=["gold", None]))
        file.add(row(query_id="b", recall_at={"2": 0.5}))
    head, rows = read_rows(path)
    assert head == {"format": 1, **MADE_BY}
    assert rows == [row(query_id="a", kinships=["gold", None]), row(query_id="b", recall_at={"2": 0.5})]
    assert set(RowsFile(path, MADE_BY).rows) == {"a", "b"}


def test_a_line_cut_off_is_made_anew(tmp_path):
    path = tmp_path / "rows.jsonl"
    with RowsFile(path, MADE_BY).adding() as file:
        file.add(row(query_id="a"))
        file.add(row(query_id="b"))
    path.write_text(path.read_text("utf-8")[:-30], "utf-8")
    again = RowsFile(path, MADE_BY)
    assert set(again.rows) == {"a"}
    with again.adding() as file:
        file.add(row(query_id="c"))
    assert [one.query_id for one in read_rows(path)[1]] == ["a", "c"]


def test_rows_of_something_else_are_never_mixed_in(tmp_path):
    path = tmp_path / "rows.jsonl"
    with RowsFile(path, MADE_BY).adding() as file:
        file.add(row())
    with pytest.raises(RowsError, match=r"another evaluation \(cutoff differ\)"):
        RowsFile(path, MADE_BY | {"cutoff": 0.4})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "has no rows"),
        ("nonsense", "has no rows"),
        ('{"set": "tiny"}\n', "has no rows"),
        ('{"format": 1}\n{"query_id": "a"}\n{"query_id": "b"}\n', "line 2"),
        ('{"format": 1}\nbroken\n' + json.dumps({"query_id": "a"}) + "\n", "line 2"),
    ],
)
def test_no_rows(tmp_path, body, said):
    path = tmp_path / "rows.jsonl"
    path.write_text(body, "utf-8")
    with pytest.raises(RowsError, match=said):
        read_rows(path)


def test_files_that_cannot_be_used(tmp_path):
    with pytest.raises(RowsError, match="can't be read"):
        read_rows(tmp_path / "none")
    with pytest.raises(RowsError, match="can't be written"), RowsFile(tmp_path / "none" / "x", {}).adding():
        pass
