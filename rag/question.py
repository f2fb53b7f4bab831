"""Understanding a question without a model: its language, what kind of answer it wants, its terms and years.

A follow-up (``Berapa hari mereka berada di sana?``) is made standalone with the topic of the turns before it.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.language.analysis import is_stopword, tokens
from index.language.dates import years
from index.language.detect import detect
from index.language.stopwords import ENGLISH, INDONESIAN
from rag.answer import Turn
from rag.kinds import METHOD, Kind, is_method, kinds_of, speaker_of, without_tellers
from rag.terms import Term, content_terms

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
_CLAUSE = re.compile(
    r"\b(?:dan|dengan|atau|serta|sedangkan|sementara|versus|vs|and|with|or|than|while|dibanding\w*|against)\b|[,;]",
    re.IGNORECASE,
)
_YEAR_WORDS = frozenset({"tahun", "year", "years"})
_NYA = re.compile(r"nya$")


@dataclass(frozen=True, slots=True)
class Question:
    """A question as retrieval and composition see it.

    ``terms`` come from the question itself, ``context`` from the turns that a follow-up leans on.
    ``focus`` is the term the question word asks about ("Berapa *alumni* …"), if there is one.
    ``years`` are what it speaks of; with two or more it is answered year by year, and ``of_year`` tells which
    names belong to one of them only ("Bupati *Hadi* tahun 2019 dan Bupati *Rina* tahun 2025"). ``names`` are
    the names of several words, as stems. ``history`` are the turns before it.
    """

    text: str
    standalone: str
    language: str
    kinds: frozenset[Kind]
    terms: tuple[Term, ...]
    context: tuple[Term, ...]
    focus: Term | None
    years: tuple[str, ...]
    names: tuple[tuple[str, ...], ...] = ()
    of_year: Mapping[str, frozenset[str]] = field(default_factory=dict)
    speaker: frozenset[str] = frozenset()
    history: tuple[Turn, ...] = ()

    @property
    def all_terms(self) -> tuple[Term, ...]:
        """The question's own terms, then those of its context."""
        return self.terms + self.context

    def for_year(self, year: str) -> "Question":
        """Return the question as far as it is about one of its years: without the others and the names beside them."""
        of_others = {stem for other, names in self.of_year.items() if other != year for stem in names}
        of_others -= self.of_year.get(year, frozenset())
        others = set(self.years) - {year}
        terms = tuple(term for term in self.terms if term.text not in others and not of_others.intersection(term.own))
        return replace(self, years=(year,), terms=terms)


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
    kinds = kinds_of(question)
    asked = without_tellers(question)
    terms = [term for term in content_terms(_without_nya(asked), language) if not is_method(term, kinds)]
    if own_years:  # "tahun 2019": the year says it all
        terms = [term for term in terms if term.text.casefold() not in _YEAR_WORDS]
    if not terms:  # "Berapa biayanya?": all that is asked about was said before
        terms, context = [term for term in context if not is_method(term)], []
    if all(term.is_light for term in terms):  # "Where did they go?": what was said before tells more
        terms, context = [*terms, *(term for term in context if not is_method(term))], []
    known = {term.own for term in terms}
    return Question(
        text=text,
        standalone=f"{question.rstrip('?. ')} ({topic})?" if topic else question,
        language=language,
        kinds=kinds,
        terms=tuple(terms),
        context=tuple(term for term in context if term.own not in known and not is_method(term)),
        focus=_focus(asked, terms, language),
        years=tuple(sorted(own_years)),
        names=_names(f"{asked} {topic}", language),
        of_year=_names_by_year(asked, own_years, language),
        speaker=speaker_of(tokens(asked, language)) if Kind.QUOTE in kinds else frozenset(),
        history=tuple(history),
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


def _focus(question: str, terms: Sequence[Term], language: str) -> Term | None:
    """Return the content term right after the question word, or right before one that ends a noun phrase."""
    words = tokens(question, language)
    by_stem = {term.own[0]: term for term in reversed(terms) if not term.is_number}
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


def _names(text: str, language: str) -> tuple[tuple[str, ...], ...]:
    """Return the runs of two or more capitalised words, as stems: what a text may later say with one of them."""
    runs: list[list[str]] = [[]]
    end = 0
    for token in tokens(text, language):
        named = token.is_name and not is_stopword(token.raw)
        if not named or text[end : token.start].strip():
            runs.append([])
        if named:
            runs[-1].append(token.stem)
        end = token.end
    return tuple(tuple(run) for run in runs if len(run) > 1)


def _names_by_year(text: str, asked: set[str], language: str) -> dict[str, frozenset[str]]:
    """Return the stems of the names that stand in a clause with one of several years."""
    if len(asked) < 2:
        return {}
    found: dict[str, frozenset[str]] = {}
    for clause in _CLAUSE.split(text):
        spoken = years(clause)
        if len(spoken) == 1:
            names = {token.stem for token in tokens(clause, language) if token.is_name and not is_stopword(token.raw)}
            year = spoken.pop()
            found[year] = found.get(year, frozenset()) | names
    if not all(found.values()):  # "kepala Pelabuhan Sawo pada 2021 dan 2025": a year alone shares the others' names
        return {}
    shared = frozenset.intersection(*found.values()) if len(found) > 1 else frozenset()
    return {year: names - shared for year, names in found.items()}


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
            if not is_stopword(token.raw) and (token.is_name or token.raw not in METHOD)
        ]
        if len(words) > 1 or any(word[0].isupper() for word in words):
            said = {term.text.casefold() for term in own}
            return " ".join(word for word in words if word.casefold() not in said)[:300]
    return ""
