"""Bytes by their SHA-256, in a folder. What has a name here is whole, checked, and on the disk."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path


class Files:
    """`ab/abcdef...` per file; `.part` files are uploads that are not whole yet."""

    def __init__(self, folder: str | Path) -> None:
        self.folder = Path(folder)

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
        if not self.has(sha256):
            self._keep(content, self.path(sha256))
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
            os.fsync(file.fileno())
        return offset + len(content)

    def take_part(self, sha256: str) -> bytes:
        """The bytes of an unfinished upload, which is gone afterwards."""
        part = self._part(sha256)
        content = part.read_bytes()
        part.unlink()
        return content

    def all(self) -> Iterator[str]:
        for path in sorted(self.folder.glob("??/*")):
            if len(path.name) == 64:
                yield path.name

    def _part(self, sha256: str) -> Path:
        return self.path(sha256).with_suffix(".part")

    def _keep(self, content: bytes, path: Path) -> None:
        made = not path.parent.exists()
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".new")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.rename(name, path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
        _sync_folder(path.parent)
        if made:
            _sync_folder(path.parent.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
