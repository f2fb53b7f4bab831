"""A model in this process: the real transformers over a tiny model of random weights."""

import threading
import time
from pathlib import Path
from typing import Any

import anyio
import pytest

from rag.errors import LLMError, SettingsError
from rag.llm.base import Message
from rag.llm.local import LocalChat
from tests.rag.llm.reading import ASKED, read
from tests.rag.llm.tiny import TEMPLATE, make_model

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def chat(tiny_model: Path) -> LocalChat:
    return LocalChat(tiny_model, max_tokens=24)


def _reference(folder: Path, prompt: str, length: int) -> tuple[int, str]:
    """Return a prompt's length in tokens and what the model goes on with, by a plain loop of our own."""
    import torch  # noqa: PLC0415
    from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: PLC0415

    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModelForCausalLM.from_pretrained(folder).eval()
    ids = tokenizer(prompt, add_special_tokens=False)["input_ids"]
    written: list[int] = []
    with torch.no_grad():
        while len(written) < length:
            best = int(model(torch.tensor([[*ids, *written]])).logits[0, -1].argmax())
            written.append(best)
            if best == tokenizer.eos_token_id:
                break
    return len(ids), tokenizer.decode(written, skip_special_tokens=True)


def test_it_says_what_the_model_says_and_counts_what_it_took(chat: LocalChat, tiny_model: Path) -> None:
    prompt = "<|system|>\nBe brief.</s>\n<|user|>\nHalo?</s>\n<|assistant|>\n"
    length, expected = _reference(tiny_model, prompt, 24)
    text, usage, finish = read(chat)
    assert text == expected
    assert usage == {"prompt_tokens": length, "completion_tokens": 24}
    assert finish == "length"
    assert anyio.run(chat.count, ASKED) == length
    assert chat.name == "tiny-llama"


def test_a_reply_comes_word_by_word_and_one_at_a_time(chat: LocalChat) -> None:
    async def pieces() -> list[int]:
        counts = [0, 0]

        async def reading(which: int) -> None:
            async for _ in chat.stream([Message("user", "Siapa kepala Pelabuhan Sawo?")]):
                counts[which] += 1

        async with anyio.create_task_group() as group:
            group.start_soon(reading, 0)
            group.start_soon(reading, 1)
        return counts

    first, second = anyio.run(pieces)
    assert first == second >= 2


def test_leaving_stops_the_model(tiny_model: Path) -> None:
    chat = LocalChat(tiny_model, max_tokens=7000)

    async def leave() -> None:
        pieces = chat.stream(ASKED)
        await anext(pieces)
        await pieces.aclose()

    anyio.run(leave)
    until = time.monotonic() + 10
    while any(thread.name == "kutip-llm" for thread in threading.enumerate()):
        assert time.monotonic() < until, "the model still writes"
        time.sleep(0.01)


def test_a_model_that_fails_is_an_error(chat: LocalChat, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("out of memory")

    monkeypatch.setattr(chat, "_loaded", fail)
    with pytest.raises(LLMError, match=r"tiny-llama failed \(RuntimeError: out of memory\)"):
        read(chat)


def _rendered(folder: Path, template: str | None) -> str:
    make_model(folder, template)
    chat = LocalChat(folder, max_tokens=1)
    ids = chat._inputs(ASKED)[0]["input_ids"]
    text: str = chat._loaded_tokenizer().decode(ids)
    return text


def test_a_template_without_a_system_role(tmp_path: Path) -> None:
    refusing = "{% if messages[0]['role'] == 'system' %}{{ raise_exception('no system') }}{% endif %}" + TEMPLATE
    assert _rendered(tmp_path / "a", refusing) == "<|user|>\nBe brief.\n\nHalo?</s>\n<|assistant|>\n"


def test_a_tokenizer_without_a_template(tmp_path: Path) -> None:
    assert _rendered(tmp_path / "a", None) == "Be brief.\n\nHalo?\n\nAnswer:"


def test_thoughts_that_the_template_opens(tmp_path: Path) -> None:
    folder = make_model(tmp_path / "a", TEMPLATE + "<think>\n")
    assert LocalChat(folder, max_tokens=1)._inputs(ASKED)[1]
    assert read(LocalChat(folder, max_tokens=20))[0] == ""  # it never closes them


def test_a_folder_without_safetensors_is_refused(tmp_path: Path, tiny_model: Path) -> None:
    (tmp_path / "config.json").write_text((tiny_model / "config.json").read_text("utf-8"), "utf-8")
    (tmp_path / "pytorch_model.bin").write_bytes(b"pickle")
    with pytest.raises(SettingsError, match="KUTIP_LLM_MODEL"):
        LocalChat(tmp_path, max_tokens=1)
