"""Which composer the settings ask for."""

from index.passage_index import PassageIndex
from rag.compose.base import Composer
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Engine
from rag.settings import Settings


def make_engine(passages: PassageIndex, settings: Settings) -> Engine:
    """Return the engine; quoting is what it falls back on when a language model fails."""
    quoting = ExtractiveComposer(settings.confidence)
    composer = _llm_composer(settings) or quoting
    return Engine(passages, composer, fallback=quoting, show_unsupported=settings.show_unsupported)


def _llm_composer(settings: Settings) -> Composer | None:
    if not settings.uses_llm or settings.llm_url is None or settings.llm_model is None:
        return None
    from rag.compose.llm import LLMComposer  # noqa: PLC0415 an HTTP client that quoting does without
    from rag.llm.openai import OpenAIChat  # noqa: PLC0415

    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    llm = OpenAIChat(settings.llm_url, settings.llm_model, key, settings.llm_timeout)
    return LLMComposer(llm, settings.llm_context, show_unsupported=settings.show_unsupported)
