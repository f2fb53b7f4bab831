"""A real Chromium, and the real service over the sample corpus, for the tests of the page."""

import json
import os
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("playwright", reason="playwright isn't installed")

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser.chat import Chat

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "eval" / "data" / "banyuwangi" / "documents"
REQUIRED = os.environ.get("KUTIP_REQUIRE_BROWSER") == "1"
READY_WITHIN_S = 180
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Debian's Chromium, or the one in KUTIP_CHROMIUM. Without one the tests are skipped, or fail."""
    executable = os.environ.get("KUTIP_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if executable is None:
        missing = pytest.fail if REQUIRED else pytest.skip
        missing("there is no chromium on this machine; on Debian: apt install chromium")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def live_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service with the sample corpus: a fresh one, or the one at KUTIP_BROWSER_URL."""
    if running := os.environ.get("KUTIP_BROWSER_URL"):
        yield running.rstrip("/")
        return
    kutip = str(Path(sys.executable).with_name("kutip"))
    if not Path(kutip).exists():
        pytest.fail(f"{kutip} doesn't exist: install the project into this environment first")
    folder = tmp_path_factory.mktemp("service")
    data = ["--data-dir", str(folder / "data")]
    ingest = subprocess.run(
        [kutip, "ingest", str(SAMPLE), *data],
        check=False,
        capture_output=True,
        text=True,
        timeout=READY_WITHIN_S,
    )
    assert ingest.returncode == 0, ingest.stdout + ingest.stderr
    url = f"http://127.0.0.1:{free_port()}"
    with (folder / "log").open("w+", encoding="utf-8") as log:
        command = [kutip, "serve", *data, "--host", "127.0.0.1", "--port", url.rpartition(":")[2]]
        with subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT) as process:
            try:
                wait_until_ready(process, f"{url}/readyz", folder / "log")
                yield url
            finally:
                process.terminate()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until_ready(process: subprocess.Popen[bytes], url: str, log: Path) -> None:
    for _ in range(READY_WITHIN_S * 5):
        try:
            with urllib.request.urlopen(url, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            pass
        try:
            process.wait(0.2)
        except subprocess.TimeoutExpired:
            continue
        pytest.fail(f"the service ended before it was ready:\n{log.read_text(encoding='utf-8')}")
    pytest.fail(f"the service isn't ready after {READY_WITHIN_S} s:\n{log.read_text(encoding='utf-8')}")


@pytest.fixture
def open_chat(browser: Browser, live_server: str) -> Iterator[Callable[..., Chat]]:
    """Opens the page as `open_chat(width=…, path=…, **context options)` and watches it.

    Whatever a test does, no script may fail, nothing may be kept from loading by the page's own policy, and
    no request may leave the service's origin.
    """
    contexts: list[BrowserContext] = []
    troubles: list[str] = []

    def watch(page: Page) -> None:
        def request(sent: Any) -> None:
            if not sent.url.startswith((live_server + "/", "data:", "blob:")):
                troubles.append(f"a request left the origin: {sent.url}")

        def message(said: Any) -> None:
            if "Content Security Policy" in said.text:
                troubles.append(said.text)

        page.on("request", request)
        page.on("console", message)
        page.on("pageerror", lambda error: troubles.append(f"a script failed: {error}"))

    def open_page(width: int = 1440, height: int = 900, path: str = "/", **options: Any) -> Chat:
        context = browser.new_context(viewport={"width": width, "height": height}, **{"locale": "id-ID", **options})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(15_000)
        watch(page)
        page.goto(live_server + path)
        page.locator("html[data-ready]").wait_for()
        return Chat(page)

    yield open_page
    for context in contexts:
        context.close()
    assert not troubles


@pytest.fixture
def chat(open_chat: Callable[..., Chat]) -> Chat:
    return open_chat()


@pytest.fixture(scope="package")
def api(live_server: str) -> Any:
    """Calls the service beside the page: `api(path)` gives the JSON."""

    def call(path: str) -> Any:
        with urllib.request.urlopen(live_server + path, timeout=30) as reply:
            return json.load(reply)

    return call
