"""Leaving out what a model thinks aloud between ``<think>`` and ``</think>``, however the stream cuts it."""

_OPEN, _CLOSE = "<think>", "</think>"


class ThinkFilter:
    """Feed it the stream's pieces; it gives back what is meant to be read."""

    def __init__(self) -> None:
        self._held = ""
        self._thinking = False

    def feed(self, piece: str) -> str:
        """Return what of the stream so far can be shown and wasn't yet."""
        self._held += piece
        shown = ""
        while True:
            tag = _CLOSE if self._thinking else _OPEN
            at = self._held.find(tag)
            if at >= 0:
                shown += "" if self._thinking else self._held[:at]
                self._held = self._held[at + len(tag) :]
                self._thinking = not self._thinking
                continue
            keep = _tail(self._held, tag)
            cut = len(self._held) - keep
            shown += "" if self._thinking else self._held[:cut]
            self._held = self._held[cut:]
            return shown

    def end(self) -> str:
        """Return what was held back and turned out to be no tag."""
        held, self._held = self._held, ""
        return "" if self._thinking else held


def _tail(text: str, tag: str) -> int:
    """Return how many characters at the end of ``text`` may be the beginning of ``tag``."""
    return next((n for n in range(min(len(tag) - 1, len(text)), 0, -1) if tag.startswith(text[-n:])), 0)
