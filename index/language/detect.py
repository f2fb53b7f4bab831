"""Which language a text is in: Indonesian or English by their grammar words, others by py3langid."""

import re
from functools import lru_cache
from typing import Any

from index.language.stopwords import ENGLISH, INDONESIAN

_WORD = re.compile(r"[^\W\d_]+")
_SAMPLE = 4000  # characters looked at: more changes nothing
_OTHERS = ["id", "en", "ms", "jv", "nl", "de", "fr", "es", "pt", "it", "ar", "zh", "ja", "ko", "ru"]


def detect(text: str) -> str | None:
    """Return the ISO 639-1 code of the text's language, or None when it has no words.

    Malay and Javanese, which short Indonesian texts are mistaken for, count as Indonesian.
    """
    words = [w.casefold() for w in _WORD.findall(text[:_SAMPLE])]
    if not words:
        return None
    indonesian = sum(w in INDONESIAN for w in words)
    english = sum(w in ENGLISH for w in words)
    if max(indonesian, english) >= max(1, 0.08 * len(words)) and indonesian != english:
        return "id" if indonesian > english else "en"
    code = str(_identifier().classify(" ".join(words))[0])
    return "id" if code in {"ms", "jv"} else code


@lru_cache(maxsize=1)
def _identifier() -> Any:  # py3langid has no types
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # noqa: PLC0415 loads a model

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(_OTHERS)
    return identifier
