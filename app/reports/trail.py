"""The history of a slip as it stands on paper: decisions one by one, the crew's many small entries in one line."""

from collections.abc import Iterable, Sequence
from itertools import groupby

from app.reports import wording
from app.reports.wording import say
from app.slips.evidence import EXTENT, part_of
from app.slips.history import Step

FILLING_IN = ("edit", "add_row", "drop_row", "attach", "detach")
INTERNAL = ("remark", "resolve")  # said inside the firm; the paper goes to the client

Line = tuple[str, str]


def trail(steps: Sequence[Step], *, planned: bool, zone: str) -> tuple[Line, ...]:
    """(when, what) of everything that took effect, oldest first."""
    told = [step for step in steps if step.outcome != "held" and step.op is not None and step.kind not in INTERNAL]
    runs = (list(run) for _, run in groupby(told, key=_run_of))
    return tuple((wording.long_moment(run[-1].at, zone), _words(run, planned)) for run in runs)


def _run_of(step: Step) -> str:
    """Neighbours of the same run are one line; every decision is a run of its own."""
    if step.kind in FILLING_IN:
        return "filled"
    return "plan" if step.kind == "plan" else str(step.seq)


def _words(run: list[Step], planned: bool) -> str:
    step, who = run[-1], _who(run)
    if step.kind in FILLING_IN:
        return say("pdf.trail.filled", who=who)
    if step.kind == "create":
        return say("pdf.trail.planned" if planned else "pdf.trail.created", who=who)
    if step.kind == "submit":
        return _handed_in(step, who)
    if step.kind == "return":
        return say("pdf.trail.return", who=who, fields=_fields_of(step))
    return say(f"pdf.trail.{step.kind}", who=who, reason=_reason(step))


def _who(run: Iterable[Step]) -> str:
    return wording.names([step.name or say("pdf.nobody_named") for step in run])


def _handed_in(step: Step, who: str) -> str:
    new = _for_the_extent(step)
    if new.get("outcome") == "signed":
        return say("pdf.trail.signed", who=who, signer=new.get("name") or say("pdf.nobody_named"))
    return say("pdf.trail.submit", who=who)


def _for_the_extent(step: Step) -> dict[str, object]:
    """What the client said to the work; an acceptance and the crew's own signature come beside it."""
    rows = step.op.rows.values() if step.op else ()
    return {name: new for row in rows if part_of(row) == EXTENT for name, (_, new) in row.fields.items()}


def _fields_of(step: Step) -> str:
    """Which fields the red pencil marked; what it wrote stays inside the firm."""
    rows = step.op.rows.values() if step.op else ()
    numbers = sorted({str(row.fields["field"][1]) for row in rows if row.fields.get("field")} - {"0"})
    return say("pdf.trail.fields", fields=", ".join(numbers)) if numbers else say("pdf.trail.whole")


def _reason(step: Step) -> str:
    return str(step.op.new("reason") or "") if step.op else ""
