"""Documents: in, listed, read, out."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query, Request

from index.passage_index import DEFAULT_COLLECTION
from server.routes.common import PassagesDep
from server.uploads import read_upload
from server.wire import DocumentBody, DocumentPage, DocumentQuery, JobBody, JobReply, TextReply, TextUpload

router = APIRouter(prefix="/v1", tags=["documents"])
_FORM = {
    "type": "object",
    "required": ["files"],
    "properties": {
        "files": {"type": "array", "items": {"type": "string", "format": "binary"}},
        "collection": {"type": "string", "default": DEFAULT_COLLECTION},
    },
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {"schema": _FORM},
            "application/json": {"schema": TextUpload.model_json_schema()},
        },
    }
}


@router.post("/documents", status_code=202, openapi_extra=_BODY)
async def upload(request: Request, passages: PassagesDep) -> JobReply:
    """Take files in. When this returns they survive a crash; the job tells when they can be found."""
    collection, uploads = await read_upload(request)
    job = await to_thread.run_sync(passages.accept, collection, uploads)
    return JobReply(job=JobBody.of(job))


@router.get("/jobs/{job_id}")
async def job(job_id: str, passages: PassagesDep) -> JobBody:
    """Tell how far an ingestion job is."""
    return JobBody.of(await to_thread.run_sync(passages.job, job_id))


@router.get("/documents")
async def documents(passages: PassagesDep, asked: Annotated[DocumentQuery, Query()]) -> DocumentPage:
    """List a collection's documents by uri."""
    found = await to_thread.run_sync(passages.documents, asked.collection, asked.limit + 1, asked.cursor)
    page = [DocumentBody.of(document) for document in found[: asked.limit]]
    return DocumentPage(data=page, next=page[-1].uri if len(found) > asked.limit else None)


@router.get("/documents/{doc_id}")
async def document(doc_id: str, passages: PassagesDep) -> DocumentBody:
    """Return what is known of a document, without its text."""
    return DocumentBody.of(await to_thread.run_sync(passages.document, doc_id))


@router.get("/documents/{doc_id}/text")
async def text(doc_id: str, passages: PassagesDep, version: str | None = None) -> TextReply:
    """Return the stored text of the current version, or of a given one."""
    found, stored = await to_thread.run_sync(passages.text, doc_id, version)
    return TextReply(doc_id=doc_id, version=found, text=stored)


@router.delete("/documents/{doc_id}", status_code=204)
async def delete(doc_id: str, passages: PassagesDep) -> None:
    """Delete a document: gone from search when this returns."""
    await to_thread.run_sync(passages.delete, doc_id)
