"""Where scenes take place: the lanes on which objects stand, and which objects fit there.

A lane's heights are fractions of the picture's height; they agree with what `backdrops` paints.
"""
# fmt: off - coordinates and tables read best side by side

from dataclasses import dataclass, field
from random import Random

from datagen.toy import backdrops
from datagen.toy.stage import Stage


@dataclass(frozen=True, slots=True)
class Lane:
    """A strip of ground, or of wall or sky, in which objects may be put."""

    y: tuple[float, float]
    """Where objects end at the bottom, from the strip's far side to its near side."""
    scale: tuple[float, float]
    """A metre's size at the far and the near side, in fractions of the picture's shorter side."""
    places: tuple[str, ...]
    x: tuple[float, float] = (0.03, 0.97)
    floats: bool = False
    """Hanging or flying: no shadow, behind everything else, never overlapped."""


@dataclass(frozen=True, slots=True)
class Role:
    """A category that fits a setting: on which lane, in which poses, at most how many."""

    category: str
    lane: str
    most: int = 1
    weight: float = 1.0
    poses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Setting:
    """A kind of place. `crowds` lists the roles that can appear as a crowd."""

    name: str
    lanes: dict[str, Lane]
    cast: tuple[Role, ...]
    crowds: tuple[Role, ...]
    indoors: bool = False
    table: tuple[float, float] | None = None
    """Upper and lower edge of a large dining table that is always there."""
    weight: float = field(default=1.0)

    def paint(self, stage: Stage, rng: Random, wall: str) -> None:
        """Paint the backdrop; the wall's colour matters indoors only."""
        if self.indoors:
            INDOORS[self.name](stage, rng, backdrops.WALLS[wall])
        else:
            OUTDOORS[self.name](stage, rng)


OUTDOORS = {
    "street": backdrops.street,
    "park": backdrops.park,
    "meadow": backdrops.meadow,
    "beach": backdrops.beach,
    "lake": backdrops.lake,
}
INDOORS = {"living room": backdrops.living_room, "kitchen": backdrops.kitchen, "study": backdrops.study}

GROUNDED = ("standing", "walking", "waving", "sitting", "grazing")
SKY = Lane((0.14, 0.34), (0.16, 0.26), ("in the sky", "in the air", "overhead"), (0.05, 0.95), floats=True)
GRASS = Lane((0.55, 0.96), (0.125, 0.29), ("on the grass", "on the lawn", "on green grass"))
PASTURE = Lane((0.56, 0.96), (0.125, 0.29), ("in the grass", "in a green field", "in a pasture"))
STREET_LANES = {
    "far pavement": Lane((0.605, 0.635), (0.12, 0.13), ("on the far sidewalk", "in front of the buildings")),
    "road": Lane((0.735, 0.855), (0.13, 0.165), ("on the road", "on the street", "in the street")),
    "pavement": Lane((0.935, 0.985), (0.2, 0.225), ("on the sidewalk", "on the pavement")),
}
BEACH_LANES = {
    "sky": SKY,
    "sea": Lane((0.45, 0.565), (0.05, 0.085), ("on the water", "on the sea", "out at sea")),
    "sand": Lane((0.67, 0.96), (0.15, 0.28), ("on the sand", "on the beach", "on the sandy beach")),
}
LAKE_LANES = {
    "sky": SKY,
    "water": Lane((0.47, 0.76), (0.05, 0.12), ("on the lake", "on the water", "on the calm lake")),
    "bank": Lane((0.87, 0.97), (0.23, 0.265), ("by the lake", "on the grassy shore", "beside the water")),
}
ROOM_LANES = {
    "wall": Lane((0.3, 0.4), (0.27, 0.3), ("on the wall", "high on the wall"), (0.46, 0.97), floats=True),
    "back": Lane((0.7, 0.74), (0.27, 0.28), ("against the wall", "in the living room"), (0.02, 0.98)),
    "floor": Lane((0.78, 0.95), (0.28, 0.33), ("on the floor", "on the wooden floor", "in the living room")),
}
TABLE = Lane((0.645, 0.9), (0.95, 1.3), ("on the table", "on a wooden table", "on top of the table"), (0.15, 0.85))
DESK = Lane((0.7, 0.925), (0.95, 1.25), ("on the desk", "on a wooden desk"))
SHELF = Lane((0.302, 0.304), (0.78, 0.8), ("on the shelf", "on a wooden shelf"), (0.09, 0.91))

