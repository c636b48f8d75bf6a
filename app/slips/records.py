"""What the papers of a slip lack: agreement, signature, follow-up, checklists, measurements, trips (V5-V11, V13, V15).

The same as core/records.js; tests/cases/rules-records.json is run by both.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from app.slips.calc import FormulaError, evaluate
from app.slips.checklist import answers_of, open_items
from app.slips.decimals import thousandths
from app.slips.findings import (
    ALLOWANCES,
    MATERIAL,
    SPECIAL,
    TRIP,
    WORK,
    Around,
    Finding,
    Slip,
    fields_of,
    info,
    must,
    should,
    trimmed,
)  # fmt: skip
from app.slips.hours import Fields, minutes
from app.slips.limits import Limits

UNSIGNED = ("absent", "refused", "later")
UNFINISHED = ("partly", "no")
HOT_WORK = "hot_work"


def check_records(slip: Slip, around: Around, limits: Limits) -> list[Finding]:
    return [
        *_agreement(slip["fields"]),
        *_measurements(slip, around.get("position_mask")),
        *_trips(slip, limits.get("fastest")),
        *_paid(slip, around.get("paid", ())),
        *_follow_up(slip),
        *_permit(slip),
        *_checklists(slip, around.get("templates", {})),
        *_notice(slip),
        *_signatures(slip, around.get("content_hash")),
    ]


def _agreement(fields: Fields) -> list[Finding]:
    """V5: work by the hour is owed only if it was agreed, with somebody and before it began; and it has a place."""
    if fields.get("kind") != "hourly":
        return []
    found = [] if fields.get("site") or trimmed(fields.get("site_text")) else [must("place_missing", WORK)]
    agreed = trimmed(fields.get("agreed_with")) and fields.get("agreed_on")
    return found if agreed else [*found, must("agreement_missing", WORK)]


def _measurements(slip: Slip, mask: str | None) -> list[Finding]:
    """V11: a quantity is proved by its formula."""
    rows = fields_of(slip["rows"], "measurement")
    return [finding for row_id, one in rows for finding in [*_formula(row_id, one), *_position(row_id, one, mask)]]


def _formula(row_id: str, fields: Fields) -> list[Finding]:
    name, formula, kept = fields.get("text") or "", trimmed(fields.get("formula")), fields.get("quantity")
    if not formula:
        return [must("formula_missing", MATERIAL, row_id, text=name)] if kept else []
    try:
        result = evaluate(formula)
    except FormulaError as error:
        return [must("formula_wrong", MATERIAL, row_id, text=name, reason=error.code, at=error.at)]
    same = kept and thousandths(kept) == thousandths(result)
    return [] if same else [must("formula_differs", MATERIAL, row_id, text=name, quantity=result)]


def _position(row_id: str, fields: Fields, mask: str | None) -> list[Finding]:
    position = trimmed(fields.get("position"))
    if not mask or not position or _fits(position, mask):
        return []
    return [must("position_wrong", MATERIAL, row_id, text=fields.get("text") or "", mask=mask)]


def _fits(position: str, mask: str) -> bool:
    """`01.02.0010` fits `00.00.0000`: as many parts, as many digits; one letter may follow for an index."""
    shape = r"\.".join(rf"[0-9]{{{len(part)}}}" for part in mask.split("."))
    return re.fullmatch(f"{shape}[A-Za-z]?", position) is not None


def _trips(slip: Slip, fastest: int | None) -> list[Finding]:
    """V13: more kilometres than anybody drives in that time."""
    found = []
    for row_id, one in fields_of(slip["rows"], "trip"):
        if fastest is None or not (one.get("km") and one.get("start") and one.get("end")):
            continue
        took, thousandth_km = minutes(one["start"], one["end"]), thousandths(one["km"])
        if took >= 0 and thousandth_km * 60 > fastest * 1000 * took:
            said = {"name": one.get("name") or "", "km": one["km"], "minutes": took}
            found.append(should("trip_too_fast", TRIP, row_id, **said))
    return found


def _paid(slip: Slip, paid: Iterable[Fields]) -> list[Finding]:
    """A day away is paid once: the same for the same person on another slip of the day is somebody's mistake."""
    here, day = slip.get("slip_id"), slip["fields"].get("date")
    there = {_worth(one) for one in paid if one["slip"] != here and one["date"] == day}
    return [
        should("paid_elsewhere", ALLOWANCES, row_id, name=one.get("name") or "", text=one.get("text") or "")
        for row_id, one in fields_of(slip["rows"], "allowance")
        if one.get("amount_cents") is not None and _worth(one) in there
    ]


