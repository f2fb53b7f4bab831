"""``kutip serve``: checks that take no time first, then the service until it is told to stop."""

import errno
import ipaddress
import logging
import socket
import sys
from collections.abc import Callable
from pathlib import Path

from index.errors import CorpusError
from rag.errors import AnswerError
from server.cli.access import serving_address
from server.cli.common import Common
from server.errors import CommandError, ServerError
from server.service import Watcher

_GRACE_S = 5  # that answers under way get when the service is told to stop
_LOCAL_NAMES = {"localhost", "127.0.0.1", "::1"}


class Announcer(Watcher):
    """Tells the person at the terminal how the start goes, and ends the server when it fails."""

    def __init__(self, url: str) -> None:
        self.error: Exception | None = None
        self.stop: Callable[[], None] = lambda: None
        self._url = url
        self._shown: tuple[str, int] | None = None

    def progress(self, what: str, done: int, total: int) -> None:
        """Print a line, over the one before on a terminal."""
        if self._shown == (what, done):
            return
        self._shown = (what, done)
        if sys.stderr.isatty():
            print(f"\r{what}: {done} of {total}", end="\n" if done == total else "", file=sys.stderr, flush=True)
        elif done == total:
            print(f"{what}: {done} of {total}", file=sys.stderr, flush=True)

    def ready(self) -> None:
        """Print the one line that matters."""
        print(f"kutip is ready: {self._url}", flush=True)

    def failed(self, error: Exception) -> None:
        """Stop the server; the error is shown once it has stopped."""
        self.error = error
        self.stop()


def run_serve(common: Common, host: str, port: int, sample: Path | None) -> None:
    """Serve until a signal. Raises the rooms' errors when the service can't start."""
    settings = common.settings()
    is_open = settings.allow_open
    if not is_open and not _is_loopback(host):
        raise CommandError(
            f"{host} can be reached from other machines, and there are no keys yet to keep them out: "
            f"use --host 127.0.0.1, or set KUTIP_ALLOW_OPEN=1 where everyone may read and change everything."
        )
    if sample is not None and not sample.is_dir():
        raise CommandError(f"There is no folder {str(sample)!r} for --sample.")
    with _listen(host, port) as listener:
        if address := serving_address(settings.data_dir):
            raise CommandError(f"{settings.data_dir} is served already, at {address}.")
        url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
        print(f"kutip is starting; the page is at {url}", file=sys.stderr, flush=True)
        _set_up_logging()
        import uvicorn

        from server.app import create_app

        announcer = Announcer(url)
        hosts = set() if is_open else {*_LOCAL_NAMES, host}
        app = create_app(settings, sample=sample, address=url, hosts=hosts, watcher=announcer)
        server = uvicorn.Server(
            uvicorn.Config(
                app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=_GRACE_S
            )
        )

        def stop() -> None:
            server.should_exit = True

        announcer.stop = stop
        server.run(sockets=[listener])
    if announcer.error is not None:
        if isinstance(announcer.error, CorpusError | AnswerError | ServerError):
            raise announcer.error
        raise CommandError(f"kutip couldn't start; the log above says why ({announcer.error}).")


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listen(host: str, port: int) -> socket.socket:
    """Return a listening socket: taken before anything is loaded, so that a taken port is told at once."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        return socket.create_server((host, port), family=family)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise CommandError(f"Port {port} on {host} is taken; choose another with --port.") from error
        raise CommandError(f"kutip can't listen on {host} port {port}: {error.strerror or error}.") from error


def _set_up_logging() -> None:
    logging.basicConfig(
        stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(levelname)s %(name)s %(message)s"
    )
    logging.getLogger("kutip").setLevel(logging.INFO)
