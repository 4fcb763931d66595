"""Compose one scene: choose a setting and a cast, place each member so that it is seen, note what is visible.

Everything follows from the random generator that is passed in.
"""

from dataclasses import dataclass, replace
from random import Random

from PIL import Image

from datagen.toy import canvas
from datagen.toy.annotate import things
from datagen.toy.backdrops import WALLS
from datagen.toy.canvas import Layer, Sprites
from datagen.toy.drawings import BY_NAME, COLOURS, Form
from datagen.toy.pen import Look, Pen, shade
from datagen.toy.scene import ToyScene
from datagen.toy.settings import SETTINGS, Role, Setting
from datagen.toy.stage import LIGHTS, Stage

SIZES = ((480, 360), (440, 330), (400, 300), (320, 240), (360, 360), (300, 400), (270, 360), (460, 310))
TRIES = 14
SMALLEST_PX = 9


@dataclass(frozen=True, slots=True)
class SceneFrame:
    """What all placements of one scene share."""

    width: int
    height: int
    setting: Setting
    visible: float
    """The share of each object that must stay visible."""

    @property
    def unit(self) -> int:
        """The length to which lanes refer their scale."""
        return min(self.width, self.height)


def compose(rng: Random) -> tuple[ToyScene, Image.Image]:
    """One scene with its picture; at least one object is always in it."""
    width, height = rng.choice(SIZES)
    setting = rng.choices(SETTINGS, [s.weight for s in SETTINGS])[0]
    light = rng.choices(LIGHTS, (5, 2, 2))[0]
    wall = rng.choice(tuple(WALLS))
    frame = SceneFrame(width, height, setting, rng.choice((0.95, 0.95, 0.8, 0.55)))
    stage = Stage(width, height, light)
    setting.paint(stage, rng, wall)
    backdrop = stage.finished(mirrored=False)
    layers: list[Layer] = [_table(frame, rng)] if setting.table else []
    least = len(layers) + 1
    while len(layers) < least:
        for role, count, shared in _cast(setting, rng):
            for look_form in _looks(role, count, shared, rng):
                _try_to_place(frame, layers, role, look_form, rng)
    scene = ToyScene(width, height, setting.name, light.name, wall, things(layers, width, height))
    return scene, canvas.composed(backdrop, layers)


def _cast(setting: Setting, rng: Random) -> list[tuple[Role, int, bool]]:
    """Roles with how many of each (0 is a crowd) and whether they share a colour; no category twice."""
    chosen: list[tuple[Role, int, bool]] = []
    if setting.crowds and rng.random() < 0.2:
        chosen.append((rng.choice(setting.crowds), 0, True))
    for i in range(rng.choice((2, 2, 3, 3, 4) if setting.indoors else (1, 2, 2, 3, 3, 4))):
        taken = {role.category for role, _, _ in chosen}
        free = [role for role in setting.cast if role.category not in taken]
        role = rng.choices(free, [r.weight for r in free])[0]
        most = role.most if i == 0 else min(3, role.most)
        count = rng.randint(1, most) if rng.random() < (0.8 if i == 0 else 0.5) else 1
        chosen.append((role, count, rng.random() < 0.5))
    return chosen


def _looks(role: Role, count: int, shared: bool, rng: Random) -> list[tuple[Look, Form, bool]]:  # noqa: FBT001
    """A look and a form for each member of a role; a crowd is one entry."""
    forms = [f for f in BY_NAME[role.category].forms
             if (not role.poses or f.pose in role.poses) and f.pose != "large"
             and (not role.kinds or set(f.kinds) & set(role.kinds))]  # fmt: skip
    first, colour = rng.choice(forms), ""
    looks: list[tuple[Look, Form, bool]] = []
    for _ in range(max(1, count)):
        form = first if shared and role.category != "person" else rng.choice(forms)
        colour = colour if shared and colour in form.colours else rng.choice(form.colours)
        looks.append((_look(form, colour, role, rng), form, count == 0))
    return looks


def _look(form: Form, colour: str, role: Role, rng: Random) -> Look:
    kind = rng.choice([k for k in form.kinds if not role.kinds or k in role.kinds])
    rgb = shade(COLOURS.get(colour, (128, 128, 128)), rng.uniform(0.93, 1.06))
    return Look(form.pose, kind, colour, rgb, rng.choice(("left", "right")), rng.randrange(10**8))


def _try_to_place(
    frame: SceneFrame, layers: list[Layer], role: Role, wish: tuple[Look, Form, bool], rng: Random
) -> None:
    """Add the object at the first of several random places where nothing ends up too much hidden."""
    look, form, crowd = wish
    for attempt in range(TRIES):
        layer = (_crowd if crowd else _single)(frame, role, look, form, rng)
        if layer.pixels == 0 or min(layer.mask.shape) < SMALLEST_PX:
            continue
        if not all(layer.clear_of(other) for other in layers):
            continue
        seen = canvas.owners([*layers, layer], frame.width, frame.height)
        shares = canvas.visible(seen, [*layers, layer])
        enough = max(0.5, frame.visible - 0.02 * attempt)
        wanted = [0.3 if o.look.pose == "large" else 0.98 if not o.shadow else enough for o in (*layers, layer)]
        if all(share >= want for share, want in zip(shares, wanted, strict=True)):
            layers.append(layer)
            return


