"""Rows for tests, as kutip eval answers makes them."""

from eval.rows import Row


def row(**given) -> Row:
    """Return a right answer to an answerable question, but for what is given."""
    usual = {
        "query_id": "q", "kind": None, "group": "d", "question": "Siapa?", "golds": ["Wulan"], "answerable": True,
        "status": "answered", "confidence": 0.9, "answer": "Wulan. [1]", "ms": 1.0, "right": True, "why": None,
        "said": "Wulan. [1]", "said_right": True, "cause": "right", "holding": None, "scores": {"lexical": 3.0},
    }  # fmt: skip
    return Row(**{**usual, **given})


def unanswerable(*, confidence: float, answered: bool, **given) -> Row:
    """Return a question without an answer."""
    status = "answered" if answered else "abstained"
    return row(
        answerable=False, golds=[], confidence=confidence, status=status, right=not answered, said_right=False,
        cause="answered from another document" if answered else "right", **given,
    )  # fmt: skip
