"""Making a document's text safe to show to a model, and a model's text safe to show to a person.

Neither changes what is stored: quotations and their offsets count in the stored text alone.
"""

import re
import unicodedata

# Characters that show nothing although their category says otherwise: fillers, joiners, variation selectors.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0") | frozenset(
    chr(code)
    for first, last in ((0x180B, 0x180F), (0xFE00, 0xFE0F), (0xE0100, 0xE01EF))
    for code in range(first, last + 1)
)
_HIDDEN = frozenset({"Cc", "Cf", "Cn", "Co", "Cs"})
_FULLWIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)}  # to ASCII
# What chat templates set their roles and turns off with: <|im_start|>, <start_of_turn>, </s>, <｜User｜>, [INST] …
_TAG = re.compile(r"<(?=[/|｜!?<\w])")
_CONTROL = re.compile(r"\[(?=/?[A-Z_]{3,}\])([^\]]*)\]")


def stripped(text: str) -> str:
    """Return ``text`` without what can't be seen: controls, zero widths, bidi marks, tag and private characters.

    Line breaks and tabs stay.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(sign for sign in text if sign in "\n\t" or not _is_hidden(sign))


def for_model(text: str) -> str:
    """Return ``text`` as a model is shown it: nothing invisible, and nothing that its chat template would obey."""
    return _CONTROL.sub(r"(\1)", _TAG.sub("‹", stripped(text)))


def from_model(text: str) -> str:
    """Return a model's words as a person is shown them: nothing invisible, full-width letters and signs as ASCII.

    Works character by character, so that a stream may be cut anywhere.
    """
    return stripped(text).translate(_FULLWIDTH)


def _is_hidden(sign: str) -> bool:
    return sign in _BLANKS or unicodedata.category(sign) in _HIDDEN
