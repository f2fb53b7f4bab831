"""The corpus of a running service, through its HTTP API."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from index.types import Upload
from rag.http import Client, HTTPError, Response
from server.cli.access import Json, RefusedError
from server.errors import CommandError

_PAGE = 200


class Remote:
    """The service at ``address``; ``client`` has it as its base URL."""

    def __init__(self, client: Client, address: str) -> None:
        self._client = client
        self._address = address

    def ask(self, question: str, collection: str) -> Json:
        """Return an answer."""
        return self._call("POST", "/v1/answer", json={"question": question, "collection": collection})

    def replay(self, answer_id: str) -> Json:
        """Return the replay of a kept answer."""
        return self._call("POST", f"/v1/answers/{quote(answer_id, safe='')}/replay")

    def search(self, query: str, collection: str, top_k: int, explain: bool) -> Json:
        """Return the reply of a search."""
        body = {"query": query, "collection": collection, "top_k": top_k, "explain": explain}
        return self._call("POST", "/v1/search", json=body)

    def make_collection(self, name: str) -> bool:
        """Make a collection; return whether it wasn't there."""
        if any(name == there["name"] for there in self._call("GET", "/v1/collections")["data"]):
            return False
        self._call("POST", "/v1/collections", json={"name": name})
        return True

    def uris(self, collection: str) -> set[str]:
        """Return the uris of all documents."""
        uris: set[str] = set()
        query: dict[str, Any] = {"collection": collection, "limit": _PAGE}
        while True:
            page = self._call("GET", "/v1/documents", params=query)
            uris.update(document["uri"] for document in page["data"])
            if page["next"] is None:
                return uris
            query["cursor"] = page["next"]

    def accept(self, collection: str, uploads: Sequence[Upload]) -> Json:
        """Take files in and return the job."""
        files = [("files", (upload.uri, upload.data, "application/octet-stream")) for upload in uploads]
        job: Json = self._call("POST", "/v1/documents", files=files, data={"collection": collection})["job"]
        return job

    def job(self, job_id: str) -> Json:
        """Return a job as it stands."""
        return self._call("GET", f"/v1/jobs/{job_id}")

    def _call(self, method: str, path: str, **options: Any) -> Json:
        try:
            response = self._client.request(method, path, **options)
        except HTTPError as error:
            raise CommandError(f"The service at {self._address} doesn't answer: {error}") from error
        if response.is_success:
            reply: Json = response.json()
            return reply
        raise RefusedError(_detail(response), response.status_code)


def _detail(response: Response) -> str:
    try:
        return str(response.json()["detail"])
    except (ValueError, KeyError, TypeError):
        return f"The service answered {response.status_code} without a reason."
