"""Understanding a question without a model: its language, what kind of answer it wants, its terms and years.

A follow-up (``Berapa hari mereka berada di sana?``) is made standalone with the topic of the turns before it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from index.language.analysis import is_stopword, tokens
from index.language.dates import years
from index.language.detect import detect
from index.language.stopwords import ENGLISH, INDONESIAN
from rag.answer import Turn
from rag.terms import Term, content_terms


class Kind(StrEnum):
    """What a sentence has to hold in order to answer."""

    WHO = "who"
    WHERE = "where"
    WHEN = "when"
    HOW_MANY = "how_many"
    WHY = "why"
    LIST = "list"
    COMPARE = "compare"
    QUOTE = "quote"
    WHAT = "what"


_KINDS: tuple[tuple[Kind, re.Pattern[str]], ...] = tuple(
    (kind, re.compile(pattern, re.IGNORECASE | re.VERBOSE))
    for kind, pattern in (
        (
            Kind.COMPARE,
            r"""\b(?:banding\w*|dibanding\w*|perbanding\w*|perbedaan\w*|berbeda|beda\w*
            |compare[ds]?|comparison|difference\w*|differ|versus|vs)\b""",
        ),
        (
            Kind.QUOTE,
            r"""\b(?:kata|ucap\w*|ujar\w*|komentar\w*|tanggap\w*|pendapat\w*|pernyataan\w*|pesan|kesan\w*|kutip\w*|menurut
            |said|says|say|quote\w*|comment\w*|opinion|statement|according\s+to|impress\w*)\b""",
        ),
        (
            Kind.LIST,
            r"""\b(?:(?:apa|siapa|mana)\s*-?\s*saja|sebutkan|daftar\w*|list
            |which\s+\w+(?:\s+\w+){0,4}\s+(?:are|were|have)\b|what\s+are|what\s+were|who\s+are|who\s+were
            |(?:dua|tiga|empat|lima|enam|tujuh|delapan|two|three|four|five|six|seven|eight)\s+[a-z]+)\b""",
        ),
        (
            Kind.WHY,
            r"""\b(?:mengapa\w*|kenapa|alasan\w*|sebab\w*|penyebab\w*|tujuan\w*
            |why|reasons?|causes?|purpose|goals?|aims?)\b""",
        ),
        (
            Kind.WHEN,
            r"""\b(?:kapan\w*|(?:tanggal|tahun|bulan|hari|pukul|jam)\s+(?:berapa|apa)|when
            |(?:what|which)\s+(?:date|year|day|month|time))\b""",
        ),
        (
            Kind.HOW_MANY,
            r"\b(?:berapa\w*|seberapa|jumlah|how\s+(?:many|much|long|often|far|old|large|big)|number\s+of)\b",
        ),
        (Kind.WHO, r"\b(?:siapa\w*|who|whom|whose)\b"),
        (
            Kind.WHERE,
            r"""\b(?:(?:di|ke|dari)\s?mana|where
            |(?:kota|negara|daerah|kabupaten|provinsi|desa|tempat|lokasi)\s+(?:mana|apa)
            |(?:what|which)\s+(?:city|country|place|town|region|village|location))\b""",
        ),
    )
)
_PRONOUN = re.compile(
    r"""\b(?:mereka|dia|ia|beliau|itu|tersebut|tadi|sana|situ|begitu
    |they|them|their|he|him|his|she|her|it|its|that|those|this|these|there)\b|[a-z]{3,}nya\b""",
    re.IGNORECASE | re.VERBOSE,
)
_CONTINUES = re.compile(
    r"^\W*(?:dan|lalu|terus|kemudian|kalau|bagaimana\s+dengan|and|then|what\s+about|how\s+about|so)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"^(?:apa\w*|siapa\w*|mana\w*|berapa\w*|seberapa|kapan\w*|dimana\w*|bagaimana\w*|what|which|who|when|where|how)$"
)
# Words that say what kind of answer is wanted and are rarely met in the answer itself.
_METHOD = frozenset(
    """alasan sebab penyebab beda perbedaan banding bandingkan kata jumlah orang terjadi jadi lama tulis tanggap
    komentar pendapat kesan pernyataan peran sebut ubah reason compare difference say said people number list happen
    long role write written change""".split()
)
# A sum of money answers them whether or not the text calls it so.
_PRICE = frozenset("biaya harga tarif ongkos bayar cost price fee pay".split())
_YEAR_WORDS = frozenset({"tahun", "year", "years"})
_NYA = re.compile(r"nya$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as retrieval and composition see it.

    ``terms`` come from the question itself, ``context`` from the turns that a follow-up leans on.
    ``focus`` is the term the question word asks about ("Berapa *alumni* …"), if there is one.
    ``years`` are what it speaks of; with two or more it is answered year by year.
    """

    text: str
    standalone: str
    language: str
    kinds: frozenset[Kind]
    terms: tuple[Term, ...]
    context: tuple[Term, ...]
    focus: Term | None
    years: tuple[str, ...]

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """The question's own terms, then those of its context."""
        return self.terms + self.context


