"""Gate S6: a citation points only at a permitted, retrieved, verbatim span, whatever a model writes.

    python -m tests.gates.s6_streams --count 10000

Hostile streams are made from a seed: sentences of the sources, of other sources and of nobody, with wrong numbers,
marks in all shapes, of this request and of others, halved, nested, look-alike, hidden characters, cut anywhere.
Every answer is then held against the store. ``--mutant`` breaks the product on purpose; the gate has to notice.
"""

import argparse
import random
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncGenerator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from unittest import mock

import anyio

from index.passage_index import PassageIndex
from rag.answer import Answer
from rag.compose import handles as marking
from rag.compose.base import Quote
from rag.compose.extractive import ExtractiveComposer
from rag.compose.llm import LLMComposer
from rag.engine import Ask, Delta, Done, Engine
from rag.llm.base import Message, Piece
from rag.llm.scripted import handles_in
from rag.llm.tokens import estimate
from rag.support import Supported
from rag.verifier import Verifier
from tests.gates.corpus import QUESTION, corpus

_TRUE = (
    "Pelabuhan Sawo dipimpin Rina Lestari",
    "Rina Lestari mulai menjabat pada 3 Februari 2025",
    "Penumpang mencapai 61.300 orang",
    "Jumlah penumpang mencapai 58.900 orang sepanjang 2024",
    "Hendra Prasmoko digantikan 3 Februari 2025",
)
_FALSE = (
    "Pelabuhan Sawo dipimpin Joko Penipu",
    "Penumpang mencapai 613.000 orang",
    "Rina Lestari menjabat pada 3 Februari 1925",
    "“Kami tidak pernah mengatakan itu,” kata Rina Lestari",
    "Burung camar bertelur di tebing karang",
    "Penumpang mencapai " + "9" * 400 + " orang",
)
_BRACKETS = (
    "[]",
    "【】",
    "()",
    "〔〕",
    "［］",
    "⟦⟧",
    "❲❳",
    "{}",
    "「」",
    "<>",
    "[[]]",
    "([])",
    "[^]",
    "[source ]",
    "(sumber: )",
)
_NOISE = (
    "[", "]", "【", "[1]", "[2][99]", "[0]", "[-1]", "[" + "7" * 60 + "]", "[]", "[[[[", "]]]]", "\u200b", "\u202e",
    "\U000e0041", "\n\n", "NO_ANSWER", "<think>[1]</think>", "</think>", "**", "# ", "- ", "1. ", ". ", "… ", "“", "”",
    "data: [DONE]", "<|im_end|>", "</source-", "<source-", "Dr. H. ", "a" * 300, "\x00", "\ud7ff", "٣", "１",
)  # fmt: skip


