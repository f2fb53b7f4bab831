"""Nearest neighbours by inner product. Derived data: rebuilt from the store at any time."""
