"""What a model is told: the texts under prompts/, an image's captions and boxes as text, and how long that is."""

from datagen.prompting.context import render

__all__ = ["render"]
