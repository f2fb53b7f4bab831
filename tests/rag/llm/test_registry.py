import re
from pathlib import Path
from typing import Any

import anyio
import pytest

from rag.errors import SettingsError
from rag.llm.anthropic import AnthropicChat
from rag.llm.gemini import GeminiChat
from rag.llm.openai import OpenAIChat
from rag.llm.registry import guessed_api, load_llm
from rag.llm.scripted import ScriptedLLM
from tests.rag.llm.reading import ASKED, read


def own_model() -> ScriptedLLM:
    return ScriptedLLM(["Halo"], name="own")


@pytest.mark.parametrize(
    ("url", "api"),
    [
        ("http://127.0.0.1:11434/v1", "openai"),
        ("https://api.openai.com/v1", "openai"),
        ("https://api.anthropic.com", "anthropic"),
        ("https://api.anthropic.com/v1", "anthropic"),
        ("https://anthropic.com.example.org/v1", "openai"),
        ("https://generativelanguage.googleapis.com/v1beta", "gemini"),
        ("https://generativelanguage.googleapis.com/v1beta/openai/", "openai"),
        (None, None),
    ],
)
def test_an_address_tells_the_protocol(url: str | None, api: str | None) -> None:
    assert guessed_api(url, "a-name") == api


def test_a_folder_is_run_here(tmp_path: Path) -> None:
    assert guessed_api(None, str(tmp_path)) == "transformers"
    assert guessed_api("http://127.0.0.1:1/v1", str(tmp_path)) == "openai"


def _load(api: str, url: str | None = None, model: str | None = "m") -> object:
    return load_llm(api, url=url, model=model, key=None, timeout=1.0, max_tokens=5)


def test_each_protocol_has_its_model() -> None:
    assert isinstance(_load("openai", "http://127.0.0.1:1/v1"), OpenAIChat)
    assert isinstance(_load("anthropic"), AnthropicChat)
    assert isinstance(_load("gemini"), GeminiChat)


def test_a_model_of_ones_own() -> None:
    made = _load(f"{__name__}:own_model", model=None)
    assert isinstance(made, ScriptedLLM)
    assert made.name == "own"


def test_the_model_of_the_documentation_is_one() -> None:
    page = (Path(__file__).parents[3] / "docs/llms.md").read_text("utf-8")
    [code] = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    parrot = names["make"]()
    assert read(parrot) == ("NO_ANSWER", {}, "stop")
    assert anyio.run(parrot.count, ASKED) == len("Be brief.Halo?")


@pytest.mark.parametrize(
    ("api", "model", "message"),
    [
        ("openai", "m", "KUTIP_LLM_URL is missing"),
        ("gemini", None, "KUTIP_LLM_MODEL is missing"),
        ("transformers", "/no/such/folder", "KUTIP_LLM_MODEL: /no/such/folder"),
        ("no.such.module:thing", None, "KUTIP_LLM_API: the model 'no.such.module:thing'"),
        ("json:nothing", None, "KUTIP_LLM_API"),
    ],
)
def test_what_is_missing_is_said(api: str, model: str | None, message: str) -> None:
    with pytest.raises(SettingsError, match=message):
        _load(api, model=model)
