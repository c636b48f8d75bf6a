"""Scenes at gates and doors: roller gate, sectional door, sliding gate, automatic door, fire door."""

from app.demo.pictures.canvas import Canvas, Colour, corners, shade

BRICK: Colour = (156, 92, 70)
PLASTER: Colour = (203, 198, 184)
ASPHALT: Colour = (92, 92, 92)
GREY: Colour = (150, 157, 161)
ANTHRACITE: Colour = (66, 72, 77)
YELLOW: Colour = (236, 188, 20)


def roller_gate(canvas: Canvas) -> None:
    _roller_gate(canvas, lean=0)


def roller_gate_hanging(canvas: Canvas) -> None:
    """The curtain hangs to the left: that is why they were called."""
    _roller_gate(canvas, lean=16)


def sectional_door(canvas: Canvas) -> None:
    _facade(canvas, (176, 182, 186), panel=14)
    canvas.box(70, 44, 262, 206, shade(ANTHRACITE, 0.7))
    for row in range(5):
        y = 50 + row * 39.6
        canvas.fade(78, y, 246, 38, (214, 217, 216), (178, 182, 182))
        canvas.path([(78, y + 38.6), (324, y + 38.6)], (110, 114, 116), 1.6)
        if row == 1:
            for window in range(4):
                canvas.box(92 + window * 58, y + 8, 44, 22, (70, 88, 104), (40, 46, 50))
                canvas.area(
                    [(94 + window * 58, y + 28), (106 + window * 58, y + 10), (116 + window * 58, y + 10)],
                    (110, 130, 146),
                )
    _hazard(canvas, 78, 246, 246, 5)
    canvas.box(346, 130, 20, 34, (218, 202, 60), (90, 80, 10))
    canvas.disc(356, 147, 6, (196, 34, 30))
    canvas.box(150, 196, 70, 26, (228, 120, 24), (120, 60, 10))  # the force meter on its post
    canvas.bar((185, 222), (185, 262), 6, (60, 62, 64))
    canvas.text(158, 200, "286 N", 15, (30, 24, 16))


def sliding_gate(canvas: Canvas) -> None:
    _sky(canvas, 170)
    canvas.area([(0, 150), (90, 138), (210, 148), (400, 132), (400, 200), (0, 200)], (112, 122, 96))
    _yard(canvas, 190)
    canvas.box(20, 92, 16, 140, ANTHRACITE)
    canvas.box(362, 92, 16, 140, ANTHRACITE)
    canvas.shadow([(40, 246), (372, 240), (376, 256), (44, 262)], 0.5, 5)
    for x in range(60, 350, 12):
        canvas.bar((x, 106), (x, 234), 3, GREY)
    for y in (104, 236):
        canvas.bar((34, y), (366, y), 9, GREY)
    canvas.bar((48, 232), (200, 110), 4, GREY)
    canvas.bar((10, 250), (392, 250), 5, (104, 108, 110))
    for x in (90, 310):
        canvas.disc(x, 246, 8, (40, 42, 44))
        canvas.disc(x, 246, 3, (150, 154, 156))
    canvas.box(376, 176, 22, 56, (206, 208, 206), (90, 92, 92))


def auto_door(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 300, (44, 46, 54), (30, 31, 36))
    canvas.fade(0, 244, 400, 56, (92, 90, 88), (120, 118, 114))
    canvas.box(40, 40, 320, 40, (176, 180, 182), (90, 94, 96))
    canvas.box(52, 48, 296, 24, (58, 62, 66))
    canvas.bar((60, 60), (340, 60), 5, (150, 156, 160))
    canvas.box(148, 50, 70, 20, (30, 90, 150), (16, 40, 70))
    canvas.disc(84, 60, 9, (200, 204, 206))
    canvas.disc(318, 60, 9, (200, 204, 206))
    for x in (46, 128, 206, 288):
        canvas.fade(x, 82, 66, 166, (86, 102, 116), (52, 62, 72))
        canvas.path([*corners(x, 82, 66, 166), (x, 82)], (168, 172, 174), 4)
        canvas.area([(x + 8, 240), (x + 40, 90), (x + 54, 90), (x + 22, 240)], (112, 128, 140))
    canvas.box(186, 84, 28, 9, (20, 20, 22))
    canvas.glow(200, 30, 70, 0.6)
    _ladder(canvas, 300, 60)


def fire_door(canvas: Canvas) -> None:
    _corridor(canvas)
    canvas.box(128, 52, 150, 208, (98, 104, 108))
    canvas.fade(138, 62, 130, 196, (188, 194, 196), (160, 166, 168))
    canvas.rough(corners(138, 62, 130, 196), 0.12, 30)
    canvas.path([(138, 62), (138, 258)], (90, 94, 96), 1.4)
    canvas.box(232, 70, 34, 10, (112, 118, 122), (70, 74, 78))
    canvas.bar((236, 66), (190, 62), 3, (110, 116, 120))
    canvas.disc(152, 166, 7, (120, 126, 130))
    canvas.bar((152, 166), (178, 166), 5, (176, 182, 184))
    for y in (88, 160, 236):
        canvas.box(264, y, 8, 18, (120, 126, 130))
    canvas.box(186, 112, 34, 30, (220, 222, 220), (150, 152, 150))
    canvas.text(190, 116, "T 90", 12, (60, 62, 64))
    _exit_sign(canvas, 168, 18)


