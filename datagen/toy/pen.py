"""A pen that draws smooth shapes on a small transparent canvas.

One unit is a hundredth of the drawing's height, so a drawing is written once and comes out at any size;
`Pen.sprite` cuts the canvas down to what was drawn, with a thin dark contour that keeps it readable.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from PIL import Image, ImageChops, ImageDraw

T = TypeVar("T")
RGB = tuple[int, int, int]
Point = tuple[float, float]

INK: RGB = (44, 38, 46)
WHITE: RGB = (250, 249, 245)


def shade(rgb: RGB, factor: float) -> RGB:
    """Darken below 1, mix with white above 1 (2 is white)."""
    if factor <= 1:
        return (int(rgb[0] * factor), int(rgb[1] * factor), int(rgb[2] * factor))
    return blend(rgb, (255, 255, 255), factor - 1)


def blend(first: RGB, second: RGB, share: float) -> RGB:
    """Mix two colours; a share of 1 is all of the second."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(first, second, strict=True))
    return (red, green, blue)


def spline(points: Sequence[Point], *, closed: bool, steps: int = 6) -> list[Point]:
    """Points along the Catmull-Rom curve that passes through every given point."""
    count = len(points)
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    curve: list[Point] = []
    for i in range(count if closed else count - 1):
        (ax, ay), (bx, by), (cx, cy), (dx, dy) = ring[i : i + 4]
        for step in range(steps):
            t = step / steps
            p, q, r, s = -t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2
            curve.append(((p * ax + q * bx + r * cx + s * dx) / 2, (p * ay + q * by + r * cy + s * dy) / 2))
    return curve if closed else [*curve, points[-1]]


@dataclass(frozen=True, slots=True)
class Look:
    """How one object is to look: what a caption may say of it and what the drawing shows."""

    pose: str
    kind: str = ""
    colour: str = ""
    rgb: RGB = (128, 128, 128)
    facing: str = "right"
    dice: int = 0
    """Free choices of the drawing that no caption mentions, such as the hair's colour."""

    def pick(self, options: Sequence[T], turn: int = 0) -> T:
        """One of the options; different turns choose independently."""
        return options[(self.dice >> 7 * turn) % 128 % len(options)]


class Pen:
    """A transparent canvas of `width` by 100 units; later shapes cover earlier ones."""

    def __init__(self, width: float, height_px: float, stretch: float = 1.0) -> None:
        """Prepare a canvas that comes out `height_px` high; `stretch` widens what is drawn."""
        self.width = width
        self._fine = 3 if height_px < 70 else 2
        self._y = height_px * self._fine / 100
        self._x = self._y * stretch
        self._margin = 7 * self._fine
        self._contour = max(1, round(self._fine * min(1.3, max(0.45, height_px / 130))))
        size = (int(width * self._x) + 2 * self._margin, int(100 * self._y) + 2 * self._margin)
        self._image = Image.new("RGBA", size, (0, 0, 0, 0))
        self._draw = ImageDraw.Draw(self._image)

    def _at(self, points: Iterable[Point]) -> list[Point]:
        return [(x * self._x + self._margin, y * self._y + self._margin) for x, y in points]

    def oval(self, x0: float, y0: float, x1: float, y1: float, fill: RGB) -> None:
        self._draw.ellipse(self._at([(x0, y0), (x1, y1)]), fill=fill)

    def disc(self, x: float, y: float, r: float, fill: RGB) -> None:
        self.oval(x - r, y - r, x + r, y + r, fill)

    def ring(self, x: float, y: float, r: float, width: float, fill: RGB) -> None:
        box = self._at([(x - r, y - r), (x + r, y + r)])
        self._draw.ellipse(box, outline=fill, width=max(1, round(width * self._y)))

    def rect(  # noqa: PLR0913, PLR0917 - four edges read best as plain numbers
        self, x0: float, y0: float, x1: float, y1: float, fill: RGB, r: float = 0
    ) -> None:
        self._draw.rounded_rectangle(self._at([(x0, y0), (x1, y1)]), radius=r * self._y, fill=fill)

    def poly(self, points: Sequence[Point], fill: RGB) -> None:
        self._draw.polygon(self._at(points), fill=fill)

    def blob(self, points: Sequence[Point], fill: RGB) -> None:
        """A closed shape with a smooth border through the points."""
        self.poly(spline(points, closed=True), fill)

    def pie(self, box: tuple[float, float, float, float], start: float, end: float, fill: RGB) -> None:
        """A slice of the oval in the box, from one angle to another, clockwise from three o'clock."""
        x0, y0, x1, y1 = box
        self._draw.pieslice(self._at([(x0, y0), (x1, y1)]), start, end, fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: RGB) -> None:
        """Straight strokes with round ends and joints."""
        px = max(1.0, width * self._y)
        placed = self._at(points)
        self._draw.line(placed, fill=fill, width=round(px))
        for x, y in placed:
            self._draw.ellipse((x - px / 2, y - px / 2, x + px / 2, y + px / 2), fill=fill)

    def stroke(self, points: Sequence[Point], width: float, fill: RGB) -> None:
        """A smooth line through the points."""
        self.line(spline(points, closed=False), width, fill)

    def sprite(self, *, mirrored: bool) -> Image.Image:
        """The finished drawing, cut to its solid pixels."""
        alpha = self._image.getchannel("A")
        grown, far, near = alpha, self._contour, round(self._contour * 0.7)
        for dx, dy in ((far, 0), (-far, 0), (0, far), (0, -far)):
            grown = ImageChops.lighter(grown, ImageChops.offset(alpha, dx, dy))
        for dx, dy in ((near, near), (-near, near), (near, -near), (-near, -near)):
            grown = ImageChops.lighter(grown, ImageChops.offset(alpha, dx, dy))
        inked = Image.new("RGBA", self._image.size, INK)
        inked.putalpha(grown)
        inked.paste(self._image, (0, 0), alpha)
        small = inked.reduce(self._fine)
        solid = small.getchannel("A").point([0] * 128 + [255] * 128).getbbox()
        small = small.crop(solid) if solid else small
        return small.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else small
