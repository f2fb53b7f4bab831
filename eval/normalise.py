"""A text as words that can be compared: how a number, a date or a name is written doesn't count.

``Rp1,5 juta`` is ``1.500.000 rupiah``, ``dua belas`` is ``twelve`` and ``12``, ``29 Oktober 2025`` is
``29/10/2025`` and ``2025-10-29``, ``U.S.`` is ``US``, ``perusahaannya`` is ``perusahaan``. Case, punctuation,
articles and citation markers are left out. Both sides of a comparison are changed alike, so what is changed
too far (``sekolah`` loses ``lah``) harms nothing. After the normalisation of Rajpurkar et al. 2016 (SQuAD).
"""

import re
import unicodedata
from decimal import Decimal
from functools import lru_cache

from index.language.dates import find_dates

_MARKER = re.compile(r"\s*(?:\[\d+\])+")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])")  # "pesawatLion": a crawl lost the space beside a link
_DAY_AND_MONTH = re.compile(r"\A\d{1,2}/\d{1,2}\Z")  # an answer by itself: in a text it stands in brackets
_INITIALS = re.compile(r"\b(?:[^\W\d_]\.){2,}")
_MONEY = (
    (re.compile(r"\b(?:rp|idr)\b\.?\s*(?=\d)|\brp(?=\d)|\bidr(?=\d)"), " rp "),
    (re.compile(r"(?:\bus\s?)?\$|\busd\b"), " usd "),
    (re.compile("€"), " eur "),
    (re.compile("£"), " gbp "),
    (re.compile(r"%|\bper\s?cent\b"), " persen "),
)
_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:'[^\W\d_]+)*|[^\W_]+")
_THOUSANDS = re.compile(r"(\d{1,3})((?:\.\d{3})+|(?:,\d{3})+)(?:[.,](\d{1,2}))?")
_DECIMAL = re.compile(r"(\d+)[.,:](\d+)")
_CLITIC = re.compile(r"(?<=\w{4})(?:nya|lah|kah|pun)$|'s?$")
_ARTICLES = frozenset("a an the sang si sebuah seorang suatu para".split())
_AFTER = {"rupiah": "rp", "dolar": "usd", "dollar": "usd", "dollars": "usd", "euro": "eur", "euros": "eur"}
_MONTHS = "january february march april may june july august september october november december".split()
_MONTHS_IN_ENGLISH = dict(
    zip(
        "januari februari maret april mei juni juli agustus september oktober november desember".split(),
        _MONTHS,
        strict=True,
    )
)
_UNITS = {
    word: value
    for value, words in enumerate(
        """nol zero|satu one|dua two|tiga three|empat four|lima five|enam six|tujuh seven|delapan eight
        |sembilan nine|sepuluh ten|sebelas eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen
        |nineteen""".split("|")
    )
    for word in words.split()
}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_HUNDREDS = frozenset({"ratus", "hundred", "seratus"})
_MAGNITUDES = {
    word: Decimal(10) ** power
    for power, names in zip(
        (3, 6, 9, 12), ("ribu thousand", "juta million", "miliar milyar billion", "triliun trillion"), strict=True
    )
    for word in names.split()
}  # fmt: skip
_ONE_OF = {"seribu": Decimal(1000), "sejuta": Decimal(1_000_000)}


@lru_cache(maxsize=50_000)
def words(text: str, *, scaled: bool = True) -> tuple[str, ...]:
    """Return a text's words in order, normalised; a date gives its day, month (in English) and year.

    ``scaled``: ``1,5 juta`` is the one word ``1500000``; otherwise it stays ``1.5`` and ``juta``.
    """
    plain = _GLUED.sub(" ", unicodedata.normalize("NFKC", without_markers(text)))
    plain = _dates_spelt(plain).casefold().replace("’", "'").replace("‘", "'")
    plain = _INITIALS.sub(lambda found: found.group().replace(".", "") + " ", plain)
    for pattern, name in _MONEY:
        plain = pattern.sub(name, plain)
    found = [_MONTHS_IN_ENGLISH.get(word, word) for word in _TOKEN.findall(plain)]
    found = _currency_first(_with_numbers([_number(w) if w[0].isdigit() else w for w in found], scaled=scaled))
    kept = [word for word in found if word not in _ARTICLES] or found
    return tuple(_CLITIC.sub("", word) or word for word in kept)


