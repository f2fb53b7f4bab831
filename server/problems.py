"""Every error as RFC 9457 problem JSON: one readable sentence in ``detail``, and never a traceback."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import Response

from index import errors as corpus
from rag import errors as answers
from server import errors as server

_LOG = logging.getLogger("kutip.server")

# The most particular class wins: they are looked up along an error's own line of classes.
_KINDS: dict[type[Exception], tuple[int, str]] = {
    corpus.UnknownCollectionError: (404, "Unknown collection"),
    corpus.UnknownDocumentError: (404, "Unknown document"),
    corpus.UnknownJobError: (404, "Unknown job"),
    corpus.UnknownAnswerError: (404, "Unknown answer"),
    corpus.CollectionExistsError: (409, "Collection exists"),
    corpus.InvalidNameError: (422, "Invalid name"),
    corpus.UnreadableFileError: (422, "Unreadable file"),
    corpus.ModelError: (500, "Embedding model failed"),
    corpus.DataDirectoryError: (500, "Data directory failed"),
    corpus.DataDirectoryInUseError: (500, "Data directory in use"),
    corpus.CorpusError: (500, "Index failed"),
    answers.QuestionError: (422, "Invalid question"),
    answers.SettingsError: (500, "Invalid settings"),
    answers.LLMError: (502, "Language model failed"),
    answers.AnswerError: (500, "Answering failed"),
    server.NotReadyError: (503, "Not ready"),
    server.SwitchedOffError: (403, "Off"),
    server.ForeignCallError: (403, "Foreign call"),
    server.BadUploadError: (422, "Invalid upload"),
    server.ServerError: (500, "Server failed"),
}
_TITLES = {
    400: "Bad request",
    404: "Not found",
    405: "Method not allowed",
    413: "Too large",
    415: "Unsupported type",
}


def problem(status: int, title: str, detail: str, retry_after: int | None = None) -> dict[str, Any]:
    """Return a problem object."""
    body: dict[str, Any] = {
        "type": "urn:kutip:problem:" + title.lower().replace(" ", "-"),
        "title": title,
        "status": status,
        "detail": detail,
    }
    if retry_after is not None:
        body["retry_after"] = retry_after
    return body


def problem_of(error: Exception) -> dict[str, Any]:
    """Return an error as a problem. One that nobody foresaw is logged, and the client isn't told its text."""
    for kind in type(error).__mro__:
        if kind in _KINDS:
            status, title = _KINDS[kind]
            return problem(status, title, str(error), getattr(error, "retry_after", None))
    if isinstance(error, RequestValidationError | ValidationError):
        return problem(422, "Invalid request", readable(error.errors()))
    _LOG.error("an unforeseen error", exc_info=error)
    return problem(500, "Internal error", "Something went wrong inside kutip; its log says what.")


def problem_response(body: Mapping[str, Any], headers: Mapping[str, str] | None = None) -> Response:
    """Return a problem as a response; ASCII only, so that whatever was sent to us can be quoted in it."""
    extra = dict(headers or {})
    if "retry_after" in body:
        extra["Retry-After"] = str(body["retry_after"])
    return Response(json.dumps(body), body["status"], extra, "application/problem+json")


def readable(errors: Sequence[Any]) -> str:
    """Return the first of pydantic's errors as a sentence that names the field."""
    error = errors[0]
    place = error["loc"]
    field = ".".join(str(part) for part in place if part not in ("body", "query", "path"))
    where = f"The field {field!r}" if field else "The body"
    match error["type"]:
        case "json_invalid":
            return f"The body is not valid JSON: {error['ctx']['error']}."
        case "missing":
            return f"The field {field!r} is missing." if field else "The request has no JSON body."
        case "extra_forbidden":
            return f"There is no field {field!r} here; is it misspelt?"
        case "model_attributes_type" | "model_type" | "dict_type" if not field:
            return "The body must be a JSON object, sent with the header Content-Type: application/json."
        case "string_unicode":
            return f"{where} holds text that isn't valid Unicode (half of a surrogate pair)."
    message = error["msg"].removeprefix("Value error, ").rstrip(".")
    return f"{where} is wrong: {message[:1].lower()}{message[1:]}."


async def _problem(_: Request, error: Exception) -> Response:
    return problem_response(problem_of(error))


async def _http_problem(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    title = _TITLES.get(error.status_code, "Refused")
    detail = error.detail
    if error.status_code == 404 and detail == "Not Found":
        detail = f"There is nothing at {request.url.path}."
    elif error.status_code == 400 and detail == "There was an error parsing the body":
        detail = "The body can't be read; send JSON in UTF-8."
    elif error.status_code == 405:
        detail = f"{request.url.path} can't be called with {request.method}."
    return problem_response(problem(error.status_code, title, detail), error.headers)


def install(app: FastAPI) -> None:
    """Let every error of the rooms, of the framework and of a request's shape leave the app as a problem."""
    for kind in (
        corpus.CorpusError,
        answers.AnswerError,
        server.ServerError,
        RequestValidationError,
        ValidationError,
    ):
        app.add_exception_handler(kind, _problem)
    app.add_exception_handler(HTTPException, _http_problem)
