"""Errors of the answer room. Each message says what, where and what to do.

AnswerError
├── QuestionError    the question can't be asked as it is
├── SettingsError    a setting that makes no sense
└── LLMError         the language model gave no usable answer
"""


class AnswerError(Exception):
    """Anything the answer room refuses, with a message for a person."""


class QuestionError(AnswerError):
    """A question that can't be asked as it is."""


class SettingsError(AnswerError):
    """A setting that makes no sense, with the name of its environment variable."""


class LLMError(AnswerError):
    """The language model is down, refuses, stalls or sends garbage."""
