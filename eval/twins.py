"""Which documents of a corpus tell the same: news are told several times, and either telling may be cited.

A document is another's twin when it repeats its words (shingles), or when it tells the same story in words of
its own, as :mod:`rag.stories` sees it from names, numbers and dates.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal
from zlib import crc32

from eval.corpora import COLLECTION
from eval.normalise import words
from index.passage_index import PassageIndex
from index.types import Document
from rag.stories import Account, same_stories

Kinship = Literal["gold", "copy", "story"]

_SHINGLE = 5  # words
_COPIED = 0.5  # of the shorter text's shingles that a copy has, too (Broder 1997, containment)
_PAGE = 500  # documents listed at once


class Twins:
    """Tells for cited documents whether they are, or repeat, one that holds the answer."""

    def __init__(self, index: PassageIndex) -> None:
        self._index = index
        self._by_uri: dict[str, Document] = {}
        after: str | None = None
        while page := index.documents(COLLECTION, _PAGE, after):
            self._by_uri |= {document.uri: document for document in page}
            after = page[-1].uri

    def kinship(self, uri: str, gold: Sequence[str]) -> Kinship | None:
        """Return how a document is related to the gold ones: one of them, a copy, or the same story; None if not.

        An entry ``a|b`` of ``gold`` means either; a name may be the end of a uri.
        """
        names = [name for entry in gold for name in entry.split("|")]
        if any(is_named(uri, name) for name in names):
            return "gold"
        document = self._by_uri.get(uri)
        others = [known for name in names for known in self._named(name)]
        if document is None or not others:
            return None
        if any(self._copied(document.doc_id, other.doc_id) for other in others):
            return "copy"
        ours = Account(document, self._text(document.doc_id))
        for other in others:
            stories = same_stories([ours, Account(other, self._text(other.doc_id))])
            if len(set(stories.values())) == 1:
                return "story"
        return None

    def texts(self, gold: Sequence[str]) -> list[str]:
        """Return the texts of the gold documents that the corpus has."""
        return [self._text(known.doc_id) for entry in gold for name in entry.split("|") for known in self._named(name)]

    def _named(self, name: str) -> list[Document]:
        if name in self._by_uri:
            return [self._by_uri[name]]
        return [document for uri, document in self._by_uri.items() if is_named(uri, name)]

    def _copied(self, one: str, other: str) -> bool:
        ours, theirs = _shingles(self._text(one)), _shingles(self._text(other))
        fewer = min(len(ours), len(theirs))
        return bool(fewer) and len(ours & theirs) >= _COPIED * fewer

    def _text(self, doc_id: str) -> str:
        return self._index.text(doc_id)[1]


def is_named(uri: str, name: str) -> bool:
    """Tell whether a name means a document: its uri, or the end of it."""
    return uri == name or uri.endswith(f"/{name}")


@lru_cache(maxsize=2000)
def _shingles(text: str) -> frozenset[int]:
    """Return the hashes of a text's runs of :data:`_SHINGLE` words."""
    found = words(text)
    return frozenset(crc32(" ".join(found[at : at + _SHINGLE]).encode()) for at in range(len(found) - _SHINGLE + 1))
