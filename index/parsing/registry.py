"""Which parser reads which file."""

import re
from pathlib import PurePosixPath

from index.errors import UnreadableFileError
from index.language.detect import detect
from index.language.sentences import paragraph_spans
from index.parsing.base import Parser
from index.parsing.html import HtmlParser
from index.parsing.markdown import MarkdownParser
from index.parsing.text import TextParser
from index.types import ParsedDocument

PARSERS: tuple[Parser, ...] = (TextParser(), MarkdownParser(), HtmlParser())
SUFFIXES = tuple(suffix for parser in PARSERS for suffix in parser.suffixes)
_LONGEST_TITLE = 90
_DATE_HEADER = re.compile(r"^date\W{1,3}[\d/-]+\s+", re.IGNORECASE)


def parser_for(name: str) -> Parser:
    """Return the parser for a file name; a name without a suffix is plain text.

    Raises :class:`UnreadableFileError` for a suffix that no parser reads.
    """
    suffix = PurePosixPath(name).suffix.lower()
    for parser in PARSERS:
        if suffix in parser.suffixes:
            return parser
    if not suffix:
        return PARSERS[0]
    raise UnreadableFileError(f"kutip can't read {suffix} files; it reads {', '.join(SUFFIXES)}.")


def parse(name: str, data: bytes) -> ParsedDocument:
    """Return the document in ``data``, complete: with a title and a language even where the file names none.

    Raises :class:`UnreadableFileError` when nothing in it could ever be quoted.
    """
    parser = parser_for(name)
    if not data.strip():
        raise UnreadableFileError("The file is empty.")
    parsed = parser.parse(data)
    if not any(character.isalnum() for character in parsed.text):
        raise UnreadableFileError("The file has no words to quote.")
    return complete(parsed, name)


def complete(parsed: ParsedDocument, name: str) -> ParsedDocument:
    """Return ``parsed`` with a title (its first words) and a language (detected) where it lacks them."""
    return ParsedDocument(
        text=parsed.text,
        title=" ".join((parsed.title or "").split()) or _first_words(parsed.text) or name,
        author=parsed.author,
        published_at=parsed.published_at,
        language=parsed.language or detect(parsed.text),
    )


def _first_words(text: str) -> str:
    spans = paragraph_spans(text[:5000])
    longest = next(((s, e) for s, e in spans if e - s > 60), spans[0] if spans else (0, 0))
    line = _DATE_HEADER.sub("", " ".join(text[longest[0] : longest[1]].split()))
    if len(line) <= _LONGEST_TITLE:
        return line
    return line[:_LONGEST_TITLE].rsplit(" ", 1)[0].rstrip(",;:") + "…"
