"""The index room: file → document → passages → vectors and terms → hits.

The front door is :class:`index.passage_index.PassageIndex`. Everything here is
synchronous; the rooms above decide on which thread it runs.
"""
