"""The table of everything that can be drawn: COCO's category, then its forms, sizes and colours."""
# fmt: off - coordinates and tables read best side by side

from collections.abc import Callable
from dataclasses import dataclass

from datagen.toy import animals, furniture, outdoors, people, tableware, vehicles
from datagen.toy.pen import RGB, Look, Pen

COLOURS: dict[str, RGB] = {
    "red": (208, 52, 50),
    "orange": (240, 142, 46),
    "yellow": (246, 206, 66),
    "green": (76, 158, 84),
    "blue": (64, 112, 200),
    "purple": (134, 84, 176),
    "pink": (238, 142, 176),
    "brown": (146, 94, 58),
    "black": (62, 60, 66),
    "white": (244, 242, 236),
    "gray": (150, 152, 158),
    "tan": (214, 176, 126),
}

BRIGHT = ("red", "yellow", "green", "blue", "purple", "pink", "orange")
PAINT = ("red", "yellow", "green", "blue", "white", "gray", "black")


@dataclass(frozen=True, slots=True)
class Form:
    """One way to draw a category: its pose and kinds, its proportions and what colours it comes in."""

    draw: Callable[[Pen, Look], None]
    width: float
    """In hundredths of the height."""
    height_m: float
    """Apparent size beside the others; small things are a little larger than life, to be seen."""
    colours: tuple[str, ...]
    pose: str = "standing"
    kinds: tuple[str, ...] = ("",)


@dataclass(frozen=True, slots=True)
class Category:
    """A COCO category with COCO's own id, and the forms in which it can be drawn."""

    id: int
    name: str
    supercategory: str
    forms: tuple[Form, ...]


ADULTS, CHILDREN = ("man", "woman"), ("boy", "girl")
COATS = ("brown", "tan", "black", "white", "gray")
POTTERY = ("white", "blue", "red", "green", "yellow", "pink")
WOOD = ("brown", "tan", "white", "red", "blue", "green")


def _people(pose: str) -> tuple[Form, ...]:
    return (
        Form(people.person, 58, 1.75, BRIGHT, pose, ADULTS),
        Form(people.person, 58, 1.25, BRIGHT, pose, CHILDREN),
    )


CATEGORIES: tuple[Category, ...] = (
    Category(1, "person", "person", (*_people("standing"), *_people("walking"), *_people("waving"))),
    Category(2, "bicycle", "vehicle", (Form(vehicles.bicycle, 162, 1.1, BRIGHT),)),
    Category(3, "car", "vehicle", (Form(vehicles.car, 230, 1.5, PAINT),)),
    Category(6, "bus", "vehicle", (Form(vehicles.bus, 239, 2.9, ("red", "yellow", "green", "blue", "orange")),)),
    Category(
        9,
        "boat",
        "vehicle",
        (
            Form(vehicles.boat, 92, 3.2, ("red", "blue", "green", "brown", "yellow"), kinds=("sailboat",)),
            Form(vehicles.boat, 162, 1.7, ("red", "blue", "green", "brown", "yellow"), kinds=("motorboat",)),
        ),
    ),
    Category(10, "traffic light", "outdoor", (Form(outdoors.traffic_light, 22, 3.0, ("",), kinds=("red", "green")),)),
    Category(15, "bench", "outdoor", (Form(outdoors.bench, 180, 1.0, ("brown", "green", "red", "tan")),)),
    Category(
        16,
        "bird",
        "animal",
        (
            Form(animals.bird, 108, 0.5, ("blue", "red", "yellow", "brown", "gray", "white")),
            Form(animals.bird, 142, 0.5, ("blue", "red", "yellow", "brown", "gray", "white"), "flying"),
        ),
    ),
    Category(
        17,
        "cat",
        "animal",
        (
            Form(animals.cat, 68, 0.7, ("orange", "gray", "black", "white"), "sitting"),
            Form(animals.cat, 124, 0.62, ("orange", "gray", "black", "white")),
        ),
    ),
    Category(
        18,
        "dog",
        "animal",
        (
            Form(animals.dog, 133, 0.8, COATS),
            Form(animals.dog, 86, 0.85, COATS, "sitting"),
        ),
    ),
    Category(
        20,
        "sheep",
        "animal",
        (
            Form(animals.sheep, 124, 1.0, ("white", "white", "white", "gray")),
            Form(animals.sheep, 130, 1.0, ("white", "white", "white", "gray"), "grazing"),
        ),
    ),
    Category(
        21,
        "cow",
        "animal",
        (
            Form(animals.cow, 156, 1.5, ("brown", "white")),
            Form(animals.cow, 160, 1.5, ("brown", "white"), "grazing"),
        ),
    ),
    Category(28, "umbrella", "accessory", (Form(outdoors.umbrella, 112, 2.1, BRIGHT),)),
    Category(
        37,
        "sports ball",
        "sports",
        (
            Form(outdoors.ball, 100, 0.42, ("",), kinds=("soccer ball", "basketball")),
            Form(outdoors.ball, 100, 0.5, BRIGHT, kinds=("beach ball",)),
        ),
    ),
    Category(38, "kite", "sports", (Form(outdoors.kite, 60, 1.5, BRIGHT, "flying"),)),
    Category(44, "bottle", "kitchen", (Form(tableware.bottle, 30, 0.30, ("green", "brown", "blue")),)),
    Category(47, "cup", "kitchen", (Form(tableware.cup, 114, 0.12, POTTERY),)),
    Category(51, "bowl", "kitchen", (Form(tableware.bowl, 170, 0.115, POTTERY),)),
    Category(52, "banana", "food", (Form(tableware.banana, 164, 0.09, ("yellow",)),)),
    Category(53, "apple", "food", (Form(tableware.apple, 94, 0.105, ("red", "green")),)),
    Category(55, "orange", "food", (Form(tableware.orange, 96, 0.105, ("orange",)),)),
    Category(61, "cake", "food", (Form(tableware.cake, 140, 0.19, ("pink", "white", "brown", "yellow")),)),
    Category(62, "chair", "furniture", (Form(furniture.chair, 66, 1.05, WOOD),)),
    Category(
        63,
        "couch",
        "furniture",
        (Form(furniture.couch, 210, 0.95, ("red", "blue", "green", "gray", "brown", "purple")),),
    ),
    Category(
        64, "potted plant", "furniture", (Form(furniture.potted_plant, 72, 0.95, ("brown", "white", "blue", "orange")),)
    ),
    Category(
        67,
        "dining table",
        "furniture",
        (
            Form(furniture.dining_table, 210, 0.8, ("brown", "tan", "white")),
            Form(furniture.dining_table, 200, 1.0, ("brown", "tan"), "large"),
        ),
    ),
    Category(72, "tv", "electronic", (Form(furniture.tv, 170, 0.75, ("",), "hanging"),)),
    Category(73, "laptop", "electronic", (Form(tableware.laptop, 140, 0.25, ("gray", "black", "white")),)),
    Category(
        84,
        "book",
        "indoor",
        (
            Form(tableware.book, 78, 0.24, BRIGHT),
            Form(tableware.book, 200, 0.075, BRIGHT, "lying"),
            Form(tableware.book, 200, 0.15, BRIGHT, "open"),
        ),
    ),
    Category(
        85,
        "clock",
        "indoor",
        (Form(furniture.clock, 100, 0.45, ("red", "black", "blue", "brown", "green"), "hanging"),),
    ),
    Category(86, "vase", "indoor", (Form(furniture.vase, 62, 0.3, ("blue", "white", "red", "green", "purple")),)),
)

BY_NAME: dict[str, Category] = {category.name: category for category in CATEGORIES}
