"""What a document calls its people and offices besides their full names.

News introduces a name once and then says it shorter: *Kementerian Luar Negeri (Kemenlu)* goes on as *Kemenlu*,
*Kepala Balai, Rina Lestari* as *Rina*, and a sentence later as *ia*.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from index.language.analysis import Token, is_stopword, tokens

_READ = 40_000  # characters of a document that are read for introductions
_MOST_WORDS = 8  # of what an acronym stands for
OFFICES = frozenset(
    """direktur dirjen direktorat bupati walikota wali gubernur presiden menteri wakil wamen ketua kepala sekretaris
    sekjen perwakilan duta dubes konsul komandan kapolres kapolda kapolri panglima rektor dekan guru dosen pendiri
    pelatih manajer ceo koordinator juru jubir camat lurah anggota peneliti pakar pengamat peserta penulis sutradara
    deputi staf asisten pengelola pemilik warga director mayor regent governor president minister deputy vice chair
    chairman chairwoman chairperson head chief secretary ambassador consul spokesperson spokesman spokeswoman coach
    founder owner manager coordinator professor lecturer researcher analyst expert author officer captain commander
    member principal editor resident engineer teacher""".split()
)
_PRONOUN = re.compile(
    r"""^[“"'‘]?(?:ia|dia|beliau|mereka|menurut(?:nya|\s+dia)|he|she|they|(?:his|her|their)\b)\b""", re.IGNORECASE
)
_BRACKETED = re.compile(r"\(([A-Z][A-Za-z]{1,11})(?:\s+[A-Z]{2})?\)|\b([A-Z]{2,10})\s+\(([A-Z][^()]{5,80})\)")


@dataclass(frozen=True, slots=True)
class Aliases:
    """``acronyms``: a short form's stem → the long form's stems. ``titles``: a name's stem → its office's stems."""

    acronyms: tuple[tuple[str, tuple[str, ...]], ...]
    titles: tuple[tuple[str, frozenset[str]], ...]


@lru_cache(maxsize=2048)
def aliases(text: str, language: str | None) -> Aliases:
    """Return the introductions a document makes; kept, because documents are met again and again."""
    text = text[:_READ]
    return Aliases(tuple(_acronyms(text, language).items()), tuple(_titles(text, language).items()))


def begins_with_pronoun(text: str) -> bool:
    """Tell whether a sentence's subject is a personal pronoun, so that the one before it says who."""
    return bool(_PRONOUN.match(text))


def _acronyms(text: str, language: str | None) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for match in _BRACKETED.finditer(text):
        after, before, bracketed = match.groups()
        short = tokens(after or before, language)
        if after:
            stretch = text[max(0, match.start() - 160) : match.start()].rpartition("\n")[2]
            long = _expansion(after, tokens(stretch, language))
        else:
            long = _expansion(before, tokens(bracketed, language), whole=True)
        if short and long:
            found.setdefault(short[0].stem, tuple(token.stem for token in long))
    return found


def _expansion(short: str, words: list[Token], *, whole: bool = False) -> list[Token]:
    """Return the last few words of which ``short`` is made, or none.

    Its letters have to be found in them in order, and its first letter has to begin them.
    """
    lengths = [len(words)] if whole else range(2, min(_MOST_WORDS, len(words)) + 1)
    for length in lengths:
        chosen = words[-length:]
        if not 2 <= length <= _MOST_WORDS or chosen[0].raw[0] != short[0].casefold() or is_stopword(chosen[0].raw):
            continue
        letters = iter("".join(word.raw for word in chosen))
        initials = [word.raw[0] for word in chosen if not is_stopword(word.raw)]
        made = all(letter in letters for letter in short.casefold())
        if made and (not short.isupper() or len(short) <= 1.5 * len(initials)):
            return chosen
    return []


def _titles(text: str, language: str | None) -> dict[str, frozenset[str]]:
    """Return the office of each name that is introduced with one: before it, or after it behind a comma."""
    found: dict[str, frozenset[str]] = {}
    for line in text.splitlines():
        words = tokens(line, language)
        for at, word in enumerate(words):
            if word.raw not in OFFICES or (at and words[at - 1].raw in OFFICES):
                continue
            run = _run(line, words, at)
            before = _name_before(line, words, at)
            closed = line[words[run - 1].end :][:1] in {"", ",", "."}  # "Rina Lestari, perwakilan Balai Kota Sawo, …"
            name = (before if closed else []) or _name_after(line, words, at, run) or before
            title = frozenset(w.stem for w in words[at:run] if w not in name and not is_stopword(w.raw))
            for part in name:
                found[part.stem] = found.get(part.stem, frozenset()) | title
    return found


def _run(line: str, words: list[Token], at: int) -> int:
    """Return where the words of an office end: at a stop word, a mark, or ten words on."""
    end = at + 1
    while end < len(words) and end - at < 10:
        between = line[words[end - 1].end : words[end].start]
        named = words[end].is_name or words[end].raw in OFFICES
        if (
            between.strip(" /")
            or not (named or (end - at < 5 and not words[at].is_name))
            or is_stopword(words[end].raw)
        ):
            break
        end += 1
    return end


def _name_after(line: str, words: list[Token], at: int, run: int) -> list[Token]:
    """Return the name behind an office: "Kepala Balai, *Rina Lestari*", "Bupati Sawo *Rina Lestari*"."""
    if run < len(words) and line[words[run - 1].end : words[run].start] == ", ":
        name = _capitals(line, words, run)
        if len(name) >= 2:
            return name
    own = [word for word in words[at + 1 : run] if word.is_name and word.raw not in OFFICES]
    return own[-2:] if len(own) >= 2 and words[run - 1] is own[-1] else []


def _name_before(line: str, words: list[Token], at: int) -> list[Token]:
    """Return the name that an office explains: "*Rina Lestari*, perwakilan Balai …"."""
    if not at or words[at].is_name or not line[words[at - 1].end : words[at].start].startswith(","):
        return []
    start = at
    while (
        start and words[start - 1].is_name and (start == at or line[words[start - 1].end : words[start].start] == " ")
    ):
        start -= 1
    if is_stopword(words[start].raw):  # "In Sawo Bay, coach Rina Lestari, …"
        return []
    return words[start:at] if at - start in (2, 3, 4) else []


def _capitals(line: str, words: list[Token], start: int) -> list[Token]:
    end = start
    while (
        end < len(words) and words[end].is_name and (end == start or line[words[end - 1].end : words[end].start] == " ")
    ):
        end += 1
    return [word for word in words[start:end] if word.raw not in OFFICES]
