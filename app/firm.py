"""What one running firm consists of: its settings, its database, its files."""

from dataclasses import dataclass
from functools import cached_property

from app.db import Database
from app.files import Files
from app.settings import Settings


@dataclass(frozen=True)
class Firm:
    """One firm, one database. Handed to whoever needs it; there is no global one."""

    settings: Settings

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url)

    @cached_property
    def files(self) -> Files:
        return Files(self.settings.files)

    def close(self) -> None:
        self.database.close()
