"""What lies behind the objects, one function a setting; heights agree with the lanes in `settings`."""
# fmt: off - coordinates and tables read best side by side

from random import Random

from datagen.toy.pen import RGB, WHITE, Point, shade
from datagen.toy.stage import Stage

GREENS: tuple[RGB, ...] = ((126, 190, 96), (142, 196, 88), (110, 180, 104))
WALLS: dict[str, RGB] = {
    "blue": (172, 204, 226),
    "green": (190, 216, 184),
    "yellow": (248, 232, 178),
    "pink": (246, 210, 206),
    "white": (238, 236, 228),
    "gray": (204, 206, 210),
}


def _clouds(rng: Random, stage: Stage, low: float) -> list[Point]:
    count = rng.randint(3, 4) if stage.light.name == "cloudy" else rng.randint(0, 2)
    return [(rng.uniform(0.05, 0.95), rng.uniform(0.07, low)) for _ in range(count)]


def _tufts(stage: Stage, rng: Random, top: float, fill: RGB) -> None:
    for _ in range(22):
        x, y = rng.random(), rng.uniform(top, 0.99)
        for lean in (-0.008, 0, 0.008):
            stage.line([(x, y), (x + lean, y - 0.018)], 0.004, fill)


def street(stage: Stage, rng: Random) -> None:
    """Houses, a far pavement, a road with two lanes and a near pavement."""
    stage.sky(0.56, rng.uniform(0.1, 0.9), _clouds(rng, stage, 0.16))
    x = -rng.uniform(0, 0.1)
    while x < 1:
        width = rng.uniform(0.2, 0.34) / stage.ratio * 1.2
        top = rng.uniform(0.12, 0.34)
        wall = stage.lit(
            rng.choice(((206, 140, 116), (226, 202, 164), (178, 186, 196), (214, 178, 178), (166, 188, 170)))
        )
        stage.rect(x, top, x + width, 0.56, wall)
        stage.rect(x, top, x + width, top + 0.02, shade(wall, 0.75))
        glass = (252, 222, 130) if stage.light.name == "evening" else (150, 184, 206)
        for column in range(3):
            for y in (top + 0.06, top + 0.16, top + 0.26):
                if y + 0.06 < 0.47:
                    left = x + width * (0.13 + 0.28 * column)
                    stage.rect(left, y, left + width * 0.17, y + 0.06, glass)
        stage.rect(x + width * 0.42, 0.475, x + width * 0.58, 0.56, shade(wall, 0.55))
        x += width
    pavement, road = stage.lit((206, 202, 194)), stage.lit((112, 114, 122))
    stage.rect(0, 0.56, 1, 0.65, pavement)
    stage.rect(0, 0.64, 1, 0.652, shade(pavement, 0.8))
    stage.rect(0, 0.652, 1, 0.9, road)
    for i in range(8):
        stage.rect(i / 7 - 0.05, 0.762, i / 7 + 0.03, 0.774, stage.lit((236, 232, 214)))
    stage.rect(0, 0.89, 1, 0.905, shade(pavement, 0.8))
    stage.rect(0, 0.905, 1, 1, pavement)
    for i in range(6):
        stage.line([(i / 5 + 0.02, 0.905), (i / 5 - 0.02, 1)], 0.004, shade(pavement, 0.88))


def park(stage: Stage, rng: Random) -> None:
    """A lawn with a light path, and trees of two kinds."""
    stage.sky(0.46, rng.uniform(0.15, 0.85), _clouds(rng, stage, 0.24))
    grass = stage.lit(rng.choice(GREENS))
    stage.ridge([(-0.1, 0.42), (0.3, 0.37), (0.7, 0.42), (1.1, 0.38)], 0.5, shade(grass, 0.8))
    stage.fade(0.45, 1, shade(grass, 0.93), shade(grass, 1.08))
    bend = rng.uniform(-0.15, 0.25)
    stage.poly(
        [(0.44 + bend, 0.45), (0.47 + bend, 0.45), (0.5, 0.65), (0.42, 1), (0.02, 1), (0.36, 0.65)],
        stage.lit((228, 208, 168)),
    )
    for i in range(rng.randint(4, 7)):
        x = (i + rng.uniform(0.1, 0.9)) / 6
        leaf = stage.lit(rng.choice(((74, 140, 76), (92, 156, 70), (120, 162, 62))))
        stage.tree(x, rng.uniform(0.46, 0.52), rng.uniform(0.26, 0.42), leaf, pine=rng.random() < 0.35)
    _tufts(stage, rng, 0.6, shade(grass, 0.8))


