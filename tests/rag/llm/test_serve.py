"""A real language model's server, local and whole: ``transformers serve`` over a tiny model made on the spot.

Its words are garbage, so it proves the wire and that quoting takes over; what models say is scripted elsewhere.
"""

import os
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest

from index.passage_index import PassageIndex
from rag.engine import Ask
from rag.errors import LLMError
from rag.llm.local import LocalChat
from rag.llm.openai import OpenAIChat
from rag.settings import Settings
from server.composers import make_engine
from tests.rag.llm.reading import read

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def served(tiny_model: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Yield the base URL of the server; it takes as long to start as torch and transformers to import."""
    environment = os.environ | {"HF_HUB_OFFLINE": "1", "HF_HUB_CACHE": str(tmp_path_factory.mktemp("hub"))}
    command = [str(Path(sys.executable).with_name("transformers")), "serve", str(tiny_model)]
    process = subprocess.Popen(
        [*command, "--device", "cpu", "--host", "127.0.0.1", "--port", "0"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    patience = threading.Timer(180, process.kill)
    patience.start()
    assert process.stderr is not None
    said: list[str] = []
    url = ""
    for line in process.stderr:
        said.append(line)
        if match := re.search(r"Uvicorn running on (http://127\.0\.0\.1:\d+)", line):
            url = match.group(1)
            break
    patience.cancel()
    drain = threading.Thread(target=process.stderr.read)
    drain.start()
    try:
        assert url, f"transformers serve didn't start: {''.join(said[-20:])}"
        yield f"{url}/v1"
    finally:
        process.terminate()
        process.wait(30)
        drain.join()
        process.stderr.close()


def test_the_wire_says_what_the_model_says(served: str, tiny_model: Path) -> None:
    text, usage, finish = read(OpenAIChat(served, str(tiny_model), None, 60.0, max_tokens=24))
    assert (text, usage, finish) == read(LocalChat(tiny_model, max_tokens=24))
    assert usage["completion_tokens"] == 24
    assert finish == "length"


def test_a_model_that_is_not_there_is_refused(served: str) -> None:
    with pytest.raises(LLMError, match="answered 400: Server is pinned"):
        read(OpenAIChat(served, "another", None, 60.0, max_tokens=24))


@pytest.mark.parametrize("where", ["over HTTP", "in process"])
def test_the_whole_way_from_a_question_to_an_answer(
    passages: PassageIndex, served: str, tiny_model: Path, where: str
) -> None:
    settings = Settings(
        composer="llm",
        llm_url=served if where == "over HTTP" else None,
        llm_model=str(tiny_model),
        llm_max_tokens=60,
    )
    engine = make_engine(passages, settings)
    assert engine.composer.name == (str(tiny_model) if where == "over HTTP" else "tiny-llama")
    answer = anyio.run(engine.answer, Ask("Siapa kepala Pelabuhan Sawo?"))
    assert (answer.model, answer.status) == ("extractive", "answered")  # the model knows nothing
    assert "Rina Lestari" in answer.answer
    assert "The answer was made by quoting instead." in answer.warnings[0]
    assert "The language model" in answer.warnings[0]
    assert "doesn't answer" not in answer.warnings[0]
