"""The history of a slip, told: who did what, when, and what changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from app import clock
from app.office.labels import Changed, Labels
from app.pages import t
from app.slips.history import Step

NOTICEABLE = timedelta(minutes=10)
WRITING = ("edit", "add_row", "drop_row", "attach", "detach")


@dataclass(frozen=True)
class Line:
    """One line of the history."""

    at: str
    words: str
    arrived: str = ""
    changes: list[Changed] = field(default_factory=list)
    held: str = ""
    said: str = ""
    brought_by: str = ""


def told(steps: Sequence[Step], labels: Labels) -> list[Line]:
    """Every step with everything it changed."""
    return [_line(step, labels) for step in steps]


def in_short(steps: Sequence[Step], labels: Labels) -> list[Line]:
    """The same with what somebody wrote in one go as one line."""
    short: list[Line] = []
    for (_, writing, brought_by), group in groupby(steps, key=lambda step: (step.who, _writes(step), step.brought_by)):
        run = list(group)
        if writing:
            last = run[-1]
            short.append(
                Line(_done_at(last), _words(labels, "wrote", last, len(run)), _arrived(last), brought_by=brought_by)
            )
        else:
            short += [_line(step, labels, brief=True) for step in run]
    return short


def _line(step: Step, labels: Labels, *, brief: bool = False) -> Line:
    held = t(labels.reader.lang, f"held.{step.reason}") if step.outcome == "held" else ""
    changes = [] if brief or step.op is None else labels.changes(step.op)
    said = str(step.op.new("reason") or "") if step.op else ""
    return Line(
        _done_at(step),
        _words(labels, _deed(step), step, _rows(step)),
        _arrived(step),
        changes,
        held,
        said,
        step.brought_by,
    )


def _done_at(step: Step) -> str:
    """When it was done, as the device said; when it arrived where it did not say."""
    try:
        return clock.stamp(clock.read(step.op.client_time)) if step.op else step.at
    except (ValueError, OverflowError):
        return step.at


def _arrived(step: Step) -> str:
    """When it reached the office, if that was noticeably later."""
    late = clock.read(step.at) - clock.read(_done_at(step)) > NOTICEABLE
    return step.at if late else ""


def _words(labels: Labels, deed: str, step: Step, n: int) -> str:
    lang = labels.reader.lang
    return t(lang, f"office.did.{deed}", who=step.name or t(lang, "office.did.somebody"), n=n)


def _deed(step: Step) -> str:
    if step.outcome == "held":
        return "held"
    planned = step.kind == "create" and step.op is not None and "plan_start" in step.op.patch
    return "planned" if planned else step.kind


def _rows(step: Step) -> int:
    return max(len(step.op.rows), 1) if step.op else 1


def _writes(step: Step) -> bool:
    return step.kind in WRITING and step.outcome != "held"
