"""Every table of the firm, imported once so that migrations and backups see them all."""

from sqlmodel import SQLModel

from app import jobs
from app.people import device, person, signin
from app.sites import catalog, checklists, documents, places
from app.slips import links, mark, tables

# where tables are defined
HOMES = (jobs, person, device, signin, places, catalog, checklists, documents, mark, tables, links)
METADATA = SQLModel.metadata
