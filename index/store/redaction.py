"""Taking a deleted document's words out of an answer that was kept. Pure.

This is the one place where the index room reads an answer's fields: deleted means gone in the very transaction
that deletes, and only this room has it. Sentences that quote the document go, with the source's text, title,
uri, author and date; numbers, ids and places stay, so that what is left still hangs together.
"""

import re
from collections.abc import Collection, Iterable
from typing import Any

Json = dict[str, Any]

_PLACEHOLDER = {"id": "(sumbernya dihapus)", "en": "(its source was deleted)"}
_MARKERS = re.compile(r"(?: ?\[\d+\])*")
_WORD = re.compile(r"\w+")
_RUN = 4  # words in a row that a text shares with a sentence that quotes it


def without_documents(answer: Json, gone: Collection[str]) -> list[str]:
    """Take the words of the documents ``gone`` out of an answer, in place; return what was taken.

    A sentence stays when another of its sources says it word for word. The spans of the others are moved.
    """
    taken: list[str] = []
    sources = {source["n"]: source for source in answer.get("sources", ()) if source["doc_id"] in gone}
    if not sources:
        return taken
    citations = answer.get("citations", [])
    taken += _blank_spans(answer, citations, gone)
    for citation in citations:
        if citation["doc_id"] in gone:
            taken.append(citation["quote"])
            citation["quote"] = ""
    for source in sources.values():
        taken += [source["text"], source["title"]]
        source.update(title="", uri="", author=None, published_at=None, text="")
    cited_gone = {citation["n"] for citation in citations if citation["doc_id"] in gone}
    answer["conflicts"] = _conflicts_without(answer.get("conflicts", []), cited_gone)
    return [text for text in taken if text]


def without_echoes(asked: Json, taken: Iterable[str]) -> bool:
    """Empty the assistant's earlier turns that repeat any of the texts ``taken``; tell whether there was one."""
    runs = {run for text in taken for run in _runs(text)}
    found = False
    for turn in asked.get("messages", ()):
        if turn["role"] == "assistant" and not runs.isdisjoint(_runs(turn["content"], runs)):
            turn["content"] = ""
            found = True
    return found


def with_own_words(answer: Json, asked: Json | None) -> None:
    """Put the question in place of a standalone one whose words aren't the person's own."""
    turns = asked.get("messages", ()) if asked else ()
    said = [answer.get("question", ""), *(turn["content"] for turn in turns if turn["role"] == "user")]
    own = {word for text in said for word in _words(text)}
    if not own.issuperset(_words(answer.get("standalone_question", ""))):
        answer["standalone_question"] = answer["question"]


def _blank_spans(answer: Json, citations: list[Json], gone: Collection[str]) -> list[str]:
    """Put a placeholder for each sentence that has to go, and move every span to where its words are now."""
    text: str = answer.get("answer", "")
    unsupported: list[Json] = answer.get("unsupported", [])  # what no source supports may still repeat one
    spans = sorted({(each["start"], each["end"]) for each in [*citations, *unsupported]})
    placeholder = _PLACEHOLDER.get(answer.get("language", ""), _PLACEHOLDER["en"])
    moved: dict[tuple[int, int], tuple[int, int]] = {}
    taken: list[str] = []
    made, at = "", 0
    for start, end in spans:
        beside = [each for each in citations if (each["start"], each["end"]) == (start, end)]
        before, sentence = text[at:start], text[start:end]
        if not beside or (
            any(each["doc_id"] in gone for each in beside) and not _said_elsewhere(sentence, beside, gone)
        ):
            taken.append(before + sentence)  # what leads up to it may tell of the document, too
            before, sentence = " " if made else "", placeholder
        made += before
        moved[start, end] = (len(made), len(made) + len(sentence))
        markers = _MARKERS.match(text, end)
        at = markers.end() if markers else end
        made += sentence + text[end:at]
    answer["answer"] = made + text[at:]
    for each in [*citations, *unsupported]:
        each["start"], each["end"] = moved[each["start"], each["end"]]
    return taken


def _said_elsewhere(sentence: str, beside: Iterable[Json], gone: Collection[str]) -> bool:
    plain = " ".join(sentence.casefold().split()).rstrip(" .")
    return any(each["doc_id"] not in gone and plain in " ".join(each["quote"].casefold().split()) for each in beside)


def _conflicts_without(conflicts: Iterable[Json], cited_gone: set[int]) -> list[Json]:
    left = []
    for conflict in conflicts:
        values = [value for value in conflict["values"] if cited_gone.isdisjoint(value["citations"])]
        if len(values) > 1:
            left.append({**conflict, "values": values})
    return left


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())


def _runs(text: str, known: Collection[tuple[str, ...]] = ()) -> set[tuple[str, ...]]:
    """Return the runs of words of a text: of the usual length, or those shorter ones that are ``known``."""
    words = _words(text)
    lengths = {_RUN} | {len(run) for run in known} if known else {min(_RUN, len(words))} - {0}
    return {tuple(words[at : at + length]) for length in lengths for at in range(len(words) - length + 1)}