SETTINGS: tuple[Setting, ...] = (
    Setting(
        "street",
        STREET_LANES,
        (
            Role("car", "road", 3, 3),
            Role("bus", "road", 1, 2),
            Role("bicycle", "road", 2, 1),
            Role("person", "pavement", 4, 2),
            Role("person", "far pavement", 4, 1),
            Role("traffic light", "pavement", 2, 0.9),
            Role("bench", "far pavement", 2),
            Role("dog", "pavement", 2),
            Role("cat", "pavement", 1, 0.6),
            Role("bicycle", "pavement", 2, 1),
            Role("potted plant", "far pavement", 3, 0.5),
        ),
        (Role("person", "far pavement"),),
    ),
    Setting(
        "park",
        {"sky": SKY, "grass": GRASS},
        (
            Role("person", "grass", 4, 3),
            Role("dog", "grass", 4, 3),
            Role("bench", "grass", 2, 2),
            Role("bicycle", "grass", 2),
            Role("cat", "grass", 2),
            Role("bird", "grass", 4, 1.5, GROUNDED),
            Role("bird", "sky", 4, 1, ("flying",)),
            Role("kite", "sky", 3, 2),
            Role("sports ball", "grass", 3, 2),
            Role("umbrella", "grass", 2),
        ),
        (Role("person", "grass"), Role("bird", "sky", poses=("flying",))),
    ),
    Setting(
        "meadow",
        {"sky": SKY, "pasture": PASTURE},
        (
            Role("sheep", "pasture", 6, 4),
            Role("cow", "pasture", 5, 4),
            Role("dog", "pasture", 2),
            Role("person", "pasture", 2, 1.2),
            Role("bird", "pasture", 4, 1, GROUNDED),
            Role("bird", "sky", 3, 1, ("flying",)),
        ),
        (Role("sheep", "pasture"), Role("cow", "pasture")),
    ),
    Setting(
        "beach",
        BEACH_LANES,
        (
            Role("person", "sand", 4, 3),
            Role("umbrella", "sand", 3, 3),
            Role("boat", "sea", 4, 3),
            Role("dog", "sand", 2),
            Role("sports ball", "sand", 3, 1.5, (), ("beach ball", "soccer ball")),
            Role("kite", "sky", 3, 1.5),
            Role("bird", "sky", 4, 1.5, ("flying",)),
            Role("bird", "sand", 4, 1, GROUNDED),
            Role("chair", "sand", 3, 0.6),
        ),
        (Role("person", "sand"), Role("bird", "sky", poses=("flying",))),
    ),
    Setting(
        "lake",
        LAKE_LANES,
        (
            Role("boat", "water", 5, 5),
            Role("person", "bank", 3, 2),
            Role("bench", "bank", 1, 1.5),
            Role("dog", "bank", 2),
            Role("bird", "sky", 4, 1, ("flying",)),
            Role("bird", "bank", 4, 1, GROUNDED),
            Role("bicycle", "bank", 2),
            Role("cat", "bank", 1, 0.5),
            Role("umbrella", "bank", 1, 0.6),
        ),
        (Role("boat", "water"), Role("bird", "sky", poses=("flying",))),
        weight=0.7,
    ),
    Setting(
        "living room",
        ROOM_LANES,
        (
            Role("couch", "back", 1, 3),
            Role("chair", "back", 3, 2),
            Role("potted plant", "back", 2, 2),
            Role("tv", "wall", 1, 2),
            Role("clock", "wall", 1, 1.5),
            Role("cat", "floor", 3, 2),
            Role("dog", "floor", 2, 2),
            Role("person", "floor", 2, 1.5),
            Role("chair", "floor", 2),
            Role("sports ball", "floor", 2, 0.7),
            Role("dining table", "floor", 1, 1),
        ),
        (),
        indoors=True,
        weight=1.2,
    ),
    Setting(
        "kitchen",
        {"table": TABLE, "wall": ROOM_LANES["wall"]},
        (
            Role("bowl", "table", 3, 2),
            Role("cup", "table", 4, 2),
            Role("apple", "table", 5, 2),
            Role("orange", "table", 5, 2),
            Role("banana", "table", 3, 1.6),
            Role("bottle", "table", 3, 1.5),
            Role("cake", "table", 2, 1.5),
            Role("vase", "table", 2, 1.2),
            Role("clock", "wall", 1, 1),
            Role("book", "table", 1, 0.5),
        ),
        (Role("orange", "table"), Role("apple", "table"), Role("cup", "table")),
        indoors=True,
        table=(0.56, 1.03),
        weight=1.4,
    ),
    Setting(
        "study",
        {"desk": DESK, "shelf": SHELF},
        (
            Role("laptop", "desk", 2, 3),
            Role("book", "desk", 4, 3),
            Role("cup", "desk", 2, 2),
            Role("apple", "desk", 2),
            Role("vase", "desk", 1),
            Role("vase", "shelf", 2, 0.8),
            Role("bottle", "desk", 1, 0.7),
            Role("banana", "desk", 1, 0.5),
            Role("book", "shelf", 4, 1, ("standing",)),
            Role("bowl", "shelf", 2, 0.5),
        ),
        (Role("book", "shelf", poses=("standing",)),),
        indoors=True,
        weight=0.8,
    ),
)
