"""Is one answer right? Decided by what the set says of its question, never by a model."""

import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from eval.types import Query
from rag.answer import Answer, Citation

LONGEST = 700  # characters of an answer that isn't a dump of its source; twice that for several documents
_EVERY_DOCUMENT = frozenset({"multi", "corroborate"})  # kinds that want each entry of docs named
_MARKER = re.compile(r"\s*(?:\[\d+\])+")
_ARTICLES = frozenset({"a", "an", "the"})

StoredText = Callable[[str, str], str]  # (doc_id, version) → the text that offsets count in


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was right and wrong about one answer.

    ``right`` is None where the set has nothing to judge by. ``cites_gold`` tells whether a citation points
    into a document that holds the answer; None where there is no answer or the set names no document.
    """

    right: bool | None
    why: str | None
    cites_gold: bool | None
    citations: int
    valid_citations: int


def judge(query: Query, answer: Answer, *, answerable: bool, docs: Sequence[str], text_of: StoredText) -> Judgement:
    """Judge an answer. ``docs`` are the documents that may be cited, ``a|b`` for either.

    An unanswerable question wants an abstention without citations. An answerable one wants an answer that
    matches a pattern of every group of ``need`` and cites one of ``docs`` (each of them for the kinds multi
    and corroborate), or, where there is no ``need``, one that contains a gold answer; in either case valid
    citations and no dump.
    """
    invalid = [why for why in (_fault(citation, answer, text_of) for citation in answer.citations) if why]
    cited = {source.uri for source in answer.sources if source.n in {c.source for c in answer.citations}}
    abstained = answer.status == "abstained"
    cites_gold = None if abstained or not answerable or not docs else any(_among(cited, entry) for entry in docs)
    counts = len(answer.citations), len(answer.citations) - len(invalid)
    if not answerable:
        why = None if abstained and not answer.citations else "answered"
    elif not (query.need or query.answers):
        return Judgement(None, None, cites_gold, *counts)
    elif abstained:
        why = "abstained"
    else:
        why = _misses(query, answer) or next(iter(invalid), None)
        if query.need and not why:
            why = _cites_wrongly(query, answer, docs, cited)
        longest = 2 * LONGEST if query.kind == "multi" else LONGEST
        if not why and len(answer.answer) > longest:
            why = f"a dump of {len(answer.answer)} characters"
    return Judgement(why is None, why, cites_gold, *counts)


def contains(answer: str, gold: str) -> bool:
    """Tell whether an answer contains a gold answer as whole words.

    Case, punctuation, English articles and citation markers don't count (after Rajpurkar et al. 2016).
    """
    words, wanted = _words(_MARKER.sub("", answer)), _words(gold)
    return bool(wanted) and any(words[at : at + len(wanted)] == wanted for at in range(len(words) - len(wanted) + 1))


def _words(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    found = re.findall(r"\w+", folded)
    return [word for word in found if word not in _ARTICLES] or found


def _misses(query: Query, answer: Answer) -> str | None:
    if not query.need:
        return None if any(contains(answer.answer, gold) for gold in query.answers) else "has no gold answer"
    for group in query.need:
        if not any(re.search(pattern, answer.answer, re.IGNORECASE) for pattern in group):
            return f"misses {' or '.join(group)}"
    return None


def _fault(citation: Citation, answer: Answer, text_of: StoredText) -> str | None:
    """Return why a citation isn't valid; None when it quotes the stored text from within the answer."""
    place = citation.location
    if (
        not citation.quote.strip()
        or text_of(citation.doc_id, citation.version)[place.start : place.end] != citation.quote
    ):
        return f"quote [{citation.n}] is not the stored text at {place.start}–{place.end}"
    if not 0 <= citation.start < citation.end <= len(answer.answer):
        return f"citation [{citation.n}] spans {citation.start}–{citation.end}, outside the answer"
    if citation.source not in {source.n for source in answer.sources}:
        return f"citation [{citation.n}] names source {citation.source}, which isn't there"
    return None


def _cites_wrongly(query: Query, answer: Answer, docs: Sequence[str], cited: set[str]) -> str | None:
    if not docs:
        return None
    if not any(_among(cited, entry) for entry in docs):
        return f"cites {', '.join(sorted(cited)) or 'nothing'}, not {', '.join(docs)}"
    if query.kind in _EVERY_DOCUMENT:
        by_number = {source.n: source for source in answer.sources}
        told = cited | {
            by_number[n].uri
            for citation in answer.citations
            for n in by_number[citation.source].same_story
            if n in by_number
        }
        lacking = [entry for entry in docs if not _among(told, entry)]
        if lacking:
            return f"does not name {', '.join(lacking)}"
    return None


def _among(uris: set[str], entry: str) -> bool:
    """Tell whether one of the uris is, or ends in, one of the names in ``a|b``."""
    return any(uri == name or uri.endswith(f"/{name}") for uri in uris for name in entry.split("|"))
