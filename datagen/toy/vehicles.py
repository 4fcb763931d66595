"""Drawings of vehicles, all heading right."""
# fmt: off - coordinates and tables read best side by side

from datagen.toy.pen import INK, RGB, WHITE, Look, Pen, shade

GLASS: RGB = (176, 214, 232)
TYRE: RGB = (40, 40, 44)


def _wheel(pen: Pen, x: float, y: float, r: float) -> None:
    pen.disc(x, y, r, TYRE)
    pen.disc(x, y, r * 0.55, (188, 192, 198))
    pen.disc(x, y, r * 0.2, (90, 92, 98))


def car(pen: Pen, look: Look) -> None:
    """A family car: four windows' worth of glass, two wheels, lamps at both ends."""
    body, dark = look.rgb, shade(look.rgb, 0.7)
    rear = look.pick((8.0, 34.0))
    pen.blob([(rear + 10, 48), (rear + 22, 8), (70, 2), (122, 2), (150, 14), (178, 46), (120, 56), (60, 56)], body)
    pen.blob(
        [(4, 62), (10, 44), (60, 41), (170, 42), (214, 50), (226, 62), (226, 82), (200, 87), (24, 87), (5, 82)], body
    )
    pen.poly([(rear + 20, 42), (rear + 29, 13), (88, 10), (88, 42)], GLASS)
    pen.poly([(96, 42), (96, 10), (120, 10), (142, 20), (163, 42)], GLASS)
    pen.line([(104, 38), (120, 14)], 3, WHITE)
    pen.line([(92, 44), (92, 82)], 1.6, dark)
    pen.rect(100, 50, 114, 54, dark, r=2)
    pen.rect(2, 74, 228, 83, dark, r=4)
    pen.oval(207, 52, 225, 66, (255, 240, 170))
    pen.rect(4, 54, 13, 66, (196, 30, 36), r=3)
    for x in (52, 178):
        pen.disc(x, 78, 25, dark)
        _wheel(pen, x, 78, 21)


def bus(pen: Pen, look: Look) -> None:
    """A long box with a row of windows and a door at the front."""
    body, dark = look.rgb, shade(look.rgb, 0.68)
    pen.rect(2, 2, 236, 88, body, r=9)
    pen.rect(2, 52, 236, 60, WHITE)
    pen.rect(2, 78, 236, 88, dark, r=4)
    for x in range(10, 178, 28):
        pen.rect(x, 15, x + 23, 44, GLASS, r=3)
        pen.line([(x + 5, 38), (x + 13, 20)], 2, WHITE)
    pen.rect(182, 17, 206, 82, GLASS, r=3)
    pen.line([(194, 17), (194, 82)], 2, dark)
    pen.rect(213, 15, 237, 52, GLASS, r=4)
    pen.rect(196, 5, 232, 12, (250, 214, 80), r=2)
    pen.rect(226, 64, 237, 73, (255, 240, 170), r=3)
    pen.rect(1, 64, 7, 75, (196, 30, 36), r=2)
    for x in (52, 156):
        pen.disc(x, 84, 19, dark)
        _wheel(pen, x, 84, 15.5)


def bicycle(pen: Pen, look: Look) -> None:
    """Two spoked wheels, a coloured frame, a saddle and handlebars."""
    frame, metal = look.rgb, (150, 152, 158)
    back, front = (36.0, 65.0), (126.0, 65.0)
    for x, y in (back, front):
        for dx, dy in ((28, 0), (0, 28), (20, 20), (20, -20)):
            pen.line([(x - dx, y - dy), (x + dx, y + dy)], 1.2, metal)
        pen.ring(x, y, 34, 5.5, TYRE)
        pen.disc(x, y, 4, metal)
    crank, seat, head = (74.0, 66.0), (62.0, 24.0), (112.0, 24.0)
    for a, b in ((back, crank), (back, seat), (crank, seat), (seat, head), (crank, head), (head, front)):
        pen.line([a, b], 6, frame)
    pen.line([seat, (59, 12)], 4, metal)
    pen.blob([(44, 9), (60, 6), (73, 10), (60, 15), (45, 14)], INK)
    pen.line([head, (108, 8)], 4, metal)
    pen.stroke([(106, 7), (118, 5), (128, 10), (124, 17)], 5, INK)
    pen.disc(*crank, 8, metal)
    pen.line([crank, (82, 82)], 3.5, INK)
    pen.line([(77, 83), (90, 83)], 4, INK)


def boat(pen: Pen, look: Look) -> None:
    """A sailboat with two sails, or a motorboat with a cabin."""
    hull, dark = look.rgb, shade(look.rgb, 0.65)
    if look.kind == "sailboat":
        pen.line([(42, 2), (42, 80)], 2.6, (120, 84, 54))
        pen.poly([(45, 5), (45, 72), (82, 72), (66, 42)], WHITE)
        pen.poly([(39, 14), (39, 72), (10, 72)], shade(hull, 1.55))
        pen.poly([(42, 1), (56, 5), (42, 9)], (214, 54, 50))
        pen.poly([(2, 77), (90, 77), (76, 98), (14, 98)], hull)
        pen.rect(2, 77, 89, 82, WHITE)
        pen.poly([(10, 92), (80, 92), (76, 98), (14, 98)], dark)
        return
    pen.line([(70, 4), (70, 24)], 3, (110, 110, 116))
    pen.poly([(70, 4), (88, 9), (70, 15)], (214, 54, 50))
    pen.poly([(36, 54), (42, 20), (98, 20), (116, 54)], WHITE)
    pen.rect(38, 16, 104, 23, dark, r=3)
    for x in (48, 68):
        pen.rect(x, 28, x + 14, 44, GLASS, r=2)
    pen.poly([(88, 28), (96, 28), (106, 44), (88, 44)], GLASS)
    pen.poly([(2, 52), (160, 46), (130, 97), (18, 97)], hull)
    pen.poly([(3, 55), (157, 50), (150, 61), (6, 65)], WHITE)
    pen.poly([(14, 86), (137, 86), (130, 97), (18, 97)], dark)
