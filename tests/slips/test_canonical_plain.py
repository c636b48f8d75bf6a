"""The quick way to canonical JSON says exactly what the careful one says."""

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from app.slips.op import Malformed, canonical

SIGNS = st.text(st.characters(exclude_categories=[]), max_size=8)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats() | SIGNS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(SIGNS, inner, max_size=4),
    max_leaves=12,
)


def careful(value: object) -> bytes | None:
    try:
        return rfc8785.dumps(value)  # type: ignore[arg-type]
    except (rfc8785.CanonicalizationError, UnicodeEncodeError):
        return None


@given(VALUES)
def test_both_ways_say_the_same(value: object) -> None:
    expected = careful(value)
    if expected is None:
        with pytest.raises(Malformed):
            canonical(value)
    else:
        assert canonical(value) == expected


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ({"\U0001f600": 1, "\uffee": 2}, '{"\U0001f600":1,"\uffee":2}'),
        ({"b": 1.0, "a": 1e21}, '{"a":1e+21,"b":1}'),
        ({"a": 9007199254740991}, '{"a":9007199254740991}'),
        ({"ä": "\x7f\x1f\t/"}, '{"ä":"\x7f\\u001f\\t/"}'),
    ],
)
def test_where_they_could_differ(value: object, text: str) -> None:
    assert canonical(value) == text.encode()


@pytest.mark.parametrize("value", [2**53, -(2**53), float("nan"), float("inf"), "\ud800", {"\ud800": 1}])
def test_what_json_cannot_say_the_same_everywhere_is_malformed(value: object) -> None:
    with pytest.raises(Malformed):
        canonical(value)
