"""How many tokens a text takes with a tokenizer that nobody can ask: rather too many than too few.

Measured on the sample documents, a licence, source code, random digits, hexadecimal, base64, emoji, Chinese, Arabic
and Ethiopic, against Mistral's v1 tokenizer (32,000 pieces, Llama 2's size), its Tekken and Qwen's: never below the
largest of the three; on Indonesian prose 1.01 to 1.24 times it, on English 1.4 to 2.2. Four characters a token, as
English has, would be short of Indonesian by up to 1.9 times.
"""

import math
import re
from collections.abc import Sequence

from rag.llm.base import Message

_TOKENS_A_MESSAGE = 8  # of a chat template around it
_RUN = re.compile(r"[A-Za-z]+(?![A-Za-z0-9])|[A-Za-z0-9]+")
_FREE_SPACE = re.compile(r"(?<=[A-Za-z.,;:!?]) (?=[A-Za-z])")  # part of the next word's token
_LONGEST_WORD = 30  # characters; a longer run is no word
_CJK = re.compile(r"[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7af\uff00-\uffef]")


def estimate(messages: Sequence[Message]) -> int:
    """Return the estimate for messages with a chat template around them."""
    return sum(estimate_text(message.content) + _TOKENS_A_MESSAGE for message in messages) + _TOKENS_A_MESSAGE


def estimate_text(text: str) -> int:
    """Return the estimate for one text."""
    words = math.ceil(sum(_word(match.group()) for match in _RUN.finditer(text)))
    return words + sum(map(_sign, _RUN.sub("", _FREE_SPACE.sub("", text))))


def _word(word: str) -> float:
    if len(word) > _LONGEST_WORD or not word.isalpha():  # numbers and codes: each character may be a token
        return float(len(word))
    if len(word) > 1 and word.isupper():
        return len(word) / 1.8
    return max(1.0, (len(word) + word[0].isupper()) / 1.95 - 0.5)


def _sign(sign: str) -> int:
    size = len(sign.encode("utf-8", "replace"))
    return 1 if size <= 2 or sign in "–—‘’“”…•" else 2 if _CJK.match(sign) else size
