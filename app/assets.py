"""The files a browser loads: one digest names them all, so that no page ever mixes two versions."""

import gzip
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path, PurePosixPath
from posixpath import normpath

import brotli

HERE = Path(__file__).parent
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
PACKED_ALREADY = {".png"}
OTHERS = "vendor/"  # served byte for byte, with their notices
# Types for tsc and reasons for readers: a fifth of what a phone would load. The lines stay, so that stack traces fit.
NOTES = re.compile(rb"^[ \t]*/\*\*(?:(?!\*/).)*\*/[ \t]*$", re.MULTILINE | re.DOTALL)
CASTS = re.compile(rb"/\*\* @(?:type|param) (?:(?!\*/)[^\n])*\*/ ?")
ASIDES = re.compile(rb"(?:^[ \t]*|(?<=[\[({})\],;])[ \t]+)// .*$", re.MULTILINE)
REMARKS = re.compile(rb"/\*(?:(?!\*/).)*\*/", re.DOTALL)
IMPORT = re.compile(rb"(?:\bfrom|^import)\s*[\"'](\.{1,2}/[^\"']+)[\"']", re.MULTILINE)


@dataclass(frozen=True)
class Asset:
    """One file in memory: as it is and, where that helps, packed once and for all."""

    body: bytes
    type: str
    packed: bytes | None

    @cached_property
    def tight(self) -> bytes | None:
        """Brotli's, an eighth less than gzip's; made when first asked for, since it takes its time."""
        return brotli.compress(self.body, quality=11) if self.packed else None

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.body).hexdigest()


@dataclass(frozen=True)
class Assets:
    """Every file under a folder, by its path there, and the digest that is part of each address."""

    files: dict[str, Asset]
    digest: str

    def url(self, path: str) -> str:
        """The address of a file; unknown names are a mistake in the page."""
        if path not in self.files:
            raise KeyError(path)
        return f"/static/{self.digest}/{path}"

    def get(self, digest: str, path: str) -> Asset | None:
        """A file of this version; releases.py has those of the versions before."""
        return self.files.get(path) if digest == self.digest else None

    def under(self, *starts: str, ending: str = "") -> list[str]:
        """Paths that begin and end so, in order."""
        return sorted(path for path in self.files if path.startswith(starts) and path.endswith(ending))

    def needed_by(self, entry: str) -> list[str]:
        """A module and all it imports before it runs, itself first; not what it imports later, on demand."""
        found = [entry]
        for path in found:
            imported = (normpath(f"{path}/../{name.decode()}") for name in IMPORT.findall(self.files[path].body))
            found += [name for name in dict.fromkeys(imported) if name not in found]
        return found

    def hashes(self, paths: Iterable[str]) -> dict[str, str]:
        """Address and SHA-256 of files: what a worker has to keep and to check."""
        return {self.url(path): self.files[path].sha256 for path in paths}


@cache
def installed() -> Assets:
    """The app's own files. Texts and templates count for the digest: a new word is a new version."""
    return load(HERE / "static", also=(HERE / "texts", HERE / "templates" / "crew"))


def load(folder: Path, also: Iterable[Path] = ()) -> Assets:
    """Reads a folder once; `also` names folders that are part of the version but not served from here."""
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in _served(folder)}
    others = {f"{root.name}/{path.relative_to(root)}": path.read_bytes() for root in also for path in _all(root)}
    return Assets({name: asset(name, body) for name, body in files.items()}, _digest(files | others))


def asset(name: str, body: bytes) -> Asset:
    """An asset out of bytes, typed by its name; our own scripts and styles without their notes."""
    ending = PurePosixPath(name).suffix
    if not name.startswith(OTHERS):
        body = _without_notes(ending, body)
    packed = None if ending in PACKED_ALREADY else gzip.compress(body, 9, mtime=0)
    return Asset(body, TYPES[ending], packed)


def joined(files: dict[str, Asset]) -> Asset:
    """Files in one answer: a line with address, length and type of each, then one after the other as they are.

    Packed as a whole, since small files pack better with others like them before them."""
    listed = [[address, len(file.body), file.type] for address, file in files.items()]
    index = json.dumps(listed, separators=(",", ":")).encode()
    body = b"\n".join([index, b"".join(file.body for file in files.values())])
    return Asset(body, "application/octet-stream", gzip.compress(body, 9, mtime=0))


def _without_notes(ending: str, body: bytes) -> bytes:
    if ending == ".js":
        return ASIDES.sub(b"", CASTS.sub(b"", NOTES.sub(_lines, body)))
    return REMARKS.sub(_lines, body) if ending == ".css" else body


def _lines(note: re.Match[bytes]) -> bytes:
    return b"\n" * note[0].count(b"\n")


def _served(folder: Path) -> Iterator[Path]:
    return (path for path in _all(folder) if path.suffix in TYPES)


def _all(folder: Path) -> Iterator[Path]:
    return (path for path in sorted(folder.rglob("*")) if path.is_file() and not path.name.startswith("."))


def _digest(files: dict[str, bytes]) -> str:
    total = hashlib.sha256()
    for name in sorted(files):
        total.update(f"{name}\0{hashlib.sha256(files[name]).hexdigest()}\n".encode())
    return total.hexdigest()[:16]
