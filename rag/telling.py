"""Whether a sentence tells what a question wants told: a reason, a list, somebody's words, a way, a meaning."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.candidates import Candidate
from rag.question import Question
from rag.terms import Term

_SPEAKER = 4  # words between a speaker and the verb of saying, at most
_CAUSE = re.compile(
    r"""\b(?:karena|sebab|lantaran|akibat|agar|supaya|demi|guna|sehingga|bertujuan|untuk|berkat|mengingat|dipicu
    |disebabkan|because|since|due\s+to|owing|so\s+that|in\s+order|therefore|thanks\s+to|caused|aims?|as\s+a\s+result
    |led\s+to|to\s+(?:keep|help|make|let|avoid|prevent|give|protect|improve|ensure|allow|reduce|increase))\b""",
    re.IGNORECASE | re.VERBOSE,
)
_SPOKEN = re.compile(r"[\"“”]")
_SAID = re.compile(
    r"""\b(?:kata|katanya|ujar\w*|tutur\w*|ungkap\w*|terang\w*|jelas\w*|tegas\w*|ucap\w*|imbuh\w*|tambah\w*
    |pungkas\w*|papar\w*|sebut\w*|mengatakan|menyatakan|menegaskan|menekankan|menjelaskan|menilai|mengaku|menyebut\w*|berharap
    |menyampaikan|menuturkan|mengungkapkan|menerangkan|memaparkan|menambahkan|mengharapkan|meminta|mengimbau|menyambut|mengapresiasi
    |memuji|mengkritik|berpendapat|berpesan|meyakini|optimistis|menurut(?:nya)?|mengingatkan|menyayangkan
    |said|says|told|added|explained|according|stressed|hoped|hopes|asked|urged|praised|noted|argued|believes|welcomed)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_ENUMERATION = re.compile(
    r""",[^,]{2,80},?\s+(?:dan|serta|and|or|atau|hingga)\s|:\s*$|;[^;]+;
    |\b(?:yakni|yaitu|antara\s+lain|seperti|namely|such\s+as|including)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_MEANS = re.compile(
    r"""\b(?:menggunakan|memakai|memanfaatkan|mengandalkan|melalui|lewat|dengan\s+(?:cara|meng\w+|mem\w+|men\w+|bantuan)|berkat|caranya
    |using|uses|used|through|via|by\s+\w+ing|with\s+the\s+help|thanks\s+to|by\s+means)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_TITLE = frozenset[str]()
_DEFINES = re.compile(
    r"^[”\"’)]*\s*(?:\([^()]{2,80}\)\s*)?(?:(?:,\s+)?(?:adalah|ialah|merupakan|yakni|yaitu|is|are|was|means)\b|[—–:]|-\s)"
)


@dataclass(frozen=True, slots=True)
class Evidence:
    """How strongly a sentence holds an answer of one kind, 0 to 1, and at which of its words.

    ``impossible``: whatever it says, it isn't what was asked for, as a head count isn't a price.
    """

    strength: float
    words: tuple[int, ...] = ()
    impossible: bool = False


def reason(question: Question, candidate: Candidate) -> Evidence:
    """Return whether a sentence gives a cause or a purpose."""
    return Evidence(1.0 if _CAUSE.search(candidate.text) else 0.0)


def enumeration(question: Question, candidate: Candidate) -> Evidence:
    """Return whether a sentence lists several things, or announces such a list."""
    text = candidate.text
    if _ENUMERATION.search(text):
        return Evidence(1.0 if text.count(",") > 1 or text.endswith(":") else 0.7)
    return Evidence(0.0)


def speech(question: Question, candidate: Candidate) -> Evidence:
    """Return whether a sentence tells somebody's words; a speaker whom the question names has to be the one.

    The one is who is named, or who holds the office that is named.
    """
    sentence = candidate.sentence
    said = [at for at, word in enumerate(sentence.words) if _SAID.fullmatch(word.text)]
    speaker = [term for term in question.terms if question.speaker.intersection(term.stems)]
    speakers = [place for term in speaker for place in sentence.places(term)] + holders(speaker, candidate)
    if speaker and not any(abs(at - speaker) <= _SPEAKER for at in said for speaker in speakers):
        return Evidence(0.0, impossible=True)
    if not _SPOKEN.search(sentence.text):
        return Evidence(0.5 if said else 0.0)
    return Evidence(1.0 if said else 0.7)


def means(question: Question, candidate: Candidate) -> Evidence:
    """Return whether a sentence says by which means something is done."""
    return Evidence(1.0 if _MEANS.search(candidate.text) else 0.4)


def definition(question: Question, candidate: Candidate) -> Evidence:
    """Return whether a sentence says what a thing is, or what its short form stands for."""
    sentence, acronyms = candidate.sentence, dict(candidate.view.aliases.acronyms)
    titles, strength = dict(candidate.view.aliases.titles), 0.3
    for term in question.terms:
        for place in sentence.places(term):
            word = sentence.words[place]
            if _DEFINES.match(sentence.text[word.end :]):
                strength = max(strength, 0.9)
            if word.stem in acronyms and sentence.stem_set.issuperset(acronyms[word.stem]):
                strength = 1.0
            if word.is_name and titles.get(word.stem, _NO_TITLE) & sentence.stem_set:
                strength = max(strength, 0.9)
    return Evidence(strength)


def holders(wanted: Sequence[Term], candidate: Candidate) -> list[int]:
    """Return the positions of the names whose office the wanted terms say ("Bupati" … "kata *Rina*")."""
    held = {
        name
        for name, title in candidate.view.aliases.titles
        if any(title.issuperset(way.stems) for term in wanted for way in term.ways)
    }
    return [at for at, word in enumerate(candidate.sentence.words) if word.is_name and word.stem in held]
