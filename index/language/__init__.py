"""Text analysis for Indonesian and English: sentences, terms, languages, dates. Pure functions."""
