"""Which documents tell the same story: several outlets, one event.

Rewording changes verbs and order but keeps who, how many and when. Two documents tell one story when the
smaller one's names and numbers are mostly in the other, and their dates don't speak against it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.language.analysis import tokens
from index.language.indonesian import is_root
from index.types import Document

_READ = 12_000  # characters of each document that are compared
_FEWEST = 8  # names and numbers that a document must have to be compared at all
_SHARED = 0.5  # of the smaller document's that the other has


@dataclass(frozen=True, slots=True)
class Account:
    """A document and its text, as one teller of a story."""

    document: Document
    text: str


def same_stories(accounts: Sequence[Account]) -> dict[str, int]:
    """Return each document's story as a number; documents of one story have the same one."""
    marks = [_marks(account.text[:_READ], account.document.language) for account in accounts]
    story = list(range(len(accounts)))
    for i in range(len(accounts)):
        for j in range(i):
            if story[i] != story[j] and _same(accounts[i], accounts[j], marks[i], marks[j]):
                old, new = story[i], story[j]
                story = [new if number == old else number for number in story]
    return {account.document.doc_id: number for account, number in zip(accounts, story, strict=True)}


@lru_cache(maxsize=4096)
def _marks(text: str, language: str | None) -> frozenset[str]:
    """Return the names, acronyms and numbers of a text, folded; kept, because a document is met again and again."""
    found: set[str] = set()
    for at, token in enumerate(tokens(text, language)):
        begins = at == 0 or text[max(0, token.start - 2) : token.start].strip(" \n“\"'(") in {".", "!", "?", ":"}
        if token.is_number or (token.is_name and not begins and not is_root(token.raw)):
            found.add(token.raw)
    return frozenset(found)


def _same(a: Account, b: Account, marks_a: frozenset[str], marks_b: frozenset[str]) -> bool:
    fewer = min(len(marks_a), len(marks_b))
    if fewer < _FEWEST or len(marks_a & marks_b) < _SHARED * fewer:
        return False
    return _dates_agree(a.document.published_at, b.document.published_at)


def _dates_agree(a: str | None, b: str | None) -> bool:
    """Tell whether two dates may be of one event: the same as far as both are given, at least by month."""
    if not a or not b:
        return True
    length = min(len(a), len(b), len("2025-10"))
    return a[:length] == b[:length]
