"""Fitting messages to models that know fewer roles."""

from collections.abc import Sequence

from rag.llm.base import Message


def merged(messages: Sequence[Message]) -> list[Message]:
    """Return the messages with the system's put before the first of the user's."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    rest = [message for message in messages if message.role != "system"]
    if not system:
        return rest
    if rest and rest[0].role == "user":
        return [Message("user", f"{system}\n\n{rest[0].content}"), *rest[1:]]
    return [Message("user", system), *rest]


def parted(messages: Sequence[Message]) -> tuple[str, list[Message]]:
    """Return the system's words and the other messages, for protocols that send them apart."""
    system = "\n\n".join(message.content for message in messages if message.role == "system")
    return system, [message for message in messages if message.role != "system"]
