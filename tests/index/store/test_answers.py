"""Answers as they were given."""

from pathlib import Path

import pytest

from index.errors import UnknownAnswerError
from index.store.answers import AnswerLog
from index.store.database import Database


def test_answers_and_feedback(tmp_path: Path) -> None:
    database = Database(tmp_path / "kutip.db")
    answers = AnswerLog(database)
    answers.keep("ans_1", '{"a": "é"}')
    assert answers.get("ans_1") == '{"a": "é"}'
    answers.add_feedback("ans_1", '{"good": true}')
    assert database.reader.execute("SELECT answer_id, body FROM feedback").fetchall() == [("ans_1", '{"good": true}')]
    with pytest.raises(UnknownAnswerError):
        answers.get("ans_2")
    with pytest.raises(UnknownAnswerError):
        answers.add_feedback("ans_2", "{}")
    database.close()
