"""Quantities: decimals as text with at most three places, counted in thousandths. The same as core/decimals.js."""

import re

_QUANTITY = re.compile(r"(-?)(0|[1-9]\d{0,8})(?:\.(\d{1,3}))?", re.ASCII)


def thousandths(text: str) -> int:
    match = _QUANTITY.fullmatch(text)
    if match is None:
        raise ValueError(f"not a quantity: {text}")
    sign, whole, part = match.groups()
    count = int(whole) * 1000 + int((part or "").ljust(3, "0"))
    return -count if sign else count


def decimal(count: int) -> str:
    whole, rest = divmod(abs(count), 1000)
    part = f"{rest:03}".rstrip("0")
    return f"{'-' if count < 0 else ''}{whole}{'.' if part else ''}{part}"


def rounded(count: int, parts: int) -> int:
    """The quotient, rounded as merchants do: half away from zero."""
    size = (abs(count) * 2 + abs(parts)) // (abs(parts) * 2)
    return size if (count < 0) == (parts < 0) else -size
