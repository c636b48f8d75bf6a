"""Reading the file a phone saves of everything unsent: of its pictures only one is in memory at a time."""

import base64
import binascii
import codecs
import json
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO

from app import ids
from app.errors import Refusal

FORMAT, VERSION = "handzettel-unsent", 1
MOST_BYTES = 1 << 30
MOST_OF_A_VALUE = 160 << 20  # a picture of 100 MiB in base64, or all ops of a phone that was away for a year
PIECE = 1 << 16

Picture = tuple[str, bytes | None]  # its digest, and its bytes if they can be read


@dataclass(frozen=True)
class Unsent:
    """What the file says, without its pictures."""

    server: str
    person: str
    person_name: str
    device: str
    device_label: str
    saved_at: str
    ops: list[dict[str, Any]]


def read(file: BinaryIO, each: Callable[[Picture], None] = lambda picture: None) -> Unsent:
    """Reads all of it, handing over one picture after the other. Refused with `file_not_ours`, `file_newer` or
    `file_damaged`; so whoever wants to be sure beforehand reads it twice."""
    if file.seek(0, os.SEEK_END) > MOST_BYTES:
        raise Refusal("too_large", most=MOST_BYTES)
    file.seek(0)
    head = _Reader(file).top(lambda blob: each(_picture(blob)))
    if head.get("format") != FORMAT:
        raise Refusal("file_not_ours")
    if head.get("version") != VERSION:
        raise Refusal("file_newer" if type(head.get("version")) is int else "file_damaged")
    return _unsent(head)


def _unsent(head: dict[str, Any]) -> Unsent:
    server, person, device, ops = head.get("server"), _who(head, "person"), _who(head, "device"), head.get("ops")
    if not isinstance(server, str) or not isinstance(ops, list) or not all(isinstance(op, dict) for op in ops):
        raise Refusal("file_damaged")
    return Unsent(
        server=server, person=person["id"], person_name=_words(person.get("name")), device=device["id"],
        device_label=_words(device.get("label")), saved_at=_words(head.get("saved_at")), ops=ops,
    )  # fmt: skip


def _who(head: dict[str, Any], name: str) -> dict[str, Any]:
    said = head.get(name)
    if not isinstance(said, dict) or not ids.is_id(said.get("id")):
        raise Refusal("file_damaged")
    return said


def _words(value: Any) -> str:
    return value[:120] if isinstance(value, str) else ""


def _picture(blob: Any) -> Picture:
    digest, text = (blob.get("sha256"), blob.get("base64")) if isinstance(blob, dict) else (None, None)
    try:
        return str(digest), base64.b64decode(text, validate=True) if isinstance(text, str) else None
    except (binascii.Error, ValueError):
        return str(digest), None


class _Reader:
    """JSON as it comes in: one object, of whose list `blobs` every element is handed over and forgotten."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._utf8 = codecs.getincrementaldecoder("utf-8-sig")()
        self._json = json.JSONDecoder(parse_constant=_refuse)
        self._text, self._at, self._ended = "", 0, False

    def top(self, each: Callable[[Any], None]) -> dict[str, Any]:
        head: dict[str, Any] = {}
        if not self._file.read(PIECE).removeprefix(codecs.BOM_UTF8).lstrip().startswith(b"{"):
            raise Refusal("file_not_ours")
        self._file.seek(0)
        self._take("{")
        while self._next() == '"':
            name = self._value()
            self._take(":")
            if name in head:
                raise Refusal("file_damaged")
            head[name] = self._list(each) if name == "blobs" else self._value()
            if self._next() != ",":
                break
            self._take(",")
        self._take("}")
        self._take("")
        return head

    def _list(self, each: Callable[[Any], None]) -> int:
        """How many elements were handed over."""
        count = 0
        self._take("[")
        while self._next() not in ("]", ""):
            each(self._value())
            count += 1
            if self._next() != ",":
                break
            self._take(",")
        self._take("]")
        return count

    def _value(self) -> Any:
        self._next()
        while True:
            try:
                value, end = self._json.raw_decode(self._text, self._at)
            except json.JSONDecodeError:
                if not self._more():
                    raise Refusal("file_damaged") from None
            except (ValueError, RecursionError):
                raise Refusal("file_damaged") from None
            else:
                if end < len(self._text) or not self._more():  # a number at the very end may go on
                    self._at = end
                    return value

    def _next(self) -> str:
        """The next character that says something; empty at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]  # matches everywhere
            if self._at < len(self._text) or not self._more():
                return self._text[self._at : self._at + 1]

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            raise Refusal("file_damaged")
        self._at += len(sign)

    def _more(self) -> bool:
        """Reads as much again as is waiting to be understood, so that a long value is not looked at too often."""
        self._text, self._at = self._text[self._at :], 0
        if self._ended or len(self._text) > MOST_OF_A_VALUE:
            return False
        piece = self._file.read(max(PIECE, len(self._text)))
        self._ended = not piece
        try:
            self._text += self._utf8.decode(piece, final=self._ended)
        except UnicodeDecodeError:
            raise Refusal("file_damaged") from None
        return not self._ended


_SPACE = re.compile(r"[ \t\n\r]*")


def _refuse(constant: str) -> Any:
    raise ValueError(constant)
