"""Scene to text: exactly the context that LLaVA gave to its text-only LLM.

The captions, one per line; a blank line; one line a box, `category: [x1, y1, x2, y2]`, corners as fractions of width
and height rounded to 3 decimals, as Python prints a list of floats (https://arxiv.org/abs/2304.08485, table 14).
"""

from __future__ import annotations

from datagen.scene import Scene

_THOUSANDTHS = tuple(repr(n / 1000) for n in range(1001))
_TIE_MARGIN = 1e-6


def render(scene: Scene) -> str:
    """Render captions and boxes; where one of the two is absent, the other stands alone without the blank line."""
    boxes = "\n".join(
        [
            f"{box.category}: [{_decimal(box.x1)}, {_decimal(box.y1)}, {_decimal(box.x2)}, {_decimal(box.y2)}]"
            for box in scene.boxes
        ]
    )
    captions = "\n".join(scene.captions)
    return f"{captions}\n\n{boxes}" if captions and boxes else captions or boxes


def _decimal(fraction: float) -> str:
    """`repr(round(fraction, 3))` for a fraction in 0..1, eight times as fast through a table.

    Only where the fourth decimal is a tie can the product mislead; Python's exact rounding decides there.
    """
    scaled = fraction * 1000.0 + 0.5
    nearest = int(scaled)
    if _TIE_MARGIN < scaled - nearest < 1 - _TIE_MARGIN:
        return _THOUSANDTHS[nearest]
    return repr(round(fraction, 3))
