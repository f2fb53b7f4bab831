"""Which language model the settings name."""

import importlib
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from rag.errors import SettingsError
from rag.llm.base import LLM

Api = Literal["openai", "anthropic", "gemini", "transformers"]


def guessed_api(url: str | None, model: str | None) -> Api | None:
    """Return the protocol that an address speaks; transformers for a folder without one; None for neither."""
    if not url:
        return "transformers" if model and Path(model).expanduser().is_dir() else None
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host == "anthropic.com" or host.endswith(".anthropic.com"):
        return "anthropic"
    if host == "generativelanguage.googleapis.com" and "/openai" not in parts.path:
        return "gemini"
    return "openai"


def load_llm(api: str, *, url: str | None, model: str | None, key: str | None, timeout: float, max_tokens: int) -> LLM:
    """Return the model behind a protocol, or what ``module:attribute`` returns when it is called.

    Raises :class:`SettingsError` when there is no such thing, or its address or name is missing.
    """
    if ":" in api:
        return _custom(api)
    if not model:
        raise SettingsError("KUTIP_LLM_MODEL is missing: the model's name, or its folder for transformers.")
    if api == "transformers":
        from rag.llm.local import LocalChat  # noqa: PLC0415

        return LocalChat(Path(model), max_tokens)
    if api == "anthropic":
        from rag.llm.anthropic import URL, AnthropicChat  # noqa: PLC0415

        return AnthropicChat(url or URL, model, key, timeout, max_tokens)
    if api == "gemini":
        from rag.llm.gemini import URL as GOOGLE  # noqa: PLC0415
        from rag.llm.gemini import GeminiChat  # noqa: PLC0415

        return GeminiChat(url or GOOGLE, model, key, timeout, max_tokens)
    if not url:
        raise SettingsError("KUTIP_LLM_URL is missing: the base URL of an OpenAI-compatible server.")
    from rag.llm.openai import OpenAIChat  # noqa: PLC0415

    return OpenAIChat(url, model, key, timeout, max_tokens)


def _custom(name: str) -> LLM:
    module, _, attribute = name.partition(":")
    try:
        llm: LLM = getattr(importlib.import_module(module), attribute)()
    except (ImportError, AttributeError, TypeError, ValueError) as error:  # no module, no such name, no factory
        raise SettingsError(f"KUTIP_LLM_API: the model {name!r} can't be made: {error}") from error
    return llm
