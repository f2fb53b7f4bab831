"""Plain text in any charset."""

from index.language.dates import published_at
from index.parsing.charset import decode
from index.types import ParsedDocument

_LONGEST_TITLE = 160


class TextParser:
    """Plain text: stored as it is; a first line that stands alone is the title."""

    media_type = "text/plain"
    suffixes = (".txt", ".text")

    def parse(self, data: bytes) -> ParsedDocument:
        """Return the text with its title and date where it gives them."""
        text = decode(data)
        return ParsedDocument(text=text, title=_title(text), published_at=published_at(text))


def _title(text: str) -> str | None:
    first, _, rest = text.lstrip("\n").partition("\n")
    first = first.strip()
    alone = not rest.strip("\n") or rest.startswith("\n") or not rest.split("\n", 1)[0].strip()
    return first if first and alone and len(first) <= _LONGEST_TITLE and first[-1] not in ".;," else None
