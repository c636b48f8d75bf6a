"""Scenes at a staircase: before, during and after, the landing, a foot plate, a hit rebar, a tape measure."""

from app.demo.pictures.canvas import Canvas, Colour, Point, corners, shade

WALL: Colour = (196, 190, 177)
CONCRETE: Colour = (158, 152, 141)
FLOOR: Colour = (121, 115, 104)
STEEL: Colour = (72, 80, 86)
ZINC: Colour = (139, 148, 153)
WOOD: Colour = (142, 86, 48)
STEPS = 7


def stair_before(canvas: Canvas) -> None:
    _stairwell(canvas)
    for index in range(0, STEPS, 3):  # planks against falling, as long as there is no railing
        x, y = _tread(index)
        canvas.bar((x, y), (x, y - 62), 5, (176, 130, 74))
    for height in (34, 58):
        (left, low), (right, high) = _tread(0), _tread(6)
        canvas.path([(left - 8, low - height + 4), (right + 14, high - height - 8)], (188, 142, 84), 7)
        canvas.path([(left - 8, low - height + 1), (right + 14, high - height - 11)], (214, 171, 112), 1.5)
    canvas.area([(250, 270), (292, 262), (318, 272), (282, 284)], (150, 146, 134), (110, 106, 96))


def stair_during(canvas: Canvas) -> None:
    _stairwell(canvas)
    for index in range(0, STEPS, 2):
        _post(canvas, *_tread(index), 78)
    canvas.path([(128, 238), (206, 194)], (226, 178, 20), 7)
    canvas.path([(128, 236), (206, 192)], (250, 214, 84), 1.6)
    canvas.path([(162, 219), (172, 213)], (205, 235, 170), 4.5)
    canvas.box(326, 214, 58, 32, (45, 88, 140), (20, 40, 66))
    canvas.path([(344, 214), (344, 205), (366, 205), (366, 214)], (30, 34, 40), 3)


def stair_after(canvas: Canvas) -> None:
    _stairwell(canvas)
    (left, low), (right, high) = _tread(0), _tread(6)
    slope = (high - low) / (right - left)
    for step in range(1, 36):
        x = left + step * (right - left) / 36
        foot = low + slope * (x - left)
        canvas.bar((x, foot - 10), (x, foot - 70), 1.8, STEEL)
    for index in range(0, STEPS, 2):
        _post(canvas, *_tread(index), 78)
    for height in (10, 70):
        canvas.bar((left, low - height), (right, high - height), 4, STEEL)
    canvas.bar((left - 14, low - 74), (right + 12, high - 86), 8, WOOD)


def landing(canvas: Canvas) -> None:
    _room(canvas, horizon=205)
    _window(canvas, 268, 34, 84, 96)
    for x in range(66, 360, 8):
        canvas.bar((x, 118), (x, 202), 1.8, STEEL)
    for x in (60, 132, 204, 276, 348):
        canvas.shadow([(x - 4, 222), (x + 60, 244), (x + 66, 250), (x, 228)], 0.4, 3)
        _post(canvas, x, 224, 116)
    canvas.bar((48, 110), (366, 110), 9, WOOD)
    canvas.bar((56, 204), (352, 204), 4, STEEL)
    for x in (210, 282):
        canvas.path([(x, 56), (x, 92)], (196, 40, 34), 3)
        canvas.area([(x - 7, 88), (x + 7, 88), (x, 101)], (196, 40, 34))


def foot_plate(canvas: Canvas) -> None:
    ground = corners(0, 0, 400, 300)
    canvas.area(ground, CONCRETE)
    canvas.rough(ground, 0.4, 22)
    canvas.rough(ground, 0.25, 6)
    canvas.area([(0, 252), (400, 226), (400, 300), (0, 300)], shade(FLOOR, 0.8))
    canvas.shadow([(118, 92), (312, 82), (324, 238), (134, 250)], 0.65, 7)
    plate = [(112, 76), (292, 66), (302, 218), (122, 230)]
    canvas.area(plate, (150, 158, 163), (84, 90, 94))
    canvas.rough(plate, 0.3, 13)
    canvas.path([(114, 78), (291, 68)], (196, 203, 207), 2)
    canvas.shadow([(176, 0), (262, 0), (258, 160), (186, 166)], 0.55, 6)
    canvas.area([(172, 0), (246, 0), (244, 154), (182, 158)], STEEL)
    canvas.area([(172, 0), (190, 0), (196, 156), (182, 158)], shade(STEEL, 1.5))
    canvas.area([(226, 0), (246, 0), (244, 154), (232, 155)], shade(STEEL, 0.6))
    canvas.path([(181, 160), (213, 166), (245, 157)], (176, 170, 156), 4)
    for x, y in ((140, 100), (268, 93), (274, 192), (146, 202)):
        _anchor(canvas, x, y)


def rebar(canvas: Canvas) -> None:
    ground = corners(0, 0, 400, 300)
    canvas.area(ground, (172, 166, 154))
    canvas.rough(ground, 0.42, 26)
    canvas.rough(ground, 0.25, 5)
    canvas.area([(0, 262), (400, 244), (400, 300), (0, 300)], shade(FLOOR, 0.7))
    canvas.disc(214, 140, 62, (206, 201, 190))
    canvas.rough(corners(150, 76, 128, 128), 0.3, 7)
    canvas.disc(214, 140, 40, (120, 114, 103))
    canvas.disc(214, 142, 37, (40, 37, 33))
    canvas.bar((180, 134), (250, 144), 15, (124, 72, 42))
    for x in range(186, 248, 9):
        canvas.path([(x, 129 + (x - 180) / 8), (x + 5, 146 + (x - 180) / 8)], (82, 44, 26), 2)
    canvas.path([(92, 92), (154, 118)], (200, 42, 34), 3.5)
    canvas.area([(148, 109), (164, 122), (146, 124)], (200, 42, 34))
    _rule(canvas, 96, 224, 232)
    canvas.shadow([(150, 178), (280, 176), (286, 196), (160, 198)], 0.25, 6)


