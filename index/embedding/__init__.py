"""From text to vectors. :func:`index.embedding.registry.load_embedder` is the way in."""
