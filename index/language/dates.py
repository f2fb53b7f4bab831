"""Dates as news writes them, in Indonesian and English, as ISO 8601 dates of reduced precision.

``Rabu (29/10/2025)`` → ``2025-10-29``; ``Oktober 2019`` → ``2019-10``; ``2019`` → ``2019``. A day and month
without a year give ``--10-07`` (the form of ISO 8601:2000 for a truncated date).
"""

import re
from dataclasses import dataclass

_MONTHS = {
    name: number
    for number, names in enumerate(
        """januari january jan|februari february feb|maret march mar|april apr|mei may|juni june jun|juli july jul
        |agustus august agu agt aug|september sept sep|oktober october okt oct|november nov|desember december
        des dec""".split("|"),
        start=1,
    )
    for name in names.split()
}
_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)  # at most
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_YEAR = r"(?P<year>(?:1[5-9]|20)[0-9][0-9])"
_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"\b{_YEAR}-(?P<number>0[1-9]|1[0-2])(?:-(?P<day>[0-9][0-9]))?(?:\b|(?=T[0-9]))",
        rf"\b(?P<day>[0-9]{{1,2}})[/-](?P<number>[0-9]{{1,2}})[/-]{_YEAR}\b",
        rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH},?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?,?\s+{_YEAR}\b",
        rf"\b{_MONTH}\s+{_YEAR}\b",
        rf"\b(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH}",
        rf"\b{_MONTH}\s+(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?\b",
        r"\((?P<day>[0-9]{1,2})/(?P<number>[0-9]{1,2})\)",
        rf"\b{_YEAR}\b",
    )
)
_DATELINE = re.compile(
    r"""(?:^\W*date\W{1,3}|\b(?:published|diterbitkan|tanggal(?:\s+terbit)?|terbit|posted|updated)\b\W{1,4}(?:(?:on|pada)\s+)?
    |\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|mon|tues|wednes|thurs|fri|satur|sun)(?:day)?,?\s*\(?)$""",
    re.IGNORECASE | re.VERBOSE,
)
_COPYRIGHT = re.compile(r"(?:copyright|hak cipta|©)[^\n]{0,60}?\b((?:19|20)\d\d)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date in a text: where it stands and what it is in ISO 8601, as precise as it was given."""

    start: int
    end: int
    iso: str

    @property
    def year(self) -> str | None:
        """The four digits of the year, or None when the mention has none."""
        return None if self.iso.startswith("-") else self.iso[:4]


def find_dates(text: str) -> list[DateMention]:
    """Return the dates that ``text`` mentions, in order; of overlapping readings the most precise."""
    found: list[DateMention] = []
    taken: set[int] = set()
    for form in _FORMS:
        for match in form.finditer(text):
            iso = _iso(match.groupdict())
            if iso is None or match.start() in taken or match.end() - 1 in taken:
                continue
            taken.update(range(match.start(), match.end()))
            found.append(DateMention(match.start(), match.end(), iso))
    return sorted(found, key=lambda mention: mention.start)


def published_at(text: str) -> str | None:
    """Return the date a text gives as its own, or None: a dateline's, a weekday's, a copyright's year.

    A date that is merely mentioned doesn't count: an article on a war wasn't published in it.
    """
    for mention in find_dates(text[:20_000]):
        if mention.year and _DATELINE.search(text[max(0, mention.start - 40) : mention.start]):
            return mention.iso
    notice = _COPYRIGHT.search(text)
    return notice.group(1) if notice else None


def years(text: str) -> set[str]:
    """Return the years that the dates in ``text`` lie in."""
    return {mention.year for mention in find_dates(text) if mention.year}


def _iso(parts: dict[str, str | None]) -> str | None:
    named = parts.get("month")
    number = parts.get("number")
    if named and named.casefold() not in _MONTHS:  # ignoring case, "i" also matches a dotless one
        return None
    month = _MONTHS[named.casefold()] if named else int(number) if number is not None else None
    if month is not None and not 1 <= month <= 12:
        return None
    day = int(parts.get("day") or 1)
    if not 1 <= day <= _DAYS[(month or 1) - 1]:
        return None
    iso = parts.get("year") or "-"
    if month:
        iso += f"-{month:02}"
    return f"{iso}-{day:02}" if parts.get("day") else iso