def _single(frame: SceneFrame, role: Role, look: Look, form: Form, rng: Random) -> Layer:
    lane = frame.setting.lanes[role.lane]
    t = rng.random()
    ground = (lane.y[0] + (lane.y[1] - lane.y[0]) * t) * frame.height
    metre = (lane.scale[0] + (lane.scale[1] - lane.scale[0]) * t) * frame.unit
    spread = (0.92, 1.08) if form.height_m > 0.6 else (0.85, 1.25)
    stretch = rng.uniform(0.94, 1.07)
    tall = form.height_m * metre * rng.uniform(*spread)
    tall = min(tall, 0.88 * frame.width * 100 / form.width / stretch)
    sprite = _drawn(form, look, tall, stretch)
    x0, x1 = lane.x[0] * frame.width, lane.x[1] * frame.width
    hang = (0.13 * sprite.width) if rng.random() < 0.15 and lane.x[0] < 0.05 else 0
    x = round(rng.uniform(x0 - hang, max(x0 - hang, x1 - sprite.width + hang)))
    y = max(2, round(ground) - sprite.height)
    return _layer(frame, role, look, ((sprite, x, y),), crowd=False)


def _crowd(frame: SceneFrame, role: Role, look: Look, form: Form, rng: Random) -> Layer:
    """Eleven to sixteen of a kind on the far side of the lane, in a row or, flying, scattered."""
    lane = frame.setting.lanes[role.lane]
    count = rng.randint(11, 16)
    metre = lane.scale[0] * frame.unit * (0.62 if lane.floats else 0.85)
    room = (lane.x[1] - lane.x[0]) * frame.width * rng.uniform(0.6, 0.95)
    start = lane.x[0] * frame.width + rng.uniform(0, max(0.0, (lane.x[1] - lane.x[0]) * frame.width - room))
    sprites: list[tuple[Image.Image, int, int]] = []
    for i in range(count):
        member = _member(look, form, role, rng)
        sprite = _drawn(form, member, max(14.0, form.height_m * metre * rng.uniform(0.92, 1.05)), 1.0)
        x = start + (room - sprite.width) * i / (count - 1)
        scatter = 0.09 if lane.floats else 0.0 if lane.y[1] - lane.y[0] < 0.01 else 0.018
        y = (lane.y[0] + rng.uniform(0, scatter)) * frame.height - sprite.height
        sprites.append((sprite, round(x), round(y)))
    sprites.sort(key=lambda s: s[2] + s[0].height)
    return _layer(frame, role, look, tuple(sprites), crowd=True)


def _member(look: Look, form: Form, role: Role, rng: Random) -> Look:
    """Another one of a crowd: fruit is alike, all else comes in several colours; flocks fly one way."""
    alike = role.category in {"apple", "orange", "sheep"}
    fresh = _look(form, look.colour if alike else rng.choice(form.colours), role, rng)
    return replace(fresh, facing=look.facing) if form.pose == "flying" else fresh


def _drawn(form: Form, look: Look, height_px: float, stretch: float) -> Image.Image:
    pen = Pen(form.width, height_px, stretch)
    form.draw(pen, look)
    return pen.sprite(mirrored=look.facing == "left")


def _layer(frame: SceneFrame, role: Role, look: Look, sprites: Sprites, *, crowd: bool) -> Layer:
    left, top, mask, pixels = canvas.placed(sprites, frame.width, frame.height)
    ground = float(max(y + s.height for s, _, y in sprites))
    lane = frame.setting.lanes[role.lane]
    depth = ground - 2 * frame.height if lane.floats else ground
    return Layer(role, look, depth, ground, sprites, left, top, mask, pixels, not lane.floats, crowd)


def _table(frame: SceneFrame, rng: Random) -> Layer:
    """The large table, as wide as the picture, behind all that stands on it."""
    top, bottom = frame.setting.table or (0.0, 0.0)
    form = next(f for f in BY_NAME["dining table"].forms if f.pose == "large")
    look = _look(form, rng.choice(form.colours), Role("dining table", "table"), rng)
    tall = (bottom - top) * frame.height
    wide = replace(form, width=frame.width * rng.uniform(0.86, 1.0) / tall * 100)
    sprite = _drawn(wide, look, tall, 1.0)
    at = (sprite, (frame.width - sprite.width) // 2, round(top * frame.height))
    layer = _layer(frame, Role("dining table", "table"), look, (at,), crowd=False)
    return replace(layer, depth=top * frame.height, ground=-10.0 * frame.height, shadow=False)
