"""Drawings of what furnishes a room: seats, tables, plants, a television, a clock and vases."""
# fmt: off - coordinates and tables read best side by side

from math import cos, pi, sin

from datagen.toy.pen import INK, RGB, WHITE, Look, Pen, shade


def chair(pen: Pen, look: Look) -> None:
    """A wooden dining chair, turned a little to the side."""
    wood, dark = look.rgb, shade(look.rgb, 0.7)
    for x in (20, 58):
        pen.line([(x, 56), (x, 90)], 5, dark)
    pen.line([(8, 4), (8, 97)], 6, wood)
    pen.line([(46, 4), (46, 60)], 6, wood)
    for y in (5, 20, 35):
        pen.rect(8, y, 46, y + 8, wood, r=2)
    pen.poly([(5, 52), (48, 52), (63, 61), (18, 61)], shade(wood, 1.3))
    pen.poly([(18, 61), (63, 61), (63, 67), (18, 67)], wood)
    pen.poly([(5, 52), (18, 61), (18, 67), (5, 58)], dark)
    pen.line([(20, 66), (20, 97)], 5.5, wood)
    pen.line([(60, 66), (60, 97)], 5.5, wood)


def couch(pen: Pen, look: Look) -> None:
    """A sofa for two with round arms and a pillow."""
    cloth, dark = look.rgb, shade(look.rgb, 0.78)
    for x in (22, 186):
        pen.rect(x - 4, 88, x + 6, 99, (94, 66, 44))
    pen.rect(16, 2, 194, 80, dark, r=16)
    for x in (26, 107):
        pen.rect(x, 8, x + 77, 60, cloth, r=10)
    pen.rect(22, 52, 188, 92, dark, r=6)
    for x in (24, 106):
        pen.rect(x, 50, x + 80, 72, shade(cloth, 1.18), r=7)
    for x in (1, 180):
        pen.rect(x, 32, x + 29, 93, cloth, r=12)
        pen.rect(x + 6, 38, x + 23, 44, shade(cloth, 1.3), r=3)
    pen.poly([(40, 24), (70, 18), (76, 50), (44, 54)], look.pick(((240, 200, 90), (236, 236, 226), (120, 180, 190))))


def dining_table(pen: Pen, look: Look) -> None:
    """A table seen a little from above; the large one is cut off by the picture's lower border."""
    wood, dark, w = look.rgb, shade(look.rgb, 0.68), pen.width
    if look.pose == "large":
        for x in (w * 0.07, w * 0.87):
            pen.rect(x, 70, x + w * 0.06, 100, dark)
        pen.poly([(w * 0.1, 0), (w * 0.9, 0), (w, 76), (0, 76)], wood)
        for share in (0.26, 0.42, 0.58, 0.74):
            pen.line([(w * (0.1 + 0.8 * share), 1), (w * share, 75)], 0.7, shade(wood, 0.88))
        pen.rect(0, 76, w, 90, dark, r=1)
        return
    for x, bottom in ((40, 86), (w - 44, 86)):
        pen.line([(x, 30), (x, bottom)], 6, shade(dark, 0.8))
    for x in (14, w - 14):
        pen.line([(x, 34), (x, 96)], 7, dark)
    pen.poly([(30, 3), (w - 30, 3), (w - 1, 32), (1, 32)], wood)
    pen.line([(24, 18), (w - 24, 18)], 1, shade(wood, 0.85))
    pen.rect(1, 32, w - 1, 42, dark, r=2)


def potted_plant(pen: Pen, look: Look) -> None:
    """Broad leaves in a pot of the look's colour."""
    leaf: RGB = look.pick(((62, 142, 72), (86, 160, 70), (48, 124, 84)))
    for i, (dx, dy) in enumerate(((-30, -32), (30, -34), (-20, -52), (20, -54), (0, -62), (-33, -12), (33, -13))):
        _leaf(pen, (36, 68), (36 + dx, 66 + dy), shade(leaf, (0.8, 0.9, 1.0, 1.12)[i % 4]))
    pen.poly([(14, 70), (58, 70), (52, 99), (20, 99)], look.rgb)
    pen.rect(11, 64, 61, 74, shade(look.rgb, 0.82), r=2)


