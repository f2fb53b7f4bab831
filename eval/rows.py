"""One row for every question asked: what was answered, how it was judged, and what the figures are made of.

Rows are kept in a JSON Lines file as they are made, so that a long evaluation that was interrupted is gone on
with, and so that ``kutip eval calibrate`` can read them. The first line says what made them; rows that
something else made are never mixed in.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, fields
from pathlib import Path
from typing import Any

from eval.errors import RowsError

FORMAT = 1


@dataclass(frozen=True, slots=True)
class Row:
    """One question with its answer and what was made of it.

    ``status`` and ``confidence`` are as a user would have got them. ``said`` is the answer given, or for an
    abstention the one that would have been given without a cutoff (None where there is none), and
    ``said_right`` whether it is right: what a risk–coverage curve needs. ``scores`` has the best plain
    retrieval score of each stage. ``kinships``, ``telling`` and ``documents_cited`` are those of
    :class:`eval.judging.Judgement`, of the answer given; ``recall_at`` has the share of the gold answer's words
    in the first sentences of that, by how many, and ``best_at`` in as many adjoining sentences of a gold
    document. ``cause`` is :mod:`eval.causes`' stage, ``holding`` the sentence of the sources that would have
    been right.
    """

    query_id: str
    kind: str | None
    group: str
    question: str
    golds: Sequence[str]
    answerable: bool
    status: str
    confidence: float
    answer: str
    ms: float
    right: bool | None
    why: str | None
    said: str | None
    said_right: bool | None
    cause: str
    holding: str | None
    scores: Mapping[str, float]
    citations: int = 0
    valid_citations: int = 0
    cites_gold: bool | None = None
    kinships: Sequence[str | None] = field(default_factory=list)
    telling: Sequence[bool] = field(default_factory=list)
    documents_cited: float | None = None
    cited: Sequence[str] = field(default_factory=list)
    gold_documents: Sequence[str] = field(default_factory=list)
    sentences: int = 0
    f1: float | None = None
    recall_at: Mapping[str, float] = field(default_factory=dict)
    best_at: Mapping[str, float] = field(default_factory=dict)

    @property
    def abstained(self) -> bool:
        """Whether the user was told that the documents don't say."""
        return self.status == "abstained"


class RowsFile:
    """The rows made so far, and a place for more."""

    def __init__(self, path: Path, made_by: Mapping[str, Any]) -> None:
        self._path = path
        self._made_by = {"format": FORMAT, **made_by}
        self.rows: dict[str, Row] = {}
        if path.is_file() and path.stat().st_size:
            there, rows = read_rows(path)
            if there != self._made_by:
                differing = ", ".join(
                    sorted(k for k in {*there, *self._made_by} if there.get(k) != self._made_by.get(k))
                )
                raise RowsError(
                    f"{path} has rows of another evaluation ({differing} differ). "
                    "Name another file, or delete this one to begin anew."
                )
            self.rows = {row.query_id: row for row in rows}

    @contextmanager
    def adding(self) -> "Iterator[_Adder]":
        """Open the file for more rows; a last line that was cut off goes."""
        lines = [self._made_by, *(asdict(row) for row in self.rows.values())]
        anew = self._path.with_name(f"{self._path.name}.tmp")
        try:
            anew.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
            anew.replace(self._path)  # whole at any moment: the rows may have taken an hour
            with self._path.open("a", encoding="utf-8") as file:
                yield _Adder(self, file)
        except OSError as error:
            raise RowsError(f"{self._path} can't be written: {error.strerror or error}.") from error


class _Adder:
    def __init__(self, rows: RowsFile, file: Any) -> None:
        self._rows = rows
        self._file = file

    def add(self, row: Row) -> None:
        """Keep a row, at once."""
        self._rows.rows[row.query_id] = row
        self._file.write(json.dumps(asdict(row), ensure_ascii=False) + "\n")
        self._file.flush()


def code_digest() -> str:
    """Return a digest of the code that answers and judges: rows of other code aren't gone on with."""
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    for path in sorted(path for room in ("eval", "rag", "index") for path in (root / room).rglob("*.py")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def read_rows(path: Path) -> tuple[dict[str, Any], list[Row]]:
    """Return what made a file's rows, and the rows; a last line that was cut off is left out.

    Raises :class:`eval.errors.RowsError`.
    """
    try:
        lines = path.read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise RowsError(f"{path} can't be read: {error}.") from error
    wrong = f"{path} has no rows of kutip eval answers; make them with --rows."
    parsed = [_parsed(line) for line in lines]
    if parsed and parsed[-1] is None:
        parsed.pop()
    head, *rows = parsed or [None]
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise RowsError(wrong)
    names = {f.name for f in fields(Row)}
    for number, row in enumerate(rows, start=2):
        if not isinstance(row, dict) or set(row) != names:
            raise RowsError(f"{path}, line {number}: this is no row of kutip eval answers.")
    return head, [Row(**row) for row in rows if row]


def _parsed(line: str) -> Any:
    try:
        return json.loads(line)
    except ValueError:
        return None
