"""Formulas of a measurement: `2,50 x 3,2 + 4 * (1,1 - 0,35)`. Exact, and the same as core/calc.js.

What was typed is kept; the result is rounded once, at the end, to three places as merchants do. A comma or a point is
the decimal sign, nothing separates thousands. Both languages run tests/cases/calc.json.
"""

import re
from collections.abc import Callable
from fractions import Fraction
from operator import add, mul, sub, truediv

from app.slips.decimals import decimal, rounded

LONGEST = 200
MOST = 10**9
_NUMBER = re.compile(r"(\d{1,9})(?:[.,](\d{1,6}))?", re.ASCII)
_BLANKS = " \t\n\u00a0\u202f"
_NUMBER_SIGNS = frozenset("0123456789.,")
_SIGNS = {
    "+": "+",
    "-": "-",
    "−": "-",
    "–": "-",
    "*": "*",
    "x": "*",
    "X": "*",
    "×": "*",
    "·": "*",
    "/": "/",
    ":": "/",
    "÷": "/",
}

Token = tuple[str, int, Fraction | None]


class FormulaError(ValueError):
    """`code` says what is wrong and `at` which sign of the formula, from 0."""

    def __init__(self, code: str, at: int) -> None:
        super().__init__(f"{code} at {at}")
        self.code, self.at = code, at


def evaluate(formula: str) -> str:
    """The result as a quantity, like `12.345`."""
    if len(formula) > LONGEST:
        raise FormulaError("too_long", LONGEST)
    reader = _Reader(_tokens(formula))
    value = reader.sum()
    reader.expect_end()
    thousandths = rounded(value.numerator * 1000, value.denominator)
    if abs(thousandths) >= MOST * 1000:
        raise FormulaError("too_large", 0)
    return decimal(thousandths)


class _Reader:
    """Recursive descent: a sum of products of numbers and brackets."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens, self.next, self.depth = tokens, 0, 0

    def sum(self) -> Fraction:
        return self._chain("+-", self.product)

    def product(self) -> Fraction:
        return self._chain("*/", self.factor)

    def factor(self) -> Fraction:
        sign, at, value = self._take()
        if value is not None:
            return value
        if sign == "-":
            return -self.factor()
        if sign == "(":
            return self._bracket(at)
        raise FormulaError("bracket_close" if sign == ")" and not self.depth else "number_expected", at)

    def expect_end(self) -> None:
        sign, at, _ = self.tokens[self.next]
        if sign != "end":
            raise FormulaError("bracket_close" if sign == ")" else "operator_expected", at)

    def _chain(self, signs: str, part: Callable[[], Fraction]) -> Fraction:
        value = part()
        while (token := self.tokens[self.next])[0] in signs:
            self.next += 1
            value = _combined(token, value, part())
        return value

    def _bracket(self, opened: int) -> Fraction:
        self.depth += 1
        value = self.sum()
        sign, at, _ = self._take()
        if sign != ")":
            raise FormulaError("bracket_open", opened) if sign == "end" else FormulaError("operator_expected", at)
        self.depth -= 1
        return value

    def _take(self) -> Token:
        token = self.tokens[self.next]
        self.next += token[0] != "end"
        return token


def _combined(token: Token, left: Fraction, right: Fraction) -> Fraction:
    sign, at, _ = token
    if sign == "/" and not right:
        raise FormulaError("divided_by_zero", at)
    return Fraction({"+": add, "-": sub, "*": mul, "/": truediv}[sign](left, right))


def _tokens(formula: str) -> list[Token]:
    """The signs that mean something; one `=` at the end does no harm."""
    text = formula.rstrip(_BLANKS).removesuffix("=").rstrip(_BLANKS)
    if not text:
        raise FormulaError("empty", 0)
    found, at = [], 0
    while at < len(text):
        token, length = _token(text, at)
        found += [token] if token else []
        at += length
    return [*found, ("end", len(text), None)]


def _token(text: str, at: int) -> tuple[Token | None, int]:
    sign = text[at]
    if sign in _BLANKS:
        return None, 1
    if sign in _NUMBER_SIGNS:
        return _number(text, at)
    if sign in "()":
        return (sign, at, None), 1
    if sign not in _SIGNS:
        raise FormulaError("sign_unknown", at)
    return (_SIGNS[sign], at, None), 1


def _number(text: str, at: int) -> tuple[Token, int]:
    end = next((i for i in range(at, len(text)) if text[i] not in _NUMBER_SIGNS), len(text))
    match = _NUMBER.fullmatch(text[at:end])
    if match is None:
        raise FormulaError("number_bad", at)
    whole, part = match[1], match[2] or ""
    return ("number", at, Fraction(int(whole + part), 10 ** len(part))), end - at
