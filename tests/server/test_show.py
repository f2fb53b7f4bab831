"""What a person reads on a terminal of an answer's weak spots."""

from typing import Any

import pytest

from server.cli.show import show_answer


def _answer(**values: Any) -> dict[str, Any]:
    source = {"n": 1, "title": "Kabar Sawo", "author": None, "published_at": "2025-03-05", "uri": "sawo.txt"}
    citation = {"n": 1, "start": 0, "end": 14, "source": 1, "quote": "Rina memimpin pelabuhan", "support": "partial"}
    answer = {
        "id": "ans_1", "status": "partial", "answer": "Rina memimpin. [1] Ia baru.", "citations": [citation],
        "sources": [source], "conflicts": [], "missing": [], "warnings": [],
    }  # fmt: skip
    return {**answer, **values}


def test_partial_and_unsupported_are_told_apart(capsys: pytest.CaptureFixture[str]) -> None:
    show_answer(_answer(unsupported=[{"start": 19, "end": 27}]))
    shown = capsys.readouterr().out.splitlines()
    at = shown.index("[1] “Rina memimpin pelabuhan”")
    assert shown[at + 1] == "    supports a part of it only"
    assert "No source supports: “Ia baru.”" in shown
    assert shown[-1] == "ans_1"
