"""Evaluation sets in the layout of BEIR: ``corpus.jsonl``, ``queries.jsonl``, ``qrels/*.tsv``.

The layout is that of Thakur et al. 2021, "BEIR: a heterogeneous benchmark".

Lines are read one by one. Whatever is wrong is reported with its file and line, before any long work.
"""

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from eval.errors import SetError
from eval.types import CorpusDocument, Qrels, Query

_PREFERRED_QRELS = ("dev.tsv", "test.tsv", "all.tsv")
_HEADER = ("query-id", "corpus-id", "score")


def corpus_file(folder: Path) -> Path:
    """Return the set's ``corpus.jsonl``. Raises :class:`SetError` when the folder has none."""
    path = folder / "corpus.jsonl"
    if not path.is_file():
        raise SetError(
            f"{folder} is no evaluation set: it has no corpus.jsonl. "
            "Give a folder in BEIR's layout: corpus.jsonl, queries.jsonl and qrels/."
        )
    return path


def queries_file(folder: Path) -> Path:
    """Return the set's ``queries.jsonl``. Raises :class:`SetError` when the folder has none."""
    path = folder / "queries.jsonl"
    if not path.is_file():
        raise SetError(f"{folder} has no queries.jsonl. Name the file of queries with --queries.")
    return path


def qrels_file(folder: Path) -> Path:
    """Return the set's qrels: ``dev.tsv``, else ``test.tsv``, else ``all.tsv``, else the only one.

    Raises :class:`SetError` when that doesn't decide it.
    """
    there = sorted(path.name for path in (folder / "qrels").glob("*.tsv"))
    for name in _PREFERRED_QRELS:
        if name in there:
            return folder / "qrels" / name
    if len(there) == 1:
        return folder / "qrels" / there[0]
    if there:
        raise SetError(f"{folder}/qrels has several files ({', '.join(there)}). Choose one with --qrels.")
    raise SetError(f"{folder} has no qrels/*.tsv. Name the file of judgements with --qrels.")


def read_corpus(path: Path) -> Iterator[CorpusDocument]:
    """Yield the documents of a ``corpus.jsonl`` in its order. Raises :class:`SetError`."""
    seen: set[str] = set()
    for place, row in _rows(path):
        doc_id = _identifier(row, place, seen)
        yield CorpusDocument(doc_id, _text(row, "title", place, ""), _text(row, "text", place))


def read_queries(path: Path) -> dict[str, Query]:
    """Return the queries of a ``queries.jsonl`` by id, in its order. Raises :class:`SetError`."""
    queries: dict[str, Query] = {}
    seen: set[str] = set()
    for place, row in _rows(path):
        query_id = _identifier(row, place, seen)
        queries[query_id] = _query(query_id, row, place)
    if not queries:
        raise SetError(f"{path} has no queries.")
    return queries


def read_qrels(path: Path) -> dict[str, dict[str, int]]:
    """Return the judgements of a tab-separated file with BEIR's header or TREC's four columns.

    Grades below 1 are kept: they say "judged, not relevant". Raises :class:`SetError`.
    """
    qrels: dict[str, dict[str, int]] = {}
    for number, line in _lines(path):
        fields = line.split("\t") if "\t" in line else line.split()
        if number == 1 and tuple(fields) == _HEADER:
            continue
        if len(fields) == 4:  # TREC: query, iteration, document, grade
            fields = [fields[0], *fields[2:]]
        if len(fields) != 3:
            raise SetError(
                f"{path}, line {number}: {len(fields)} fields where qrels have three (query-id, corpus-id, "
                "score, between tabs) or TREC's four."
            )
        query_id, doc_id, grade = (field.strip() for field in fields)
        if not re.fullmatch(r"-?\d+", grade):
            raise SetError(f"{path}, line {number}: the score {grade!r} is no whole number.")
        if doc_id in qrels.setdefault(query_id, {}):
            raise SetError(f"{path}, line {number}: {doc_id} was judged for {query_id} before. Remove one of the two.")
        qrels[query_id][doc_id] = int(grade)
    return qrels


def relevant(qrels: Qrels) -> dict[str, dict[str, int]]:
    """Return the judgements of those queries for which there is a relevant document to be found."""
    return {query: dict(grades) for query, grades in qrels.items() if any(grade > 0 for grade in grades.values())}


def _query(query_id: str, row: Mapping[str, Any], place: str) -> Query:
    history = row.get("history") or []
    docs = list(row.get("docs") or ([row["gold_doc"]] if row.get("gold_doc") else []))
    need = row.get("need") or []
    try:
        turns = tuple((turn["role"], turn["content"]) for turn in history)
        for group in need:
            for pattern in group:
                re.compile(pattern)
    except (KeyError, TypeError) as error:
        raise SetError(f"{place}: history is a list of {{role, content}} and need one of lists of patterns.") from error
    except re.error as error:
        raise SetError(f"{place}: {error.pattern!r} in need is no regular expression ({error}).") from error
    return Query(
        query_id=query_id,
        text=_question(row, place),
        kind=row.get("kind"),
        split=row.get("split"),
        history=turns,
        answerable=row.get("answerable"),
        answers=tuple(str(answer) for answer in row.get("answers") or ()),
        need=tuple(tuple(group) for group in need),
        docs=tuple(docs),
        group=row.get("group") or (docs[0] if docs else None),
    )


def _question(row: Mapping[str, Any], place: str) -> str:
    text = _text(row, "text", place)
    if not text.strip():
        raise SetError(f"{place}: the text of the query is empty.")
    return text


def _identifier(row: Mapping[str, Any], place: str, seen: set[str]) -> str:
    value = row.get("_id")
    if isinstance(value, int):
        value = str(value)
    if not isinstance(value, str) or not value:
        raise SetError(f"{place}: there is no _id. Every line needs one, a string.")
    if len(value.split()) != 1 or value != value.strip():
        raise SetError(f"{place}: the _id {value!r} has white space, which a TREC run has no place for. Rename it.")
    if value in seen:
        raise SetError(f"{place}: the _id {value!r} was there before. Ids are unique.")
    seen.add(value)
    return value


def _text(row: Mapping[str, Any], field: str, place: str, default: str | None = None) -> str:
    value = row.get(field, default)
    if not isinstance(value, str):
        raise SetError(f"{place}: {field} is {'missing' if value is None else 'not a string'}.")
    return value.encode("utf-8", "replace").decode("utf-8")  # JSON may hold half a surrogate pair


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for number, line in _lines(path):
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except ValueError as error:
            raise SetError(f"{place}: this is no JSON ({error}).") from error
        if not isinstance(row, dict):
            raise SetError(f"{place}: this is no JSON object.")
        yield place, row


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Yield ``(number from 1, line)`` of the lines that aren't blank."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, start=1):
                if line.strip():
                    yield number, line.rstrip("\r\n")
    except OSError as error:
        raise SetError(f"{path} can't be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise SetError(f"{path} is not UTF-8 ({error.reason} at byte {error.start}).") from error
