"""Reading a model's whole reply."""

import anyio

from rag.llm.base import LLM, Finish, Message

ASKED = [Message("system", "Be brief."), Message("user", "Halo?")]


def read(llm: LLM, messages: list[Message] | None = None) -> tuple[str, dict[str, int], Finish | None]:
    """Return the text of a reply, its token counts and why it ended."""

    async def reading() -> tuple[str, dict[str, int], Finish | None]:
        text, usage, finish = "", {}, None
        async for piece in llm.stream(messages or ASKED):
            text += piece.text
            usage |= piece.usage
            finish = piece.finish or finish
        return text, usage, finish

    return anyio.run(reading)
