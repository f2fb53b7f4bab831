"""The boundary where file formats plug in."""

import re
from collections.abc import Collection
from typing import Protocol

from index.types import ParsedDocument

_LANGUAGE_TAG = re.compile(r"([A-Za-z]{2})(?![A-Za-z])")


def language_code(tag: str) -> str | None:
    """Return the ISO 639-1 code that a language tag (``id-ID``) begins with, or None."""
    match = _LANGUAGE_TAG.match(tag)
    return match.group(1).lower() if match else None


class Parser(Protocol):
    """Turns the bytes of one format into a document.

    A parser is pure: it reads nothing but the bytes it is given and fetches nothing. It raises
    :class:`index.errors.UnreadableFileError` with a reason that a person can act on, and nothing else,
    for bytes that it can't read. Whatever offsets it keeps count in the ``text`` that it returns.
    """

    @property
    def media_type(self) -> str:
        """What the format is called in HTTP."""
        ...

    @property
    def suffixes(self) -> Collection[str]:
        """The file name's ends that mean this format: lower case, with the dot."""
        ...

    def parse(self, data: bytes) -> ParsedDocument:
        """Return the document that ``data`` holds; ``text`` ends its lines as Unix does and has no NUL."""
        ...
