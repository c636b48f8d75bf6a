"""Who signed what: the client for the extent of the work, for an acceptance, and the crew for itself."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from app.reports import wording
from app.reports.paper import Signing
from app.reports.wording import German, say
from app.slips.conflicts import Content
from app.slips.evidence import EXTENT
from app.slips.slip import live_rows

Fields = dict[str, Any]
OTHERS = ("acceptance", "own")


def latest(content: Content, part: str = EXTENT) -> tuple[int, Fields] | None:
    """(seq, fields) of the latest one of this part; every hand-in brings its own."""
    rows = [row for row in live_rows(content, "signature").values() if (row["fields"].get("part") or EXTENT) == part]
    return max(((row.get("seq", 0), row["fields"]) for row in rows), key=lambda row: row[0], default=None)


def others(content: Content, lost: Collection[str], content_hash: str) -> tuple[Signing, ...]:
    """The latest acceptance and own signature, as far as they came with the latest hand-in, and whether they were given
    over what the slip says now (`content_hash`)."""
    extent, found = latest(content), [latest(content, part) for part in OTHERS]
    since = extent[0] if extent else 0
    now = [fields for seq, fields in filter(None, found) if seq >= since]
    return tuple(replace(signing(fields, lost), proof=_proof(fields, content_hash)) for fields in now)


def signing(fields: Fields, lost: Collection[str]) -> Signing:
    outcome = str(fields.get("outcome") or "later")
    signed = outcome == "signed"
    return Signing(
        part=str(fields.get("part") or EXTENT),
        outcome=outcome,
        words=(fields.get("text") or "") if signed else say(f"pdf.outcome.{outcome}"),
        who=fields.get("name") or "",
        role=", ".join(filter(None, [fields.get("role"), fields.get("company")])),
        when=wording.at_wall(fields["signed_at"]) if fields.get("signed_at") else "",
        reservation=fields.get("reservation") or fields.get("defects") or "",
        reason=fields.get("reason") or "",
        picture=fields.get("sha256") if signed else None,
        lost=signed and fields.get("sha256") in lost,
        stated=tuple(_stated(fields)),
    )


def _proof(fields: Fields, content_hash: str) -> str:
    """Whether it was given over what is printed: said only where the hashes say so."""
    digest = fields.get("content_hash")
    if fields.get("outcome") != "signed":
        return ""
    if not digest:
        return say("pdf.proof.part_unknown")
    return say("pdf.proof.signed") if digest == content_hash else say("pdf.proof.part_changed", digest=digest)


def _stated(fields: Fields) -> list[str]:
    """What was said about the power to sign, the language read, and what is accepted."""
    told = [
        f"{German().field('signature', name)}: {German().value(name, fields[name])}"
        for name in ("parts", "authority", "language")
        if fields.get(name) and (name, fields[name]) != ("language", wording.LANGUAGE)
    ]
    return told
