"""From a drawn scene to a photo: another angle, another light, grain, JPEG."""

import io
from functools import cache
from random import Random

from PIL import Image, ImageChops, ImageFilter

SIZE = (1600, 1200)
QUALITY = 80


def photo(scene: Image.Image, rng: Random) -> bytes:
    """One JPEG of the scene; each call takes another picture of it."""
    picture = _light(_angle(scene, rng), rng)
    file = io.BytesIO()
    _grain(picture, rng).save(file, "JPEG", quality=QUALITY)
    return file.getvalue()


def _angle(scene: Image.Image, rng: Random) -> Image.Image:
    """A step to the side, a little nearer, never quite level."""
    near = rng.uniform(0.86, 0.95) * scene.width / SIZE[0]
    slope = rng.uniform(-0.02, 0.02)
    left = rng.uniform(0.025, 0.035) * scene.width
    top = rng.uniform(0.025, 0.035) * scene.height
    view = (near, slope, left, -slope, near, top)
    return scene.transform(SIZE, Image.Transform.AFFINE, view, Image.Resampling.BILINEAR)


def _light(picture: Image.Image, rng: Random) -> Image.Image:
    """Exposure, the colour of the light, and the corners a phone lens darkens."""
    warm, bright, contrast = rng.uniform(0.94, 1.06), rng.uniform(0.92, 1.14), rng.uniform(0.95, 1.12)
    table = [value for factor in (warm, 1.0, 2 - warm) for value in _curve(bright * factor, contrast)]
    lit = picture.point(table)
    lit.paste((8, 8, 10), (0, 0), _corners())
    return lit


def _grain(picture: Image.Image, rng: Random) -> Image.Image:
    noise = _noise()
    left, top = rng.randrange(noise.width - SIZE[0]), rng.randrange(noise.height - SIZE[1])
    return ImageChops.add(picture, noise.crop((left, top, left + SIZE[0], top + SIZE[1])), 1, -128)


@cache
def _corners() -> Image.Image:
    fall = Image.radial_gradient("L").resize(SIZE, Image.Resampling.BICUBIC)
    return fall.point([max(0, round((value - 110) * 0.75)) for value in range(256)])


@cache
def _noise() -> Image.Image:
    """Grain larger than a photo, so that each photo gets another piece of it."""
    rng = Random("grain")
    size = (SIZE[0] + 256, SIZE[1] + 256)
    spread = [128 + round((value - 128) * 0.34) for value in range(256)]
    bands = [Image.frombytes("L", size, rng.randbytes(size[0] * size[1])).point(spread) for _ in range(2)]
    soft = bands[0].filter(ImageFilter.GaussianBlur(0.7))
    return Image.merge("RGB", [soft, soft, ImageChops.blend(soft, bands[1], 0.3)])


def _curve(bright: float, contrast: float) -> list[int]:
    return [max(0, min(255, round((value * bright - 128) * contrast + 128))) for value in range(256)]
