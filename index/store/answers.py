"""Answers as they were given, and what people said of them.

An answer's body is JSON that only :mod:`index.store.redaction` looks into: a document that is deleted takes
its words along, out of every answer that consulted it, in the same transaction.
"""

import json
from dataclasses import dataclass

import apsw

from index.errors import UnknownAnswerError
from index.store.database import Database, now
from index.store.redaction import with_own_words, without_documents, without_echoes


@dataclass(frozen=True, slots=True)
class SourceChange:
    """A version that an answer consulted and that isn't the document's current one; ``current`` None: deleted."""

    doc_id: str
    version: str
    current: str | None


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer as it is kept: its JSON, what was asked (JSON, None from before that was kept), and the changes."""

    body: str
    asked: str | None
    changes: list[SourceChange]


class AnswerLog:
    """Keeps each answer under its id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer_id: str, body: str, asked: str | None = None) -> None:
        """Store an answer's JSON, and the question's as it has to be asked again."""
        with self._database.transaction() as write:
            write.execute("INSERT INTO answer VALUES (?, ?, ?, ?)", (answer_id, now(), body, asked))
            write.execute(
                """INSERT OR IGNORE INTO answer_source (answer_id, doc_id, version)
                   SELECT ?1, s.value ->> 'doc_id', s.value ->> 'version' FROM json_each(?2, '$.sources') s""",
                (answer_id, body),
            )
            self._forget(write, "s.answer_id = ?", (answer_id,))  # a document may be gone since it was consulted

    def get(self, answer_id: str) -> str:
        """Return an answer's JSON as it was given. Raises :class:`UnknownAnswerError`."""
        return self.kept(answer_id).body

    def kept(self, answer_id: str) -> Kept:
        """Return an answer with what has become of its sources. Raises :class:`UnknownAnswerError`."""
        with self._database.snapshot() as read:
            row = read.execute("SELECT body, asked FROM answer WHERE answer_id = ?", (answer_id,)).fetchone()
            if not row:
                raise UnknownAnswerError(f"There is no answer {answer_id!r}.")
            changes = read.execute(
                """SELECT s.doc_id, s.version, d.version FROM answer_source s LEFT JOIN document d USING (doc_id)
                   WHERE s.answer_id = ? AND d.version IS NOT s.version ORDER BY s.doc_id, s.version""",
                (answer_id,),
            ).fetchall()
        return Kept(
            str(row[0]),
            None if row[1] is None else str(row[1]),
            [SourceChange(str(d), str(v), None if c is None else str(c)) for d, v, c in changes],
        )

    def forget_deleted(self, write: apsw.Connection, doc_id: str | None = None) -> None:
        """Take the words of a deleted document, or of all that are gone, out of the answers that consulted them."""
        if doc_id is None:
            self._forget(write, "1", ())
        else:
            self._forget(write, "s.doc_id = ?", (doc_id,))

    def forget_leftovers(self) -> None:
        """Do so for documents that an earlier version of kutip deleted without it."""
        with self._database.transaction() as write:
            self.forget_deleted(write)

    def add_feedback(self, answer_id: str, body: str) -> None:
        """Store what a person said of an answer, as JSON."""
        self.get(answer_id)
        with self._database.transaction() as write:
            write.execute(
                "INSERT INTO feedback (answer_id, created_at, body) VALUES (?, ?, ?)", (answer_id, now(), body)
            )

    def _forget(self, write: apsw.Connection, which: str, values: tuple[str, ...]) -> None:
        held = write.execute(
            f"""SELECT s.answer_id, json_group_array(DISTINCT s.doc_id) FROM answer_source s
                WHERE {which} AND NOT s.forgotten AND NOT EXISTS (SELECT 1 FROM document d WHERE d.doc_id = s.doc_id)
                GROUP BY s.answer_id""",  # noqa: S608 the clauses are the two above
            values,
        ).fetchall()
        taken: list[str] = []
        for answer_id, doc_ids in held:  # one at a time: many answers may have consulted a document
            body, asked = write.execute("SELECT body, asked FROM answer WHERE answer_id = ?", (answer_id,)).get
            answer = json.loads(body)
            taken += without_documents(answer, set(json.loads(str(doc_ids))))
            with_own_words(answer, json.loads(asked) if asked else None)
            write.execute("UPDATE answer SET body = ? WHERE answer_id = ?", (_dumped(answer), answer_id))
            write.execute(
                """UPDATE answer_source SET forgotten = 1
                   WHERE answer_id = ? AND doc_id IN (SELECT value FROM json_each(?))""",
                (answer_id, doc_ids),
            )
        if taken:
            _forget_echoes(write, taken)


def _forget_echoes(write: apsw.Connection, taken: list[str]) -> None:
    """Empty the earlier turns of other questions that repeat what was taken out of the answers."""
    rows = write.execute(
        "SELECT answer_id, body, asked FROM answer WHERE asked LIKE '%\"assistant\"%'",
    ).fetchall()
    for answer_id, body, asked_body in rows:
        asked, answer = json.loads(str(asked_body)), json.loads(str(body))
        if without_echoes(asked, taken):
            with_own_words(answer, asked)
            write.execute(
                "UPDATE answer SET body = ?, asked = ? WHERE answer_id = ?",
                (_dumped(answer), _dumped(asked), answer_id),
            )


def _dumped(body: object) -> str:
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))
