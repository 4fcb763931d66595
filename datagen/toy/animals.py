"""Drawings of animals, all facing right."""
# fmt: off - coordinates and tables read best side by side

from datagen.toy.pen import INK, RGB, WHITE, Look, Pen, Point, shade

PINK: RGB = (236, 164, 160)


def dog(pen: Pen, look: Look) -> None:
    """A dog with a long snout, hanging ears, a red collar and its tail up."""
    (_dog_sitting if look.pose == "sitting" else _dog_standing)(pen, look)


def _dog_standing(pen: Pen, look: Look) -> None:
    coat, dark = look.rgb, shade(look.rgb, 0.72)
    pen.stroke([(16, 48), (6, 34), (5, 16)], 7, coat)
    for x in (28, 82):
        pen.line([(x, 62), (x + 2, 95)], 9, dark)
    pen.blob([(12, 48), (24, 39), (60, 41), (88, 36), (98, 50), (92, 68), (70, 69), (45, 66), (24, 72), (12, 62)], coat)
    for x in (20, 90):
        pen.line([(x, 62), (x, 95)], 10, coat)
        pen.rect(x - 5, 92, x + 8, 99, coat, r=3)
    pen.line([(90, 50), (97, 30)], 20, coat)
    pen.line([(84, 40), (104, 47)], 5, (206, 44, 48))
    _dog_head(pen, look, (98, 22))


def _dog_sitting(pen: Pen, look: Look) -> None:
    coat, dark = look.rgb, shade(look.rgb, 0.72)
    pen.stroke([(18, 92), (6, 86), (2, 70)], 6, coat)
    pen.blob([(36, 38), (58, 36), (66, 56), (62, 80), (58, 96), (20, 98), (10, 84), (16, 66)], coat)
    pen.line([(50, 62), (50, 94)], 9, dark)
    pen.line([(60, 55), (60, 94)], 9, coat)
    pen.rect(55, 92, 71, 99, coat, r=3)
    pen.oval(14, 68, 44, 99, shade(coat, 0.9))
    pen.rect(20, 93, 46, 99, coat, r=3)
    pen.line([(36, 42), (62, 42)], 5, (206, 44, 48))
    _dog_head(pen, look, (50, 22))


def _dog_head(pen: Pen, look: Look, at: Point) -> None:
    x, y = at
    coat, dark = look.rgb, shade(look.rgb, 0.6)
    pen.disc(x, y, 17, coat)
    pen.rect(x + 2, y - 3, x + 33, y + 14, shade(coat, 1.25), r=7)
    pen.disc(x + 31, y + 1, 5, INK)
    pen.stroke([(x + 16, y + 9), (x + 24, y + 10), (x + 31, y + 7)], 1.6, INK)
    pen.disc(x + 9, y - 6, 2.8, INK)
    pen.blob(
        [(x - 10, y - 14), (x - 1, y - 10), (x + 1, y + 8), (x - 6, y + 18), (x - 15, y + 10), (x - 16, y - 6)], dark
    )


def cat(pen: Pen, look: Look) -> None:
    """A cat with pointed ears, whiskers and a long curling tail."""
    coat, dark = look.rgb, shade(look.rgb, 0.7)
    if look.pose == "sitting":
        pen.stroke([(24, 93), (6, 92), (2, 74), (12, 62), (10, 52)], 7, dark)
        pen.blob([(30, 42), (50, 42), (60, 66), (62, 90), (56, 98), (22, 98), (16, 88), (20, 64)], coat)
        pen.oval(32, 54, 50, 92, shade(coat, 1.35))
        pen.line([(40, 70), (40, 95)], 1.6, dark)
        pen.rect(28, 91, 40, 99, coat, r=4)
        pen.rect(41, 91, 54, 99, coat, r=4)
        _cat_head(pen, look, (40, 27))
        return
    pen.stroke([(20, 56), (8, 44), (10, 22), (3, 8)], 7, dark)
    for x in (28, 78):
        pen.line([(x + 4, 66), (x + 6, 95)], 7, dark)
    pen.blob([(14, 52), (34, 46), (64, 48), (90, 46), (96, 60), (84, 74), (50, 72), (22, 76), (13, 66)], coat)
    for x in range(34, 74, 11):
        pen.line([(x, 47), (x + 2, 58)], 3.4, dark)
    for x in (21, 86):
        pen.line([(x, 66), (x, 95)], 8, coat)
        pen.rect(x - 4, 93, x + 7, 99, coat, r=3)
    _cat_head(pen, look, (97, 34))


