"""Leaving out what a model thinks aloud between ``<think>`` and ``</think>``, however the stream cuts it."""

import re

_PAIRS = {"<think>": "</think>", "<thinking>": "</thinking>", "[THINK]": "[/THINK]"}
_TAGS = tuple(_PAIRS) + tuple(_PAIRS.values())
_TAG = re.compile("|".join(re.escape(tag) for tag in _TAGS))


class ThinkFilter:
    """Feed it the stream's pieces; it gives back what is meant to be read.

    ``thinking`` is set when the prompt has opened the thoughts already. A closing tag that nothing opened
    ends a paragraph: what stood before it was a thought, but may have been read.
    """

    def __init__(self, *, thinking: bool = False) -> None:
        self._held = ""
        self._until = "</think>" if thinking else ""  # the tag that ends the present thought

    def feed(self, piece: str) -> str:
        """Return what of the stream so far can be shown and wasn't yet."""
        self._held += piece
        shown = ""
        while True:
            at, tag = self._next()
            if not tag:
                break
            shown += self._taken(at)
            self._held = self._held[len(tag) :]
            if self._until:
                self._until = ""
            elif tag in _PAIRS:
                self._until = _PAIRS[tag]
            else:
                shown += "\n\n"
        return shown + self._taken(len(self._held) - _tail(self._held, (self._until,) if self._until else _TAGS))

    def end(self) -> str:
        """Return what was held back and turned out to be no tag."""
        return self._taken(len(self._held))

    def _next(self) -> tuple[int, str]:
        """Return where the next tag that means something begins, and the tag; "" when there is none."""
        if self._until:
            at = self._held.find(self._until)
            return (at, self._until) if at >= 0 else (0, "")
        match = _TAG.search(self._held)
        return (match.start(), match.group()) if match else (0, "")

    def _taken(self, until: int) -> str:
        """Cut the held text off at ``until``; return the cut stretch unless it is a thought."""
        taken, self._held = self._held[:until], self._held[until:]
        return "" if self._until else taken


def _tail(text: str, tags: tuple[str, ...]) -> int:
    """Return how many characters at the end of ``text`` may be the beginning of a tag."""
    longest = max(len(tag) for tag in tags) - 1
    return next((n for n in range(min(longest, len(text)), 0, -1) if any(tag.startswith(text[-n:]) for tag in tags)), 0)
