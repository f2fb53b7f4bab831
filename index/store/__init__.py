"""SQLite, the truth: collections, documents, versions, passages, vectors, jobs, answers."""
