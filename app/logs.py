"""Logs as JSON lines: what happened, never what somebody wrote."""

import logging
import sys

from pythonjsonlogger.json import JsonFormatter

FIELDS = "%(asctime)s %(levelname)s %(name)s %(message)s"


def set_up(level: str) -> None:
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(FIELDS, rename_fields={"asctime": "at", "levelname": "level", "name": "from"}))
    logging.basicConfig(level=level.upper(), handlers=[handler], force=True)
    logging.getLogger("uvicorn.access").disabled = True  # guard.Guard writes a line per request, without the query
    for noisy in ("weasyprint", "fontTools", "alembic", "PIL"):
        logging.getLogger(noisy).setLevel(logging.WARNING)
