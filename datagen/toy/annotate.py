"""Read boxes, areas and outlines off the layers: exactly what can be seen of each, as COCO annotates it."""

from dataclasses import replace

import numpy as np

from datagen.toy import canvas, outline
from datagen.toy.canvas import Layer
from datagen.toy.drawings import BY_NAME
from datagen.toy.scene import Thing

WHOLE = 0.9
"""From this visible share on an object counts as seen whole."""
SPECK = 0.02
"""A visible part smaller than this share of the largest is left out."""


def things(layers: list[Layer], width: int, height: int) -> tuple[Thing, ...]:
    """All things from far to near, each as far as it is visible in a picture of that size."""
    seen = canvas.owners(layers, width, height)
    shares = canvas.visible(seen, layers)
    order = sorted(range(len(layers)), key=lambda i: layers[i].depth)
    return tuple(_thing(layers[i], seen == i + 1, whole=shares[i] > WHOLE) for i in order)


def _thing(layer: Layer, mask: outline.Mask, *, whole: bool) -> Thing:
    """What is visible of a layer, as COCO annotates it; boxes are tight."""
    thing = Thing(
        BY_NAME[layer.role.category],
        layer.look,
        layer.role.lane,
        layer.ground,
        (0, 0, 0, 0),
        int(mask.sum()),
        whole,
    )
    return _crowd_outlined(thing, mask) if layer.crowd else _outlined(thing, layer, mask)


def _crowd_outlined(thing: Thing, mask: outline.Mask) -> Thing:
    rows, columns = np.flatnonzero(mask.any(axis=1)), np.flatnonzero(mask.any(axis=0))
    x0, y0 = int(columns[0]), int(rows[0])
    box = (x0, y0, int(columns[-1]) + 1 - x0, int(rows[-1]) + 1 - y0)
    return replace(thing, box=box, runs=outline.runs(mask))


def _outlined(thing: Thing, layer: Layer, mask: outline.Mask) -> Thing:
    """Polygons of the visible parts, without the specks that remain where something else covers an object."""
    rows, columns = layer.mask.shape
    window = mask[layer.top : layer.top + rows, layer.left : layer.left + columns]
    parts = [(outline.signed_area(part), part) for part in outline.borders(window)]
    speck = SPECK * max(size for size, _ in parts)
    kept = [[(x + layer.left, y + layer.top) for x, y in part] for size, part in parts if size >= speck]
    xs, ys = [x for part in kept for x, _ in part], [y for part in kept for _, y in part]
    return replace(
        thing,
        box=(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys)),
        area=thing.area - round(sum(size for size, _ in parts if size < speck)),
        outline=tuple(tuple(v for corner in outline.simplified(part) for v in corner) for part in kept),
    )
