"""Is one answer right? Decided by what the set says of its question, never by a model."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from eval.matching import tells
from eval.twins import Kinship, is_named
from eval.types import Query
from rag.answer import Answer, Citation

LONGEST = 700  # characters of an answer that isn't a dump of its source; twice that for several documents
_EVERY_DOCUMENT = frozenset({"multi", "corroborate"})  # kinds that want each entry of docs named

StoredText = Callable[[str, str], str]  # (doc_id, version) → the text that offsets count in
KinshipOf = Callable[[str, Sequence[str]], Kinship | None]  # (a cited uri, gold documents) → how they are related


@dataclass(frozen=True, slots=True)
class Judgement:
    """What was right and wrong about one answer.

    ``right`` is None where the set has nothing to judge by. ``cites_gold`` tells whether a citation points
    into a document that holds the answer, or its twin; None where there is no answer or the set names no
    document. ``kinships`` are how each citation's document is related to the gold ones, None for not at all;
    empty where ``cites_gold`` is None. ``telling``: whether each citation quotes the gold answer itself.
    ``documents_cited`` is the share of the set's documents that are cited, a twin counting for its document.
    """

    right: bool | None
    why: str | None
    cites_gold: bool | None
    citations: int
    valid_citations: int
    kinships: Sequence[Kinship | None] = field(default=())
    telling: Sequence[bool] = field(default=())
    documents_cited: float | None = None


def judge(
    query: Query,
    answer: Answer,
    *,
    answerable: bool,
    docs: Sequence[str],
    text_of: StoredText,
    also: Sequence[str] = (),
    kinship_of: KinshipOf | None = None,
) -> Judgement:
    """Judge an answer. ``docs`` are the documents that may be cited, ``a|b`` for either, ``also`` others as good.

    An unanswerable question wants an abstention without citations. An answerable one wants an answer that
    matches a pattern of every group of ``need`` and cites one of ``docs`` (each of them for the kinds multi
    and corroborate), or, where there is no ``need``, one that tells a gold answer; in either case valid
    citations and no dump. ``kinship_of`` knows twins; without it only the documents themselves count.
    """
    invalid = [why for why in (_fault(citation, answer, text_of) for citation in answer.citations) if why]
    uri_of = {source.n: source.uri for source in answer.sources}
    cited = {uri_of[citation.source] for citation in answer.citations if citation.source in uri_of}
    abstained = answer.status == "abstained"
    related = kinship_of or _named_among
    gold = [*docs, *also]
    observed = not abstained and answerable and bool(gold)
    judgeable = bool(query.need or query.answers)
    kin = {uri: related(uri, gold) for uri in cited} if observed else {}
    judged = Judgement(
        right=None,
        why=None,
        cites_gold=any(kin.values()) if observed else None,
        citations=len(answer.citations),
        valid_citations=len(answer.citations) - len(invalid),
        kinships=[kin.get(uri_of.get(citation.source, "")) for citation in answer.citations] if observed else (),
        telling=[missed(query, citation.quote) is None for citation in answer.citations]
        if observed and judgeable
        else (),
        documents_cited=_share_cited(cited, docs, related) if observed and docs else None,
    )
    if not answerable:
        why = None if abstained and not answer.citations else "answered"
    elif not judgeable:
        return judged
    elif abstained:
        why = "abstained"
    else:
        why = missed(query, answer.answer) or next(iter(invalid), None)
        if query.need and not why:
            why = _cites_wrongly(query, answer, docs, cited)
        longest = 2 * LONGEST if query.kind == "multi" else LONGEST
        if not why and len(answer.answer) > longest:
            why = f"a dump of {len(answer.answer)} characters"
    return replace(judged, right=why is None, why=why)


def missed(query: Query, text: str) -> str | None:
    """Return what a text lacks to answer a question: a gold answer, or a group of ``need``; None for nothing."""
    if not query.need:
        return None if tells(text, query.answers, query.text) else "has no gold answer"
    for group in query.need:
        if not any(re.search(pattern, text, re.IGNORECASE) for pattern in group):
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


def _share_cited(cited: set[str], docs: Sequence[str], related: KinshipOf) -> float:
    return sum(any(related(uri, [entry]) for uri in cited) for entry in docs) / len(docs)


def _named_among(uri: str, gold: Sequence[str]) -> Kinship | None:
    return "gold" if any(_among({uri}, entry) for entry in gold) else None


def _among(uris: set[str], entry: str) -> bool:
    """Tell whether one of the uris is, or ends in, one of the names in ``a|b``."""
    return any(is_named(uri, name) for uri in uris for name in entry.split("|"))