def _worth(one: Fields) -> tuple[Any, ...]:
    return one.get("person"), one.get("kind") or "", one.get("allowance") or one.get("text") or ""


def _follow_up(slip: Slip) -> list[Finding]:
    """V8: a repair that is not finished says why somebody has to come again."""
    fields = slip["fields"]
    if fields.get("kind") != "service" or fields.get("finished") not in UNFINISHED:
        return []
    said = any(one.get("cause") for _, one in fields_of(slip["rows"], "follow_up"))
    return [] if said else [must("follow_up_missing", SPECIAL)]


def _permit(slip: Slip) -> list[Finding]:
    """V9: no welding without the permit; that its fire watch has ended is asked by the permit itself."""
    purposes = {one.get("purpose") for _, one in fields_of(slip["rows"], "checklist")}
    return [must("permit_missing", SPECIAL)] if slip["fields"].get("hot_work") and HOT_WORK not in purposes else []


def _checklists(slip: Slip, templates: Mapping[str, Mapping[str, Any]]) -> Iterable[Finding]:
    """V9, V10, V15. A permit and what a maintenance consists of must be whole; elsewhere a reason will do."""
    for row_id, one in fields_of(slip["rows"], "checklist"):
        template = templates.get(f"{one.get('template')}@{one.get('version')}")
        if template is None:
            continue
        state = open_items(template, answers_of(slip["rows"], row_id))
        binding = slip["fields"].get("kind") == "maintenance" or one.get("purpose") == HOT_WORK
        yield from _checklist(row_id, one.get("title") or "", state, must if binding else should)


def _checklist(row_id: str, title: str, state: Mapping[str, Any], level: Any) -> Iterable[Finding]:
    bare = [fault["item"] for fault in state["faults"] if fault["lacks"]]
    if state["open"]:
        yield level("checklist_open", SPECIAL, row_id, title=title, count=len(state["open"]), item=state["open"][0])
    if bare:
        yield level("fault_unproved", SPECIAL, row_id, title=title, count=len(bare), item=bare[0])
    if state["faults"]:
        yield info("checklist_faults", SPECIAL, row_id, title=title, count=len(state["faults"]))


def _notice(slip: Slip) -> list[Finding]:
    """A consumer who orders more on the spot is told how to withdraw, or may owe nothing (EuGH C-97/22)."""
    fields = slip["fields"]
    extra = any(row["fields"].get("extra_order") for row in slip["rows"].values())
    missing = fields.get("client_kind") == "consumer" and extra and not fields.get("notice_at")
    return [should("consumer_notice", SPECIAL)] if missing else []


def _signatures(slip: Slip, content_hash: str | None) -> Iterable[Finding]:
    """V6, V7."""
    for row_id, one in fields_of(slip["rows"], "signature"):
        if one.get("outcome") in UNSIGNED and not trimmed(one.get("reason")):
            yield must("unsigned_reason", SPECIAL, row_id, outcome=one["outcome"])
        signed = one.get("outcome") == "signed" and one.get("content_hash")
        if signed and content_hash and one["content_hash"] != content_hash:
            yield must("signature_outdated", SPECIAL, row_id, name=one.get("name") or "")