def _cat_head(pen: Pen, look: Look, at: Point) -> None:
    x, y = at
    coat, dark = look.rgb, shade(look.rgb, 0.7)
    for side in (-1, 1):
        pen.poly([(x + side * 20, y - 2), (x + side * 19, y - 27), (x + side * 3, y - 15)], coat)
        pen.poly([(x + side * 16, y - 10), (x + side * 16, y - 21), (x + side * 8, y - 14)], PINK)
    pen.oval(x - 22, y - 18, x + 22, y + 18, coat)
    for lift in (-6, 0, 6):
        pen.line([(x + lift, y - 16), (x + lift * 0.8, y - 10)], 2.2, dark)
    for side in (-1, 1):
        pen.oval(x + side * 9 - 4, y - 6, x + side * 9 + 4, y + 4, (150, 206, 96))
        pen.oval(x + side * 9 - 1.6, y - 6, x + side * 9 + 1.6, y + 4, INK)
        for drop in (5, 9):
            pen.line([(x + side * 8, y + 7), (x + side * 25, y + drop)], 1, shade(coat, 0.5))
    pen.poly([(x - 3, y + 5), (x + 3, y + 5), (x, y + 9)], (214, 96, 104))


def sheep(pen: Pen, look: Look) -> None:
    """A woolly cloud on thin dark legs, with a dark face."""
    face, wool = (66, 58, 60), look.rgb
    for x, tone in ((34, 0.75), (44, 1), (82, 0.75), (91, 1)):
        pen.line([(x, 66), (x, 96)], 6, shade(face, tone))
    for x, y, r in (
        (22, 44, 15),
        (36, 30, 17),
        (56, 25, 18),
        (77, 28, 17),
        (94, 38, 15),
        (96, 54, 15),
        (80, 64, 16),
        (60, 66, 17),
        (40, 65, 16),
        (24, 59, 15),
    ):
        pen.disc(x, y, r, shade(wool, 0.94))
    pen.oval(18, 26, 102, 74, wool)
    for x, y in ((36, 40), (58, 36), (78, 44), (48, 56), (70, 58)):
        pen.stroke([(x - 6, y), (x - 3, y + 5), (x + 3, y + 5), (x + 6, y)], 1.8, shade(wool, 0.8))
    pen.disc(12, 50, 7, shade(wool, 0.94))
    dx, dy = (7.0, 52.0) if look.pose == "grazing" else (0.0, 8.0)
    if look.pose == "grazing":
        pen.line([(98, 50), (108, 72)], 15, face)
    pen.oval(94 + dx, 18 + dy, 120 + dx, 46 + dy, face)
    pen.oval(86 + dx, 19 + dy, 102 + dx, 28 + dy, face)
    for x, y in ((96, 20), (104, 15), (111, 20)):
        pen.disc(x + dx, y + dy, 7, wool)
    pen.disc(110 + dx, 29 + dy, 2.6, WHITE)
    pen.disc(110.6 + dx, 29 + dy, 1.3, INK)