def measuring(canvas: Canvas) -> None:
    _room(canvas, horizon=150)
    canvas.area([(0, 196), (400, 150), (400, 176), (0, 224)], (176, 170, 158), (120, 115, 105))
    canvas.area([(0, 224), (400, 176), (400, 300), (0, 300)], (132, 126, 115))
    canvas.rough([(0, 196), (400, 150), (400, 300), (0, 300)], 0.4, 14)
    canvas.shadow([(60, 214), (330, 176), (340, 186), (66, 226)], 0.5, 4)
    canvas.area([(56, 202), (326, 166), (329, 178), (59, 215)], (240, 198, 32))
    for mark in range(27):
        x, y = 60 + mark * 10, 201.5 - mark * 1.34
        canvas.path([(x, y), (x + 0.6, y + (7 if mark % 5 == 0 else 4))], (40, 34, 20), 0.9)
    canvas.area([(322, 150), (366, 144), (372, 188), (328, 194)], (38, 42, 46))
    canvas.area([(330, 156), (358, 152), (361, 170), (333, 175)], (214, 60, 40))
    canvas.path([(120, 120), (120, 176)], (30, 30, 34), 2.4)
    canvas.path([(104, 186), (136, 182)], (200, 42, 34), 2.5)


def _stairwell(canvas: Canvas) -> None:
    _room(canvas, horizon=262)
    canvas.box(0, 0, 150, 262, shade(WALL, 1.06))
    canvas.rough(corners(0, 0, 150, 262), 0.22, 30)
    canvas.path([(150, 0), (155, 262)], shade(WALL, 0.74), 1.6)
    _window(canvas, 18, 26, 92, 104)
    canvas.shadow([(290, 150), (400, 150), (400, 262), (112, 262)], 0.5, 3)
    flight: list[Point] = [(40, 262)]
    for index in range(STEPS):
        x, y = 40 + index * 44, 237 - index * 25
        flight += [(x, y), (x + 44, y)]
    flight += [(400, 87), (400, 127), (328, 133), (100, 268)]
    canvas.area(flight, CONCRETE, shade(CONCRETE, 0.7))
    for index in range(STEPS):
        x, y = 40 + index * 44, 237 - index * 25
        canvas.area([(x, y), (x + 44, y), (x + 56, y - 10), (x + 12, y - 10)], shade(CONCRETE, 1.24))
        canvas.path([(x, y), (x, y + 25)], shade(CONCRETE, 0.66), 1.6)
    canvas.rough(flight, 0.32, 12)
    canvas.shadow([(0, 268), (110, 264), (340, 300), (0, 300)], 0.35, 8)


def _room(canvas: Canvas, horizon: float) -> None:
    canvas.fade(0, 0, 400, horizon, shade(WALL, 1.0), shade(WALL, 0.86))
    canvas.rough(corners(0, 0, 400, horizon), 0.3, 40, 1.6)
    canvas.fade(0, horizon, 400, 300 - horizon, shade(FLOOR, 0.95), shade(FLOOR, 1.15))
    canvas.rough(corners(0, horizon, 400, 300 - horizon), 0.4, 16, 3)
    canvas.path([(0, horizon), (400, horizon)], shade(FLOOR, 0.6), 2)


def _window(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.glow(x + width / 2, y + height / 2, width * 0.9, 0.35)
    canvas.fade(x, y, width, height, (226, 234, 240), (196, 206, 206))
    tree = [
        (x, y + height),
        (x, y + height * 0.8),
        (x + width * 0.3, y + height * 0.68),
        (x + width, y + height * 0.84),
    ]
    canvas.area([*tree, (x + width, y + height)], (148, 158, 140))
    frame = (92, 95, 97)
    canvas.path([*corners(x, y, width, height), (x, y)], frame, 6)
    canvas.path([(x + width / 2, y), (x + width / 2, y + height)], frame, 4)
    canvas.path([(x, y + height / 2), (x + width, y + height / 2)], frame, 4)


def _tread(index: int) -> Point:
    return 66 + index * 44, 232 - index * 25


def _post(canvas: Canvas, x: float, y: float, height: float) -> None:
    canvas.bar((x, y), (x, y - height), 6, STEEL)
    canvas.area([(x - 10, y + 3), (x + 10, y + 3), (x + 8, y - 2), (x - 8, y - 2)], ZINC, shade(STEEL, 0.6))


def _anchor(canvas: Canvas, x: float, y: float) -> None:
    canvas.disc(x + 2, y + 3, 15, (86, 91, 95))
    canvas.disc(x, y, 14, (182, 188, 191))
    hexagon = [(x - 9, y), (x - 4.5, y - 8), (x + 4.5, y - 8), (x + 9, y), (x + 4.5, y + 8), (x - 4.5, y + 8)]
    canvas.area(hexagon, (128, 134, 138), (74, 79, 83))
    canvas.disc(x, y, 4.5, (206, 210, 212))
    canvas.disc(x - 1, y - 1, 2.4, (112, 118, 122))


def _rule(canvas: Canvas, x: float, y: float, width: float) -> None:
    canvas.shadow(corners(x + 3, y + 4, width, 14), 0.5, 3)
    canvas.box(x, y, width, 14, (242, 204, 40), (140, 110, 10))
    for mark in range(int(width // 8)):
        canvas.path([(x + 4 + mark * 8, y), (x + 4 + mark * 8, y + (8 if mark % 5 == 0 else 5))], (40, 34, 20), 0.9)
