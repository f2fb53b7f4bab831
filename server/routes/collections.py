"""Collections: corpora of their own."""

from anyio import to_thread
from fastapi import APIRouter

from server.routes.common import PassagesDep
from server.wire import CollectionBody, CollectionList, NewCollection

router = APIRouter(prefix="/v1/collections", tags=["collections"])


@router.get("")
async def collections(passages: PassagesDep) -> CollectionList:
    """List the collections with what they hold."""
    found = await to_thread.run_sync(passages.collections)
    return CollectionList(data=[CollectionBody(name=n, documents=d, passages=p) for n, d, p in found])


@router.post("", status_code=201)
async def create(body: NewCollection, passages: PassagesDep) -> CollectionBody:
    """Make an empty collection."""
    await to_thread.run_sync(passages.create_collection, body.name)
    return CollectionBody(name=body.name, documents=0, passages=0)


@router.delete("/{name}", status_code=204)
async def delete(name: str, passages: PassagesDep) -> None:
    """Delete a collection with its documents; the default one is emptied and stays."""
    await to_thread.run_sync(passages.delete_collection, name)
