"""Any history of a corpus leaves what a dict would hold."""

import shutil
import tempfile
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from tests.index.corpus import add, contents, lexical_uris, open_index

URIS = st.sampled_from(["a", "b", "c"])
WORDS = ["zebra", "quokka", "wombat"]
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join) | st.sampled_from(WORDS).map(
    lambda word: f"{word} " * 40 + ".\n\n" + "panjang " * 150 + "."
)


class Corpus(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.index = open_index(self.folder)
        self.truth: dict[str, str] = {}

    @rule(uri=URIS, text=TEXTS)
    def add_or_update(self, uri: str, text: str) -> None:
        duplicate = uri not in self.truth and text in self.truth.values()
        job = add(self.index, uri, text)
        assert job.done == 1
        assert bool(job.unchanged) == (duplicate or self.truth.get(uri) == text)
        if not duplicate:
            self.truth[uri] = text

    @rule(uri=URIS)
    def delete(self, uri: str) -> None:
        for document in self.index.documents("default", 10):
            if document.uri == uri:
                self.index.delete(document.doc_id)
                del self.truth[uri]
                break
        else:
            assert uri not in self.truth

    @rule()
    def reopen(self) -> None:
        self.index.close()
        self.index = open_index(self.folder)

    @rule()
    def empty(self) -> None:
        self.index.delete_collection("default")
        self.truth.clear()

    @invariant()
    def agrees(self) -> None:
        assert contents(self.index) == self.truth
        for word in WORDS:
            assert lexical_uris(self.index, word) == {uri for uri, text in self.truth.items() if word in text}

    def teardown(self) -> None:
        self.index.close()
        shutil.rmtree(self.folder)


TestCorpus = Corpus.TestCase
TestCorpus.settings = settings(
    max_examples=12, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
)
