"""Whether the service is alive, and whether it can answer."""

from fastapi import APIRouter

from server.errors import NotReadyError
from server.routes.common import ServiceDep
from server.service import reason

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def alive() -> dict[str, str]:
    """Say that the process serves."""
    return {"status": "alive"}


@router.get("/readyz")
async def ready(service: ServiceDep) -> dict[str, str]:
    """Say that the index is loaded and the embedding model warm; else 503 with the reason."""
    if failure := service.failure:
        raise NotReadyError(f"kutip couldn't start: {reason(failure)}", 60)
    if not service.is_ready:
        raise NotReadyError("kutip is starting: it opens the index and loads the embedding model.")
    return {"status": "ready"}
