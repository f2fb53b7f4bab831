"""From a file's bytes to a document's text. :func:`index.parsing.registry.parse` is the way in."""