def fire_door_old(canvas: Canvas) -> None:
    _corridor(canvas)
    canvas.box(128, 52, 150, 208, (120, 96, 70))
    canvas.box(138, 62, 130, 196, (70, 66, 60))
    canvas.rough(corners(120, 44, 166, 220), 0.5, 9)
    for x, y, size in ((124, 90, 13), (280, 130, 16), (122, 200, 11), (276, 226, 14), (200, 50, 12)):
        canvas.disc(x, y, size, (176, 130, 104), flat=0.8)
        canvas.rough(corners(x - size, y - size, 2 * size, 2 * size), 0.5, 4)
    canvas.area([(84, 272), (120, 252), (196, 262), (226, 280), (150, 292)], (150, 140, 126))
    canvas.rough([(84, 272), (120, 252), (196, 262), (226, 280), (150, 292)], 0.6, 4)
    canvas.bar((292, 120), (318, 262), 5, (196, 150, 40))
    _exit_sign(canvas, 300, 30)


def _roller_gate(canvas: Canvas, lean: float) -> None:
    _bricks(canvas)
    _yard(canvas, 250)
    canvas.box(76, 36, 252, 26, (126, 132, 136), (70, 74, 78))
    canvas.box(84, 62, 236, 190, (38, 38, 40))
    right, left = 210, 210 + lean
    canvas.area([(90, 62), (314, 62), (314, right), (90, left)], (182, 187, 188))
    for row in range(15):
        y = 62 + (row + 1) * (right - 62) / 15
        slope = lean * (row + 1) / 15
        canvas.path([(90, y + slope), (314, y)], (112, 117, 120), 2)
        canvas.path([(90, y + slope - 6), (314, y - 6)], (214, 218, 218), 1.2)
    canvas.path([(90, left), (314, right)], YELLOW, 7)
    canvas.path([(90, left + 4), (314, right + 4)], (24, 24, 26), 3)
    for x in (80, 316):
        canvas.box(x, 62, 10, 190, (108, 113, 117), (60, 64, 66))
    canvas.box(338, 138, 18, 30, (222, 196, 40), (90, 80, 10))
    canvas.disc(347, 148, 4, (40, 130, 60))
    canvas.disc(347, 159, 4, (190, 34, 30))
    canvas.shadow([(84, 62), (320, 62), (320, 82), (84, 82)], 0.45, 4)


def _bricks(canvas: Canvas) -> None:
    canvas.box(0, 0, 400, 252, shade(BRICK, 0.72))
    for row in range(26):
        for column in range(-1, 18):
            colour = shade(BRICK, canvas.rng.uniform(0.82, 1.14))
            canvas.box(column * 24 + (row % 2) * 12, row * 10, 22.6, 8.8, colour)
    canvas.rough(corners(0, 0, 400, 252), 0.3, 26)


def _facade(canvas: Canvas, colour: Colour, panel: float) -> None:
    canvas.fade(0, 0, 400, 252, shade(colour, 1.08), shade(colour, 0.9))
    x = 0.0
    while x < 400:
        canvas.path([(x, 0), (x, 252)], shade(colour, 0.8), 1)
        x += panel
    _yard(canvas, 250)


def _yard(canvas: Canvas, horizon: float) -> None:
    canvas.fade(0, horizon, 400, 300 - horizon, shade(ASPHALT, 1.0), shade(ASPHALT, 1.25))
    canvas.rough(corners(0, horizon, 400, 300 - horizon), 0.4, 8, 3)


def _sky(canvas: Canvas, horizon: float) -> None:
    canvas.fade(0, 0, 400, horizon, (176, 192, 208), (220, 224, 224))
    canvas.rough(corners(0, 0, 400, horizon), 0.1, 60, 2)


def _corridor(canvas: Canvas) -> None:
    canvas.fade(0, 0, 400, 262, PLASTER, shade(PLASTER, 0.86))
    canvas.rough(corners(0, 0, 400, 262), 0.16, 40)
    canvas.fade(0, 262, 400, 38, (112, 104, 94), (140, 132, 120))
    canvas.path([(0, 258), (400, 258)], (96, 90, 82), 5)
    canvas.glow(200, 0, 90, 0.5)


def _exit_sign(canvas: Canvas, x: float, y: float) -> None:
    canvas.box(x, y, 64, 24, (20, 128, 70), (230, 236, 230))
    canvas.box(x + 40, y + 4, 15, 17, (236, 240, 236))
    canvas.disc(x + 20, y + 7, 2.6, (236, 240, 236))
    canvas.path([(x + 20, y + 10), (x + 17, y + 16), (x + 11, y + 20)], (236, 240, 236), 2.4)
    canvas.path([(x + 17, y + 15), (x + 25, y + 20)], (236, 240, 236), 2.2)
    canvas.path([(x + 12, y + 12), (x + 28, y + 12)], (236, 240, 236), 2)


def _hazard(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    canvas.box(x, y, width, height, YELLOW)
    stripe = x
    while stripe < x + width - 8:
        canvas.area([(stripe, y + height), (stripe + 5, y), (stripe + 10, y), (stripe + 5, y + height)], (24, 24, 26))
        stripe += 14


def _ladder(canvas: Canvas, x: float, y: float) -> None:
    canvas.bar((x, 290), (x + 34, y), 5, (200, 204, 206))
    canvas.bar((x + 66, 290), (x + 54, y), 5, (200, 204, 206))
    for step in range(1, 8):
        share = step / 8
        height = 290 - share * (290 - y)
        canvas.bar((x + 34 * share, height), (x + 66 - 12 * share, height), 4, (180, 184, 186))
