"""The desk's door: inbox, review, planning, directory, figures, exports."""

from fastapi import APIRouter

ROUTERS: tuple[APIRouter, ...] = ()
