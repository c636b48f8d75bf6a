"""Every table of the firm, imported once so that migrations and backups see them all."""

from sqlmodel import SQLModel

from app import jobs
from app.people import device, person, signin
from app.sites import catalog, places
from app.slips import tables

HOMES = (jobs, person, device, signin, places, catalog, tables)  # where tables are defined
METADATA = SQLModel.metadata
