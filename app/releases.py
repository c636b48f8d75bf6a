"""What browsers were told to load stays for 90 days after its version has gone: an open page never misses a file.

One archive per version, in the folder of the files, because that is what survives a new container.
"""

import gzip
import io
import logging
import os
import re
import tempfile
import zipfile
from datetime import timedelta
from functools import lru_cache
from pathlib import Path, PurePosixPath

from app import clock
from app.assets import TYPES, Asset, Assets

SERVED = timedelta(days=90)
DIGEST = re.compile(r"[0-9a-f]{16}")
LOADED_AT_ONCE = 4
PACKED = ".gz"  # kept as it travels
log = logging.getLogger(__name__)


class Releases:
    """`{digest}.zip` per version; beside it `{digest}.since`, from when on another version was the running one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def start(self, own: Assets) -> None:
        """This version runs from now on. A folder that cannot be written does not keep us from starting."""
        try:
            self._keep(own)
            self._note_superseded(own.digest)
            self._forget()
        except OSError:
            log.exception("the files of this release are not kept")

    def get(self, digest: str, path: str) -> Asset | None:
        """A file of a version that ran here before."""
        if not DIGEST.fullmatch(digest):
            return None
        try:
            return _loaded(self._archive(digest)).get(path)
        except FileNotFoundError:
            return None
        except (OSError, zipfile.BadZipFile):
            log.exception("the files of an earlier release cannot be read", extra={"digest": digest})
            return None

    def _keep(self, own: Assets) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        if not self._archive(own.digest).exists():
            _write(self._archive(own.digest), _packed(own))
        self._since(own.digest).unlink(missing_ok=True)

    def _note_superseded(self, running: str) -> None:
        for digest in self._digests():
            if digest != running and not self._since(digest).exists():
                _write(self._since(digest), clock.stamp().encode())

    def _forget(self) -> None:
        old = clock.stamp(clock.now() - SERVED)
        for digest in self._digests():
            since = self._since(digest)
            if since.exists() and since.read_text() < old:
                self._archive(digest).unlink(missing_ok=True)
                since.unlink(missing_ok=True)

    def _digests(self) -> list[str]:
        return sorted(path.stem for path in self.folder.glob("*.zip") if DIGEST.fullmatch(path.stem))

    def _archive(self, digest: str) -> Path:
        return self.folder / f"{digest}.zip"

    def _since(self, digest: str) -> Path:
        return self.folder / f"{digest}.since"


@lru_cache(maxsize=LOADED_AT_ONCE)
def _loaded(archive: Path) -> dict[str, Asset]:
    """A version's files in memory, byte for byte as they were sent; nothing is ever unpacked onto the disk."""
    with zipfile.ZipFile(archive) as kept:
        return dict(_file(name, kept.read(name)) for name in kept.namelist() if _ending(name) in TYPES)


def _packed(own: Assets) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as archive:
        for name, file in own.files.items():
            archive.writestr(*((f"{name}{PACKED}", file.packed) if file.packed else (name, file.body)))
    return made.getvalue()


def _file(name: str, kept: bytes) -> tuple[str, Asset]:
    if not name.endswith(PACKED):
        return name, Asset(kept, TYPES[_ending(name)], None)
    return name.removesuffix(PACKED), Asset(gzip.decompress(kept), TYPES[_ending(name)], kept)


def _ending(name: str) -> str:
    return PurePosixPath(name.removesuffix(PACKED)).suffix


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, also when the power goes; several processes may write the same."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.rename(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
