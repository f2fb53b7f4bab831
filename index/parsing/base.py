"""The boundary where file formats plug in."""

from collections.abc import Collection
from typing import Protocol

from index.types import ParsedDocument


class Parser(Protocol):
    """Turns the bytes of one format into a document.

    A parser is pure: it reads nothing but the bytes it is given and fetches nothing. It raises
    :class:`index.errors.UnreadableFileError` with a reason that a person can act on, and nothing else,
    for bytes that it can't read. Whatever offsets it keeps count in the ``text`` that it returns.
    """

    media_type: str
    suffixes: Collection[str]  # lower case, with the dot

    def parse(self, data: bytes) -> ParsedDocument:
        """Return the document that ``data`` holds; ``text`` has ``\\n`` line ends and no NUL."""
        ...