def meadow(stage: Stage, rng: Random) -> None:
    """Hills, a fence and a pasture with flowers."""
    stage.sky(0.46, rng.uniform(0.15, 0.85), _clouds(rng, stage, 0.22))
    grass = stage.lit(rng.choice(GREENS))
    for level, tone in ((0.3, 0.72), (0.36, 0.84)):
        stage.ridge(
            [(x, level + rng.uniform(-0.05, 0.05)) for x in (-0.1, 0.2, 0.45, 0.7, 1.1)], 0.52, shade(grass, tone)
        )
    stage.fade(0.44, 1, shade(grass, 0.95), shade(grass, 1.1))
    if rng.random() < 0.5:
        barn = rng.uniform(0.1, 0.8)
        half = 0.09 / stage.ratio
        stage.rect(barn - half, 0.36, barn + half, 0.46, stage.lit((186, 66, 56)))
        stage.poly([(barn - half * 1.25, 0.37), (barn, 0.28), (barn + half * 1.25, 0.37)], stage.lit((110, 84, 76)))
        stage.rect(barn - half * 0.35, 0.39, barn + half * 0.35, 0.46, stage.lit((240, 226, 206)))
    wood = stage.lit((168, 128, 88))
    for y in (0.455, 0.485):
        stage.line([(0, y), (1, y)], 0.011, wood)
    for i in range(12):
        stage.rect(i / 11 - 0.008, 0.43, i / 11 + 0.008, 0.515, shade(wood, 0.88))
    _tufts(stage, rng, 0.58, shade(grass, 0.8))
    for _ in range(rng.randint(0, 16)):
        stage.disc(
            rng.random(), rng.uniform(0.6, 0.99), 0.007, stage.lit(rng.choice((WHITE, (250, 220, 90), (240, 150, 170))))
        )


def _water(stage: Stage, rng: Random, top: float, bottom: float) -> None:
    deep, pale = stage.lit((52, 126, 184)), stage.lit((122, 192, 220))
    stage.fade(top, bottom, deep, pale)
    for _ in range(16):
        x, y = rng.random(), rng.uniform(top + 0.02, bottom - 0.02)
        stage.line([(x, y), (x + 0.05, y)], 0.005, shade(pale, 1.4))


def beach(stage: Stage, rng: Random) -> None:
    """Sea under the horizon, a line of foam and sand."""
    stage.sky(0.39, rng.uniform(0.15, 0.85), _clouds(rng, stage, 0.22))
    _water(stage, rng, 0.39, 0.62)
    shore = [(x, 0.585 + rng.uniform(-0.012, 0.012)) for x in (-0.1, 0.2, 0.4, 0.6, 0.8, 1.1)]
    stage.ridge([(x, y - 0.012) for x, y in shore], 0.8, stage.lit(WHITE))
    sand = stage.lit((240, 216, 160))
    stage.ridge(shore, 1.0, sand)
    for _ in range(26):
        stage.disc(rng.random(), rng.uniform(0.64, 0.99), 0.004, shade(sand, 0.86))


def lake(stage: Stage, rng: Random) -> None:
    """Mountains behind a lake, and a grassy bank in front."""
    stage.sky(0.4, rng.uniform(0.15, 0.85), _clouds(rng, stage, 0.16))
    far = stage.lit((146, 166, 190))
    for x, top in ((0.15, 0.2), (0.5, 0.14), (0.85, 0.22)):
        peak = top + rng.uniform(-0.03, 0.05)
        stage.poly([(x - 0.34, 0.42), (x, peak), (x + 0.34, 0.42)], far)
        stage.poly(
            [
                (x - 0.065, peak + 0.046),
                (x, peak),
                (x + 0.065, peak + 0.046),
                (x + 0.02, peak + 0.036),
                (x - 0.01, peak + 0.055),
            ],
            stage.lit(WHITE),
        )
    stage.ridge([(-0.1, 0.37), (0.25, 0.4), (0.6, 0.37), (1.1, 0.39)], 0.44, stage.lit((96, 146, 100)))
    _water(stage, rng, 0.42, 0.82)
    grass = stage.lit(rng.choice(GREENS))
    stage.ridge([(-0.1, 0.79), (0.3, 0.8), (0.6, 0.785), (1.1, 0.8)], 1.0, shade(grass, 0.82))
    stage.ridge([(-0.1, 0.805), (0.3, 0.815), (0.6, 0.8), (1.1, 0.815)], 1.0, grass)
    _tufts(stage, rng, 0.84, shade(grass, 0.8))


