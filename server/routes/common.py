"""What the routes share."""

from typing import Annotated

from fastapi import Depends, Request

from index.passage_index import PassageIndex
from rag.engine import Engine
from server.service import Service


def get_service(request: Request) -> Service:
    """Return the service that the app was made with."""
    service: Service = request.app.state.service
    return service


ServiceDep = Annotated[Service, Depends(get_service)]


async def get_passages(service: ServiceDep) -> PassageIndex:
    """Return the corpus; waits for it to be open."""
    return await service.passages()


async def get_engine(service: ServiceDep) -> Engine:
    """Return the engine; waits for it to be ready."""
    return await service.engine()


PassagesDep = Annotated[PassageIndex, Depends(get_passages)]
EngineDep = Annotated[Engine, Depends(get_engine)]
