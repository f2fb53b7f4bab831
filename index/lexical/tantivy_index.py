"""BM25 with tantivy over terms that kutip analysed itself."""

from collections.abc import Collection, Iterable, Sequence

import tantivy
from tantivy import Occur, Query

from index.lexical.base import Alternative, Concept, LexicalEntry

_WRITER_HEAP = 30_000_000  # bytes; the least tantivy takes for one thread is 15 MB
_RAW_WEIGHT = 0.7  # of a raw match beside a stem match
_TITLE_WEIGHT = 0.6


class TantivyLexicalIndex:
    """An index in memory with three fields: raw tokens, stems, and the title's stems."""

    def __init__(self) -> None:
        builder = tantivy.SchemaBuilder()
        builder.add_unsigned_field("id", stored=False, indexed=True, fast=True)
        for name in ("raw", "stem", "title"):
            builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
        self._schema = builder.build()
        self._index = tantivy.Index(self._schema)
        self._writer = self._index.writer(heap_size=_WRITER_HEAP, num_threads=1)
        self._searcher = self._index.searcher()

    def update(self, add: Iterable[LexicalEntry], remove: Collection[int]) -> None:
        """Apply both in one commit."""
        if remove:  # by query: deletion by term takes a number for signed and finds nothing
            self._writer.delete_documents_by_query(Query.term_set_query(self._schema, "id", sorted(remove)))
        for entry in add:
            document = tantivy.Document()
            document.add_unsigned("id", entry.passage_id)
            document.add_text("raw", " ".join(entry.raw))
            document.add_text("stem", " ".join(entry.stems))
            document.add_text("title", " ".join(entry.title))
            self._writer.add_document(document)
        self._writer.commit()
        self._index.reload()
        self._searcher = self._index.searcher()

    def search(
        self, query: Sequence[Concept], k: int, allowed: Collection[int] | None = None
    ) -> list[tuple[int, float]]:
        """Return the k best ids; with ``allowed``, the ranking goes as deep as it takes to find k of them."""
        size = len(self)
        if not query or k < 1 or not size or (allowed is not None and not allowed):
            return []
        built = Query.boolean_query([(Occur.Should, self._concept(concept)) for concept in query])
        depth = k if allowed is None else max(4 * k, 200)
        while True:
            hits = self._searcher.search(built, limit=min(depth, size), count=False).hits
            ids = self._searcher.fast_field_values("id", [address for _, address in hits])
            found = [(int(i), float(s)) for i, (s, _) in zip(ids, hits, strict=True)]
            if allowed is not None:
                found = [hit for hit in found if hit[0] in allowed]
            if len(found) >= k or len(hits) < depth:
                return sorted(found, key=lambda hit: (-hit[1], hit[0]))[:k]
            depth *= 4

    def document_frequency(self, stem: str) -> int:
        """Return the number of passages with the stem.

        They are counted, since tantivy's own frequencies go on counting deleted ones for a while.
        """
        either = Query.boolean_query(
            [
                (Occur.Should, Query.term_query(self._schema, field, stem, index_option="basic"))
                for field in ("stem", "title")
            ]
        )
        return int(self._searcher.search(either, limit=1, count=True).count or 0)

    def __len__(self) -> int:
        return int(self._searcher.num_docs)

    def _concept(self, concept: Concept) -> Query:
        ways = [self._alternative(alternative) for alternative in concept.alternatives]
        query = ways[0] if len(ways) == 1 else Query.disjunction_max_query(ways)
        return query if concept.weight == 1 else Query.boost_query(query, concept.weight)

    def _alternative(self, alternative: Alternative) -> Query:
        fields = (
            ("stem", alternative.stem, 1.0),
            ("raw", alternative.raw, _RAW_WEIGHT),
            ("title", alternative.stem, _TITLE_WEIGHT),
        )
        return Query.boolean_query(
            [
                (
                    Occur.Should,
                    Query.boost_query(
                        Query.term_query(self._schema, field, term, index_option="freq"),
                        weight * alternative.weight,
                    ),
                )
                for field, term, weight in fields
            ]
        )
