"""Every table of the firm, imported once so that migrations and backups see them all."""

from sqlmodel import SQLModel

METADATA = SQLModel.metadata
