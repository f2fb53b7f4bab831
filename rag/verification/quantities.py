"""The numbers and dates of a text, brought to one form whatever the language they are written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from index.language.dates import find_dates

_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")
_THOUSANDS = re.compile(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*(?:[.,]\d{1,2})?")
_CURRENCY = re.compile(r"(?:(rp|idr)|(us\$|\$|usd)|(€|eur))\s*\.?\s*$", re.IGNORECASE)
_RANGE = re.compile(r"(?<![\d.,])(\d{1,2})\s*(?:-|–|sampai|hingga|s\.?d\.?|to|until|dan|and)\s*$", re.IGNORECASE)
_CURRENCIES = ("IDR", "USD", "EUR")
_WORD = re.compile(r"per cent\b|[^\W\d_]+|%", re.IGNORECASE)
_SCALES = {
    word: scale
    for scale, words in {
        100: "ratus hundred",
        10**3: "ribu ribuan rb thousand",
        10**6: "juta jutaan jt million",
        10**9: "miliar milyar miliaran billion",
        10**12: "triliun trillion",
    }.items()
    for word in words.split()
}
_INDONESIAN = "nol satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas"
_ENGLISH = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen"""
_UNITS_OF_WORDS = {word: value for words in (_INDONESIAN, _ENGLISH) for value, word in enumerate(words.split())}
_TENS = {
    word: 10 * value
    for value, word in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2)
}
_ONES_WITH_SE = {"seratus": 100, "seribu": 1000}
_COUNTING = _UNITS_OF_WORDS.keys() | _TENS.keys() | _ONES_WITH_SE.keys()
_UNITS = {
    form: name
    for name, forms in {
        "%": "% per_cent persen percent prosen", "IDR": "rupiah", "USD": "dolar dollar dollars",
        "second": "detik seconds", "minute": "menit minute minutes", "hour": "jam hour hours", "day": "hari day days",
        "week": "minggu pekan week weeks", "month": "bulan month months", "year": "tahun year years",
        "km": "km kilometer kilometre kilometers kilometres", "m": "meter metre meters metres", "cm": "cm sentimeter",
        "kg": "kg kilogram kilograms kilo", "g": "gram grams", "t": "ton tons tonne tonnes",
        "l": "liter litre liters litres", "ha": "ha hektare hektar hectare hectares",
        "degree": "derajat degree degrees",
    }.items()
    for form in forms.split()
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Mention:
    """A number or a date at ``text[start:end]``.

    ``value`` of a number is its decimal digits without needless zeros, of a date its ISO form (``--10-29`` without
    a year). ``unit`` is one of measure, money or time, where one follows. ``spelled``: written in words.
    """

    start: int
    end: int
    value: str
    unit: str | None = None
    is_date: bool = False
    spelled: bool = False


def mentions(text: str) -> list[Mention]:
    """Return the numbers and dates of ``text`` in order. The number one in words is none: it is mostly an article."""
    dates = [Mention(date.start, date.end, date.iso, is_date=True) for date in find_dates(text)]
    dates += [begin for date in dates for begin in _beginning(text, date)]
    taken = [(date.start, date.end) for date in dates]
    numbers = [
        found
        for found in (*_in_digits(text), *_in_words(text))
        if not any(start < found.end and found.start < end for start, end in taken)
    ]
    return sorted([*dates, *numbers], key=lambda mention: mention.start)


def other_unit(claimed: Mention, given: Mention) -> bool:
    """Tell whether both have a unit and not the same one."""
    return claimed.unit is not None and given.unit is not None and claimed.unit != given.unit


def agrees(claimed: str, given: str) -> bool:
    """Tell whether a date in ISO form is what a source gives: the same, or less precise. A missing year agrees."""
    if claimed.startswith("-") or given.startswith("-"):
        return _without_year(claimed) == _without_year(given) != ""
    return given == claimed or given.startswith(claimed + "-")


def _beginning(text: str, last: Mention) -> Iterator[Mention]:
    """Yield the first day of a range of days whose last one is a date: the 6th of "6 sampai 8 Oktober 2019"."""
    match = _RANGE.search(text, max(0, last.start - 12), last.start)
    day = match.group(1).zfill(2) if match else ""
    if match and len(last.value.removeprefix("--").split("-")) > 1 and day < last.value[-2:]:
        yield Mention(match.start(1), match.end(1), last.value[:-2] + day, is_date=True)


def _without_year(iso: str) -> str:
    return iso[2:] if iso.startswith("--") else iso[5:]


def _in_digits(text: str) -> Iterator[Mention]:
    for match in _NUMBER.finditer(text):
        before = text[match.start() - 1 : match.start()]
        if before.isalpha() and not _CURRENCY.search(text[: match.start()]):
            continue  # part of a name: G20, A380
        value = _value(match.group())
        if value is None:
            continue
        end = match.end()
        word = _word_after(text, end)
        while word and word.group().casefold() in _SCALES:
            value *= _SCALES[word.group().casefold()]
            end = word.end()
            word = _word_after(text, end)
        currency = _CURRENCY.search(text[max(0, match.start() - 5) : match.start()])
        if currency:
            unit: str | None = next(name for name, part in zip(_CURRENCIES, currency.groups(), strict=True) if part)
        else:
            unit = _unit(word)
        yield Mention(match.start(), end, _canonical(value), unit)


def _in_words(text: str) -> Iterator[Mention]:
    run: list[re.Match[str]] = []
    for match in _WORD.finditer(text):
        word = match.group().casefold()
        follows = bool(run) and not text[run[-1].end() : match.start()].strip(" -")
        if run and not (follows and _continues(word)):
            yield from _spelled(text, run)
            run = []
        if word in _COUNTING or (run and _continues(word)):
            run.append(match)
    if run:
        yield from _spelled(text, run)


def _continues(word: str) -> bool:
    return word in _COUNTING or word in _SCALES or word in {"belas", "puluh"}


def _spelled(text: str, run: list[re.Match[str]]) -> Iterator[Mention]:
    total, group = 0, 0
    for match in run:
        word = match.group().casefold()
        if word == "belas":
            group += 10
        elif word == "puluh":
            group = group - group % 10 + 10 * (group % 10)
        elif word in {"ratus", "hundred"}:
            group = group - group % 10 + 100 * (group % 10)
        elif word in _SCALES:
            total += max(1, group) * _SCALES[word]
            group = 0
        elif word == "seribu":
            total += 1000
        else:
            group += _UNITS_OF_WORDS.get(word) or _TENS.get(word) or _ONES_WITH_SE.get(word) or 0
    value = total + group
    if value > 1:
        after = _word_after(text, run[-1].end())
        unit = _unit(after)
        yield Mention(run[0].start(), run[-1].end(), str(value), unit, spelled=True)


def _value(digits: str) -> Decimal | None:
    """Return what digits with separators mean: groups of three are thousands, else the last part is a fraction."""
    if _THOUSANDS.fullmatch(digits):
        separator = next(character for character in digits if not character.isdigit())
        plain = digits.replace(separator, "").replace(",", ".")
    else:
        parts = re.split(r"[.,:]", digits)
        plain = parts[0] if len(parts) == 1 else parts[0] + "." + parts[1] if len(parts) == 2 else "".join(parts)
    try:
        return Decimal(plain)
    except InvalidOperation:
        return None


def _canonical(value: Decimal) -> str:
    plain = f"{value:f}"
    return plain.rstrip("0").rstrip(".") or "0" if "." in plain else plain


def _unit(word: re.Match[str] | None) -> str | None:
    return _UNITS.get(word.group().casefold().replace(" ", "_")) if word else None


def _word_after(text: str, end: int) -> re.Match[str] | None:
    """Return the word right after a number, over a space, a hyphen or nothing."""
    match = _WORD.search(text, end, end + 24)
    return match if match and text[end : match.start()].strip(" \u00a0-") == "" else None
