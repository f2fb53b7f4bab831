from pathlib import Path

import pytest

from rag.errors import SettingsError
from rag.settings import load_settings


def test_given_values_win_over_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUTIP_TOP_K", "3")
    assert load_settings().top_k == 3
    assert load_settings(top_k=5).top_k == 5
    assert load_settings(top_k=None).top_k == 3


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("KUTIP_TOP_K", "many", "KUTIP_TOP_K"),
        ("KUTIP_COMPOSER", "poet", "KUTIP_COMPOSER"),
        ("KUTIP_COMPOSER", "llm", "KUTIP_LLM_URL"),
        ("KUTIP_LLM_URL", "http://127.0.0.1:11434/v1", "KUTIP_LLM_MODEL"),
        ("KUTIP_LLM_URL", "127.0.0.1:11434/v1", "KUTIP_LLM_URL"),
        ("KUTIP_LLM_API", "soap", "KUTIP_LLM_API"),
        ("KUTIP_LLM_MAX_TOKENS", "3000", "half of KUTIP_LLM_CONTEXT"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError, match=message):
        load_settings()


def test_auto_uses_a_model_when_one_is_named() -> None:
    assert not load_settings().uses_llm
    assert load_settings(llm_url="http://127.0.0.1:1/v1", llm_model="tiny").uses_llm
    assert not load_settings(llm_url="http://127.0.0.1:1/v1", llm_model="tiny", composer="extractive").uses_llm


def test_auto_goes_by_the_address_or_the_folder(tmp_path: Path) -> None:
    assert load_settings().llm is None
    assert load_settings(llm_url="https://api.anthropic.com", llm_model="claude").llm == "anthropic"
    assert load_settings(llm_model=str(tmp_path)).llm == "transformers"
    assert load_settings(llm_api="gemini", llm_model="gemini-flash").uses_llm
    assert load_settings(llm_api="my.models:make").llm == "my.models:make"
