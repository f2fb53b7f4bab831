"""From text to the terms that lexical search matches.

A token is folded (case, accents, width), and stemmed by its text's language. Raw and stemmed terms
are kept apart, so that an exact match can count for more.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from index.language import english, indonesian
from index.language.stopwords import ENGLISH, INDONESIAN

# Numbers keep their separators ("1.250.000", "4.0", "29/10/2025"); words keep inner apostrophes and
# hyphens are split, so that "anak-anak" gives its root twice.
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+(?:[’'][^\W\d_]+)*|[^\W_]+", re.UNICODE)
_LONGEST_TERM = 64


@dataclass(frozen=True, slots=True)
class Token:
    """One token: its place in the text, folded form and stem."""

    start: int
    end: int
    text: str
    raw: str
    stem: str

    @property
    def is_name(self) -> bool:
        """Whether it is written like a name or an acronym: it begins with a capital."""
        return self.text[0].isupper()

    @property
    def is_number(self) -> bool:
        """Whether it begins with a digit."""
        return self.text[0].isdigit()


def tokens(text: str, language: str | None) -> list[Token]:
    """Return the tokens of ``text`` in order; ``language`` is an ISO 639-1 code or None."""
    found = []
    for match in _TOKEN.finditer(text):
        raw = fold(match.group())[:_LONGEST_TERM]
        if raw:
            found.append(Token(match.start(), match.end(), match.group(), raw, stem(raw, language)))
    return found


@lru_cache(maxsize=200_000)
def fold(word: str) -> str:
    """Return the word without case, accents and width variants; a possessive ``'s`` goes too."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c) and not c.isspace()).replace("’", "'")
    return plain.removesuffix("'s").replace("'", "")


def stem(raw: str, language: str | None) -> str:
    """Return the stem of a folded word in the given language: Indonesian, else English."""
    if raw[0].isdigit():
        return raw.rstrip(".,")
    return indonesian.stem(raw) if language == "id" else english.stem(raw)


def is_stopword(raw: str) -> bool:
    """Tell whether a folded word carries no meaning of its own in Indonesian or English."""
    return raw in INDONESIAN or raw in ENGLISH
