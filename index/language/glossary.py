"""The English–Indonesian glossary: what a word or phrase is called in the other language.

The words stand in ``glossary_en_id.tsv`` (common ones) and ``glossary_en_id_more.tsv``, written for this project.
They let a question find text in
the other language by its words where the embedding model speaks only one of the two.
"""

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from importlib import resources

Phrase = tuple[str, ...]


@lru_cache(maxsize=1)
def entries() -> list[tuple[Phrase, list[Phrase]]]:
    """Return ``(English phrase, Indonesian equivalents)``, phrases as tuples of lower-case words."""
    return [*core(), *_rows("glossary_en_id_more.tsv")]


@lru_cache(maxsize=1)
def core() -> list[tuple[Phrase, list[Phrase]]]:
    """Return the entries of common words only: the stemmer learns its families from them.

    Rarer words would teach it families that aren't any.
    """
    return _rows("glossary_en_id.tsv")


@lru_cache(maxsize=1)
def english_to_indonesian() -> Mapping[Phrase, list[Phrase]]:
    """Return the Indonesian equivalents of each English phrase, best first."""
    return dict(entries())


@lru_cache(maxsize=1)
def indonesian_to_english() -> Mapping[Phrase, list[Phrase]]:
    """Return the English equivalents of each Indonesian phrase."""
    table: defaultdict[Phrase, list[Phrase]] = defaultdict(list)
    for english, indonesian in entries():
        for phrase in indonesian:
            table[phrase].append(english)
    return dict(table)


@lru_cache(maxsize=1)
def indonesian_words() -> frozenset[str]:
    """Return every single Indonesian word of the glossary."""
    return frozenset(phrase[0] for _, words in entries() for phrase in words if len(phrase) == 1)


def _rows(name: str) -> list[tuple[Phrase, list[Phrase]]]:
    rows = []
    text = (resources.files("index.language") / name).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line and not line.startswith("#"):
            english, _, indonesian = line.partition("\t")
            rows.append((_phrase(english), [_phrase(word) for word in indonesian.split("|")]))
    return rows


def _phrase(text: str) -> Phrase:
    return tuple(text.strip().casefold().split())