def cow(pen: Pen, look: Look) -> None:
    """A long, heavy body with patches, horns, a pink muzzle and an udder."""
    coat = look.rgb
    patch = WHITE if look.colour == "brown" else (50, 46, 50)
    pen.stroke([(12, 32), (4, 46), (6, 68)], 3.5, coat)
    pen.oval(2, 64, 11, 78, patch)
    for x in (34, 100):
        pen.rect(x, 60, x + 9, 98, shade(coat, 0.75))
    pen.oval(38, 62, 58, 80, PINK)
    pen.blob(
        [(10, 34), (22, 26), (70, 28), (106, 24), (120, 36), (118, 60), (104, 72), (60, 72), (24, 74), (10, 60)], coat
    )
    pen.blob([(30, 27), (54, 28), (58, 44), (42, 54), (28, 44)], patch)
    pen.blob([(72, 28), (98, 26), (98, 40), (86, 48), (74, 42)], patch)
    pen.blob([(62, 56), (78, 54), (80, 70), (64, 71)], patch)
    for x in (20, 108):
        pen.rect(x - 3, 58, x + 9, 98, coat, r=3)
        pen.rect(x - 3, 92, x + 9, 99, (70, 60, 60))
    if look.pose == "grazing":
        pen.line([(112, 38), (130, 68)], 24, coat)
        _cow_head(pen, look, (134, 78))
    else:
        pen.line([(110, 40), (126, 26)], 24, coat)
        _cow_head(pen, look, (131, 20))


def _cow_head(pen: Pen, look: Look, at: Point) -> None:
    x, y = at
    horn: RGB = (232, 220, 190)
    pen.stroke([(x - 7, y - 11), (x - 11, y - 17), (x - 7, y - 20)], 4, horn)
    pen.stroke([(x + 6, y - 11), (x + 11, y - 16), (x + 9, y - 20)], 4, horn)
    pen.oval(x - 25, y - 12, x - 7, y - 4, shade(look.rgb, 0.7))
    pen.blob(
        [(x - 10, y - 13), (x + 8, y - 13), (x + 14, y + 2), (x + 18, y + 14), (x + 4, y + 18), (x - 8, y + 4)],
        look.rgb,
    )
    pen.oval(x + 1, y + 5, x + 23, y + 20, PINK)
    pen.disc(x + 17, y + 11, 1.8, (150, 84, 84))
    pen.disc(x + 6, y - 3, 2.6, INK)


def bird(pen: Pen, look: Look) -> None:
    """A small bird with an orange beak: on two thin legs, or in the air with its wings up."""
    coat, dark = look.rgb, shade(look.rgb, 0.7)
    beak: RGB = (240, 156, 40)
    if look.pose == "flying":
        pen.blob([(62, 58), (54, 30), (70, 4), (84, 24), (90, 54)], dark)
        pen.poly([(30, 64), (4, 54), (2, 68), (8, 80), (32, 74)], dark)
        pen.blob([(22, 68), (50, 54), (92, 50), (116, 54), (118, 68), (96, 82), (56, 84)], coat)
        pen.poly([(124, 55), (141, 62), (124, 68)], beak)
        pen.disc(116, 59, 12, coat)
        pen.blob([(54, 66), (34, 40), (32, 8), (58, 22), (84, 60), (74, 72)], shade(coat, 0.85))
        pen.disc(119, 57, 2.8, INK)
        return
    pen.line([(52, 78), (54, 98), (64, 98)], 3, beak)
    pen.line([(42, 78), (42, 98), (52, 98)], 3, shade(beak, 0.8))
    pen.poly([(26, 52), (0, 66), (2, 78), (34, 72)], dark)
    pen.blob([(20, 60), (38, 38), (66, 30), (84, 42), (80, 66), (58, 82), (34, 80)], coat)
    pen.disc(74, 25, 19, coat)
    pen.poly([(89, 18), (108, 26), (89, 33)], beak)
    pen.oval(48, 58, 80, 80, shade(coat, 1.4))
    pen.blob([(26, 58), (46, 44), (64, 50), (58, 68), (34, 72), (14, 74)], dark)
    pen.disc(79, 21, 4, WHITE)
    pen.disc(80, 21, 2.6, INK)
