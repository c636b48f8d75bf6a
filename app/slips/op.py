"""The wire shape of an op, its hash, and the hash of a slip's content. The only way in."""

import hashlib
import json
import re
from typing import Annotated, Any, Literal

import rfc8785
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from app import ids
from app.slips.upcast import upcast

MOST_BYTES = 64 * 1024
MOST_ROWS = 400
LONGEST_TEXT = 4000
SAFE_INTEGER = 2**53 - 1

Kind = Literal[
    "create", "edit", "add_row", "drop_row", "attach", "detach", "submit", "withdraw",
    "remark", "return", "approve", "void", "correct", "plan", "resolve",
]  # fmt: skip
KINDS: tuple[str, ...] = Kind.__args__  # type: ignore[attr-defined]

Value = Annotated[str, Field(max_length=LONGEST_TEXT)] | Annotated[int, Field(ge=-SAFE_INTEGER, le=SAFE_INTEGER)] | None
Pair = Annotated[list[Value], Field(min_length=2, max_length=2)]
Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,59}$")]
Id = Annotated[str, Field(pattern=r"^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$")]
Digest = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]

UNSIGNED_TABLES = ("signature", "remark")  # what is said about the content is not part of it


class Shape(BaseModel):
    """Strict: 1 is not "1". Unknown fields are let through, they are kept in the ledger."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True)


class RowPatch(Shape):
    """Changes to one line of a slip."""

    table: Name
    fields: dict[Name, Pair] = {}


class ManifestItem(Shape):
    """Bytes an op speaks of."""

    att_id: Id
    sha256: Digest
    size: Annotated[int, Field(ge=1, le=1 << 30)]
    role: Literal["photo", "signature"]


class Op(Shape):
    """One user action, as docs/protocol.md describes it."""

    op_id: Id
    slip_id: Id
    n: Annotated[int, Field(ge=1, le=1_000_000)]
    author: Id
    device: Id
    kind: str
    schema_: Annotated[int, Field(alias="schema", ge=1, le=1000)]
    base_rev: Annotated[int, Field(ge=0, le=SAFE_INTEGER)]
    patch: dict[Name, Pair] = {}
    rows: Annotated[dict[Id, RowPatch], Field(max_length=MOST_ROWS)] = {}
    manifest: Annotated[list[ManifestItem], Field(max_length=MOST_ROWS)] = []
    client_time: Annotated[str, Field(max_length=40)]
    offset_ms: Annotated[int, Field(ge=-SAFE_INTEGER, le=SAFE_INTEGER)]
    hash: Digest
    _made_with: int = PrivateAttr(default=0)

    @property
    def made_with(self) -> int:
        """The schema it was made with, before it was told in today's words."""
        return self._made_with or self.schema_

    def new(self, field: str) -> str | int | None:
        """The new value of a field of the slip, or None."""
        return self.patch[field][1] if field in self.patch else None


class Malformed(ValueError):
    """Not an op: nothing that could be stored or answered under an id."""


def read_op(raw: Any) -> tuple[Op | None, bytes]:
    """The op, or None when it has an identity but not the shape of an op; and what its hash is over. Malformed when
    it has not even an identity."""
    if not isinstance(raw, dict) or not ids.is_id(raw.get("op_id")):
        raise Malformed
    hashed = canonical(without_hash(raw))
    try:
        return _in_todays_words(raw) if len(hashed) <= MOST_BYTES else None, hashed
    except ValidationError:
        return None, hashed


def canonical(value: Any) -> bytes:
    """Canonical JSON (RFC 8785). Malformed for what JSON cannot say the same way everywhere.

    What the standard library writes the same way, which is all we ever write ourselves, it writes twenty times as fast.
    """
    try:
        text = json.dumps(value, sort_keys=True, ensure_ascii=False, separators=(",", ":")).encode()
        return text if _plain(text) else rfc8785.dumps(value)
    except (rfc8785.CanonicalizationError, UnicodeEncodeError, RecursionError, TypeError) as error:
        raise Malformed from error


def op_hash(raw: dict[str, Any]) -> str:
    """SHA-256 of the op without its hash."""
    return sha256(canonical(without_hash(raw)))


def without_hash(raw: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in raw.items() if name != "hash"}


def stored(text: str, digest: str) -> Op:
    """The op of a ledger entry, in today's words."""
    return _in_todays_words({**json.loads(text), "hash": digest})


def signable(slip_id: str, content: dict[str, Any]) -> dict[str, Any]:
    """What a client reads and signs: all fields and live rows, without what is said about them."""
    return {
        "slip_id": slip_id,
        "fields": _present(content["fields"], content["extra"]),
        "rows": {
            row_id: {"table": row["table"], **_present(row["fields"], row["extra"])}
            for row_id, row in content["rows"].items()
            if not row.get("dropped") and row["table"] not in UNSIGNED_TABLES
        },
    }


def content_hash(slip_id: str, content: dict[str, Any]) -> str:
    return sha256(canonical(signable(slip_id, content)))


def sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _in_todays_words(raw: dict[str, Any]) -> Op:
    op = Op.model_validate(raw)
    told = upcast(raw)
    if told is raw:
        return op
    today = Op.model_validate(told)
    today._made_with = op.schema_
    return today


_BEYOND = re.compile(rb"[\xee-\xf4]")  # first bytes of characters that UTF-16 sorts differently


def _plain(text: bytes) -> bool:
    """Whether this is canonical as it stands: no number but safe integers, no character that sorts otherwise."""
    try:
        json.loads(text, parse_float=_not_plain, parse_int=_small, parse_constant=_not_plain)
    except _NotPlain:
        return False
    return _BEYOND.search(text) is None


class _NotPlain(Exception):
    pass


def _not_plain(number: str) -> Any:
    raise _NotPlain


def _small(number: str) -> None:
    if len(number) > 15:
        raise _NotPlain


def _present(fields: dict[str, Any], extra: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**extra, **fields}.items() if value is not None}
