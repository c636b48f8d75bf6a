"""State owns the pen: who may do what to a slip, and when. What is not allowed is held, never refused."""

from app.people.person import Person
from app.slips import upcast
from app.slips.evidence import EXTENT, part_of
from app.slips.lines import PLAN
from app.slips.op import Op, RowPatch
from app.slips.tables import Slip

CREW, OFFICE, ANYONE = "crew", "office", "anyone"

PEN: dict[str, tuple[str, tuple[str, ...]]] = {
    "plan": (OFFICE, ("draft", "returned")),
    "edit": (CREW, ("draft", "returned")),
    "add_row": (CREW, ("draft", "returned")),
    "drop_row": (ANYONE, ("draft", "returned")),  # the office takes people off a plan
    "attach": (CREW, ("draft", "returned")),
    "detach": (CREW, ("draft", "returned")),
    "submit": (CREW, ("draft", "returned")),
    "withdraw": (CREW, ("submitted",)),
    "remark": (ANYONE, ("draft", "submitted", "returned", "approved")),
    "return": (OFFICE, ("submitted",)),
    "approve": (OFFICE, ("submitted",)),
    "correct": (OFFICE, ("submitted", "approved")),
    "void": (OFFICE, ("draft", "returned", "submitted")),
    "resolve": (OFFICE, ("draft", "submitted", "returned", "approved", "void")),
}
TABLES_OF_KIND = {
    "submit": {"signature"},
    "remark": {"remark"},
    "return": {"remark"},
    "attach": {"photo"},
    "detach": {"photo"},
}
NOT_BY_HAND = ("signature", "remark")  # rows of these tables come with a submit, a remark or a return only


def objection(op: Op, slip: Slip | None, author: Person, on_slip: bool) -> str | None:
    """Why this op cannot be applied now, or None. `on_slip`: whether the author belongs to the slip."""
    if op.schema_ > upcast.newest():
        return "unknown_schema"
    if op.kind == "create":
        return "slip_exists" if slip else None
    if op.kind not in PEN:
        return "unknown_kind"
    if slip is None:
        return None if op.kind == "resolve" and author.reviews else "unknown_slip"
    return _objection_to(op, slip, author, on_slip) or _missing(op)


def unfit(op: Op) -> str | None:
    """Why this op could be applied at no time, whoever decides about it; or None."""
    if op.schema_ > upcast.newest():
        return "unknown_schema"
    return "unknown_kind" if op.kind not in (*PEN, "create") else _wrong_table(op) or _missing(op)


def _objection_to(op: Op, slip: Slip, author: Person, on_slip: bool) -> str | None:
    who, states = PEN[op.kind]
    if not _may(op, who, slip, author, on_slip):
        return "not_allowed"
    if slip.state not in states:
        return "slip_void" if slip.state == "void" else "wrong_state"
    return "not_allowed" if who != OFFICE and _touches_plan(op, slip) else _wrong_table(op)


def _may(op: Op, who: str, slip: Slip, author: Person, on_slip: bool) -> bool:
    if who == OFFICE:
        own_draft = op.kind == "void" and slip.author == author.id and not slip.planned and slip.state == "draft"
        return author.reviews or own_draft
    return on_slip or (who == ANYONE and author.reviews)


def _touches_plan(op: Op, slip: Slip) -> bool:
    """On a planned slip the plan is the office's; a row of it may be taken off, it stays in the history."""
    if not slip.planned or op.kind in ("drop_row", "detach"):
        return False
    in_rows = (name for row in op.rows.values() for name in row.fields)
    return any(name in PLAN for name in op.patch) or any(name.startswith("plan_") for name in in_rows)


def _wrong_table(op: Op) -> str | None:
    tables = {row.table for row in op.rows.values() if not _ticks_off(op, row)}
    if op.kind in TABLES_OF_KIND:
        return None if tables <= TABLES_OF_KIND[op.kind] else "bad_shape"
    return "bad_shape" if op.kind != "resolve" and tables & set(NOT_BY_HAND) else None


def _ticks_off(op: Op, row: RowPatch) -> bool:
    """The crew says that it has done what a remark asked for; its words stay."""
    return op.kind == "edit" and row.table == "remark" and row.fields.keys() == {"done"}


def _missing(op: Op) -> str | None:
    """What a decision must say."""
    if op.kind in ("correct", "void") and not str(op.new("reason") or "").strip():
        return "missing_reason"
    if op.kind == "return":
        said = [
            row for row in op.rows.values() if _new(row, "kind") == "return" and str(_new(row, "text") or "").strip()
        ]
        return None if said else "missing_reason"
    if any(_signs_otherwise(row) for row in op.rows.values()):
        return "bad_value"
    return _unsigned(op) if op.kind == "submit" else None


def _unsigned(op: Op) -> str | None:
    """One signature for the extent of the work, and beside it at most one of each other part."""
    parts = [part_of(row) for row in op.rows.values()]
    if EXTENT not in parts or len(set(parts)) < len(parts):
        return "bad_shape"
    return next(filter(None, (_unsaid(row) for row in op.rows.values())), None)


def _unsaid(row: RowPatch) -> str | None:
    outcome = _new(row, "outcome")
    if outcome == "signed":
        return None if all(_new(row, name) for name in ("name", "sha256", "content_hash")) else "bad_value"
    if outcome is None:
        return "bad_value"
    return None if str(_new(row, "reason") or "").strip() else "missing_reason"


def _signs_otherwise(row: RowPatch) -> bool:
    """An answer whose picture is not the one it says it is."""
    digest, value = _new(row, "sha256"), _new(row, "value")
    return row.table == "answer" and "value" in row.fields and bool(digest) and digest != value


def _new(row: RowPatch, name: str) -> object:
    pair = row.fields.get(name)
    return pair[1] if pair else None
