"""The one module that imports httpx, so that its successor is one change away."""

from httpx import AsyncClient, Client, HTTPError, Response, Timeout

__all__ = ["AsyncClient", "Client", "HTTPError", "Response", "make_async_client", "make_client"]


def make_client(base_url: str, timeout: float, *, proxies: bool = True) -> Client:
    """Return a client for ``base_url``; ``timeout`` is in seconds, of silence. ``proxies`` heeds the environment's."""
    return Client(base_url=base_url, timeout=Timeout(timeout), trust_env=proxies)


def make_async_client(base_url: str, timeout: float, *, proxies: bool = True) -> AsyncClient:
    """Return what :func:`make_client` does, for use on an event loop."""
    return AsyncClient(base_url=base_url, timeout=Timeout(timeout), trust_env=proxies)
