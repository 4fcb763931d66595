"""From a mask of pixels to COCO's two forms of it: polygons and run lengths."""

from collections.abc import Iterator
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]
Corner = tuple[int, int]

TOLERANCE = 0.7
"""How far, in pixels, a simplified polygon may leave the true border."""


def runs(mask: Mask) -> tuple[int, ...]:
    """COCO's uncompressed run lengths: down the columns, beginning with the run of unset pixels."""
    flat = mask.T.reshape(-1)
    edges = np.flatnonzero(np.diff(flat.astype(np.int8), prepend=0, append=0))
    stops = [0, *edges.tolist()]
    if not flat[-1]:
        stops.append(flat.size)
    return tuple(b - a for a, b in pairwise(stops))


def borders(mask: Mask) -> Iterator[list[Corner]]:
    """The outer border of each connected part as corners of pixels, clockwise; holes are left out."""
    padded = np.pad(mask, 1)
    solid: list[list[bool]] = padded.tolist()
    above = padded[1:-1] & ~padded[:-2]
    seen: set[Corner] = set()
    for row, column in np.argwhere(above).tolist():
        if (column, row) in seen:
            continue
        border = _walk(solid, (column, row + 1), seen)
        if signed_area(border) > 0:
            yield [(x - 1, y - 1) for x, y in border]


def _walk(solid: list[list[bool]], start: Corner, seen: set[Corner]) -> list[Corner]:
    """Follow pixel edges with the mask on the right hand until back at the start."""
    (x, y), (dx, dy) = start, (1, 0)
    corners = [start]
    while True:
        if dx == 1:
            seen.add((x, y - 1))
        x, y = x + dx, y + dy
        right_x, right_y = x + (dx - dy - 1) // 2, y + (dy + dx - 1) // 2
        left_x, left_y = x + (dx + dy - 1) // 2, y + (dy - dx - 1) // 2
        if not solid[right_y][right_x]:
            turned = (-dy, dx)
        elif solid[left_y][left_x]:
            turned = (dy, -dx)
        else:
            turned = (dx, dy)
        if (x, y) == start and turned == (1, 0):
            return corners
        if turned != (dx, dy):
            corners.append((x, y))
            dx, dy = turned


def signed_area(corners: list[Corner]) -> float:
    """Positive for a border that runs clockwise on the screen, which outer borders do."""
    following = [*corners[1:], corners[0]]
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in zip(corners, following, strict=True)) / 2


def simplified(corners: list[Corner]) -> list[Corner]:
    """Fewer corners with the same extent: outermost corners stay, Douglas and Peucker between them."""
    n = len(corners)
    by_x = sorted(range(n), key=lambda i: corners[i])
    by_y = sorted(range(n), key=lambda i: (corners[i][1], corners[i][0]))
    keep = sorted({by_x[0], by_x[-1], by_y[0], by_y[-1]})
    kept: list[Corner] = []
    for i, first in enumerate(keep):
        last = keep[i + 1] if i + 1 < len(keep) else keep[0] + n
        kept += _thinned([corners[j % n] for j in range(first, last + 1)])[:-1]
    return kept


def _thinned(path: list[Corner]) -> list[Corner]:
    if len(path) < 3:
        return path
    (ax, ay), (bx, by) = path[0], path[-1]
    dx, dy = bx - ax, by - ay
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    offsets = [abs((x - ax) * dy - (y - ay) * dx) / length for x, y in path[1:-1]]
    worst = max(range(len(offsets)), key=offsets.__getitem__)
    if offsets[worst] <= TOLERANCE:
        return [path[0], path[-1]]
    return _thinned(path[: worst + 2])[:-1] + _thinned(path[worst + 1 :])
