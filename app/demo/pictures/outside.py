"""Scenes outside: flood wall, balconies, escape stair, canopy, steel platform."""

from app.demo.pictures.canvas import Canvas, Colour, Point, corners, shade

RENDER: Colour = (208, 198, 172)
ALU: Colour = (184, 190, 194)
ZINC: Colour = (148, 157, 162)
GRASS: Colour = (104, 122, 74)
WATER: Colour = (104, 120, 122)
STEEL: Colour = (82, 90, 96)
SLOTS = 6


def flood_anchors(canvas: Canvas) -> None:
    _river(canvas)
    for slot in range(SLOTS + 1):
        x = 22 + slot * 60
        canvas.box(x - 9, 216, 18, 7, (170, 176, 180), (90, 96, 100))
        canvas.disc(x - 5, 219, 1.6, (50, 54, 58))
        canvas.disc(x + 5, 219, 1.6, (50, 54, 58))
    canvas.area([(250, 262), (372, 250), (384, 272), (262, 286)], (150, 112, 70), (100, 72, 42))
    for plank in range(4):
        canvas.bar((262, 260 - plank * 7), (376, 248 - plank * 7), 7, ALU)


def flood_wall(canvas: Canvas) -> None:
    _river(canvas)
    canvas.shadow([(20, 222), (390, 222), (396, 244), (26, 246)], 0.55, 5)
    for slot in range(SLOTS):
        x = 22 + slot * 60
        for beam in range(6):
            y = 198 - beam * 19
            canvas.fade(x, y, 60, 18, shade(ALU, 1.1), shade(ALU, 0.82))
            canvas.path([(x, y + 18.4), (x + 60, y + 18.4)], (60, 64, 66), 1)
    for slot in range(SLOTS + 1):
        x = 22 + slot * 60
        canvas.bar((x, 220), (x, 96), 10, (128, 136, 142))
        canvas.box(x - 9, 216, 18, 7, (120, 126, 130), (70, 76, 80))
        canvas.path([(x, 100), (x + 20, 234)], (110, 118, 124), 3)
        canvas.disc(x, 108, 4, (190, 60, 40))


def balcony_old(canvas: Canvas) -> None:
    _house(canvas, railing=(126, 74, 50), bars=11)


def balcony(canvas: Canvas) -> None:
    _house(canvas, railing=ZINC, bars=6)
    for level in (96, 190):  # the plates of the new fields catch the light
        canvas.glow(130, level, 30, 0.3)


def escape_stair_begun(canvas: Canvas) -> None:
    _escape_stair(canvas, flights=1)


def escape_stair(canvas: Canvas) -> None:
    _escape_stair(canvas, flights=3)


def canopy_brackets(canvas: Canvas) -> None:
    _entrance(canvas)
    for x in (84, 160, 240, 316):
        _bracket(canvas, x)


def canopy(canvas: Canvas) -> None:
    _entrance(canvas)
    canvas.shadow([(70, 116), (332, 116), (332, 170), (70, 150)], 0.5, 7)
    glass = [(70, 104), (332, 104), (372, 82), (30, 82)]
    canvas.area(glass, (164, 186, 192))
    canvas.area([(110, 104), (180, 104), (190, 82), (96, 82)], (196, 212, 214))
    for x, out in ((84, 52), (160, 146), (240, 254), (316, 348)):
        _bracket(canvas, x)
        canvas.bar((x, 104), (out, 82), 5, STEEL)
    canvas.bar((26, 82), (376, 82), 9, STEEL)
    canvas.bar((70, 105), (332, 105), 6, STEEL)
    canvas.bar((368, 86), (368, 240), 5, ZINC)


def podium_posts(canvas: Canvas) -> None:
    _waterworks(canvas)
    _supports(canvas)


