"""Errors of the measuring room. Each message says what, where and what to do.

EvaluationError
├── SetError        an evaluation set that can't be read, or whose parts don't fit together
├── RunFileError    a run or qrels file in TREC's format that can't be read or written
├── ReportError     a report that a gate can't be held against
├── RowsError       a file of answered questions that can't be read, or that something else made
└── CacheError      the indexed corpus can't be kept or is being used
"""


class EvaluationError(Exception):
    """Anything the measuring room refuses, with a message for a person."""


class SetError(EvaluationError):
    """A folder that is no evaluation set, with the file and line at fault."""


class RunFileError(EvaluationError):
    """A TREC file of the wrong shape, with its line."""


class ReportError(EvaluationError):
    """A report that isn't one, or that lacks the measure asked for."""


class RowsError(EvaluationError):
    """A file of answered questions that isn't one, or that belongs to another evaluation."""


class CacheError(EvaluationError):
    """The folder of indexed corpora can't be used."""
