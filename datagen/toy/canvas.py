"""Layers that hide one another: who is on top at each pixel, and what remains visible of each.

Layers are ordered by depth alone, so the order in which they were tried does not matter.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageDraw, ImageFilter

from datagen.toy.outline import Mask
from datagen.toy.pen import Look
from datagen.toy.settings import Role

SOLID = 128
"""From this opacity on a pixel belongs to the object."""


Sprites = tuple[tuple[Image.Image, int, int], ...]
"""Drawings with the left and the top where each goes."""


@dataclass(frozen=True, slots=True)
class Layer:
    """One sprite, or the sprites of a crowd from far to near, at its place in the picture."""

    role: Role
    look: Look
    depth: float
    ground: float
    sprites: Sprites
    left: int
    top: int
    mask: Mask
    """The part inside the picture, whose upper left corner is at (left, top)."""
    pixels: int
    """All solid pixels, those outside the picture included."""
    shadow: bool
    crowd: bool = False

    @property
    def right(self) -> int:
        return self.left + int(self.mask.shape[1])

    def clear_of(self, other: "Layer") -> bool:
        """No two objects share a footprint: side by side, or one well behind the other."""
        shared = min(self.right, other.right) - max(self.left, other.left)
        if shared < 0.12 * min(self.right - self.left, other.right - other.left):
            return True
        tall = min(int(self.mask.shape[0]), int(other.mask.shape[0]))
        return abs(self.ground - other.ground) > 0.09 * max(tall, 40)


def solid(sprite: Image.Image) -> Mask:
    mask: Mask = np.asarray(sprite.getchannel("A")) >= SOLID
    return mask


def placed(sprites: Sprites, width: int, height: int) -> tuple[int, int, Mask, int]:
    """Left, top and mask of what lies inside a picture of that size, and the count of all solid pixels."""
    x0, y0 = min(x for _, x, _ in sprites), min(y for _, _, y in sprites)
    x1, y1 = max(x + s.width for s, x, _ in sprites), max(y + s.height for s, _, y in sprites)
    union = np.zeros((y1 - y0, x1 - x0), dtype=np.bool_)
    for sprite, x, y in sprites:
        union[y - y0 : y - y0 + sprite.height, x - x0 : x - x0 + sprite.width] |= solid(sprite)
    left, top = max(0, x0), max(0, y0)
    inside = union[top - y0 : max(0, height - y0), left - x0 : max(0, width - x0)]
    return left, top, inside, int(union.sum())


def owners(layers: list[Layer], width: int, height: int) -> npt.NDArray[np.int16]:
    """For each pixel, one more than the index of the layer that is seen there; 0 is backdrop."""
    seen = np.zeros((height, width), dtype=np.int16)
    for i in sorted(range(len(layers)), key=lambda i: layers[i].depth):
        layer = layers[i]
        rows, columns = layer.mask.shape
        seen[layer.top : layer.top + rows, layer.left : layer.left + columns][layer.mask] = i + 1
    return seen


def visible(seen: npt.NDArray[np.int16], layers: list[Layer]) -> list[float]:
    """The visible share of each layer's solid pixels."""
    counts = np.bincount(seen.reshape(-1), minlength=len(layers) + 1)
    return [int(counts[i + 1]) / max(1, layer.pixels) for i, layer in enumerate(layers)]


def composed(backdrop: Image.Image, layers: list[Layer]) -> Image.Image:
    """The picture: the layers from far to near with soft shadows under what stands on the ground."""
    picture = backdrop.copy()
    for layer in sorted(layers, key=lambda layer: layer.depth):
        for sprite, x, y in layer.sprites if layer.shadow else ():
            _shade_ground(picture, x, y + sprite.height, sprite.width)
        for sprite, x, y in layer.sprites:
            picture.paste(sprite, (x, y), sprite)
    return picture


def _shade_ground(picture: Image.Image, x: int, y: int, width: int) -> None:
    half = max(2, round(width * 0.07))
    pad = half + 2
    shadow = Image.new("L", (width + 2 * pad, 2 * half + 2 * pad), 0)
    ImageDraw.Draw(shadow).ellipse((pad, pad, pad + width, pad + 2 * half), fill=86)
    shadow = shadow.filter(ImageFilter.BoxBlur(min(4, half)))
    picture.paste((30, 30, 40), (x - pad, y - half - pad - 1), shadow)
