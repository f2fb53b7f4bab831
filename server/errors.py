"""Errors of the server room. Each message says what, where and what to do.

ServerError
├── NotReadyError      the index isn't open yet, or couldn't be opened
├── SwitchedOffError   something this service doesn't do unless it is allowed to
├── ForeignCallError   a page of another origin tries to use the service
├── BadUploadError     an upload that isn't of the agreed shape
└── CommandError       a command that can't be carried out as it was given
"""


class ServerError(Exception):
    """Anything the server room refuses, with a message for a person."""


class NotReadyError(ServerError):
    """The service can't answer yet. ``retry_after`` is in seconds."""

    def __init__(self, message: str, retry_after: int = 2) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class SwitchedOffError(ServerError):
    """Something that is off unless the owner of the service allows it."""


class ForeignCallError(ServerError):
    """A request that a web page of another origin has made, or one for another host's name."""


class BadUploadError(ServerError):
    """An upload that isn't of the agreed shape."""


class CommandError(ServerError):
    """A command that can't be carried out as it was given, or that the running service refused."""
