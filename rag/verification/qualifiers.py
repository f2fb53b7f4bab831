"""Small words that turn a statement round or weaken it: negations, estimates, plans, conditions, quantifiers."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from index.language.analysis import Token, is_stopword

_REACH = 2  # words of meaning after a qualifier that it bears on
_WORDS = {
    "negation": """tidak bukan belum tak tanpa jangan tiada tidaklah bukanlah nggak gak enggak gagal
        not no never without none neither nor cannot cant wont didnt doesnt dont isnt arent wasnt werent hasnt havent
        hadnt couldnt shouldnt wouldnt fail failed fails""",
    "estimate": """sekitar kira hampir kurang lebih minimal maksimal setidaknya sedikitnya rata paling
        about around almost nearly approximately roughly least most more less over under average""",
    "plan": """akan berencana rencananya direncanakan bakal hendak mungkin diduga kabarnya diperkirakan dapat bisa
        will would plans planned may might could reportedly allegedly possibly probably expected""",
    "condition": "jika kalau apabila bila seandainya if unless",
    "part": "sebagian beberapa kebanyakan separuh some several partly half",
    "whole": "semua seluruh setiap seluruhnya semuanya all every entire each",
    "only": "hanya cuma only just",
}  # fmt: skip
HARMLESS = frozenset({"only"})
"""Qualifiers whose lack on one side hardly changes a sentence."""
_KINDS = {word: kind for kind, words in _WORDS.items() for word in words.split()}
_AMBIGUOUS = frozenset(
    "dapat bisa could lebih kurang over under kira rata more less most paling just setiap each".split()
)
_APPROXIMATE = re.compile(
    r"\b(?:lebih dari|kurang dari|kurang lebih|kira-kira|rata-rata|more than|less than|at least|at most|paling \w+)\b",
    re.IGNORECASE,
)
# Opposites, a pair a line; a claim that has one side where its source has the other says the contrary.
_OPPOSITES = """
naik meningkat bertambah tumbuh melonjak rise rose increase increased grew | turun menurun berkurang menyusut merosot fall fell decrease decreased decline declined dropped
membuka dibuka open opened | menutup ditutup close closed
sebelum before | sesudah setelah usai after
menang won | kalah lost
tiba arrived | berangkat departed
untung laba keuntungan profit | rugi kerugian loss
setuju menyetujui mendukung agreed supported | menolak ditolak menentang rejected opposed
pertama first | terakhir last
mulai dimulai berawal started began | berakhir selesai berhenti ended finished stopped
tertinggi terbesar terbanyak highest largest biggest | terendah terkecil tersedikit lowest smallest
mengizinkan diizinkan allowed permitted | melarang dilarang banned forbidden
gratis free | berbayar paid
utara north | selatan south
timur east | barat west
"""  # noqa: E501 a pair stays on its line
_ANTONYMS = {
    word: (pair, side)
    for pair, line in enumerate(_OPPOSITES.strip().splitlines())
    for side, words in enumerate(line.split("|"))
    for word in words.split()
}


@dataclass(frozen=True, slots=True)
class Qualified:
    """What a sentence's words are qualified by: for each position of a word the kinds that bear on it."""

    kinds: tuple[frozenset[str], ...]


def qualified(words: Sequence[Token], text: str = "") -> Qualified:
    """Return what bears on each of a sentence's words: the qualifiers one or two words of meaning before it."""
    kinds: list[set[str]] = [set() for _ in words]
    spans = [(match.start(), match.end()) for match in _APPROXIMATE.finditer(text)]
    for at, word in enumerate(words):
        kind = _KINDS.get(word.raw)
        if word.raw in _AMBIGUOUS or kind is None:
            kind = "estimate" if any(start <= word.start < end for start, end in spans) else None
        if kind is None:
            continue
        left = _REACH
        for following in range(at + 1, min(at + 6, len(words))):
            between = text[words[following - 1].end : words[following].start] if text else ""
            if left == 0 or any(mark in between for mark in ",;:.("):
                break
            kinds[following].add(kind)
            left -= not is_stopword(words[following].raw)
    return Qualified(tuple(frozenset(each) for each in kinds))


def turned_round(claimed: Sequence[Token], given: Sequence[Token]) -> bool:
    """Tell whether a claim says the contrary of a word of the source, which says no such word itself."""
    here = {_ANTONYMS[word.raw] for word in claimed if word.raw in _ANTONYMS}
    there = {_ANTONYMS[word.raw] for word in given if word.raw in _ANTONYMS}
    return any(
        (pair, 1 - side) in there and (pair, side) not in there and (pair, 1 - side) not in here for pair, side in here
    )
