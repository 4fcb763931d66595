"""Drawings of what stands on tables: dishes, fruit, cake, books and a laptop."""
# fmt: off - coordinates and tables read best side by side

from datagen.toy.pen import INK, RGB, WHITE, Look, Pen, shade

STEM: RGB = (104, 70, 40)
LEAF: RGB = (92, 160, 70)


def bottle(pen: Pen, look: Look) -> None:
    """Glass in the look's colour with a label and a cap."""
    glass = look.rgb
    pen.blob([(11, 12), (19, 12), (20, 28), (29, 42), (29, 96), (24, 99), (6, 99), (1, 96), (1, 42), (10, 28)], glass)
    pen.rect(10, 8, 20, 16, glass)
    pen.rect(8.5, 0, 21.5, 9, (206, 172, 112), r=2)
    pen.rect(1, 52, 29, 80, WHITE)
    pen.rect(6, 60, 24, 64, shade(glass, 0.8))
    pen.rect(6, 69, 19, 72, (170, 168, 164))
    pen.line([(6, 42), (6, 49)], 2.4, shade(glass, 1.6))


def cup(pen: Pen, look: Look) -> None:
    """A mug with its handle to the right and coffee to the brim."""
    pen.ring(86, 54, 27, 10, shade(look.rgb, 0.8))
    pen.blob([(5, 14), (85, 14), (84, 60), (76, 94), (45, 99), (14, 94), (6, 60)], look.rgb)
    pen.oval(4, 3, 86, 27, shade(look.rgb, 1.3))
    pen.oval(11, 7, 79, 24, (98, 60, 36))
    pen.rect(5, 52, 85, 60, shade(look.rgb, 0.75))


def bowl(pen: Pen, look: Look) -> None:
    """A wide round bowl with a patterned band, empty."""
    pen.rect(58, 88, 112, 99, shade(look.rgb, 0.65), r=3)
    pen.blob([(3, 20), (85, 26), (167, 20), (154, 62), (120, 92), (50, 92), (16, 62)], look.rgb)
    pen.oval(2, 2, 168, 38, shade(look.rgb, 1.35))
    pen.oval(12, 7, 158, 34, shade(look.rgb, 0.6))
    for x in range(28, 150, 19):
        pen.disc(x, 56 - abs(x - 85) * 0.06, 5, shade(look.rgb, 1.6))


def banana(pen: Pen, look: Look) -> None:
    """One banana, curved like a smile."""
    pen.blob(
        [
            (14, 6),
            (22, 8),
            (36, 40),
            (74, 62),
            (118, 56),
            (150, 34),
            (160, 40),
            (146, 72),
            (104, 96),
            (58, 92),
            (24, 66),
            (12, 32),
        ],
        look.rgb,
    )
    pen.stroke([(22, 38), (46, 72), (90, 82), (134, 64), (152, 44)], 2.4, shade(look.rgb, 0.75))
    pen.line([(16, 8), (12, 1)], 7, (120, 96, 44))
    pen.disc(156, 37, 5, (84, 64, 40))


def apple(pen: Pen, look: Look) -> None:
    """Two round shoulders, a stem and one leaf."""
    pen.blob(
        [
            (46, 25),
            (66, 17),
            (86, 25),
            (93, 50),
            (83, 79),
            (63, 97),
            (46, 95),
            (29, 97),
            (9, 79),
            (0, 50),
            (7, 25),
            (27, 17),
        ],
        look.rgb,
    )
    pen.stroke([(34, 25), (46, 30), (58, 25)], 2.6, shade(look.rgb, 0.62))
    pen.stroke([(46, 28), (46, 14), (51, 3)], 4.5, STEM)
    pen.blob([(50, 14), (62, 2), (80, 4), (68, 15)], LEAF)
    pen.oval(16, 32, 30, 54, shade(look.rgb, 1.5))


