"""The demo firm's photos: each scene drawn once, photographed once or more."""

from concurrent.futures import ThreadPoolExecutor
from random import Random

from app.demo.pictures import closeups, gates, outside, stairs
from app.demo.pictures.canvas import Canvas
from app.demo.pictures.photo import photo

SCENES = {
    name: getattr(module, name)
    for module, names in (
        (stairs, ("stair_before", "stair_during", "stair_after", "landing", "foot_plate", "rebar", "measuring")),
        (gates, ("roller_gate", "roller_gate_hanging", "sectional_door", "sliding_gate", "auto_door")),
        (gates, ("fire_door", "fire_door_old")),
        (closeups, ("spring_shaft", "type_plate", "damage", "weld_seam")),
        (outside, ("flood_anchors", "flood_wall", "balcony_old", "balcony", "escape_stair_begun", "escape_stair")),
        (outside, ("canopy_brackets", "canopy", "podium_posts", "podium")),
    )
    for name in names
}
OFTEN = ("foot_plate", "type_plate", "weld_seam", "stair_during", "stair_after")

Album = dict[str, list[bytes]]


def take_photos(seed: int) -> Album:
    """JPEGs per scene, the same for the same seed. Drawing is done in two threads: most of it runs outside Python."""
    with ThreadPoolExecutor(2) as hands:
        return dict(zip(SCENES, hands.map(lambda name: _photos(name, seed), SCENES), strict=True))


def _photos(name: str, seed: int) -> list[bytes]:
    rng = Random(f"{seed}/{name}")
    canvas = Canvas(rng, (150, 150, 150))
    SCENES[name](canvas)
    return [photo(canvas.image, rng) for _ in range(2 if name in OFTEN else 1)]
