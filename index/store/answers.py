"""Answers as they were given, and what people said of them. The bodies are JSON that this room doesn't read."""

from index.errors import UnknownAnswerError
from index.store.database import Database, now


class AnswerLog:
    """Keeps each answer under its id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, answer_id: str, body: str) -> None:
        """Store an answer's JSON."""
        with self._database.transaction() as write:
            write.execute("INSERT INTO answer VALUES (?, ?, ?)", (answer_id, now(), body))

    def get(self, answer_id: str) -> str:
        """Return an answer's JSON as it was given. Raises :class:`UnknownAnswerError`."""
        row = self._database.reader.execute("SELECT body FROM answer WHERE answer_id = ?", (answer_id,)).fetchone()
        if not row:
            raise UnknownAnswerError(f"There is no answer {answer_id!r}.")
        return str(row[0])

    def add_feedback(self, answer_id: str, body: str) -> None:
        """Store what a person said of an answer, as JSON."""
        self.get(answer_id)
        with self._database.transaction() as write:
            write.execute(
                "INSERT INTO feedback (answer_id, created_at, body) VALUES (?, ?, ?)", (answer_id, now(), body)
            )
