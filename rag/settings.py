"""Every setting, read in one place: from ``KUTIP_…`` environment variables, else the defaults here."""

from pathlib import Path
from typing import Self

from pydantic import Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from rag.errors import SettingsError


class Settings(BaseSettings):
    """What can be set. Each field is ``KUTIP_`` and its name in capitals in the environment."""

    model_config = SettingsConfigDict(env_prefix="KUTIP_", extra="ignore")

    data_dir: Path = Field(Path("kutip-data"), description="Where everything is kept.")
    embedder: str = Field(
        "all-MiniLM-L6-v2",
        description="The embedding model: a built-in name, a folder, a hub name or module:attribute.",
    )
    top_k: int = Field(8, ge=1, le=50, description="Passages consulted for an answer.")
    confidence: float = Field(
        0.3,
        ge=0,
        le=1,
        description="Least confidence for an answer; below it kutip says that the documents don't tell.",
    )
    composer: str = Field(
        "auto",
        pattern="^(auto|extractive|llm)$",
        description="auto is llm when a model's address is set, else extractive.",
    )
    llm_url: str | None = Field(
        None, description="Base URL of an OpenAI-compatible server, such as http://127.0.0.1:11434/v1."
    )
    llm_model: str | None = Field(None, description="The model's name there.")
    llm_key: SecretStr | None = Field(None, description="Its API key, if it wants one.")
    llm_timeout: float = Field(60.0, gt=0, description="Seconds without a byte from the model before it is given up.")
    llm_context: int = Field(
        6000, ge=500, description="Tokens that the sources in a prompt may take (4 characters each)."
    )
    show_unsupported: bool = Field(
        False,
        description="Show a model's sentences that no source supports, without a citation, instead of dropping them.",
    )
    max_upload_mb: int = Field(50, ge=1, description="Largest upload accepted, all its files together.")
    allow_open: bool = Field(
        False, description="Let serve listen beyond this machine, although there are no access keys yet."
    )

    @model_validator(mode="after")
    def _llm_is_whole(self) -> Self:
        if self.llm_url and not self.llm_model:
            raise ValueError("KUTIP_LLM_URL needs KUTIP_LLM_MODEL: the model's name on that server.")
        if self.composer == "llm" and not self.llm_url:
            raise ValueError("KUTIP_COMPOSER=llm needs KUTIP_LLM_URL, the base URL of an OpenAI-compatible server.")
        return self

    @property
    def uses_llm(self) -> bool:
        """Whether a language model composes the answers."""
        return self.composer != "extractive" and self.llm_url is not None


def load_settings(**given: object) -> Settings:
    """Return the settings; ``given`` values win over the environment. Raises :class:`SettingsError`."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        name = "KUTIP_" + "_".join(str(part) for part in first["loc"]).upper() if first["loc"] else ""
        message = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {message}" if name else message) from error
