from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from index.passage_index import PassageIndex
from index.types import Filters
from rag.citations import Draft
from rag.compose.base import Material, Quote, Statement
from rag.question import understand
from rag.retriever import Retriever


def _material(passages: PassageIndex) -> Material:
    retrieval = Retriever(passages).consult(understand("kepala Pelabuhan Sawo"), "default", Filters(), 8)
    return Material(passages, "default", retrieval)


def test_a_citation_spans_its_statement_and_quotes_word_for_word(passages: PassageIndex) -> None:
    material = _material(passages)
    source = material.sources[0]
    draft = Draft()
    quote = Quote(1, source.location.start, source.location.start + 20, "verbatim", 1.0)
    made = draft.add(Statement("Kalimat pertama.", (quote,), lead="Per 2025: "), material)
    assert made is not None
    assert draft.text == "Per 2025: Kalimat pertama. [1]"
    assert draft.text[made[0].start : made[0].end] == "Kalimat pertama."
    assert made[0].quote == source.text[:20]
    assert source.cited


def test_a_statement_without_a_valid_quotation_is_left_out(passages: PassageIndex) -> None:
    material = _material(passages)
    draft = Draft()
    for quote in (
        Quote(99, 0, 5, "verbatim", 1.0),
        Quote(0, 0, 5, "verbatim", 1.0),
        Quote(1, 5, 5, "verbatim", 1.0),
        Quote(1, -3, 5, "verbatim", 1.0),
        Quote(1, 0, 10_000_000, "verbatim", 1.0),
    ):
        assert draft.add(Statement("Karangan.", (quote,)), material) is None
    assert draft.text == ""
    assert draft.citations == []
    assert not any(source.cited for source in material.sources)


def test_an_unsupported_statement_is_kept_only_when_asked_for(passages: PassageIndex) -> None:
    draft = Draft()
    assert draft.add(Statement("Karangan.", ()), _material(passages), keep_unsupported=True) == []
    assert draft.text == "Karangan."
    assert [(span.start, span.end) for span in draft.unsupported] == [(0, 9)]


def test_words_that_do_not_support_a_statement_are_no_citation(passages: PassageIndex) -> None:
    draft = Draft()
    assert draft.add(Statement("Karangan.", (Quote(1, 0, 20, "unsupported", 0.1),)), _material(passages)) is None
    assert draft.citations == []


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.text(max_size=30),
            st.lists(st.tuples(st.integers(-2, 12), st.integers(-5, 900), st.integers(-5, 900)), max_size=4),
        ),
        max_size=5,
    )
)
def test_whatever_a_composer_says_every_citation_is_valid(
    passages: PassageIndex, parts: list[tuple[str, list[tuple[int, int, int]]]]
) -> None:
    material = _material(passages)
    draft = Draft()
    for text, quotes in parts:
        draft.add(Statement(text, tuple(Quote(n, a, b, "supported", 0.5) for n, a, b in quotes)), material)
    assert [citation.n for citation in draft.citations] == list(range(1, len(draft.citations) + 1))
    for citation in draft.citations:
        source = material.sources[citation.source - 1]
        stored = passages.text(citation.doc_id, citation.version)[1]
        assert citation.quote == stored[citation.location.start : citation.location.end]
        assert citation.quote.strip()
        assert 0 <= citation.start < citation.end <= len(draft.text)
        assert f"[{citation.n}]" in draft.text[citation.end :]
        assert (source.doc_id, source.cited) == (citation.doc_id, True)