def without_markers(text: str) -> str:
    """Return an answer's text without its citation markers."""
    return _MARKER.sub("", text)


def plain_words(text: str) -> tuple[str, ...]:
    """Return a text's words as they are written, without case, punctuation, English articles and markers."""
    found = re.findall(r"\w+", unicodedata.normalize("NFKC", without_markers(text)).casefold())
    return tuple(word for word in found if word not in {"a", "an", "the"}) or tuple(found)


def _dates_spelt(text: str) -> str:
    """Write every date that has a month as day, month and year, so that a part of it can be matched."""
    parts = []
    done = 0
    text = _DAY_AND_MONTH.sub(r"(\g<0>)", text)
    for mention in find_dates(text):
        pieces = mention.iso.removeprefix("-").removeprefix("-").split("-")
        year = None if mention.iso.startswith("-") else pieces.pop(0)
        if not pieces:
            continue  # a year alone is a number like any other
        month, day = pieces[0], pieces[1] if len(pieces) > 1 else None
        spelt = [str(int(day))] if day else []
        parts += [
            text[done : mention.start],
            " ".join([" ", *spelt, _MONTHS[int(month) - 1], *([year] if year else []), " "]),
        ]
        done = mention.end
    return "".join([*parts, text[done:]])


def _number(written: str) -> str:
    """Return digits without separators of thousands and with a point before decimals; a time's colon is one."""
    if found := _THOUSANDS.fullmatch(written):
        whole, decimals = found.group(1) + re.sub(r"[.,]", "", found.group(2)), found.group(3)
    elif found := _DECIMAL.fullmatch(written):
        whole, decimals = found.group(1), found.group(2)
    elif written.isdecimal():
        whole, decimals = written, None
    else:
        return written  # a version number, an article's number
    return _plain(Decimal(f"{whole}.{decimals}" if decimals else whole))


def _plain(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _with_numbers(found: list[str], *, scaled: bool) -> list[str]:
    """Put one number in place of the words that spell it."""
    whole: list[str] = []
    at = 0
    while at < len(found):
        value, after = _spelt_number(found, at, scaled=scaled)
        whole.append(found[at] if value is None else _plain(value))
        at = at + 1 if value is None else after
    return whole


def _spelt_number(found: list[str], at: int, *, scaled: bool) -> tuple[Decimal | None, int]:
    """Return the number that begins at a word, and where it ends; None where none begins."""
    total = group = unit = Decimal(0)  # 2.000 + 300 + 5
    digits = False
    place = at
    while place < len(found):
        word = found[place]
        if word[0].isdigit() and place == at and re.fullmatch(r"\d+(\.\d+)?", word):
            group, digits = Decimal(word), True
        elif word in _MAGNITUDES and scaled and group + unit:
            total, group, unit, digits = total + (group + unit) * _MAGNITUDES[word], Decimal(0), Decimal(0), False
        elif word in _ONE_OF and scaled and place == at:
            total = _ONE_OF[word]
        elif digits:
            break
        elif word in _UNITS and not unit:
            unit = Decimal(_UNITS[word])
        elif word in _TENS and not unit and not group % 100:
            group += _TENS[word]
        elif word == "belas" and unit:
            group, unit = group + unit + 10, Decimal(0)
        elif word == "puluh" and unit:
            group, unit = group + unit * 10, Decimal(0)
        elif word in _HUNDREDS and not group:
            group, unit = (unit or 1) * Decimal(100), Decimal(0)
        else:
            break
        place += 1
    return (total + group + unit, place) if place > at else (None, at)


def _currency_first(found: list[str]) -> list[str]:
    """Put a currency before its amount: ``5000 rupiah`` as ``rp 5000``."""
    whole: list[str] = []
    for word in found:
        if word in _AFTER and whole and whole[-1][0].isdigit():
            if len(whole) < 2 or whole[-2] != _AFTER[word]:
                whole.insert(-1, _AFTER[word])
        else:
            whole.append(word)
    return whole
