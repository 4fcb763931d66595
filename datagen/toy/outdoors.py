"""Drawings of things found outside: street furniture, parasols, kites and balls."""
# fmt: off - coordinates and tables read best side by side

from math import cos, pi, sin

from datagen.toy.pen import INK, RGB, WHITE, Look, Pen, shade


def traffic_light(pen: Pen, look: Look) -> None:
    """A lamp box on a pole; the lit lamp is the look's kind."""
    x = pen.width / 2
    pen.rect(x - 2.2, 34, x + 2.2, 99, (92, 96, 100))
    pen.rect(x - 7, 95, x + 7, 99.5, (70, 72, 78), r=2)
    pen.rect(x - 9.5, 1, x + 9.5, 44, (48, 52, 56), r=4)
    for y, name, lit in ((9, "red", (255, 64, 52)), (22.5, "yellow", (255, 208, 56)), (36, "green", (70, 226, 110))):
        pen.disc(x, y, 5.9, lit if look.kind == name else shade(lit, 0.28))
        if look.kind == name:
            pen.disc(x - 1.5, y - 1.8, 1.7, WHITE)


def bench(pen: Pen, look: Look) -> None:
    """Slats for back and seat on two iron legs."""
    wood, iron = look.rgb, (66, 68, 74)
    for x in (22, 158):
        pen.line([(x, 6), (x, 64)], 6, iron)
        pen.line([(x - 5, 64), (x - 8, 97)], 6, shade(iron, 0.75))
        pen.line([(x + 6, 64), (x + 9, 97)], 6, iron)
    for y in (8, 24, 40):
        pen.rect(4, y, 176, y + 11, wood, r=2)
    pen.poly([(6, 58), (174, 58), (180, 70), (0, 70)], shade(wood, 1.25))
    pen.rect(0, 69, 180, 75, shade(wood, 0.7), r=2)


def umbrella(pen: Pen, look: Look) -> None:
    """A parasol with white stripes on a pole that stands in the ground."""
    x, rim = pen.width / 2, 46.0
    pen.rect(x - 1.8, 20, x + 1.8, 99, (146, 108, 72))
    pen.line([(x, 0), (x, 6)], 3, (146, 108, 72))
    edges = [2 + i * (pen.width - 4) / 6 for i in range(7)]
    for i in range(6):
        arch = [(x + (edges[i] - x) * t, rim - (rim - 3) * (1 - t * t) ** 0.5) for t in (1, 0.92, 0.78, 0.55, 0.25, 0)]
        back = [
            (x + (edges[i + 1] - x) * t, rim - (rim - 3) * (1 - t * t) ** 0.5) for t in (0, 0.25, 0.55, 0.78, 0.92, 1)
        ]
        tip = ((edges[i] + edges[i + 1]) / 2, rim - 4)
        pen.poly([*arch, *back, tip], WHITE if i % 2 else look.rgb)


def kite(pen: Pen, look: Look) -> None:
    """A diamond in two shades with a tail of bows."""
    pen.stroke([(24, 62), (30, 72), (20, 82), (27, 97)], 1.8, INK)
    for x, y, tone in ((28, 71, 1.0), (21, 82, 0.75), (26, 94, 1.0)):
        pen.poly([(x - 7, y - 4), (x, y), (x - 7, y + 4)], shade(look.rgb, tone))
        pen.poly([(x + 7, y - 4), (x, y), (x + 7, y + 4)], shade(look.rgb, tone))
    pen.poly([(30, 0), (58, 26), (25, 64), (2, 22)], look.rgb)
    pen.poly([(30, 0), (58, 26), (29, 24)], shade(look.rgb, 1.5))
    pen.poly([(29, 24), (25, 64), (2, 22)], shade(look.rgb, 0.75))
    pen.line([(30, 0), (25, 64)], 1.4, INK)
    pen.line([(2, 22), (58, 26)], 1.4, INK)


def ball(pen: Pen, look: Look) -> None:
    """A football with dark patches, a basketball with seams or a striped beach ball."""
    if look.kind == "beach ball":
        for i in range(6):
            pen.pie((2, 2, 98, 98), i * 60 - 70, i * 60 - 10, WHITE if i % 2 else look.rgb)
        pen.disc(50, 50, 9, WHITE)
        return
    if look.kind == "basketball":
        pen.disc(50, 50, 48, (226, 118, 44))
        pen.line([(50, 3), (50, 97)], 4, INK)
        pen.line([(3, 50), (97, 50)], 4, INK)
        pen.stroke([(17, 17), (31, 36), (31, 64), (17, 83)], 4, INK)
        pen.stroke([(83, 17), (69, 36), (69, 64), (83, 83)], 4, INK)
        return
    seam: RGB = (150, 150, 154)
    pen.disc(50, 50, 48, WHITE)
    pen.poly(_pentagon(50, 50, 17, -90), INK)
    for i in range(5):
        angle = (-90 + 72 * i) * pi / 180
        x, y = cos(angle), sin(angle)
        pen.line([(50 + 17 * x, 50 + 17 * y), (50 + 33 * x, 50 + 33 * y)], 2.4, seam)
        pen.poly(
            [(50 + 47 * cos(angle + t), 50 + 47 * sin(angle + t)) for t in (-0.26, 0, 0.26)]
            + [(50 + 33 * cos(angle + t), 50 + 33 * sin(angle + t)) for t in (0.2, -0.2)],
            INK,
        )


def _pentagon(x: float, y: float, r: float, turn: float) -> list[tuple[float, float]]:
    angles = [(turn + 72 * i) * pi / 180 for i in range(5)]
    return [(x + r * cos(a), y + r * sin(a)) for a in angles]
