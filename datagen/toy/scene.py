"""What one toy picture shows, as the annotations and the captions tell it."""

from dataclasses import dataclass

from datagen.toy.drawings import Category
from datagen.toy.pen import Look

Polygon = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Thing:
    """One drawn object, or one crowd of them, as far as it can be seen."""

    category: Category
    look: Look
    lane: str
    ground: float
    """Where it stands, in pixels from the top; the lower of two is nearer."""
    box: tuple[int, int, int, int]
    """Left, top, width and height in pixels: tight around the visible part."""
    area: int
    whole: bool
    """Nearly nothing of it is hidden, so that its size may be compared."""
    outline: tuple[Polygon, ...] = ()
    runs: tuple[int, ...] = ()
    """For a crowd, COCO's run lengths of its mask; empty otherwise."""

    @property
    def crowd(self) -> bool:
        return bool(self.runs)

    @property
    def centre(self) -> float:
        """The middle of the box from the left, in pixels."""
        return self.box[0] + self.box[2] / 2


@dataclass(frozen=True, slots=True)
class ToyScene:
    """One picture's contents; the order of things is from far to near."""

    width: int
    height: int
    setting: str
    light: str
    wall: str
    things: tuple[Thing, ...]
