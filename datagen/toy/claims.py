"""What a caption claims about its picture, in a form that can be checked against the boxes.

Things are named by their index in the scene.
"""

from dataclasses import dataclass

from datagen.toy.scene import ToyScene


@dataclass(frozen=True, slots=True)
class CountClaim:
    """The scene has so many of the category, and no crowd of it."""

    category: str
    number: int

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        same = [thing for thing in scene.things if thing.category.name == self.category]
        return len(same) == self.number and not any(thing.crowd for thing in same)


@dataclass(frozen=True, slots=True)
class ColourClaim:
    """The thing has this colour."""

    thing: int
    colour: str

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        return scene.things[self.thing].look.colour == self.colour


@dataclass(frozen=True, slots=True)
class LeftOf:
    """The first thing is clearly left of the second: by a tenth of the width, hardly overlapping."""

    first: int
    second: int

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        one, two = scene.things[self.first], scene.things[self.second]
        overlap = one.box[0] + one.box[2] - two.box[0]
        return two.centre - one.centre > 0.1 * scene.width and overlap < 0.25 * min(one.box[2], two.box[2])


@dataclass(frozen=True, slots=True)
class OnSide:
    """The thing lies in the left or the right half of the picture."""

    thing: int
    side: str

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        left, _, width, _ = scene.things[self.thing].box
        if self.side == "left":
            return left + width < 0.54 * scene.width
        return left > 0.46 * scene.width


@dataclass(frozen=True, slots=True)
class Bigger:
    """The first thing's box is at least a fifth larger than the second's in width and in height."""

    first: int
    second: int

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        one, two = scene.things[self.first].box, scene.things[self.second].box
        return one[2] >= 1.2 * two[2] and one[3] >= 1.2 * two[3]


@dataclass(frozen=True, slots=True)
class Nearer:
    """The first thing stands clearly lower in the picture, so nearer to who looks at it."""

    first: int
    second: int

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        one, two = scene.things[self.first].box, scene.things[self.second].box
        return one[1] + one[3] - two[1] - two[3] > 0.06 * scene.height


@dataclass(frozen=True, slots=True)
class Overlaps:
    """Seen from the front, the two share some of the picture's width."""

    first: int
    second: int

    def holds(self, scene: ToyScene) -> bool:
        """Whether the scene bears it out."""
        one, two = scene.things[self.first].box, scene.things[self.second].box
        shared = min(one[0] + one[2], two[0] + two[2]) - max(one[0], two[0])
        return shared > 0.4 * min(one[2], two[2])


Claim = CountClaim | ColourClaim | LeftOf | OnSide | Bigger | Nearer | Overlaps