def understand(text: str, history: Sequence[Turn] = (), standalone: str | None = None) -> Question:
    """Return what a question asks. ``standalone`` is a rewriting by a model, if there was one."""
    standalone = standalone or _asked_of_another_year(text, history)
    question = " ".join((standalone or text).split())
    language = question_language(question, history)
    context: list[Term] = []
    topic = "" if standalone else _topic(question, history, language)
    own_years = years(question)
    if topic:
        context = content_terms(topic, language)
        own_years = own_years or years(topic)
    kinds = _kinds(question)
    priced = Kind.HOW_MANY in kinds
    terms = [term for term in content_terms(_without_nya(question), language) if not _is_method(term, priced=priced)]
    if own_years:  # "tahun 2019": the year says it all
        terms = [term for term in terms if term.text.casefold() not in _YEAR_WORDS]
    if not terms:  # "Berapa biayanya?": all that is asked about was said before
        terms, context = [term for term in context if not _is_method(term)], []
    known = {term.own for term in terms}
    return Question(
        text=text,
        standalone=f"{question.rstrip('?. ')} ({topic})?" if topic else question,
        language=language,
        kinds=kinds,
        terms=tuple(terms),
        context=tuple(term for term in context if term.own not in known and not _is_method(term)),
        focus=_focus(question, terms, language),
        years=tuple(sorted(own_years)),
    )


def _asked_of_another_year(text: str, history: Sequence[Turn]) -> str | None:
    """Return the question before with the year of this one, when this one asks of nothing else ("Dan 2019?")."""
    wanted = years(text)
    earlier = next((turn.content for turn in reversed(history) if turn.role == "user"), None)
    if not earlier or len(wanted) != 1:
        return None
    terms = content_terms(text, question_language(text, history))
    if any(not term.is_number and term.text.casefold() not in _YEAR_WORDS for term in terms):
        return None
    year = wanted.pop()
    before = years(earlier)
    if len(before) == 1:
        return earlier.replace(before.pop(), year)
    return f"{earlier.rstrip('?. ')} ({year})?" if not before else None


def question_language(question: str, history: Sequence[Turn] = ()) -> str:
    """Return ``id`` or ``en``: by the question's grammar words, else as the conversation went, else by guess."""
    words = re.findall(r"[^\W\d_]+", question.casefold())
    indonesian = sum(word in INDONESIAN for word in words)
    english = sum(word in ENGLISH for word in words)
    if indonesian == english and history:
        return question_language(history[-1].content)
    if indonesian != english:
        return "id" if indonesian > english else "en"
    return "en" if detect(question) == "en" else "id"


def _kinds(question: str) -> frozenset[Kind]:
    found = {kind for kind, pattern in _KINDS if pattern.search(question)}
    if Kind.WHEN in found:
        found.discard(Kind.HOW_MANY)  # "tahun berapa" asks for a time
    return frozenset(found or {Kind.WHAT})


def _focus(question: str, terms: Sequence[Term], language: str) -> Term | None:
    """Return the content term right after the question word, or right before one that ends a noun phrase."""
    words = tokens(question, language)
    by_stem = {term.own[0]: term for term in reversed(terms)}
    for at, word in enumerate(words):
        if not _QUESTION_WORD.match(word.raw):
            continue
        if at and words[at - 1].stem in by_stem and word.raw in {"apa", "mana", "berapa"}:
            return by_stem[words[at - 1].stem]
        for following in words[at + 1 : at + 5]:
            if following.stem in by_stem:
                return by_stem[following.stem]
            if not is_stopword(following.raw):
                return None
        return None
    return None


def _is_method(term: Term, *, priced: bool = False) -> bool:
    """Tell whether a term says what kind of answer is wanted rather than what about."""
    if len(term.own) != 1 or term.is_name:
        return False
    words = _METHOD | _PRICE if priced else _METHOD
    return term.text.casefold() in words or term.own[0] in words


def _without_nya(question: str) -> str:
    return " ".join(_NYA.sub("", word) if len(word) > 6 else word for word in question.split())


def _topic(question: str, history: Sequence[Turn], language: str) -> str:
    """Return the words of earlier turns that a follow-up needs, or "" for a question that stands alone."""
    asked = [turn.content for turn in history if turn.role == "user"]
    if not asked:
        return ""
    own = content_terms(question, language)
    leans = bool(_PRONOUN.search(question) or _CONTINUES.search(question))
    if not leans and (len(own) > 2 or any(term.is_name for term in own)):
        return ""
    for earlier in reversed(asked):
        words = [
            token.text
            for token in tokens(earlier, detect(earlier))
            if not is_stopword(token.raw) and (token.is_name or token.raw not in _METHOD)
        ]
        if len(words) > 1 or any(word[0].isupper() for word in words):
            said = {term.text.casefold() for term in own}
            return " ".join(word for word in words if word.casefold() not in said)[:300]
    return ""
