"""A sheet to draw building sites on, 400 units wide and 300 high, with shade, shadow and rough surfaces."""

from collections.abc import Sequence
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

SCALE = 3  # pixels per unit while drawing; the photo has four, as a phone has fewer sharp ones than pixels
WIDTH, HEIGHT = 400, 300

DARK = (22, 20, 17)

Point = tuple[float, float]
Colour = tuple[int, int, int]


class Canvas:
    """Drawn back to front. Colours are those of a grey day in Saxony."""

    def __init__(self, rng: Random, ground: Colour) -> None:
        self.rng = rng
        self.image = Image.new("RGB", (WIDTH * SCALE, HEIGHT * SCALE), ground)
        self._pen = ImageDraw.Draw(self.image)

    def area(self, points: Sequence[Point], colour: Colour, edge: Colour | None = None) -> None:
        self._pen.polygon(_pixels(points), fill=colour)
        if edge:
            self.path([*points, points[0]], edge, 1)

    def box(self, x: float, y: float, width: float, height: float, colour: Colour, edge: Colour | None = None) -> None:
        self.area(corners(x, y, width, height), colour, edge)

    def path(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        self._pen.line(_pixels(points), fill=colour, width=max(1, round(width * SCALE)), joint="curve")

    def disc(self, x: float, y: float, radius: float, colour: Colour, *, flat: float = 1) -> None:
        box = [(x - radius) * SCALE, (y - radius * flat) * SCALE, (x + radius) * SCALE, (y + radius * flat) * SCALE]
        self._pen.ellipse(box, fill=colour)

    def bar(self, start: Point, end: Point, width: float, colour: Colour) -> None:
        """A round bar or tube: dark at its sides, a light line along it."""
        self.path([start, end], shade(colour, 0.55), width)
        self.path([start, end], colour, width * 0.72)
        lift = width * 0.16
        raised = [(x - lift, y - lift) for x, y in (start, end)]
        self.path(raised, shade(colour, 1.6), width * 0.2)

    def fade(self, x: float, y: float, width: float, height: float, top: Colour, bottom: Colour) -> None:
        """A box whose colour runs from top to bottom."""
        size = (round(width * SCALE), round(height * SCALE))
        mask = Image.linear_gradient("L").resize(size)
        run = Image.composite(Image.new("RGB", size, bottom), Image.new("RGB", size, top), mask)
        self.image.paste(run, (round(x * SCALE), round(y * SCALE)))

    def shadow(self, points: Sequence[Point], depth: float = 0.5, soft: float = 4) -> None:
        self._tint(self._mask(points, soft), depth, DARK)

    def glow(self, x: float, y: float, radius: float, strength: float = 0.5) -> None:
        """Light on a surface."""
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).ellipse([x - radius, y - radius, x + radius, y + radius], fill=255)
        self._tint(mask.filter(ImageFilter.GaussianBlur(radius / 2)), strength, (255, 250, 235))

    def rough(self, points: Sequence[Point], depth: float = 0.3, cell: float = 9, stretch: float = 1) -> None:
        """Stains and unevenness within an outline: three layers of noise, coarse to fine."""
        noise = clouds(self.rng, (WIDTH, HEIGHT), cell, stretch)
        self._tint(ImageChops.multiply(noise, self._mask(points, 0)), depth, DARK)

    def text(self, x: float, y: float, words: str, size: float, colour: Colour) -> None:
        font = ImageFont.load_default(size * SCALE)
        self._pen.text((x * SCALE, y * SCALE), words, fill=colour, font=font)

    def _mask(self, points: Sequence[Point], soft: float) -> Image.Image:
        mask = Image.new("L", (WIDTH, HEIGHT))
        ImageDraw.Draw(mask).polygon([(round(x), round(y)) for x, y in points], fill=255)
        return mask.filter(ImageFilter.GaussianBlur(soft)) if soft else mask

    def _tint(self, mask: Image.Image, depth: float, colour: Colour) -> None:
        box = mask.getbbox()
        if box is None:
            return
        mask = mask.crop(box).point([round(value * depth) for value in range(256)])
        mask = mask.resize((mask.width * SCALE, mask.height * SCALE), Image.Resampling.BILINEAR)
        self.image.paste(colour, (box[0] * SCALE, box[1] * SCALE), mask)


def clouds(rng: Random, size: tuple[int, int], cell: float, stretch: float = 1) -> Image.Image:
    """Soft noise in grey, darker where it stains."""
    whole = Image.new("L", size)
    for layer, weight in ((1.0, 0.5), (0.35, 0.35), (0.1, 0.5)):
        across = max(2, round(size[0] / (cell * layer * stretch)))
        down = max(2, round(size[1] / (cell * layer)))
        noise = Image.frombytes("L", (across, down), rng.randbytes(across * down))
        noise = noise.resize(size, Image.Resampling.BICUBIC)
        whole = ImageChops.add(whole, noise.point([round(value * weight) for value in range(256)]))
    return whole.point([max(0, min(255, round((value - 138) * 1.5))) for value in range(256)])


def corners(x: float, y: float, width: float, height: float) -> list[Point]:
    return [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]


def shade(colour: Colour, factor: float) -> Colour:
    red, green, blue = (max(0, min(255, round(part * factor))) for part in colour)
    return red, green, blue


def _pixels(points: Sequence[Point]) -> list[Point]:
    return [(x * SCALE, y * SCALE) for x, y in points]
