"""A chat model in this process: a folder as ``save_pretrained`` writes it, run by transformers.

Only safetensors are loaded and no code of a model's own; nothing is fetched. One reply is written at a time.
"""

import math
import threading
from collections.abc import AsyncGenerator, Callable, Sequence
from pathlib import Path
from typing import Any

import anyio
from anyio import from_thread, to_thread
from anyio.lowlevel import EventLoopToken, current_token

from rag.errors import LLMError, SettingsError
from rag.llm.base import Message, Piece
from rag.llm.prompts import merged
from rag.llm.thinking import ThinkFilter

Send = Callable[[Piece], None]


class LocalChat:
    """The model in ``folder``; ``max_tokens`` is the longest reply. Loaded at the first question.

    Raises :class:`SettingsError` when the folder can't hold a model.
    """

    def __init__(self, folder: Path, max_tokens: int) -> None:
        self._folder = folder.expanduser()
        if not (self._folder / "config.json").is_file() or not any(self._folder.glob("*.safetensors")):
            raise SettingsError(
                f"KUTIP_LLM_MODEL: {folder} isn't a model's folder. It needs config.json, a tokenizer and weights "
                "as .safetensors, as save_pretrained() writes them."
            )
        self.name = self._folder.resolve().name
        self._max_tokens = max_tokens
        self._loading = threading.Lock()
        self._writing = threading.Lock()  # two replies at once would take longer than one after the other
        self._tokenizer: Any = None
        self._model: Any = None

    async def stream(self, messages: Sequence[Message]) -> AsyncGenerator[Piece]:
        """Yield the reply word by word. Closing it stops the model after its present token."""
        send, receive = anyio.create_memory_object_stream[Piece](math.inf)
        stop = threading.Event()
        token = current_token()

        def write() -> None:
            try:
                self._write(messages, stop, _sender(send.send_nowait, token, stop))
            except Exception as error:  # it is raised where the reply is read
                failures.append(error)
            _call(send.close, token)

        failures: list[Exception] = []
        threading.Thread(target=write, name="kutip-llm", daemon=True).start()
        try:
            with receive:
                async for piece in receive:
                    yield piece
        finally:
            stop.set()
            send.close()
        if failures:
            error = failures[0]
            raise LLMError(
                f"The language model in {self._folder} failed ({type(error).__name__}: {str(error)[:200]})."
            ) from error

    async def count(self, messages: Sequence[Message]) -> int:
        """Return exactly how many tokens the messages take, with the model's template."""
        return await to_thread.run_sync(self._counted, messages)

    def _counted(self, messages: Sequence[Message]) -> int:
        try:
            return len(self._inputs(messages)[0]["input_ids"])
        except (OSError, ValueError, ImportError) as error:
            raise LLMError(f"The tokenizer in {self._folder} can't be used ({str(error)[:200]}).") from error

    def _write(self, messages: Sequence[Message], stop: threading.Event, send: Send) -> None:
        from transformers import StoppingCriteriaList, TextStreamer  # noqa: PLC0415 heavy, and only for such models

        inputs, thinking = self._inputs(messages)
        model = self._loaded()
        thoughts = ThinkFilter(thinking=thinking)
        texts: list[str] = []

        class Streamer(TextStreamer):
            def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
                texts.append(text)
                shown = thoughts.feed(text)
                if shown:
                    send(Piece(shown))

        with self._writing:
            if stop.is_set():
                return
            tensors = {name: model.tensor([ids]) for name, ids in inputs.items()}
            written = model.generate(
                tensors,
                max_new_tokens=self._max_tokens,
                streamer=Streamer(self._tokenizer, skip_prompt=True, skip_special_tokens=True),
                stopping_criteria=StoppingCriteriaList([lambda *_, **__: stop.is_set()]),
            )
        prompt = len(inputs["input_ids"])
        usage = {"prompt_tokens": prompt, "completion_tokens": len(written) - prompt}
        whole = len(written) and written[-1] in model.ends
        send(
            Piece(thoughts.end(), usage, "stop" if whole or usage["completion_tokens"] < self._max_tokens else "length")
        )

    def _inputs(self, messages: Sequence[Message]) -> tuple[dict[str, list[int]], bool]:
        """Return the prompt's token ids and mask, and whether it has opened the model's thoughts."""
        tokenizer = self._loaded_tokenizer()
        templated = bool(tokenizer.chat_template)
        text = _templated(tokenizer, messages) if templated else _plain(messages)
        encoded = tokenizer(text, add_special_tokens=not templated)
        return (
            {name: encoded[name] for name in ("input_ids", "attention_mask")},
            text.rstrip().endswith("<think>"),
        )

    def _loaded_tokenizer(self) -> Any:
        from transformers import AutoTokenizer  # noqa: PLC0415

        with self._loading:
            if self._tokenizer is None:
                self._tokenizer = AutoTokenizer.from_pretrained(
                    self._folder, local_files_only=True, trust_remote_code=False
                )
            return self._tokenizer

    def _loaded(self) -> "_Model":
        with self._loading:
            if self._model is None:
                self._model = _Model(self._folder)
            model: _Model = self._model
            return model


