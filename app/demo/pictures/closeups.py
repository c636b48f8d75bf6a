"""Scenes from near: a broken spring shaft, a type plate, a bent leaf, a weld seam."""

from app.demo.pictures.canvas import Canvas, corners


def spring_shaft(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 300, (92, 92, 90), (64, 63, 61))
    canvas.rough(corners(0, 0, 400, 300), 0.35, 24)
    canvas.box(0, 64, 26, 170, (104, 110, 114), (50, 54, 57))
    canvas.box(370, 58, 30, 180, (104, 110, 114), (50, 54, 57))
    canvas.shadow([(20, 190), (390, 186), (390, 226), (20, 230)], 0.55, 7)
    canvas.bar((14, 150), (390, 146), 44, (128, 136, 141))
    for turn in range(26):
        x = 70 + turn * 9.4
        canvas.path([(x, 122), (x + 10, 178)], (58, 62, 65), 6)
        canvas.path([(x - 1, 124), (x + 8, 174)], (146, 152, 156), 2.2)
    for x in (56, 322):
        canvas.box(x, 108, 24, 84, (176, 60, 44), (90, 26, 18))
        canvas.disc(x + 12, 126, 5, (60, 62, 64))
        canvas.disc(x + 12, 174, 5, (60, 62, 64))
    canvas.path([(196, 120), (214, 152), (206, 180)], (20, 16, 14), 5)  # the broken turn
    canvas.glow(120, 60, 90, 0.35)


def type_plate(canvas: Canvas) -> None:
    ground = corners(0, 0, 400, 300)
    canvas.fade(0, 0, 400, 300, (98, 108, 118), (70, 78, 86))
    canvas.rough(ground, 0.3, 30)
    canvas.shadow([(52, 48), (354, 40), (362, 262), (60, 270)], 0.6, 7)
    plate = [(46, 40), (346, 34), (352, 250), (52, 258)]
    canvas.area(plate, (198, 202, 203), (120, 124, 126))
    canvas.rough(plate, 0.22, 14, 5)
    canvas.area([(46, 40), (346, 34), (347, 74), (47, 80)], (34, 54, 84))
    canvas.text(60, 44, "TORANTRIEB", 22, (236, 238, 240))
    lines = (
        "Typ  RA 120-400",
        "Serien-Nr.  7 441 0926",
        "Baujahr  2014",
        "400 V 3~   0,55 kW   IP 54",
        "max. 120 Nm   16 /min",
    )
    for index, line in enumerate(lines):
        canvas.text(62, 88 + index * 27, line, 17, (36, 38, 40))
        canvas.path([(60, 111 + index * 27), (338, 108 + index * 27)], (150, 154, 156), 0.8)
    canvas.text(276, 214, "CE", 30, (36, 38, 40))
    for x, y in ((58, 52), (334, 46), (340, 238), (64, 246)):
        canvas.disc(x, y, 5, (120, 126, 130))
        canvas.path([(x - 3, y - 2), (x + 3, y + 2)], (60, 64, 66), 1.2)
    canvas.glow(300, 70, 80, 0.4)


def damage(canvas: Canvas) -> None:
    """A bent leaf, with chalk around it."""
    canvas.fade(0, 0, 400, 300, (120, 134, 128), (92, 104, 100))
    ground = corners(0, 0, 400, 300)
    canvas.rough(ground, 0.28, 26)
    for x in range(20, 400, 62):
        canvas.fade(x, 0, 8, 300, (84, 96, 92), (66, 76, 72))
        canvas.path([(x + 9, 0), (x + 9, 300)], (150, 164, 158), 1.4)
    canvas.shadow([(150, 96), (262, 84), (282, 170), (206, 214), (140, 176)], 0.55, 12)
    canvas.glow(184, 116, 34, 0.4)
    canvas.path([(146, 104), (206, 150), (262, 120)], (46, 54, 50), 3)
    canvas.path([(206, 150), (214, 206)], (46, 54, 50), 2.4)
    for start, end in (((166, 132), (238, 178)), ((172, 120), (246, 166)), ((186, 112), (226, 136))):
        canvas.path([start, end], (196, 198, 196), 1.6)
    circle = [(118, 150), (136, 92), (206, 66), (276, 88), (300, 150), (270, 212), (206, 234), (140, 210), (118, 150)]
    canvas.path(circle, (238, 232, 120), 3)


def weld_seam(canvas: Canvas) -> None:
    ground = corners(0, 0, 400, 300)
    canvas.fade(0, 0, 400, 300, (134, 140, 144), (96, 101, 105))
    canvas.rough(ground, 0.34, 24, 2)
    canvas.area([(0, 168), (400, 138), (400, 300), (0, 300)], (112, 117, 121))
    canvas.rough([(0, 168), (400, 138), (400, 300), (0, 300)], 0.35, 14, 3)
    canvas.shadow([(0, 140), (400, 110), (400, 184), (0, 214)], 0.5, 12)
    for tint, width in (((74, 62, 90), 40), ((110, 84, 56), 30), ((70, 74, 80), 22)):
        canvas.path([(-5, 168), (405, 137)], tint, width)
    for bead in range(66):
        x = bead * 6.2
        y = 168 - x * 0.0765 + canvas.rng.uniform(-0.6, 0.6)
        canvas.disc(x, y, 9.4, (96, 100, 104))
        canvas.disc(x + 1.8, y - 0.6, 8.4, (150, 156, 160))
        canvas.disc(x + 3.4, y - 0.2, 7.6, (118, 123, 127))
    for _ in range(90):
        x, y = canvas.rng.uniform(0, 400), canvas.rng.uniform(60, 260)
        canvas.disc(x, y, canvas.rng.uniform(0.5, 1.6), (60, 60, 60))
    canvas.path([(40, 60), (92, 52)], (236, 232, 214), 3)
    canvas.text(44, 28, "N 14", 24, (236, 232, 214))
    canvas.glow(270, 128, 60, 0.3)
