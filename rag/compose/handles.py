"""The names under which a model knows the sources of one request, and their marks in what it writes.

Each source gets four random letters, drawn anew for every request: no planted text and no memory can guess
them, and a ``[1]`` in a document names nothing.
"""

import re
import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_LETTERS = "bcdfghjkmnpqrstvwxz"  # no vowel, so that no word comes out
_LENGTH = 4
_SQUARE, _SQUARE_END = "[【〔⟦❲〚﹝⁅「『", "]】〕⟧❳〛﹞⁆」』"
_ROUND, _ROUND_END = "({⟨〈‹<", ")}⟩〉›>"
_OPEN, _CLOSE = re.escape(_SQUARE + _ROUND), re.escape(_SQUARE_END + _ROUND_END)
_LABEL = r"(?:sumber|sources?|dokumen|documents?|docs?|ref(?:erences?)?|rujukan|cites?|cf|see|lihat|id|handles?)"
_TOKEN = rf"(?:[^\W\d_aeiouAEIOU]{{{_LENGTH}}}|\d+)"
# A bracket with nothing in it but labels, separators, what looks like a handle, a number, and more brackets.
_GROUP = re.compile(
    rf"[{_OPEN}](?:[{_OPEN}{_CLOSE}]|[\s,;:.&|/+^#@*_=\"'`-]|(?:{_LABEL}|and|dan|{_TOKEN})(?!\w))*+", re.IGNORECASE
)
_TOKENS = re.compile(rf"(?<!\w){_TOKEN}(?!\w)")
_ASIDE = re.compile(rf"[{re.escape(_SQUARE)}][^{_OPEN}{_CLOSE}\n]{{0,80}}[{re.escape(_SQUARE_END)}]")
_LONGEST_GROUP = 200  # characters that an open bracket is waited for to close
_OPENED = re.compile(rf"[{_OPEN}][^{_CLOSE}\n]*\Z")
_BEGUN = re.compile(rf"[{_OPEN}](?:{_LABEL}|[{_OPEN}\s,;:^#@-]|\d|[^\W\d_aeiouAEIOU])*+\Z", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``text[start:end]`` that names sources, by their numbers; none when they are unknown."""

    start: int
    end: int
    sources: tuple[int, ...]


class Handles:
    """The handles of one request: ``names[i]`` stands for source ``i + 1``."""

    def __init__(self, names: Sequence[str]) -> None:
        self.names = tuple(names)
        self._numbers = {name: number for number, name in enumerate(names, start=1)}
        known = "|".join(map(re.escape, names)) or r"(?!)"
        self._known = re.compile(known, re.IGNORECASE)
        self._bare = re.compile(rf"(?:(?<!\w){_LABEL}[\s:#]*)?[\^#@]?(?:{known})", re.IGNORECASE)

    @classmethod
    def draw(cls, count: int, texts: Sequence[str], choose: Callable[[str], str] = secrets.choice) -> "Handles":
        """Return ``count`` new handles, none of which occurs in ``texts``."""
        taken = "\n".join(texts).casefold()
        names: list[str] = []
        while len(names) < count:
            name = "".join(choose(_LETTERS) for _ in range(_LENGTH))
            if name not in taken and name not in names:
                names.append(name)
        return cls(names)

    def marks(self, text: str) -> list[Mark]:
        """Return the marks in a text, in order; they don't overlap.

        A handle counts in any bracket, with others, with a label or a remark, and without a bracket. What
        stands in a square bracket and looks like a handle or a number is a mark, too, of nothing.
        """
        found: list[Mark] = []
        at = 0
        while match := _GROUP.search(text, at):
            group = _balanced(match.group())
            at = match.start() + len(group) if group else match.end()
            numbers = self._numbered(group)
            squared = any(sign in _SQUARE for sign in group)
            if numbers or (squared and (_TOKENS.search(group) or not group.strip(_SQUARE + _SQUARE_END + " "))):
                found.append(Mark(match.start(), at, numbers))
        masked = masked_out(text, found)
        found += [Mark(m.start(), m.end(), n) for m in _ASIDE.finditer(masked) if (n := self._numbered(m.group()))]
        masked = masked_out(masked, found)
        found += [Mark(m.start(), m.end(), self._numbered(m.group())) for m in self._bare.finditer(masked)]
        return sorted(found, key=lambda mark: mark.start)

    def held(self, text: str) -> int:
        """Return from where on a text's end may be a mark that isn't whole yet; its length when there is none."""
        match = _OPENED.search(text, max(0, len(text) - _LONGEST_GROUP))
        return match.start() if match else len(text)

    def without_begun(self, text: str) -> str:
        """Return a text that has ended without the half mark at its end; handles that are whole stay."""
        match = _BEGUN.search(text, max(0, len(text) - _LONGEST_GROUP))
        if not match:
            return text
        return " ".join([text[: match.start()].rstrip(), *self._known.findall(match.group())])

    def _numbered(self, text: str) -> tuple[int, ...]:
        return tuple(dict.fromkeys(self._numbers[m.group().lower()] for m in self._known.finditer(text)))


def _balanced(group: str) -> str:
    """Return a group up to where its first bracket is closed, or its last closing one; "" when there is none."""
    depth = 0
    for at, sign in enumerate(group):
        depth += (sign in _SQUARE + _ROUND) - (sign in _SQUARE_END + _ROUND_END)
        if depth == 0:
            return group[: at + 1]
    return group[: max(group.rfind(sign) for sign in _SQUARE_END + _ROUND_END) + 1]


def masked_out(text: str, marks: Sequence[Mark]) -> str:
    """Return the text with spaces in place of its marks, as long as before."""
    for mark in marks:
        text = text[: mark.start] + " " * (mark.end - mark.start) + text[mark.end :]
    return text
