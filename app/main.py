"""Everything put together: one ASGI application for one firm."""

import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI, Response
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from app import guard, jobs, logs, web
from app.crew import blobs, pairing, shell, sync
from app.crew.carried import Carried
from app.customer import ROUTERS as CLIENT_ROUTERS
from app.firm import Firm
from app.office import ROUTERS
from app.reports import HANDLERS, pdf
from app.settings import read_settings
from app.version import VERSION


def create_app(firm: Firm) -> FastAPI:
    """The application of this firm. Closing it does not close the firm."""
    app = FastAPI(
        max_body_size=(firm.settings.max_photo_mb + 1) * 1024 * 1024,
        title="Handzettel",
        version=VERSION,
        lifespan=_running,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
    )
    app.state.firm = firm
    app.state.carried = Carried(firm.settings.zone, firm.settings.phone_days)
    for router in (sync.router, blobs.router, pairing.router, shell.router, *ROUTERS, *CLIENT_ROUTERS):
        app.include_router(router)
    app.get("/healthz", include_in_schema=False)(_alive)
    app.get("/readyz", include_in_schema=False)(_ready)
    web.add_errors(app)
    app.add_middleware(guard.Guard)
    return app


def app() -> FastAPI:
    """For `uvicorn --factory app.main:app`."""
    firm = Firm(read_settings())
    logs.set_up(firm.settings.log_level)
    return create_app(firm)


@asynccontextmanager
async def _running(app: FastAPI) -> AsyncIterator[None]:
    firm: Firm = app.state.firm
    app.state.pokes = sync.Pokes()
    firm.database.on_write(app.state.pokes.poke)
    shell.releases_of(firm).start(shell.own())
    worker = jobs.Worker(firm, HANDLERS)
    worker.start()
    yield
    worker.stop()
    pdf.close()


def _alive() -> dict[str, str]:
    """The process answers."""
    return {"status": "ok", "version": VERSION}


def _ready(firm: web.FirmOf, response: Response) -> dict[str, str]:
    """The database answers and has been migrated."""
    try:
        with firm.database.read() as session:
            session.execute(text("SELECT seq FROM head"))
    except SQLAlchemyError:
        logging.getLogger(__name__).exception("not ready")
        response.status_code = 503
        return {"status": "not ready"}
    return {"status": "ok"}
