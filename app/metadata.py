"""Every table of the firm, imported once so that migrations and backups see them all."""

from sqlmodel import SQLModel

import app.jobs
import app.people.device
import app.people.person
import app.people.signin
import app.sites.catalog
import app.sites.places
import app.slips.tables

METADATA = SQLModel.metadata
