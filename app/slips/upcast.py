"""Ops of older apps, told in today's words. The ledger keeps every op as it came; it is upcast whenever it is read.

A change of what fields mean adds one Step here, and one recorded example of the schema before it (tests/cases/schemas).
Steps are never taken away: phones that were away for months, and every replay, need all of them. After an update that
brings a step, `handzettel ledger rebuild` tells the slips in the new words.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Raw = dict[str, Any]
FIRST = 1


@dataclass(frozen=True)
class Step:
    """From one schema to the next: `op` tells an op in the newer words, `content` a slip in the older ones again, which
    is what somebody with the older app has read and signed. Both leave what they do not know as it is."""

    op: Callable[[Raw], Raw]
    content: Callable[[Raw], Raw]


STEPS: tuple[Step, ...] = ()  # from FIRST on, in order


def newest() -> int:
    """The schema ops are made with today."""
    return FIRST + len(STEPS)


def upcast(raw: Raw) -> Raw:
    """A well-shaped op as it would be made today; one of a schema we do not know yet stays as it is."""
    schema: int = raw["schema"]
    if schema >= newest():
        return raw
    for step in STEPS[schema - FIRST :]:
        raw = step.op(raw)
    return {**raw, "schema": newest()}


def content_as(schema: int, content: Raw) -> Raw:
    """A slip in the words of an older schema."""
    for step in reversed(STEPS[schema - FIRST :]):
        content = step.content(content)
    return content
