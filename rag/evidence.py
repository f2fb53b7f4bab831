"""Whether a sentence holds an answer of the kind that a question asks for: a name, a number, a reason."""

import re
from collections.abc import Callable, Mapping, Sequence
from itertools import groupby

from index.language.analysis import is_stopword
from index.language.dates import find_dates
from index.language.indonesian import is_root
from rag import telling
from rag.candidates import Candidate, Sentence
from rag.kinds import Kind
from rag.question import Question
from rag.telling import Evidence
from rag.terms import Term

_NUMBER_WORDS = frozenset(
    """satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh puluhan ratus ratusan seratus
    ribu ribuan seribu juta jutaan miliar triliun separuh setengah one two three four five six seven eight nine ten
    eleven twelve thirteen fourteen fifteen twenty thirty forty fifty hundred hundreds thousand thousands million
    billion half dozen""".split()
)
_UNITS = frozenset(  # what a count may be followed by and still count something named before it
    """orang jiwa buah unit ekor lembar persen rupiah ribu juta miliar triliun dolar kali meter kilometer km m kg
    kilogram ton liter hektare hektar hari pekan minggu bulan tahun jam menit detik people persons percent per cent
    dollars thousand million billion times metres meters kilometres tonnes tons litres hectares days weeks months
    years hours minutes seconds""".split()
)
_HOLDER = 0.85  # strength of a name whose office the document tells elsewhere
_OTHER_OFFICE = 0.5  # lost by an office of which nothing is said that the question says of it
_ANYBODY = 0.5  # and of a name beside which nothing of the office stands
_WITHIN = 6  # words between a focus and the name that belongs to it, at most
_MEASURED = re.compile(
    r"""\b(?:(?P<long>(?:berapa|banding\w*|beda\w*|perbedaan|lebih)\s+lama\w*|lamanya|durasi|duration|longer
    |berapa\s+(?:hari|jam|menit|pekan|minggu|bulan)|how\s+long|how\s+many\s+(?:days|hours|weeks|months))
    |(?:biaya|harga|tarif|ongkos|anggaran|modal|gaji|omzet)\w*|bayar\w*|how\s+much|price|fee|budget|cost)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_DURATION = re.compile(
    r"\b(?:detik|menit|jam|hari|malam|pekan|minggu|bulan|tahun|abad|seconds?|minutes?|hours?|days?|nights?|weeks?|months?|years?)\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"(?:\bRp|\bIDR|\bUSD|\bUS\$|[$€£¥]|\b(?:rupiah|dolar|dollars?|euros?|yen|ringgit|juta|miliar|triliun|million|billion)\b)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"""\b(?:senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|tadi|kemarin|besok|yesterday|tomorrow|o.clock
    |monday|tuesday|wednesday|thursday|friday|saturday|sunday
    |(?:pukul|jam)\s+\d|\d\s*(?:am|pm|a\.m|p\.m)|\d\d[.:]\d\d
    |(?:pekan|bulan|tahun|abad|hari|last|next|this|every|setiap)\s+(?:ini|itu|lalu|depan|week|month|year|day|hari|tahun|pekan|bulan)
    |(?:\d+|satu|dua|tiga|empat|lima|enam|tujuh|one|two|three|four|five|six|seven)\s+
    (?:hari|pekan|minggu|bulan|tahun|days?|weeks?|months?|years?))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_WEEKDAY = 0.5  # strength of a weekday without a date
_DAY_ALONE = re.compile(
    r"senin|selasa|rabu|kamis|jum.?at|sabtu|minggu|ahad|tadi|(?:mon|tues|wednes|thurs|fri|satur|sun)day", re.IGNORECASE
)
_PLACE = re.compile(
    r"\b(?:di|ke|dari|asal|berbasis|berada|at|in|from|near|of|on|kota|desa|kabupaten|negara)\s+(?:the\s+)?$",
    re.IGNORECASE,
)


def answer_evidence(question: Question, candidate: Candidate) -> Evidence:
    """Return the strongest evidence of an answer of any kind that the question asks for.

    A list of names, places or numbers has to be both: an enumeration, and of such things.
    """
    found = {kind: _EVIDENCE[kind](question, candidate) for kind in question.kinds if kind in _EVIDENCE}
    several = found.pop(Kind.LIST, None)
    if found.keys() & _FACTS:  # "when did X say …" asks for the time, not for the words
        found = {kind: evidence for kind, evidence in found.items() if kind in _FACTS}
    best = max(found.values(), key=lambda evidence: evidence.strength, default=None)
    if several is None or best is None:
        return best or several or Evidence(1.0)
    return Evidence(best.strength * several.strength, best.words, best.impossible)


def closeness(question: Question, sentence: Sentence, evidence: Evidence) -> float:
    """Return 1 for an answer right beside the question's words, falling towards 0 with the distance in words."""
    if not evidence.words:
        return 0.0
    focus = [question.focus] if question.focus and sentence.worth(question.focus) else list(question.terms)
    anchors = [place for term in focus for place in sentence.places(term)]
    if not anchors:
        return 0.0
    gap = min(abs(word - anchor) for word in evidence.words for anchor in anchors)
    return 1 / (1 + gap / 4)


def _asked_stems(question: Question) -> set[str]:
    return {stem for term in question.all_terms for stem in term.stems}


def _new_names(question: Question, sentence: Sentence) -> tuple[int, ...]:
    """Return the positions of names that aren't the question's.

    A name is capitalised and no everyday word, or follows such a word ("Rina *Lestari*").
    """
    asked = _asked_stems(question)
    found: list[int] = []
    for at, word in enumerate(sentence.words):
        if not word.is_name or word.stem in asked or word.raw in asked or len(word.raw) == 1 or word.text.isupper():
            continue  # capitals throughout are an acronym or a dateline
        if is_root(word.raw):
            follows = found and found[-1] == at - 1 and sentence.words[at - 1].end + 1 == word.start
            if follows:
                found.append(at)
            continue
        begins = at == 0 or sentence.text[max(0, word.start - 2) : word.start].strip() in {".", "“", '"', "!", "?"}
        followed = at + 1 < len(sentence.words) and sentence.words[at + 1].is_name
        if not begins or followed:
            found.append(at)
    return tuple(found)


def _who(question: Question, candidate: Candidate) -> Evidence:
    """Return the name nearest to the focus ("Bupati *Rina Lestari*"); one far from it is weaker evidence.

    Where the sentence doesn't say the focus, the name of its holder does ("kata *Rina*" for a Bupati).
    """
    sentence, focus = candidate.sentence, question.focus
    names = _new_names(question, sentence)
    if not names:
        return Evidence(0.0)
    runs = [tuple(at for _, at in run) for _, run in groupby(enumerate(names), key=lambda pair: pair[1] - pair[0])]
    places = sentence.places(focus) if focus else []
    fits = _fits(question, candidate)
    if not places:
        held = [at for at in telling.holders([focus], candidate) if at in names] if focus else []
        if held:
            return Evidence(_HOLDER * fits, tuple(held))
        longest = max(runs, key=len)
        strength = 1.0 if focus is None or focus.is_verb or focus.is_light else _ANYBODY
        return Evidence(strength if len(longest) > 1 else 0.6 * strength, longest)
    nearest = min(runs, key=lambda run: min(abs(at - place) for at in run for place in places))
    gap = min(abs(at - place) for at in nearest for place in places)
    strength = fits if gap <= _WITHIN else 0.5
    return Evidence(strength if len(nearest) > 1 else 0.8 * strength, nearest)


def _fits(question: Question, candidate: Candidate) -> float:
    """Return how far a sentence speaks of the office asked for rather than of one of that name elsewhere.

    The ambassador *to South Korea* isn't any ambassador.
    """
    if question.focus is None or question.focus.is_verb:
        return 1.0
    of_what = [term for term in question.terms if term.is_name and term != question.focus]
    titles = [title for name, title in candidate.view.aliases.titles if name in candidate.sentence.stem_set]
    lacking = [
        term
        for term in of_what
        if not candidate.sentence.worth(term) and not any(term.worth_in(title) for title in titles)
    ]
    return 1.0 - _OTHER_OFFICE * len(lacking) / len(of_what) if of_what else 1.0


def _where(question: Question, candidate: Candidate) -> Evidence:
    sentence = candidate.sentence
    asked = _asked_stems(question)
    places = tuple(
        at
        for at, word in enumerate(sentence.words)
        if word.is_name
        and word.stem not in asked
        and _PLACE.search(sentence.text[max(0, word.start - 14) : word.start])
    )
    if places:
        return Evidence(1.0, places)
    names = _new_names(question, sentence)
    return Evidence(0.5 if names else 0.0, names)


def _when(question: Question, candidate: Candidate) -> Evidence:
    sentence = candidate.sentence
    mentions = [m for m in find_dates(sentence.text) if m.iso not in question.years]
    words = tuple(at for at, w in enumerate(sentence.words) if any(m.start <= w.start < m.end for m in mentions))
    if words:
        return Evidence(1.0, words)
    cue = _TIME.search(sentence.text)
    if not cue:
        return Evidence(0.0)
    strength = _WEEKDAY if _DAY_ALONE.fullmatch(cue.group()) else 0.7
    return Evidence(strength, tuple(at for at, w in enumerate(sentence.words) if cue.start() <= w.start < cue.end()))


def _how_many(question: Question, candidate: Candidate) -> Evidence:
    sentence = candidate.sentence
    asked = _asked_stems(question)
    dates = find_dates(sentence.text)
    numbers = tuple(
        at
        for at, word in enumerate(sentence.words)
        if (word.is_number or word.raw in _NUMBER_WORDS)
        and word.stem not in asked
        and not any(m.start <= word.start < m.end for m in dates)
    )
    measured = _MEASURED.search(question.standalone)
    if measured:  # a duration or a price: the unit stands beside the number
        unit = _DURATION if measured.group("long") else _MONEY
        numbers = tuple(at for at in numbers if unit.search(_around(sentence, at)))
        return Evidence(1.0, numbers) if numbers else Evidence(0.0, impossible=True)
    if not numbers:
        return Evidence(0.0)
    if question.focus is None:
        return Evidence(0.9, numbers)
    places = sentence.places(question.focus)
    counted = tuple(at for at in numbers if _counts(sentence, at, places, question.focus))
    return Evidence(1.0, counted) if counted else Evidence(0.6 if places else 0.4, numbers)


def _around(sentence: Sentence, at: int) -> str:
    """Return a number with the word before it and the two after."""
    first, last = max(0, at - 1), min(len(sentence.words) - 1, at + 2)
    return sentence.text[sentence.words[first].start : sentence.words[last].end]


def _counts(sentence: Sentence, number: int, places: Sequence[int], focus: Term) -> bool:
    """Tell whether a number counts the focus.

    "30 alumni" and "penumpang mencapai 61.300 orang" do; "guards moved 9,870 eggs" doesn't count guards.
    """
    after = range(number + 1, min(number + 4, len(sentence.words)))
    if any(at in places for at in after):
        return True
    if not any(0 < number - place <= 6 for place in places):
        return False
    unit = next((sentence.words[at].raw for at in after if not is_stopword(sentence.words[at].raw)), "")
    return not unit or unit in _UNITS or not sentence.words[number + 1].text.isalpha()


_FACTS = frozenset({Kind.WHO, Kind.WHERE, Kind.WHEN, Kind.HOW_MANY})
_EVIDENCE: Mapping[Kind, Callable[[Question, Candidate], Evidence]] = {
    Kind.WHO: _who,
    Kind.WHERE: _where,
    Kind.WHEN: _when,
    Kind.HOW_MANY: _how_many,
    Kind.WHY: telling.reason,
    Kind.LIST: telling.enumeration,
    Kind.QUOTE: telling.speech,
    Kind.HOW: telling.means,
    Kind.DEFINE: telling.definition,
}
