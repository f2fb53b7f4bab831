"""Every setting, read in one place: from ``KUTIP_…`` environment variables, else the defaults here."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError
from rag.llm.registry import guessed_api


class Settings(BaseSettings):
    """What can be set. Each field is ``KUTIP_`` and its name in capitals in the environment."""

    model_config = SettingsConfigDict(env_prefix="KUTIP_", extra="ignore")

    data_dir: Path = Field(Path("kutip-data"), description="Where everything is kept.")
    embedder: str = Field(
        "all-MiniLM-L6-v2",
        description="The embedding model: a built-in name, a folder, a hub name or module:attribute.",
    )
    embedding_runtime: str = Field(
        "auto",
        pattern="^(auto|openvino|torch)$",
        description="What computes the embedding model; auto is openvino where its vectors are those of torch.",
    )
    top_k: int = Field(8, ge=1, le=50, description="Passages consulted for an answer.")
    confidence: float = Field(
        0.25,
        ge=0,
        le=1,
        description="Least confidence for an answer; below it kutip says that the documents don't tell.",
    )
    composer: str = Field(
        "auto",
        pattern="^(auto|extractive|llm)$",
        description="auto is llm when a model's address is set, else extractive.",
    )
    llm_api: str = Field(
        "auto",
        pattern=r"^(auto|openai|anthropic|gemini|transformers|[\w.]+:\w+)$",
        description="How the language model is spoken to: auto goes by its address; module:attribute is one's own.",
    )
    llm_url: str | None = Field(
        None,
        pattern="^https?://[^/]+",
        description="Base URL of the language model's server, such as http://127.0.0.1:11434/v1.",
    )
    llm_model: str | None = Field(None, description="The model's name there, or the folder of a model to run here.")
    llm_key: SecretStr | None = Field(None, description="Its API key, if it wants one.")
    llm_timeout: float = Field(60.0, gt=0, description="Seconds without a byte from the model before it is given up.")
    llm_deadline: float = Field(120.0, gt=0, description="Seconds that a whole reply of the model may take.")
    llm_context: int = Field(
        4096, ge=1000, description="Tokens of the model's window: the prompt and the reply together."
    )
    llm_max_tokens: int = Field(
        1000, ge=50, description="Tokens that a reply may take, with what the model thinks aloud."
    )
    show_unsupported: bool = Field(
        False,
        description="Show a model's sentences that no source supports, without a citation, instead of dropping them.",
    )
    entailment_model: str | None = Field(
        None,
        description="A model for natural-language inference that checks a model's sentences: a folder or a hub name.",
    )
    max_upload_mb: int = Field(50, ge=1, description="Largest upload accepted, all its files together.")
    allow_open: bool = Field(
        False, description="Let serve listen beyond this machine, although there are no access keys yet."
    )

    @model_validator(mode="after")
    def _llm_is_whole(self) -> Self:
        if self.llm_url and not self.llm_model:
            raise ValueError("KUTIP_LLM_URL needs KUTIP_LLM_MODEL: the model's name on that server.")
        if self.composer == "llm" and self.llm is None:
            raise ValueError(
                "KUTIP_COMPOSER=llm needs KUTIP_LLM_URL, the base URL of a language model's server, or "
                "KUTIP_LLM_MODEL, a model's folder."
            )
        if self.llm_max_tokens > self.llm_context // 2:
            raise ValueError("KUTIP_LLM_MAX_TOKENS may be half of KUTIP_LLM_CONTEXT at most: the prompt needs room.")
        return self

    @property
    def llm(self) -> str | None:
        """How the language model is spoken to; None when there is none."""
        return guessed_api(self.llm_url, self.llm_model) if self.llm_api == "auto" else self.llm_api

    @property
    def uses_llm(self) -> bool:
        """Whether a language model composes the answers."""
        return self.composer != "extractive" and self.llm is not None


def load_settings(**given: object) -> Settings:
    """Return the settings; ``given`` values win over the environment. Raises :class:`SettingsError`."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "KUTIP_" + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else ""
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}" if name else message) from error