def podium(canvas: Canvas) -> None:
    _waterworks(canvas)
    _supports(canvas)
    canvas.shadow([(60, 158), (320, 158), (320, 200), (60, 186)], 0.45, 6)
    canvas.area([(60, 150), (318, 150), (344, 132), (92, 132)], (120, 128, 133))
    for x in range(66, 318, 7):
        canvas.path([(x, 150), (x + 28, 132)], (74, 80, 84), 1)
    canvas.bar((56, 154), (322, 154), 11, STEEL)
    for x in range(60, 330, 43):
        canvas.bar((x, 150), (x, 84), 4, ZINC)
    for y in (84, 116):
        canvas.bar((56, y), (322, y), 4, (216, 176, 24))
    for x in (338, 362):
        canvas.bar((x, 268), (x, 66), 4, ZINC)
    for step in range(16):
        canvas.bar((338, 262 - step * 12), (362, 262 - step * 12), 2.6, ZINC)
    for y in (80, 112, 144):
        canvas.path([(338, y), (332, y - 10), (350, y - 18), (368, y - 10), (362, y)], ZINC, 2.4)


def _river(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 90, (168, 182, 196), (214, 218, 218))
    canvas.rough(corners(0, 0, 400, 90), 0.12, 60, 2)
    for _ in range(34):
        canvas.disc(
            canvas.rng.uniform(0, 400), canvas.rng.uniform(72, 92), canvas.rng.uniform(10, 24), (96, 108, 78), flat=0.8
        )
    canvas.fade(0, 100, 400, 70, shade(WATER, 1.2), shade(WATER, 0.8))
    canvas.rough(corners(0, 100, 400, 70), 0.4, 5, 8)
    canvas.fade(0, 168, 400, 50, shade(GRASS, 1.0), shade(GRASS, 0.84))
    canvas.rough(corners(0, 168, 400, 50), 0.5, 5)
    canvas.fade(0, 212, 400, 22, (168, 164, 154), (140, 136, 127))
    canvas.fade(0, 234, 400, 66, (150, 142, 128), (128, 121, 108))
    canvas.rough(corners(0, 212, 400, 88), 0.42, 9, 2)


def _house(canvas: Canvas, railing: Colour, bars: float) -> None:
    canvas.fade(0, 0, 400, 300, RENDER, shade(RENDER, 0.9))
    canvas.rough(corners(0, 0, 400, 300), 0.22, 40)
    for level in (116, 210):
        for x in (38, 220):
            canvas.fade(x + 20, level - 84, 54, 84, (86, 100, 112), (58, 68, 78))
            canvas.path([*corners(x + 20, level - 84, 54, 84), (x + 20, level - 84)], (236, 234, 226), 4)
            canvas.path([(x + 47, level - 84), (x + 47, level)], (236, 234, 226), 3)
            canvas.shadow(
                [(x - 10, level + 8), (x + 152, level + 8), (x + 140, level + 44), (x + 8, level + 40)], 0.4, 7
            )
            canvas.fade(x - 8, level, 158, 12, (176, 172, 162), (130, 126, 118))
            step = 0.0
            while step <= 146:
                canvas.bar((x - 4 + step, level + 2), (x - 4 + step, level - 46), 2.2, railing)
                step += bars
            for height in (46, 8):
                canvas.bar((x - 8, level - height), (x + 150, level - height), 4.5, railing)
    canvas.fade(0, 262, 400, 38, shade(GRASS, 0.9), shade(GRASS, 1.1))
    canvas.rough(corners(0, 262, 400, 38), 0.4, 5)