def orange(pen: Pen, look: Look) -> None:
    """A round fruit with dimpled peel, a green star and a leaf."""
    pen.disc(50, 55, 44, look.rgb)
    for x, y in ((28, 60), (40, 78), (58, 70), (72, 56), (66, 84), (44, 58), (26, 42), (80, 70), (56, 48), (22, 74)):
        pen.disc(x, y, 1.8, shade(look.rgb, 0.8))
    pen.oval(62, 24, 80, 40, shade(look.rgb, 1.45))
    pen.stroke([(48, 20), (50, 12), (46, 4)], 4, STEM)
    pen.blob([(50, 14), (64, 2), (84, 4), (70, 17)], LEAF)
    pen.poly([(40, 18), (50, 14), (60, 18), (54, 21), (50, 26), (46, 21)], (70, 130, 56))


def cake(pen: Pen, look: Look) -> None:
    """A layered cake on a plate: icing that drips, and three candles."""
    pen.oval(0, 82, 140, 99, (226, 228, 232))
    pen.oval(10, 76, 130, 95, (206, 146, 88))
    pen.rect(10, 46, 130, 86, (206, 146, 88))
    pen.rect(10, 64, 130, 70, WHITE)
    pen.rect(10, 40, 130, 50, look.rgb)
    for x, drop in ((20, 60), (38, 55), (56, 61), (74, 56), (92, 60), (110, 54), (122, 58)):
        pen.line([(x, 46), (x, drop)], 14, look.rgb)
    pen.oval(10, 28, 130, 52, shade(look.rgb, 1.3))
    for x, y in ((44, 38), (70, 42), (96, 38)):
        pen.rect(x - 3, y - 24, x + 3, y, (90, 150, 214))
        pen.blob([(x, y - 38), (x + 4, y - 30), (x, y - 25), (x - 4, y - 30)], (255, 196, 60))


def book(pen: Pen, look: Look) -> None:
    """A closed book that stands with its cover to us, one that lies flat, or one that is open."""
    cover, paper = look.rgb, (246, 240, 222)
    if look.pose == "open":
        pen.poly([(2, 22), (100, 30), (198, 22), (198, 97), (100, 99), (2, 97)], cover)
        for side in (-1, 1):
            pen.blob(
                [
                    (100, 18),
                    (100 + side * 40, 4),
                    (100 + side * 92, 12),
                    (100 + side * 92, 86),
                    (100 + side * 40, 78),
                    (100, 92),
                ],
                shade(paper, 0.97 if side < 0 else 1),
            )
            for y in range(26, 74, 12):
                pen.line([(100 + side * 16, y), (100 + side * 78, y - 3)], 2.2, (166, 160, 150))
        pen.line([(100, 20), (100, 92)], 2, (170, 160, 140))
        return
    if look.pose == "lying":
        pen.rect(8, 14, 196, 86, paper)
        for y in range(26, 84, 14):
            pen.line([(16, y), (194, y)], 2, (206, 198, 180))
        pen.rect(0, 0, 200, 18, cover, r=4)
        pen.rect(0, 82, 200, 99, cover, r=4)
        pen.rect(0, 0, 18, 99, shade(cover, 0.75), r=8)
        return
    pen.poly([(66, 3), (76, 7), (76, 96), (66, 99)], paper)
    pen.rect(2, 0, 69, 99, cover, r=2)
    pen.rect(2, 0, 13, 99, shade(cover, 0.7), r=2)
    pen.rect(22, 18, 60, 40, paper, r=2)
    for y in (25, 33):
        pen.line([(28, y), (54, y)], 2.6, INK)
    pen.disc(41, 68, 11, shade(cover, 1.5))


def laptop(pen: Pen, look: Look) -> None:
    """An open laptop seen from the front."""
    shell = look.rgb
    pen.rect(16, 0, 124, 70, shell, r=5)
    pen.rect(21, 5, 119, 65, (64, 124, 186))
    pen.poly([(21, 65), (50, 36), (72, 52), (92, 30), (119, 56), (119, 65)], (74, 164, 126))
    pen.disc(100, 20, 7, (252, 220, 120))
    pen.poly([(16, 71), (124, 71), (139, 94), (1, 94)], shade(shell, 1.15))
    pen.poly([(24, 74), (116, 74), (123, 85), (17, 85)], (70, 72, 80))
    for y in (77.5, 81.5):
        pen.line([(21, y), (119, y)], 0.9, (150, 152, 160))
    pen.poly([(57, 87), (83, 87), (85, 92), (55, 92)], shade(shell, 0.8))
    pen.rect(1, 93, 139, 99, shade(shell, 0.7), r=3)
