"""Sentences made wrong, or said in other words, in ways whose effect is known: what verification is measured by.

Every function takes a sentence with its surroundings and returns what it makes of it, or None where there is
nothing to change. Nothing here is grammar: a model's sentence would read better, but be wrong in the same way.
"""

import random
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from index.language import glossary
from index.language.analysis import is_stopword, tokens
from index.language.dates import find_dates
from rag.verification.names import is_common, names
from rag.verification.quantities import mentions

_NEGATORS = re.compile(r"\b(?:tidak|bukan|belum|tak|tanpa|not|never|no)\s+", re.IGNORECASE)
_VERB = re.compile(r"\b(?:me|di|ber)[a-z]{4,}\b|\b(?:is|are|was|were|has|have|will)\b")
_QUALIFIERS = re.compile(
    r"\b(?:sekitar|hampir|sedikitnya|setidaknya|rata-rata|akan|direncanakan|mungkin|diduga|diperkirakan|sebagian|"
    r"about|nearly|almost|at least|will|may|some|most)\s+",
    re.IGNORECASE,
)
_UNITS = {
    "hari": "minggu", "minggu": "hari", "bulan": "tahun", "tahun": "bulan", "jam": "hari", "menit": "jam",
    "meter": "kilometer", "kilometer": "meter", "kilogram": "ton", "ton": "kilogram", "persen": "ribu",
    "juta": "miliar", "miliar": "juta", "ribu": "juta", "hektare": "kilometer", "days": "weeks", "weeks": "days",
    "months": "years", "years": "months", "hours": "days", "minutes": "hours", "tonnes": "kilograms",
    "metres": "kilometres", "per cent": "thousand", "million": "billion",
}  # fmt: skip
_CONTRARY = {
    "naik": "turun", "turun": "naik", "meningkat": "menurun", "menurun": "meningkat", "bertambah": "berkurang",
    "membuka": "menutup", "dibuka": "ditutup", "ditutup": "dibuka", "sebelum": "sesudah", "setelah": "sebelum",
    "dimulai": "berakhir", "mulai": "berakhir", "menolak": "menyetujui", "gratis": "berbayar", "timur": "barat",
    "utara": "selatan", "pertama": "terakhir", "boleh": "dilarang", "opened": "closed", "rose": "fell",
    "before": "after", "after": "before", "fell": "rose", "increased": "decreased", "started": "ended",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Setting:
    """A sentence where it stands: in a passage of a document, with other documents to take things from."""

    sentence: str
    following: str | None  # the sentence after it
    passage: str
    language: str
    elsewhere: Sequence[str]  # sentences of other documents in its language


Perturb = Callable[[Setting, random.Random], str | None]


def untouched(at: Setting, rng: random.Random) -> str | None:
    """Return the sentence as it is."""
    return at.sentence


def other_words(at: Setting, rng: random.Random) -> str | None:
    """Replace up to a third of the words of meaning by words that the glossary gives for the same."""
    there, back = glossary.indonesian_to_english(), glossary.english_to_indonesian()
    if at.language != "id":
        there, back = back, there
    made, changed = at.sentence, 0
    words = [word for word in tokens(at.sentence, at.language) if not word.is_name and not is_stopword(word.raw)]
    most = max(1, len(words) // 3)
    for word in sorted(rng.sample(words, len(words)), key=lambda word: -word.start):
        alike = [p for t in there.get((word.raw,), []) for p in back.get(t, []) if p != (word.raw,)]
        if alike and changed < most:
            made = made[: word.start] + " ".join(rng.choice(alike)) + made[word.end :]
            changed += 1
    return made if changed else None


def other_affixes(at: Setting, rng: random.Random) -> str | None:
    """Turn active verbs into passive ones and back, by their prefixes alone."""
    if at.language != "id":
        return None
    made = re.sub(r"\bdi([a-z]{4,})\b", r"ter\1", re.sub(r"\bme(?:ng|n|m)?([a-z]{4,})\b", r"di\1", at.sentence))
    return made if made != at.sentence else None


def other_order(at: Setting, rng: random.Random) -> str | None:
    """Put what follows the first comma first."""
    head, comma, tail = at.sentence.rstrip(".").partition(", ")
    if not comma or min(len(head), len(tail)) < 15 or '"' in at.sentence:
        return None
    return f"{tail[:1].upper()}{tail[1:]}, {head}."


def shortened(at: Setting, rng: random.Random) -> str | None:
    """Leave out what follows the first comma."""
    head, comma, tail = at.sentence.partition(", ")
    return f"{head}." if comma and len(head.split()) >= 6 and '"' not in at.sentence and tail else None


def joined(at: Setting, rng: random.Random) -> str | None:
    """Join the sentence with the one after it."""
    if not at.following or '"' in at.sentence + at.following:
        return None
    return f"{at.sentence.rstrip('.')} {'dan' if at.language == 'id' else 'and'} {at.following}"


def translated(at: Setting, rng: random.Random) -> str | None:
    """Put each word that the glossary has into the other language."""
    table = glossary.indonesian_to_english() if at.language == "id" else glossary.english_to_indonesian()
    made = at.sentence
    for word in reversed(tokens(at.sentence, at.language)):
        if (word.raw,) in table and (not word.is_name or word.start == 0 or is_common(word.raw)):
            made = made[: word.start] + " ".join(table[word.raw,][0]) + made[word.end :]
    return made if made != at.sentence else None


def other_number(at: Setting, rng: random.Random) -> str | None:
    """Change a number's digits."""
    found = [mention for mention in mentions(at.sentence) if not mention.is_date and not mention.spelled]
    if not found:
        return None
    mention = rng.choice(found)
    digits = [n for n in range(mention.start, mention.end) if at.sentence[n].isdigit()]
    place = rng.choice(digits)
    new = str((int(at.sentence[place]) + rng.randint(1, 8)) % 9 + 1)
    if new == at.sentence[place]:
        new = "7" if new != "7" else "4"
    return at.sentence[:place] + new + at.sentence[place + 1 :]


def neighbours_number(at: Setting, rng: random.Random) -> str | None:
    """Put another number of the passage in a number's place."""
    own = {mention.value for mention in mentions(at.sentence)}
    here = [mention for mention in mentions(at.sentence) if not mention.is_date and not mention.spelled]
    there = [
        at.passage[mention.start : mention.end]
        for mention in mentions(at.passage)
        if not mention.is_date and not mention.spelled and mention.value not in own
    ]
    if not here or not there:
        return None
    mention = rng.choice(here)
    return at.sentence[: mention.start] + rng.choice(there) + at.sentence[mention.end :]


def exchanged_numbers(at: Setting, rng: random.Random) -> str | None:
    """Let two numbers of the sentence change places."""
    found = [mention for mention in mentions(at.sentence) if not mention.is_date and not mention.spelled]
    if len(found) < 2 or found[0].value == found[1].value:
        return None
    return _exchanged(at.sentence, (found[0].start, found[0].end), (found[1].start, found[1].end))


def other_date(at: Setting, rng: random.Random) -> str | None:
    """Change the day, or the year where there is none."""
    found = find_dates(at.sentence)
    if not found:
        return None
    date = rng.choice(found)
    said = at.sentence[date.start : date.end]
    number = re.search(r"\d+", said)
    if not number:
        return None
    value = int(number.group())
    new = value % 27 + 1 if value <= 31 else value - rng.randint(1, 4)
    made = said[: number.start()] + str(new) + said[number.end() :]
    return at.sentence[: date.start] + made + at.sentence[date.end :]


def other_unit(at: Setting, rng: random.Random) -> str | None:
    """Change the unit or the scale that follows a number."""
    for match in re.finditer(
        r"(\d|\b(?:dua|tiga|empat|lima|enam|tujuh|delapan|sembilan|sepuluh)) ?([a-z]+)", at.sentence
    ):
        if match.group(2) in _UNITS:
            return at.sentence[: match.start(2)] + _UNITS[match.group(2)] + at.sentence[match.end(2) :]
    return None


def strangers_name(at: Setting, rng: random.Random) -> str | None:
    """Put a name of another document in a name's place."""
    return _renamed(at, rng, [name for sentence in at.elsewhere for name in _persons(sentence, at.language)])


def neighbours_name(at: Setting, rng: random.Random) -> str | None:
    """Put another name of the passage in a name's place."""
    return _renamed(at, rng, _persons(at.passage, at.language))


def exchanged_names(at: Setting, rng: random.Random) -> str | None:
    """Let the first two names of the sentence change places."""
    found = [name for name in names(tokens(at.sentence, at.language)) if len(name.text) > 3]
    if len(found) < 2 or not _VERB.search(at.sentence[found[0].words[-1].end : found[1].words[0].start]):
        return None
    spans = [(name.words[0].start, name.words[-1].end) for name in found[:2]]
    return _exchanged(at.sentence, *spans)


def negated(at: Setting, rng: random.Random) -> str | None:
    """Deny the first verb."""
    if _NEGATORS.search(at.sentence):
        return None
    match = _VERB.search(at.sentence)
    if not match:
        return None
    if at.language == "id":
        return f"{at.sentence[: match.start()]}tidak {at.sentence[match.start() :]}"
    return f"{at.sentence[: match.end()]} not{at.sentence[match.end() :]}"


def affirmed(at: Setting, rng: random.Random) -> str | None:
    """Leave out a negation."""
    made = _NEGATORS.sub("", at.sentence, count=1)
    return made if made != at.sentence else None


def contrary(at: Setting, rng: random.Random) -> str | None:
    """Say the opposite of a word."""
    for word in tokens(at.sentence, at.language):
        if word.text in _CONTRARY:
            return at.sentence[: word.start] + _CONTRARY[word.text] + at.sentence[word.end :]
    return None


def unqualified(at: Setting, rng: random.Random) -> str | None:
    """Leave out an estimate, a plan or a part."""
    made = _QUALIFIERS.sub("", at.sentence, count=1)
    return made if made != at.sentence else None


def unrelated(at: Setting, rng: random.Random) -> str | None:
    """Return a sentence of another document."""
    return rng.choice(at.elsewhere) if at.elsewhere else None


RIGHT: Mapping[str, Perturb] = {
    "untouched": untouched,
    "other words": other_words,
    "other affixes": other_affixes,
    "other order": other_order,
    "shortened": shortened,
    "two joined": joined,
    "translated": translated,
}
WRONG: Mapping[str, Perturb] = {
    "other number": other_number,
    "number of the passage": neighbours_number,
    "numbers exchanged": exchanged_numbers,
    "other date": other_date,
    "other unit": other_unit,
    "stranger's name": strangers_name,
    "name of the passage": neighbours_name,
    "names exchanged": exchanged_names,
    "negated": negated,
    "negation dropped": affirmed,
    "contrary": contrary,
    "qualifier dropped": unqualified,
    "unrelated": unrelated,
}


def _persons(text: str, language: str) -> list[str]:
    found = names(tokens(text, language))
    return [name.text for name in found if len(name.words) > 1 and not any(is_common(w.raw) for w in name.words)]


def _renamed(at: Setting, rng: random.Random, others: Sequence[str]) -> str | None:
    own = [name for name in names(tokens(at.sentence, at.language)) if not all(is_common(w.raw) for w in name.words)]
    said = set(at.sentence.casefold().split())
    fresh = [name for name in others if said.isdisjoint(name.casefold().split())]
    if not own or not fresh:
        return None
    name = rng.choice(own)
    hard = [word for word in name.words if not is_common(word.raw)]
    return at.sentence[: hard[0].start] + rng.choice(fresh) + at.sentence[hard[-1].end :]


def _exchanged(text: str, first: tuple[int, int], second: tuple[int, int]) -> str:
    return (
        text[: first[0]] + text[second[0] : second[1]] + text[first[1] : second[0]] + text[first[0] : first[1]]
        + text[second[1] :]
    )  # fmt: skip
