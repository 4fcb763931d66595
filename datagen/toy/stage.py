"""The canvas of a backdrop: positions are fractions of the picture, radii and widths of its height."""

from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from datagen.toy.pen import RGB, WHITE, Point, shade, spline

FINE = 2


@dataclass(frozen=True, slots=True)
class Light:
    """A time of day: the sky's colours from top to bottom and how bright the ground is."""

    name: str
    top: RGB
    bottom: RGB
    ground: float


LIGHTS = (
    Light("sunny", (104, 172, 236), (206, 234, 250), 1.0),
    Light("cloudy", (158, 176, 192), (214, 222, 228), 0.88),
    Light("evening", (98, 96, 168), (252, 176, 120), 0.78),
)


class Stage:
    """An opaque canvas of the picture's size, drawn finer and reduced at the end."""

    def __init__(self, width: int, height: int, light: Light) -> None:
        """Begin with a plain canvas under the given light."""
        self.light = light
        self.ratio = width / height
        self._w, self._h = width * FINE, height * FINE
        self._image = Image.new("RGB", (self._w, self._h))
        self._draw = ImageDraw.Draw(self._image)

    def _at(self, points: Sequence[Point]) -> list[Point]:
        return [(x * self._w, y * self._h) for x, y in points]

    def lit(self, rgb: RGB) -> RGB:
        """The colour as the time of day shows it."""
        return shade(rgb, self.light.ground)

    def fade(self, y0: float, y1: float, top: RGB, bottom: RGB) -> None:
        """Fill a band of full width with a smooth change of colour."""
        first, last = round(y0 * self._h), round(y1 * self._h)
        column = Image.new("RGB", (1, 2))
        column.putdata([top, bottom])
        band = column.resize((1, max(1, last - first)), Image.Resampling.BILINEAR)
        self._image.paste(band.resize((self._w, band.height), Image.Resampling.NEAREST), (0, first))

    def poly(self, points: Sequence[Point], fill: RGB) -> None:
        self._draw.polygon(self._at(points), fill=fill)

    def ridge(self, points: Sequence[Point], base: float, fill: RGB) -> None:
        """Everything between a smooth skyline through the points and a level base."""
        line = spline(points, closed=False)
        self.poly([*line, (line[-1][0], base), (line[0][0], base)], fill)

    def rect(self, x0: float, y0: float, x1: float, y1: float, fill: RGB) -> None:
        self._draw.rectangle(self._at([(x0, y0), (x1, y1)]), fill=fill)

    def disc(self, x: float, y: float, r: float, fill: RGB, flat: float = 1.0) -> None:
        """A disc, or with `flat` below 1 an oval that lies on the ground."""
        px, py = x * self._w, y * self._h
        rx, ry = r * self._h, r * flat * self._h
        self._draw.ellipse((px - rx, py - ry, px + rx, py + ry), fill=fill)

    def line(self, points: Sequence[Point], width: float, fill: RGB) -> None:
        self._draw.line(self._at(points), fill=fill, width=max(1, round(width * self._h)))

    def sky(self, horizon: float, sun_x: float, clouds: Sequence[Point]) -> None:
        """The sky down to the horizon, with the sun unless it is cloudy."""
        light = self.light
        self.fade(0, horizon, light.top, light.bottom)
        if light.name == "sunny":
            self.disc(sun_x, 0.13, 0.075, (255, 240, 170))
            self.disc(sun_x, 0.13, 0.055, (255, 222, 92))
        elif light.name == "evening":
            self.disc(sun_x, horizon - 0.045, 0.075, (255, 214, 130))
        puff = {"sunny": WHITE, "cloudy": (236, 238, 240), "evening": (240, 176, 168)}[light.name]
        for x, y in clouds:
            for dx, dy, r in (
                (-0.07, 0.012, 0.03),
                (0, -0.008, 0.046),
                (0.06, 0.006, 0.036),
                (0.1, 0.018, 0.022),
            ):
                self.disc(x + dx / self.ratio, y + dy, r, puff, 0.8)

    def tree(self, x: float, y: float, size: float, leaf: RGB, *, pine: bool) -> None:
        """A tree whose trunk ends at (x, y)."""
        slim, dark = size / self.ratio, shade(leaf, 0.82)
        self.rect(x - 0.05 * slim, y - 0.4 * size, x + 0.05 * slim, y, self.lit((112, 80, 54)))
        if pine:
            for foot, tip, half in ((0.2, 0.62, 0.3), (0.42, 0.82, 0.24), (0.62, 1.0, 0.17)):
                self.poly(
                    [
                        (x - half * slim, y - foot * size),
                        (x, y - tip * size),
                        (x + half * slim, y - foot * size),
                    ],
                    dark if foot == 0.42 else leaf,
                )
            return
        for dx, dy, r in ((-0.2, 0.55, 0.2), (0.2, 0.55, 0.2), (0, 0.5, 0.2)):
            self.disc(x + dx * slim, y - dy * size, r * size, dark)
        for dx, dy, r in ((-0.1, 0.68, 0.2), (0.12, 0.66, 0.18), (0.02, 0.8, 0.18)):
            self.disc(x + dx * slim, y - dy * size, r * size, leaf)

    def finished(self, *, mirrored: bool) -> Image.Image:
        small = self._image.reduce(FINE)
        return small.transpose(Image.Transpose.FLIP_LEFT_RIGHT) if mirrored else small
