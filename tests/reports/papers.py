"""Everything around a slip that its paper is made of: versions, history, pictures."""

import io
from typing import Any

from PIL import Image, ImageDraw

from app.files import Files
from app.reports.document import Source, compose
from app.reports.paper import Paper
from app.slips.history import Step
from app.slips.op import Op, op_hash
from app.slips.tables import Slip, Version
from tests.reports.slips import ANNA, MAX, OLGA, SLIP, row_id, wall


def paper_of(
    slip: Slip,
    *,
    versions: list[Version] | None = None,
    steps: list[Step] | None = None,
    company: tuple[str, str, str] = ("Metallbau Keulenberg GmbH", "Gewerbering 4", "Tore"),
) -> Paper:
    """The paper of a slip; without a word about it, with the usual history and the one version that was handed in."""
    return compose(
        Source(
            slip=slip,
            steps=usual_steps() if steps is None else steps,
            versions=[version_of(slip)] if versions is None else versions,
            names={MAX: "Max Lehmann", OLGA: "Olga Hartmann"},
            company=company,
            base_url="https://zettel.example",
            zone="Europe/Berlin",
        )
    )


def version_of(
    slip: Slip, *, seq: int = 7, by: str = ANNA, reason: str = "", at: str = "2026-11-25T16:03:11.120Z"
) -> Version:
    return Version(
        slip_id=slip.id,
        version=slip.version,
        seq=seq,
        at=at,
        by=by,
        reason=reason,
        content_hash=slip.content_hash,
        content=slip.content,
    )


def step(seq: int, kind: str, at: str, name: str, *, outcome: str = "applied", **op: Any) -> Step:
    """One entry of the history; `op` may bring patch and rows."""
    raw = {
        "op_id": row_id(900 + seq),
        "slip_id": SLIP,
        "n": seq,
        "author": ANNA,
        "device": ANNA,
        "kind": kind,
        "schema": 1,
        "base_rev": 0,
        "client_time": wall("16:24"),
        "offset_ms": 0,
        **op,
    }
    made = Op.model_validate({**raw, "hash": op_hash(raw)})
    return Step(seq=seq, at=at, who=ANNA, name=name, kind=kind, outcome=outcome, reason=None, op=made, hash=made.hash)


def usual_steps() -> list[Step]:
    signature = {
        row_id(99): {"table": "signature", "fields": {"outcome": [None, "signed"], "name": [None, "Jörg Lindner"]}}
    }
    remark = {
        row_id(98): {
            "table": "remark",
            "fields": {"field": [None, "5"], "text": [None, "Charge fehlt"], "kind": [None, "return"]},
        }
    }
    return [
        step(1, "create", "2026-11-23T13:05:00.000Z", "Olga Hartmann"),
        step(2, "edit", "2026-11-25T14:10:00.000Z", "Anna Richter"),
        step(3, "add_row", "2026-11-25T14:40:00.000Z", "Ben Nowak"),
        step(4, "attach", "2026-11-25T15:00:00.000Z", "Anna Richter"),
        step(5, "submit", "2026-11-25T15:30:00.000Z", "Anna Richter", rows=signature),
        step(6, "return", "2026-11-25T15:45:00.000Z", "Olga Hartmann", rows=remark),
        step(7, "submit", "2026-11-25T16:03:11.120Z", "Anna Richter", rows=signature),
        step(8, "edit", "2026-11-25T16:05:00.000Z", "Ben Nowak", outcome="held"),
        step(9, "approve", "2026-11-26T07:12:40.000Z", "Max Lehmann"),
    ]


def keep_photo(files: Files, shade: int, size: tuple[int, int] = (1600, 1200)) -> str:
    """A real JPEG, different for each shade, about as large as a phone's."""
    image = Image.effect_noise(size, 30).convert("RGB")
    draw = ImageDraw.Draw(image)
    draw.rectangle((size[0] // 8, size[1] // 8, size[0] // 2, size[1] // 2), fill=(shade * 37 % 256, 90, 140))
    draw.line((0, 0, *size), fill=(255, 196, 0), width=20)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return files.put(out.getvalue())


def keep_signature(files: Files) -> str:
    """Blue strokes on nothing."""
    image = Image.new("RGBA", (900, 300), (0, 0, 0, 0))
    points = [(100 + n * 9, 150 + int(70 * ((n * 37) % 13 - 6) / 6)) for n in range(70)]
    ImageDraw.Draw(image).line(points, fill=(20, 57, 138, 255), width=6, joint="curve")
    out = io.BytesIO()
    image.save(out, "PNG")
    return files.put(out.getvalue())