class _Model:
    """The weights, where they run, and which tokens end a reply."""

    def __init__(self, folder: Path) -> None:
        import torch  # noqa: PLC0415 heavy
        from transformers import AutoModelForCausalLM  # noqa: PLC0415

        self._torch = torch
        self._device = "cuda" if torch.cuda.is_available() else "cpu"
        loaded: Any = AutoModelForCausalLM.from_pretrained(
            folder, local_files_only=True, trust_remote_code=False, use_safetensors=True, dtype="auto"
        )
        self._model: Any = loaded.to(self._device).eval()
        ends = self._model.generation_config.eos_token_id
        self.ends = frozenset(ends if isinstance(ends, list) else [ends] if ends is not None else [])

    def tensor(self, rows: list[list[int]]) -> Any:
        """Return rows of token ids as a tensor where the model runs."""
        return self._torch.tensor(rows, device=self._device)

    def generate(self, tensors: dict[str, Any], **options: Any) -> list[int]:
        """Return the prompt's ids followed by those of the most likely continuation."""
        pad = min(self.ends, default=0)
        written = self._model.generate(
            **tensors, do_sample=False, temperature=None, top_p=None, top_k=None, pad_token_id=pad, **options
        )
        ids: list[int] = written[0].tolist()
        return ids


def _templated(tokenizer: Any, messages: Sequence[Message]) -> str:
    """Return the messages in the model's own template; the system's go to the user where it knows no system."""
    from jinja2 import TemplateError  # noqa: PLC0415 comes with transformers

    def rendered(shown: Sequence[Message]) -> str:
        turns = [{"role": message.role, "content": message.content} for message in shown]
        # Templates without a switch for thinking ignore it; on a processor thinking aloud takes minutes.
        text: str = tokenizer.apply_chat_template(
            turns, tokenize=False, add_generation_prompt=True, enable_thinking=False
        )
        return text

    try:
        return rendered(messages)
    except TemplateError:
        return rendered(merged(messages))


def _plain(messages: Sequence[Message]) -> str:
    """Return the messages for a model that knows no turns: a text to go on with."""
    return "\n\n".join(message.content for message in messages) + "\n\nAnswer:"


def _sender(send: Send, token: EventLoopToken, stop: threading.Event) -> Send:
    def sender(piece: Piece) -> None:
        if not _call(lambda: send(piece), token):
            stop.set()

    return sender


def _call(function: Callable[[], None], token: EventLoopToken) -> bool:
    """Call a function on the reader's event loop; tell whether there was still somebody to read."""
    try:
        from_thread.run_sync(function, token=token)
    except (anyio.BrokenResourceError, anyio.ClosedResourceError, RuntimeError):  # the reader or its loop is gone
        return False
    return True