def _leaf(pen: Pen, root: tuple[float, float], tip: tuple[float, float], fill: RGB) -> None:
    (x0, y0), (x1, y1) = root, tip
    nx, ny = (y1 - y0) * 0.19, -(x1 - x0) * 0.19
    mx, my = x0 + (x1 - x0) * 0.6, y0 + (y1 - y0) * 0.6
    pen.blob([root, (mx + nx, my + ny), tip, (mx - nx, my - ny)], fill)
    pen.line([root, (mx, my)], 1.4, shade(fill, 0.7))


def tv(pen: Pen, look: Look) -> None:
    """A flat screen on the wall that shows a landscape, a match or nothing."""
    pen.rect(0, 0, 170, 99, (34, 34, 38), r=4)
    show = look.pick(("hills", "match", "off"))
    if show == "off":
        pen.rect(6, 6, 164, 88, (62, 72, 84))
        pen.poly([(22, 6), (60, 6), (24, 88), (6, 88), (6, 42)], (86, 98, 112))
    elif show == "match":
        pen.rect(6, 6, 164, 88, (72, 160, 84))
        pen.line([(85, 6), (85, 88)], 2, WHITE)
        pen.ring(85, 47, 18, 2, WHITE)
        for x, y in ((30, 30), (50, 66), (64, 40)):
            pen.disc(x, y, 4, (210, 60, 60))
            pen.disc(170 - x, 94 - y, 4, (60, 80, 200))
    else:
        pen.rect(6, 6, 164, 88, (128, 190, 232))
        pen.disc(126, 28, 11, (255, 224, 110))
        pen.poly([(6, 88), (6, 62), (50, 34), (92, 66), (124, 46), (164, 70), (164, 88)], (84, 150, 104))
    pen.disc(160, 94, 1.8, (230, 60, 60))


def clock(pen: Pen, look: Look) -> None:
    """A round wall clock with a coloured rim, twelve marks and two hands."""
    pen.disc(50, 50, 49, look.rgb)
    pen.disc(50, 50, 39, WHITE)
    for i in range(12):
        x, y = cos(i * pi / 6), sin(i * pi / 6)
        inner = 29 if i % 3 == 0 else 33
        pen.line([(50 + inner * x, 50 + inner * y), (50 + 36 * x, 50 + 36 * y)], 3, INK)
    minutes = look.dice % 720
    for turn, reach, width in ((minutes / 720, 19, 5.5), (minutes % 60 / 60, 29, 3.6)):
        angle = turn * 2 * pi - pi / 2
        pen.line([(50, 50), (50 + reach * cos(angle), 50 + reach * sin(angle))], width, INK)
    pen.disc(50, 50, 4, (200, 50, 50))


def vase(pen: Pen, look: Look) -> None:
    """A rounded vase with three flowers."""
    petals = look.pick(((244, 110, 130), (250, 206, 70), (250, 248, 244), (186, 130, 220)))
    for x, y in ((14, 24), (48, 22), (31, 12)):
        pen.stroke([(31, 58), ((x + 31) / 2, 40), (x, y)], 2.6, (80, 144, 72))
    for x, y in ((14, 22), (48, 20), (31, 11)):
        for i in range(5):
            pen.disc(x + 6 * cos(i * 1.2566), y + 6 * sin(i * 1.2566), 4.6, petals)
        pen.disc(x, y, 3.6, (226, 150, 50))
    pen.blob(
        [(22, 50), (40, 50), (39, 58), (53, 74), (49, 92), (40, 99), (22, 99), (13, 92), (9, 74), (23, 58)], look.rgb
    )
    pen.rect(20, 48, 42, 53, shade(look.rgb, 0.75), r=2)
    pen.stroke([(11, 74), (31, 79), (51, 74)], 3, shade(look.rgb, 1.5))
