"""Acceptance of a coating by its dry film thickness (DFT), in micrometres. The same as core/coating.js.

Unless agreed otherwise: the mean reaches the nominal thickness, no reading is below 80 % of it, at most 20 % of the
readings are below it, and none is above the greatest, 3 times the nominal. Both languages run tests/cases/coating.json.
"""

from collections.abc import Sequence
from typing import TypedDict

from app.slips.decimals import decimal, rounded, thousandths

MOST_OF_NOMINAL = 3


class Acceptance(TypedDict):
    """`failed` names every rule that is broken; accepted is None while nothing was measured."""

    accepted: int | None
    failed: list[str]
    count: int
    below: int
    mean: str | None
    least: str | None
    greatest: str | None


def accept(readings: Sequence[str], nominal: str, most: str | None = None, wanted: int = 1) -> Acceptance:
    """`most` is the greatest thickness allowed, `wanted` how many readings the plan asks for."""
    values, target = [thousandths(one) for one in readings], thousandths(nominal)
    if target <= 0:
        raise ValueError(f"not a nominal thickness: {nominal}")
    if not values:
        return Acceptance(accepted=None, failed=[], count=0, below=0, mean=None, least=None, greatest=None)
    limit = target * MOST_OF_NOMINAL if most is None else thousandths(most)
    failed = _failed(values, target, limit, wanted)
    return Acceptance(
        accepted=0 if failed else 1, failed=failed, count=len(values), below=_below(values, target),
        mean=decimal(rounded(sum(values), len(values))), least=decimal(min(values)), greatest=decimal(max(values)),
    )  # fmt: skip


def _failed(values: list[int], target: int, most: int, wanted: int) -> list[str]:
    broken = {
        "too_few_readings": len(values) < wanted,
        "mean_below_nominal": sum(values) < target * len(values),
        "single_below_80": min(values) * 10 < target * 8,
        "too_many_below_nominal": _below(values, target) * 5 > len(values),
        "above_greatest": max(values) > most,
    }
    return [rule for rule, is_broken in broken.items() if is_broken]


def _below(values: list[int], target: int) -> int:
    return sum(one < target for one in values)