def _escape_stair(canvas: Canvas, flights: int) -> None:
    canvas.fade(0, 0, 400, 262, (190, 186, 178), (168, 164, 156))
    canvas.rough(corners(0, 0, 400, 262), 0.25, 32)
    for x, y in ((30, 40), (30, 128), (330, 40), (330, 128)):
        canvas.fade(x, y, 44, 56, (92, 106, 118), (62, 72, 82))
        canvas.path([*corners(x, y, 44, 56), (x, y)], (226, 226, 220), 3)
    canvas.fade(0, 258, 400, 42, (112, 110, 106), (136, 133, 127))
    canvas.rough(corners(0, 258, 400, 42), 0.4, 8, 3)
    canvas.shadow([(92, 262), (320, 262), (344, 284), (110, 284)], 0.45, 7)
    for x in (104, 298):
        canvas.bar((x, 270), (x, 274 - 82 * flights), 8, STEEL)
    for flight in range(flights):
        low, high = 268 - flight * 80, 190 - flight * 80
        start, end = ((112, low), (290, high)) if flight % 2 == 0 else ((290, low), (112, high))
        _flight(canvas, start, end)
        canvas.bar((92 if flight % 2 else 270, high), (132 if flight % 2 else 312, high), 7, ZINC)


def _flight(canvas: Canvas, start: Point, end: Point) -> None:
    (x1, y1), (x2, y2) = start, end
    canvas.bar(start, end, 8, ZINC)
    for step in range(1, 11):
        x, y = x1 + (x2 - x1) * step / 11, y1 + (y2 - y1) * step / 11
        canvas.path([(x - 9, y - 4), (x + 9, y - 4)], (96, 103, 108), 2.6)
        canvas.bar((x, y - 6), (x, y - 42), 1.6, ZINC)
    canvas.bar((x1, y1 - 44), (x2, y2 - 44), 4, ZINC)
    canvas.path([(x1, y1 - 25), (x2, y2 - 25)], shade(ZINC, 0.8), 2)


def _entrance(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 256, (196, 192, 186), (176, 172, 166))
    canvas.rough(corners(0, 0, 400, 256), 0.2, 36)
    canvas.fade(0, 252, 400, 48, (150, 146, 138), (122, 118, 110))
    canvas.rough(corners(0, 252, 400, 48), 0.35, 9, 3)
    canvas.fade(118, 132, 164, 122, (80, 94, 106), (54, 64, 74))
    for x in (118, 200, 282):
        canvas.path([(x, 132), (x, 254)], (170, 174, 176), 5)
    canvas.path([(118, 132), (282, 132)], (170, 174, 176), 5)
    canvas.area([(130, 250), (160, 138), (176, 138), (146, 250)], (108, 122, 134))
    for x in (28, 318):
        canvas.fade(x, 146, 54, 62, (92, 106, 118), (62, 72, 82))
        canvas.path([*corners(x, 146, 54, 62), (x, 146)], (226, 226, 220), 3)


def _bracket(canvas: Canvas, x: float) -> None:
    canvas.shadow(corners(x - 8, 88, 26, 40), 0.4, 3)
    canvas.box(x - 10, 86, 20, 36, (120, 128, 134), (70, 76, 80))
    for y in (92, 115):
        canvas.disc(x - 5, y, 1.8, (50, 54, 58))
        canvas.disc(x + 5, y, 1.8, (50, 54, 58))
    canvas.area([(x - 3, 104), (x + 3, 104), (x + 3, 120)], STEEL)


def _waterworks(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 230, (164, 170, 168), (136, 141, 139))
    canvas.rough(corners(0, 0, 400, 230), 0.32, 30)
    canvas.fade(0, 228, 400, 72, (118, 116, 110), (142, 139, 131))
    canvas.rough(corners(0, 228, 400, 72), 0.4, 12, 2)
    canvas.bar((0, 196), (150, 196), 34, (54, 96, 140))
    canvas.bar((150, 214), (150, 120), 34, (54, 96, 140))
    canvas.box(128, 160, 44, 9, (40, 70, 104))
    canvas.disc(204, 204, 26, (54, 96, 140))
    canvas.disc(204, 204, 12, (30, 52, 80))


def _supports(canvas: Canvas) -> None:
    for x in (72, 190, 306):
        canvas.shadow([(x - 6, 262), (x + 8, 262), (x + 54, 282), (x + 38, 284)], 0.45, 3)
        canvas.bar((x, 262), (x, 154), 12, STEEL)
        canvas.box(x - 14, 258, 28, 6, ZINC, (80, 86, 90))
