"""A plain phone over real HTTP: what it saved stays in its outbox until there is a receipt."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from uuid_utils import uuid7

from tests.cast import Phone, jpeg

PIECE = 4096  # so that even a small picture comes in pieces


class NotTaken(Exception):
    """The server answered, and not with a receipt."""


@dataclass
class Carrier(Phone):
    """`save` is what a person sees as saved; `send` carries it to the office and believes receipts only."""

    saved: dict[str, dict[str, Any]] = field(default_factory=dict)  # op id -> op
    outbox: list[dict[str, Any]] = field(default_factory=list)
    receipts: dict[str, dict[str, Any]] = field(default_factory=dict)  # op id -> receipt
    pictures: dict[str, bytes] = field(default_factory=dict)
    unsent: list[str] = field(default_factory=list)  # digests
    in_pieces: set[str] = field(default_factory=set)

    def save(self, op: dict[str, Any]) -> None:
        self.saved[op["op_id"]] = op
        self.outbox.append(op)

    def do_later(self, kind: str, slip_id: str, **more: Any) -> None:
        self.save(self.op(kind, slip_id, **more))

    def photograph(self, slip_id: str, picture: bytes, *, in_pieces: bool = False) -> None:
        digest, row_id = self.send_picture(picture), str(uuid7())
        if in_pieces:
            self.in_pieces.add(digest)
        fields = {"sha256": [None, digest], "size": [None, len(picture)], "type": [None, "image/jpeg"]}
        self.do_later("attach", slip_id, rows={row_id: {"table": "photo", "fields": fields}})

    def sign_later(self, slip_id: str) -> None:
        """The submit with a signature for what the server says now."""
        self.save(self.sign(slip_id, self.slip(slip_id)["content_hash"], jpeg(slip_id, "PNG")))

    def send_picture(self, picture: bytes) -> str:
        """Keeps it until it is at the office."""
        digest = hashlib.sha256(picture).hexdigest()
        self.pictures[digest] = picture
        self.unsent.append(digest)
        return digest

    def send(self) -> None:
        """Pictures, then ops. What the server does not take stays; raises TransportError when it is gone."""
        for digest in [*self.unsent]:
            bring = self._bring_in_pieces if digest in self.in_pieces else self._bring
            bring(digest, self.pictures[digest])
            self.unsent.remove(digest)
        while self.outbox:
            batch = self.outbox[:50]
            results = self.push(*batch)
            for op, result in zip(batch, results, strict=True):
                self._believe(op, result)
            if self.outbox[: len(batch)] == batch:
                raise NotTaken(results)

    def _believe(self, op: dict[str, Any], result: dict[str, Any]) -> None:
        receipt = result.get("receipt")
        if receipt is None:
            return
        assert (receipt["op_id"], receipt["hash"]) == (op["op_id"], op["hash"])
        assert self.receipts.setdefault(op["op_id"], receipt) == receipt
        self.outbox.remove(op)

    def _bring(self, digest: str, picture: bytes) -> None:
        answer = self.http.put(f"/api/blobs/{digest}", content=picture)
        if answer.status_code not in (200, 201):
            raise NotTaken(answer.text)
        assert (answer.json()["sha256"], answer.json()["size"]) == (digest, len(picture))

    def _bring_in_pieces(self, digest: str, picture: bytes) -> None:
        """As the phone does: asks how much is there, and takes `all of it` for an answer."""
        head = self.http.head(f"/api/blobs/{digest}")
        here = int(head.headers["upload-offset"]) if head.status_code == 200 else 0
        while here < len(picture):
            here = self._bring_piece(digest, picture, here)

    def _bring_piece(self, digest: str, picture: bytes, here: int) -> int:
        headers = {"upload-offset": str(here), "upload-length": str(len(picture))}
        answer = self.http.patch(f"/api/blobs/{digest}", content=picture[here : here + PIECE], headers=headers)
        if answer.status_code == 201:
            return len(picture)
        if answer.status_code not in (204, 409):
            raise NotTaken(answer.text)
        return int(answer.headers["upload-offset"])
