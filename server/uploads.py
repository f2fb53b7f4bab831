"""What `POST /v1/documents` takes: multipart files, or a text as JSON."""

import hashlib

from fastapi import HTTPException, Request
from starlette.datastructures import UploadFile

from index.passage_index import DEFAULT_COLLECTION
from index.types import Upload
from server.errors import BadUploadError, SwitchedOffError
from server.files import named
from server.wire import TextUpload

_MOST_FILES = 1000
_FORM_FIELDS = {"files", "collection"}


async def read_upload(request: Request) -> tuple[str, list[Upload]]:
    """Return ``(collection, files)`` of an upload.

    Raises :class:`BadUploadError`, :class:`SwitchedOffError`, pydantic's ``ValidationError``, or 415.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return await _from_form(request)
    if kind == "application/json":
        return _from_text(TextUpload.model_validate_json(await request.body()))
    raise HTTPException(415, "Send files as multipart/form-data, or a text as application/json.")


async def _from_form(request: Request) -> tuple[str, list[Upload]]:
    async with request.form(max_files=_MOST_FILES, max_fields=len(_FORM_FIELDS)) as form:
        if unknown := sorted(set(form) - _FORM_FIELDS):
            raise BadUploadError(f"There is no form field {unknown[0]!r} here; files go in 'files'.")
        collection = form.get("collection", DEFAULT_COLLECTION)
        parts = form.getlist("files")
        if not parts:
            raise BadUploadError("There is no file in the form field 'files'.")
        if not isinstance(collection, str):
            raise BadUploadError("The form field 'collection' is a name, not a file.")
        uploads = []
        for part in parts:
            if not isinstance(part, UploadFile):
                raise BadUploadError("The form field 'files' holds a value without a file name.")
            uploads.append(named(part.filename or "", await part.read()))
    return collection, uploads


def _from_text(body: TextUpload) -> tuple[str, list[Upload]]:
    if body.url is not None:
        raise SwitchedOffError("Fetching an address is off here; upload the page as a file instead.")
    if body.text is None:
        raise BadUploadError("The field 'text' is missing.")
    data = body.text.encode()
    uri = body.uri or f"text:{hashlib.sha256(data).hexdigest()[:32]}"
    name = f"{body.uri or body.title or 'text'}.txt"
    return body.collection, [Upload(name, data, uri, body.title, body.metadata)]
