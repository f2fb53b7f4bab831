"""What every embedder promises, as a suite that a test class inherits with an ``embedder`` fixture."""

import numpy as np
import pytest

from index.embedding.base import Embedder

TEXTS = ["The bridge was opened today.", "Jembatan itu diresmikan.", "", "a"]


class EmbedderContract:
    tolerance = 1e-5  # between vectors of the same text computed beside other texts

    def test_shapes_and_types(self, embedder: Embedder) -> None:
        vectors = embedder.embed_passages(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        query = embedder.embed_query("bridge")
        assert query.shape == (embedder.dimension,)
        assert query.dtype == np.float32

    def test_no_texts(self, embedder: Embedder) -> None:
        assert embedder.embed_passages([]).shape == (0, embedder.dimension)
        assert embedder.count_tokens([]) == []

    def test_unit_length(self, embedder: Embedder) -> None:
        lengths = np.linalg.norm(embedder.embed_passages(TEXTS), axis=1)
        assert lengths == pytest.approx(np.ones(len(TEXTS)), abs=1e-5)
        assert np.linalg.norm(embedder.embed_query("bridge")) == pytest.approx(1, abs=1e-5)

    def test_a_text_over_the_limit_is_cut_and_counted_whole(self, embedder: Embedder) -> None:
        text = "kata " * (2 * embedder.max_tokens)
        assert embedder.count_tokens([text])[0] >= 2 * embedder.max_tokens
        assert np.linalg.norm(embedder.embed_passages([text])) == pytest.approx(1, abs=1e-5)

    def test_same_text_same_vector_wherever_it_stands(self, embedder: Embedder) -> None:
        forward = embedder.embed_passages(TEXTS)
        backward = embedder.embed_passages(TEXTS[::-1])[::-1]
        alone = np.stack([embedder.embed_passages([text])[0] for text in TEXTS])
        assert forward == pytest.approx(backward, abs=self.tolerance)
        assert forward == pytest.approx(alone, abs=self.tolerance)

    def test_a_query_is_nearest_to_its_own_text(self, embedder: Embedder) -> None:
        texts = ["The bridge was opened today.", "Rice prices rose again in June.", "She sings in a choir."]
        vectors = embedder.embed_passages(texts)
        assert [int(np.argmax(vectors @ embedder.embed_query(text))) for text in texts] == [0, 1, 2]

    def test_token_counts(self, embedder: Embedder) -> None:
        counts = embedder.count_tokens(["", "one", "one two three", "kata " * 600])
        assert counts[0] == 0
        assert 1 <= counts[1] < counts[2] < counts[3]
        assert counts[3] >= 600 > embedder.max_tokens > 0

    def test_identity(self, embedder: Embedder) -> None:
        assert embedder.name
        assert embedder.fingerprint
        embedder.warm_up()
