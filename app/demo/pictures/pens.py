"""Signatures: a name as quick strokes of a pen on a phone, drawn as the phone would store it."""

import io
import math
from itertools import pairwise
from random import Random
from typing import NamedTuple

from PIL import Image, ImageDraw

SIZE = (900, 300)
INK = (20, 57, 138)
BASE, MIDDLE, TOP, DEEP = 195.0, 135.0, 55.0, 262.0  # where letters stand, end, tower and hang
TALL, HANGING = "bdfhklt", "gjpqyz"
CAPITALS = (  # how far across, how far up
    ((0, 0.1), (0.2, 1), (0.5, 0), (0.9, 0.8), (0.7, 0.4), (1.3, 0)),
    ((0.9, 0.85), (0.4, 1), (0.1, 0.5), (0.3, 0), (0.9, 0.1), (1.3, 0.2)),
    ((0.3, 0), (0.3, 1), (1.0, 0.9), (0.9, 0.5), (0.4, 0.45), (1.3, 0)),
    ((0.1, 0.9), (1.0, 1), (0.5, 0.5), (0.2, -0.2), (-0.1, 0.05), (1.2, 0.1)),
    ((0, 1), (0.3, 0.1), (0.6, 0.8), (0.8, 0), (1.2, 0.9), (1.4, 0.05)),
)

Stroke = list[tuple[float, float]]


class Signature(NamedTuple):
    """A PNG and how many points the pen left."""

    picture: bytes
    points: int


def sign(name: str, seed: int) -> Signature:
    """The same strokes for the same name and seed."""
    rng = Random(f"{seed}/{name}")
    strokes = _strokes(name, rng)
    image = Image.new("RGB", (SIZE[0] * 2, SIZE[1] * 2), "white")
    pen = ImageDraw.Draw(image)
    for stroke in strokes:
        _draw(pen, stroke, rng)
    file = io.BytesIO()
    image.resize(SIZE, Image.Resampling.LANCZOS).quantize(32).save(file, "PNG", optimize=True)
    return Signature(file.getvalue(), sum(len(stroke) for stroke in strokes))


def _strokes(name: str, rng: Random) -> list[Stroke]:
    """One stroke per word; letters get flatter towards the end of it."""
    letters = sum(len(word) for word in name.split())
    width = (SIZE[0] - 120) / (letters + 1.5 * len(name.split()))
    slant, x, strokes = rng.uniform(0.12, 0.3), 50.0, []
    for word in name.split():
        knots: Stroke = []
        for place, letter in enumerate(word):
            knots += _letter(letter, x, width, 1 - 0.4 * place / len(word), rng)
            x += width * (1.5 if place == 0 else 1)
        knots.append((x + width * 0.5, BASE - 8))
        strokes.append(_lean(_smooth(knots), slant))
        x += width * 0.5
    return strokes


def _letter(letter: str, x: float, width: float, size: float, rng: Random) -> Stroke:
    """The knots a pen passes for a letter: up, over, down and on."""

    def wobble() -> float:
        return rng.uniform(-6, 6)

    top = MIDDLE + (1 - size) * 30 + wobble()
    if letter.isupper():
        path = CAPITALS[(ord(letter) + rng.randrange(2)) % len(CAPITALS)]
        return [(x + width * across + wobble(), BASE - (BASE - TOP) * up + wobble()) for across, up in path]
    if letter in TALL:
        return [
            (x + width * 0.4, TOP + 25 + wobble()),
            (x + width * 0.25, BASE + wobble()),
            (x + width * 0.9, BASE - 12),
        ]
    if letter in HANGING:
        return [
            (x + width * 0.3, top),
            (x + width * 0.55, BASE),
            (x + width * 0.35, DEEP + wobble()),
            (x + width * 0.85, BASE - 10),
        ]
    return [
        (x + width * 0.2, top),
        (x + width * 0.45, BASE + wobble()),
        (x + width * 0.8, top + 14),
        (x + width, BASE - 6),
    ]


def _smooth(knots: Stroke) -> Stroke:
    """A Catmull-Rom curve through the knots."""
    ends = [knots[0], *knots, knots[-1]]
    curve = []
    for index in range(len(knots) - 1):
        four = ends[index : index + 4]
        for step in range(7):
            t = step / 7
            x, y = (_between([knot[axis] for knot in four], t) for axis in (0, 1))
            curve.append((x, y))
    return [*curve, knots[-1]]


def _between(knots: list[float], t: float) -> float:
    before, start, end, after = knots
    bend = 2 * before - 5 * start + 4 * end - after
    twist = 3 * start - before - 3 * end + after
    return 0.5 * (2 * start + (end - before) * t + bend * t**2 + twist * t**3)


def _lean(stroke: Stroke, slant: float) -> Stroke:
    return [(x + (BASE - y) * slant, y) for x, y in stroke]


def _draw(pen: ImageDraw.ImageDraw, stroke: Stroke, rng: Random) -> None:
    """Thinner where the pen is fast."""
    phase = rng.uniform(0, math.tau)
    for index, ((x1, y1), (x2, y2)) in enumerate(pairwise(stroke)):
        fast = min(1.0, math.hypot(x2 - x1, y2 - y1) / 26)
        width = round(2 * (6.2 - 2.8 * fast + 0.7 * math.sin(index / 5 + phase)))
        pen.line([x1 * 2, y1 * 2, x2 * 2, y2 * 2], fill=INK, width=width)
        pen.ellipse([x2 * 2 - width / 2, y2 * 2 - width / 2, x2 * 2 + width / 2, y2 * 2 + width / 2], fill=INK)
