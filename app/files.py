"""Bytes by their SHA-256, in a folder. What has a name here is whole, checked, and on the disk."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from app.failpoints import reach


class Files:
    """`ab/abcdef...` per file; `.part` files are uploads that are not whole yet."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)
        self._lasting: set[Path] = set()  # folders whose own names are on the disk

    def path(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256

    def has(self, sha256: str) -> bool:
        return self.path(sha256).is_file()

    def size(self, sha256: str) -> int:
        return self.path(sha256).stat().st_size

    def read(self, sha256: str) -> bytes:
        return self.path(sha256).read_bytes()

    def put(self, content: bytes) -> str:
        """Keeps the bytes, durable when it returns; returns their SHA-256."""
        sha256 = hashlib.sha256(content).hexdigest()
        path = self.path(sha256)
        if not path.is_file():
            _write(content, path)
        self._make_last(path)
        reach("files.kept")
        return sha256

    def part_size(self, sha256: str) -> int:
        """Bytes of an unfinished upload that are safe on the disk."""
        part = self._part(sha256)
        return part.stat().st_size if part.exists() else 0

    def add_part(self, sha256: str, offset: int, content: bytes) -> int:
        """Writes the next piece of an unfinished upload; the caller has compared `offset` with `part_size`."""
        part = self._part(sha256)
        part.parent.mkdir(parents=True, exist_ok=True)
        with open(part, "r+b" if part.exists() else "w+b") as file:
            file.seek(offset)
            file.truncate()
            file.write(content)
            file.flush()
            reach("files.piece_written")
            os.fsync(file.fileno())
        reach("files.piece_synced")
        return offset + len(content)

    def part(self, sha256: str) -> bytes:
        """The bytes of an unfinished upload."""
        return self._part(sha256).read_bytes()

    def has_whole_part(self, sha256: str) -> bool:
        """Whether the last piece came, but not the end of the upload."""
        return self._part(sha256).exists() and hashlib.sha256(self.part(sha256)).hexdigest() == sha256

    def drop_part(self, sha256: str) -> None:
        self._part(sha256).unlink(missing_ok=True)

    def all(self) -> Iterator[str]:
        for path in sorted(self.folder.glob("??/*")):
            if len(path.name) == 64:
                yield path.name

    def _part(self, sha256: str) -> Path:
        return self.path(sha256).with_suffix(".part")

    def _make_last(self, path: Path) -> None:
        """Its name, and its folder's: also of a file we found, whoever wrote it may have ended before this."""
        sync(path.parent)
        if path.parent not in self._lasting:
            sync(self.folder)
            sync(self.folder.absolute().parent)
            self._lasting.add(path.parent)


def sync(path: Path) -> None:
    """A file's bytes or a folder's names onto the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _write(content: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            reach("files.written")
            os.fsync(file.fileno())
        reach("files.synced")
        os.rename(name, path)
        reach("files.renamed")
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
