"""Ranking by words (BM25). Derived data: rebuilt from the store at any time."""
