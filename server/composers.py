"""Which composer the settings ask for."""

from index.passage_index import PassageIndex
from rag.compose.base import Composer
from rag.compose.extractive import ExtractiveComposer
from rag.engine import Engine
from rag.entailment import Entailment
from rag.settings import Settings

# Those that bear on what an answer says; who composes and with which embedding model, the engine knows itself.
_DECISIVE = (
    "confidence",
    "llm_api",
    "llm_url",
    "llm_context",
    "llm_max_tokens",
    "show_unsupported",
    "entailment_model",
)


def make_engine(passages: PassageIndex, settings: Settings) -> Engine:
    """Return the engine; quoting is what it falls back on when a language model fails."""
    quoting = ExtractiveComposer(settings.confidence)
    composer = _llm_composer(settings) or quoting
    return Engine(
        passages,
        composer,
        fallback=quoting,
        show_unsupported=settings.show_unsupported,
        settings={f"KUTIP_{name.upper()}": getattr(settings, name) for name in _DECISIVE},
    )


def _llm_composer(settings: Settings) -> Composer | None:
    if not settings.uses_llm or settings.llm is None:
        return None
    from rag.compose.llm import LLMComposer  # noqa: PLC0415 an HTTP client that quoting does without
    from rag.llm.registry import load_llm  # noqa: PLC0415
    from rag.verifier import Verifier  # noqa: PLC0415

    key = settings.llm_key.get_secret_value() if settings.llm_key else None
    return LLMComposer(
        load_llm(
            settings.llm,
            url=settings.llm_url,
            model=settings.llm_model,
            key=key,
            timeout=settings.llm_timeout,
            max_tokens=settings.llm_max_tokens,
        ),
        settings.llm_context - settings.llm_max_tokens,
        verifier=Verifier(_entailment(settings)),
        show_unsupported=settings.show_unsupported,
        deadline=settings.llm_deadline,
    )


def _entailment(settings: Settings) -> Entailment | None:
    if settings.entailment_model is None:
        return None
    from rag.entailment import EntailmentModel  # noqa: PLC0415

    return EntailmentModel(settings.entailment_model)
