"""Drawings of people: men, women, boys and girls who stand, walk or wave."""
# fmt: off - coordinates and tables read best side by side

from datagen.toy.pen import INK, RGB, Look, Pen, Point, shade

SKINS: tuple[RGB, ...] = ((250, 214, 182), (236, 188, 150), (200, 146, 106), (150, 102, 70), (106, 70, 50))
HAIR: tuple[RGB, ...] = ((42, 32, 30), (92, 58, 34), (148, 96, 48), (222, 184, 96), (168, 74, 40), (120, 118, 120))
TROUSERS: tuple[RGB, ...] = ((52, 66, 104), (74, 74, 82), (112, 88, 62), (38, 44, 60))


def person(pen: Pen, look: Look) -> None:
    """A figure with its shirt or dress in the look's colour; children have larger heads."""
    child = look.kind in {"boy", "girl"}
    dress = look.kind in {"woman", "girl"}
    r, hip = (12.0, 66.0) if child else (8.6, 55.0)
    skin, hair, trousers = look.pick(SKINS), look.pick(HAIR, 1), look.pick(TROUSERS, 2)
    x, shoulder = pen.width / 2, 2 * r + 3
    if dress:
        pen.blob([(x - r - 2, r), (x, 0), (x + r, r), (x + r - 1, 2 * r + 7), (x - r - 1, 2 * r + 9)], hair)
    _arm(pen, look, (x - 9, shoulder + 4), skin, hip)
    _legs(pen, look, x, hip, skin if dress else trousers)
    pen.line([(x, r), (x, shoulder + 2)], 6, skin)
    if dress:
        hem = hip + (100 - hip) * 0.36
        pen.blob(
            [
                (x - 9, shoulder + 1),
                (x + 9, shoulder + 1),
                (x + 7, (shoulder + hip) / 2 - 2),
                (x + 15, hem),
                (x, hem + 2),
                (x - 15, hem),
                (x - 7, (shoulder + hip) / 2 - 2),
            ],
            look.rgb,
        )
        belt = (shoulder + hip) / 2 - 3
        pen.rect(x - 7.5, belt, x + 7.5, belt + 3, shade(look.rgb, 0.7))
    else:
        pen.rect(x - 11, shoulder, x + 11, hip + 4, look.rgb, r=6)
        pen.rect(x - 10, hip - 1, x + 10, hip + 5, look.rgb)
        pen.rect(x - 10, hip + 3, x + 10, hip + 6, shade(trousers, 0.7))
    _arm(pen, look, (x + 9, shoulder + 4), skin, hip)
    _head(pen, look, (x, r), skin, hair)


def _legs(pen: Pen, look: Look, x: float, hip: float, colour: RGB) -> None:
    reach = 13.0 if look.pose == "walking" else 6.0
    for side, tone in ((-1, 0.85), (1, 1.0)):
        foot = x + side * reach
        width = 8.5 if look.kind in {"man", "boy"} else 6.5
        pen.line(
            [(x + side * 5, hip + 4), (x + side * (5 + reach) / 2, (hip + 98) / 2), (foot, 95)],
            width,
            shade(colour, tone),
        )
        pen.rect(foot - 4.5, 93, foot + 7.5, 99, (58, 44, 42), r=3)


def _arm(pen: Pen, look: Look, start: tuple[float, float], skin: RGB, hip: float) -> None:
    x, y = start
    side = -1 if x < pen.width / 2 else 1
    reach = hip - y
    joints = {
        "walking": ((x + side * 5, y + reach * 0.48), (x + side * 11 + 2, y + reach * 0.78)),
        "waving": ((x + side * 8, y - 4), (x + side * 11, y - 20)),
    }
    elbow, hand = joints.get(look.pose, ((x + side * 4, y + reach * 0.5), (x + side * 5, y + reach)))
    if look.pose == "waving" and side < 0:
        elbow, hand = (x - 5, y + reach * 0.5), (x - 5, y + reach)
    pen.line([elbow, hand], 5, skin)
    pen.line([start, elbow], 6.5, shade(look.rgb, 0.86))
    pen.disc(*hand, 3.4, skin)


def _head(pen: Pen, look: Look, at: Point, skin: RGB, hair: RGB) -> None:
    x, r = at
    pen.disc(x, r + 0.5, r, skin)
    pen.pie((x - r - 0.6, 0, x + r + 0.6, 2 * r + 1), 170, 350, hair)
    pen.oval(x - r - 0.6, r * 0.35, x - r * 0.35, r * 1.5, hair)
    if look.kind in {"woman", "girl"}:
        pen.oval(x - r - 1, r * 0.4, x - r * 0.5, r * 2.4, hair)
    pen.disc(x + r * 0.1, r * 1.1, r * 0.13, INK)
    pen.disc(x + r * 0.68, r * 1.1, r * 0.13, INK)
    pen.stroke([(x + r * 0.05, r * 1.5), (x + r * 0.4, r * 1.66), (x + r * 0.7, r * 1.5)], r * 0.13, (150, 60, 56))
