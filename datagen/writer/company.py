"""Which of COCO's categories are met together, and which are taken for each other.

Absent things are asked about that one could expect, and never those that an annotator may have called otherwise.
"""

from __future__ import annotations

_SETTINGS = (
    "dining table, chair, cup, bottle, wine glass, fork, knife, spoon, bowl, person, vase, cake, pizza, sandwich",
    "microwave, oven, toaster, sink, refrigerator, bottle, cup, bowl, knife, chair, dining table, person",
    "banana, apple, orange, carrot, broccoli, bowl, knife, fork, dining table, sandwich, cup",
    "person, bicycle, car, motorcycle, bus, truck, traffic light, stop sign, fire hydrant, parking meter, bench",
    "couch, chair, tv, remote, potted plant, book, clock, vase, cat, dog, laptop, person, teddy bear, bed",
    "toilet, sink, toothbrush, hair drier, bottle, cup, person, cat, potted plant",
    "laptop, keyboard, mouse, cell phone, book, cup, chair, tv, clock, scissors, person, cat",
    "person, sports ball, baseball bat, baseball glove, tennis racket, frisbee, bench, chair, bottle, dog",
    "person, skis, snowboard, backpack, dog, bench",
    "person, surfboard, boat, kite, umbrella, bird, dog, chair, bench",
    "horse, cow, sheep, dog, bird, person, car, truck, cat",
    "elephant, zebra, giraffe, bird, person, bear, horse, car",
    "airplane, truck, car, person, bird, kite, bus, suitcase",
    "train, person, bench, clock, traffic light, car, backpack, suitcase, handbag, bicycle",
    "person, skateboard, bicycle, bench, car, backpack, dog, umbrella, cell phone",
    "dog, cat, bird, couch, frisbee, person, bed, chair, sports ball, teddy bear",
)
_ALIKE = (
    "car, truck, bus, train",
    "bicycle, motorcycle",
    "cup, wine glass, bowl, vase, bottle",
    "couch, chair, bed, bench",
    "handbag, backpack, suitcase",
    "tv, laptop",
    "cell phone, remote, mouse",
    "cake, donut, sandwich, pizza, hot dog",
    "fork, knife, spoon, scissors",
    "sheep, cow, horse, dog",
    "skis, snowboard, surfboard, skateboard",
    "microwave, oven, toaster",
    "orange, apple, sports ball",
    "carrot, broccoli, hot dog",
    "potted plant, vase",
    "kite, umbrella, airplane, bird",
    "sports ball, frisbee",
    "baseball bat, baseball glove, tennis racket",
    "dining table, bench, bed",
    "tie, handbag",
    "bear, teddy bear, dog",
)


def _neighbors(lines: tuple[str, ...]) -> dict[str, frozenset[str]]:
    groups = [frozenset(line.split(", ")) for line in lines]
    names = frozenset().union(*groups)
    return {name: frozenset().union(*(group for group in groups if name in group)) - {name} for name in names}


COMPANY = _neighbors(_SETTINGS)
CONFUSED = _neighbors(_ALIKE)