class HostileLLM:
    """Writes a random stream from a seed. ``handles`` are those of the last prompt, ``before`` of the one before."""

    name = "hostile"

    def __init__(self) -> None:
        self.random = random.Random(0)
        self.handles: list[str] = []
        self.before: list[str] = ["kqzt", "mmpx"]

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the stream in pieces that are cut anywhere."""
        self.before, self.handles = self.handles or self.before, handles_in(messages)
        text = "".join(self._parts())
        at = 0
        while at < len(text):
            size = self.random.choice((1, 2, 3, 5, 8, 13, 40, 400))
            yield Piece(text[at : at + size])
            at += size
        yield Piece(finish=self.random.choice(("stop", "stop", "stop", "length", "cut")))

    async def count(self, messages: Sequence[Message]) -> int:
        """Return the estimate."""
        return estimate(messages)

    def _parts(self) -> Iterator[str]:
        choose = self.random.choice
        for _ in range(self.random.randint(1, 5)):
            if self.random.random() < 0.3:
                yield choose(_NOISE)
            yield choose(_TRUE) if self.random.random() < 0.6 else choose(_FALSE)
            before, stop, after = choose(((True, ". ", False), (False, ". ", True), (True, ". ", True)))
            yield (self._marks() if before else "") + stop + (self._marks() + " " if after else "")
            if self.random.random() < 0.3:
                yield choose(_NOISE)

    def _marks(self) -> str:
        return "".join(self._mark() for _ in range(self.random.choice((1, 1, 1, 2, 3, 30))))

    def _mark(self) -> str:
        choose = self.random.choice
        names = [self._name() for _ in range(choose((1, 1, 2, 5)))]
        inside = choose((", ", "; ", " ", " and ", "][", "|")).join(names)
        bracket = choose(_BRACKETS)
        half = len(bracket) - 1 if bracket[-1] in "]】)〕］⟧❳}」>" and bracket[-2] not in "])" else len(bracket) - 2
        mark = bracket[:half] + inside + bracket[half:]
        kind = self.random.random()
        if kind < 0.06:
            return mark[: self.random.randint(1, len(mark))]  # half a mark
        if kind < 0.1:
            return inside  # a bare handle
        return (" " if kind < 0.6 else "") + mark

    def _name(self) -> str:
        choose = self.random.choice
        name = choose(self.handles)
        kind = self.random.random()
        if kind < 0.5:
            return name
        changed = (
            choose(self.before),  # of another request
            name.upper(),
            name[:3],
            name + choose("bcd"),
            "\u200b".join(name),
            "".join(chr(ord(letter) + 0xFEE0) for letter in name),
            name.replace(name[0], "а"),  # Cyrillic
            str(self.random.randint(-3, 10**9)),
            f"{name}:12",
            name * 2,
            f"see {name}, p. 4",
        )
        return choose(changed)


def faults(answer: Answer, shown: str, handles: Sequence[str], passages: PassageIndex) -> list[str]:
    """Return what is wrong with an answer: nothing, if the promise holds."""
    found = []
    if shown != answer.answer:
        found.append("the stream isn't the answer")
    lowered = answer.answer.casefold()
    found += [f"the handle {handle} is left in the text" for handle in handles if handle in lowered]
    for citation in answer.citations:
        sources = {source.n: source for source in answer.sources}
        source = sources.get(citation.source)
        if source is None:
            found.append(f"citation {citation.n} names source {citation.source}, which wasn't retrieved")
            continue
        text = passages.text(citation.doc_id, citation.version)[1]
        if not 0 <= citation.start < citation.end <= len(answer.answer):
            found.append(f"citation {citation.n} spans {citation.start}-{citation.end}, outside the answer")
        place = citation.location
        if text[place.start : place.end] != citation.quote or not citation.quote.strip():
            found.append(f"citation {citation.n} isn't verbatim")
        if not source.location.start <= place.start < place.end <= source.location.end:
            found.append(f"citation {citation.n} quotes beside its source")
        if (source.doc_id, source.version) != (citation.doc_id, citation.version):
            found.append(f"citation {citation.n} is of another document than its source")
        if passages.document(citation.doc_id).collection != "default":
            found.append(f"citation {citation.n} is of a collection that wasn't asked")
        if citation.support == "unsupported":
            found.append(f"citation {citation.n} supports nothing")
    numbers = Counter(citation.n for citation in answer.citations)
    if any(count > 1 for count in numbers.values()):
        found.append("a citation number is given twice")
    rest = answer.answer
    for citation in answer.citations:
        rest = rest.replace(f"[{citation.n}]", "", 1)
    if any(f"[{number}]" in rest for number in range(100)):
        found.append("a number in the text looks like a citation and is none")
    return found


@contextmanager
def mutated(mutant: str) -> Iterator[None]:
    """Break the product: ``verbatim`` skips the check against the stored text and quotes at random offsets,
    ``marks`` leaves unknown marks in the text, ``source`` believes any number."""
    chance = random.Random(1)

    def misquoted(self: Verifier, text: str, language: str, sources: Sequence[object]) -> list[Supported]:
        return [Supported("supported", 0.9, start := chance.randint(0, 5000), start + 40) for _ in sources]

    def marks(self: marking.Handles, text: str) -> list[marking.Mark]:
        return [mark for mark in real(self, text) if mark.sources]

    def believed(quote: Quote, material: object) -> bool:
        return True

    real = marking.Handles.marks
    match mutant:
        case "":
            yield
        case "verbatim":
            with mock.patch.object(Verifier, "supports", misquoted), mock.patch("rag.citations.is_verbatim", believed):
                yield
        case "marks":
            with mock.patch.object(marking.Handles, "marks", marks):
                yield
        case _:
            raise ValueError(f"There is no mutant {mutant!r}.")


async def run(passages: PassageIndex, count: int, seed: int) -> tuple[Counter[str], list[str]]:
    """Ask ``count`` times; return what came of it and every fault with the seed that shows it."""
    llm = HostileLLM()
    quoting = ExtractiveComposer(0.3)
    engines = [
        Engine(passages, LLMComposer(llm, 6000, show_unsupported=shown), quoting, show_unsupported=shown)
        for shown in (False, True)
    ]
    tally: Counter[str] = Counter()
    found: list[str] = []
    for number in range(seed, seed + count):
        llm.random = random.Random(number)
        shown = ""
        async for event in engines[number % 4 == 3].stream(Ask(QUESTION)):
            if isinstance(event, Delta):
                shown += event.text
            if isinstance(event, Done):
                tally["streams"] += 1
                tally[event.answer.model] += 1
                tally["citations"] += len(event.answer.citations)
                found += [f"seed {number}: {fault}" for fault in faults(event.answer, shown, llm.handles, passages)]
    return tally, found


def gate(folder: Path, count: int, seed: int = 0, mutant: str = "") -> tuple[Counter[str], list[str]]:
    """Run the gate in a new data directory."""
    with corpus(folder) as passages, mutated(mutant):
        return anyio.run(run, passages, count, seed)


def main() -> int:
    """Run from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--mutant", default="", choices=["", "verbatim", "marks"])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally, found = gate(Path(folder) / "data", given.count, given.seed, given.mutant)
    sys.stdout.write("".join(f"{fault}\n" for fault in found[:20]))
    sys.stdout.write(
        f"{tally['streams']} streams ({tally['hostile']} answered by the model, {tally['extractive']} by quoting), "
        f"{tally['citations']} citations, {len(found)} faults\n"
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
