"""The sheet of a door or window opening, in millimetres: what the readings come to. The same as core/opening.js.

The smallest width and height count. What was not measured gives nothing. Both languages run tests/cases/opening.json.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from app.slips.decimals import decimal, thousandths

WIDTHS = ("width_top", "width_middle", "width_bottom")
HEIGHTS = ("height_left", "height_middle", "height_right")
DIAGONALS = ("diagonal_rising", "diagonal_falling")
PLUMBS = ("plumb_left", "plumb_right")
READINGS = (*WIDTHS, *HEIGHTS, *DIAGONALS, *PLUMBS)
TOLERANCES = {"width_spread": "10", "height_spread": "10", "diagonal_difference": "10", "out_of_plumb": "5"}


def derived(sheet: Mapping[str, Any], tolerances: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Smallest width and height, spreads, difference of the diagonals, greatest lean; `warnings` names what is above
    its tolerance."""
    widths, heights = _read(sheet, WIDTHS), _read(sheet, HEIGHTS)
    diagonals, leans = _read(sheet, DIAGONALS), [abs(one) for one in _read(sheet, PLUMBS)]
    found = {
        "width": min(widths, default=None), "width_spread": _spread(widths),
        "height": min(heights, default=None), "height_spread": _spread(heights),
        "diagonal_difference": _spread(diagonals), "out_of_plumb": max(leans, default=None),
    }  # fmt: skip
    most = {name: thousandths(text) for name, text in {**TOLERANCES, **(tolerances or {})}.items()}
    warnings = [name for name, value in found.items() if value is not None and name in most and value > most[name]]
    return {**{name: None if value is None else decimal(value) for name, value in found.items()}, "warnings": warnings}


def _read(sheet: Mapping[str, Any], names: Iterable[str]) -> list[int]:
    return [thousandths(sheet[name]) for name in names if sheet.get(name)]


def _spread(values: list[int]) -> int | None:
    return max(values) - min(values) if len(values) > 1 else None