def wall_and_window(stage: Stage, wall: RGB, y0: float, y1: float) -> None:
    """A papered wall with a window in its left half; the wall's right half stays free."""
    stage.rect(0, 0, 1, 1, wall)
    x0, x1 = 0.07, 0.36
    stage.rect(x0 - 0.015, y0 - 0.02, x1 + 0.015, y1 + 0.02, WHITE)
    stage.rect(x0, y0, x1, y1, stage.light.bottom)
    stage.rect(x0, y0, x1, (y0 + y1) / 2, shade(stage.light.top, 1.2))
    stage.rect(x0, y1 - (y1 - y0) * 0.25, x1, y1, stage.lit((122, 180, 104)))
    stage.rect((x0 + x1) / 2 - 0.006, y0, (x0 + x1) / 2 + 0.006, y1, WHITE)
    stage.rect(x0, (y0 + y1) / 2 - 0.007, x1, (y0 + y1) / 2 + 0.007, WHITE)
    stage.rect(x0 - 0.03, y1 + 0.015, x1 + 0.03, y1 + 0.04, shade(WHITE, 0.9))


def living_room(stage: Stage, rng: Random, wall: RGB) -> None:
    """A window, a skirting board, a wooden floor and perhaps a rug."""
    wall_and_window(stage, wall, 0.12, 0.42)
    curtain = rng.choice(((206, 110, 96), (112, 146, 180), (226, 190, 110), (140, 166, 130)))
    for x in (0.03, 0.36):
        stage.poly([(x, 0.07), (x + 0.05, 0.07), (x + 0.055, 0.5), (x - 0.005, 0.5)], curtain)
    stage.line([(0.01, 0.07), (0.43, 0.07)], 0.014, (120, 88, 62))
    floor = rng.choice(((198, 152, 106), (176, 130, 92), (214, 186, 150)))
    stage.rect(0, 0.6, 1, 0.63, WHITE)
    stage.fade(0.63, 1, shade(floor, 0.94), floor)
    for y in (0.68, 0.74, 0.81, 0.9):
        stage.line([(0, y), (1, y)], 0.004, shade(floor, 0.86))
    if rng.random() < 0.6:
        rug = rng.choice(((190, 92, 88), (104, 136, 176), (146, 160, 118), (220, 200, 160)))
        stage.disc(0.5, 0.83, 0.36 * stage.ratio, rug, 0.3 / stage.ratio)
        stage.disc(0.5, 0.83, 0.31 * stage.ratio, shade(rug, 1.25), 0.3 / stage.ratio)


def kitchen(stage: Stage, rng: Random, wall: RGB) -> None:
    """A window, tiles and a floor; the table is an object of its own."""
    wall_and_window(stage, wall, 0.1, 0.38)
    tile = shade(wall, 0.93)
    for y in (0.46, 0.54):
        stage.line([(0, y), (1, y)], 0.004, tile)
    for i in range(13):
        stage.line([(i / 12, 0.46), (i / 12, 0.62)], 0.004, tile)
    floor = rng.choice(((186, 176, 166), (170, 140, 112), (150, 160, 168)))
    stage.rect(0, 0.62, 1, 1, floor)


def study(stage: Stage, rng: Random, wall: RGB) -> None:
    """A shelf on the wall above a desk that fills the lower part."""
    stage.fade(0, 1, wall, shade(wall, 0.95))
    wood = rng.choice(((176, 124, 80), (206, 164, 114), (142, 98, 70)))
    stage.rect(0.06, 0.3, 0.94, 0.325, wood)
    stage.rect(0.06, 0.318, 0.94, 0.327, shade(wood, 0.7))
    for x in (0.12, 0.86):
        stage.poly([(x, 0.325), (x + 0.02, 0.325), (x + 0.02, 0.37)], shade(wood, 0.7))
    stage.fade(0.62, 0.95, shade(wood, 1.02), shade(wood, 1.18))
    stage.rect(0, 0.615, 1, 0.63, shade(wood, 0.8))
    stage.rect(0, 0.94, 1, 1, shade(wood, 0.7))
