"""Measures and shows samples as training would read them: in tokens where there is an LLM, else in words. Reads files.

The tokens are those of the run's own tokeniser, so what is shown as trained is what is trained.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, cast

import numpy as np

from train.example import IGNORED
from train.recipe import TextName
from train.sample import IMAGE, Problem, Sample
from train.text.conversation import Segment

if TYPE_CHECKING:
    from train.text.tokenise import Tokeniser

DEFAULT_IMAGE_TOKENS = 576
"""Of CLIP ViT-L/14-336, where no vision tower is given."""


class Length(NamedTuple):
    """A sample's length, how much of it is trained on, and how much was cut off its end."""

    total: int
    trained: int
    cut: int = 0


class LengthMeasure(Protocol):
    """One way of measuring."""

    unit: str

    def measure(self, sample: Sample) -> Length | Problem:
        """Measure one sample, or say why it cannot be trained on."""
        ...

    def segments(self, sample: Sample) -> list[Segment]:
        """Show one sample that can be measured, in pieces that are trained on or not."""
        ...


class WordLengths:
    """Counts words, and shows the turns a line each, without any LLM's words around them."""

    unit = "words"

    def measure(self, sample: Sample) -> Length:
        """Count the words of a sample; an image counts nothing."""
        told = sum(len(turn.text.split()) for turn in sample.turns if turn.role == "gpt")
        asked = sum(len(turn.text.replace(IMAGE, " ").split()) for turn in sample.turns if turn.role == "human")
        return Length(told + asked, told)

    def segments(self, sample: Sample) -> list[Segment]:
        """Show the turns; the answers are trained on."""
        pieces = []
        for turn in sample.turns:
            pieces.append(Segment(f"{turn.role}: ", trained=False, data=False))
            pieces.append(Segment(turn.text, trained=turn.role == "gpt", data=True))
            pieces.append(Segment("\n", trained=False, data=False))
        return pieces[:-1]


class TokenLengths:
    """Counts tokens, and shows what the LLM reads; an image stands as `<image> x N`."""

    unit = "tokens"

    def __init__(self, tokeniser: Tokeniser, decode: Callable[[list[int]], str]) -> None:
        """Take the run's tokeniser, and what turns its ids back into text."""
        self._tokeniser = tokeniser
        self._decode = decode

    def measure(self, sample: Sample) -> Length | Problem:
        """Count the tokens of a sample, those cut off too."""
        read = self._tokeniser.read(sample)
        if isinstance(read, Problem):
            return read
        return Length(len(read.example.ids) + read.cut, read.example.trained, read.cut)

    def segments(self, sample: Sample) -> list[Segment]:
        """Show the tokens, changing where labels begin or end."""
        example = self._tokeniser.example(sample)
        assert not isinstance(example, Problem), "it was measured before"
        trained = example.labels != IGNORED
        shown = example.ids == self._tokeniser.image_token_id
        changes = np.flatnonzero((trained[1:] != trained[:-1]) | (shown[1:] != shown[:-1])) + 1
        pieces = []
        for start, end in zip([0, *changes], [*changes, len(trained)], strict=True):
            text = f"{IMAGE} x {end - start}" if shown[start] else self._decode(example.ids[start:end].tolist())
            pieces.append(Segment(text, trained=bool(trained[start]), data=False))
        return pieces


def tokens_of(llm: str, vision: str | None, text: TextName, max_length: int) -> TokenLengths:
    """Make the measure of a run with this LLM and vision tower: hub names, folders, or a .gguf file for the LLM.

    Raises:
        ModelError: one of them cannot be read.

    """
    from train.checkpoint import source  # noqa: PLC0415 - words are counted without transformers
    from train.checkpoint.tokenizer import load_tokenizer  # noqa: PLC0415
    from train.text.tokenise import Tokeniser  # noqa: PLC0415
    from train.text.tokenizer import choose_form, prepare_tokenizer, read_vocabulary  # noqa: PLC0415

    source.check("--llm", llm, "llm", weights=False)
    if vision is not None:
        source.check("--vision", vision, "tower", weights=False)
    tokenizer = prepare_tokenizer(load_tokenizer(llm)).tokenizer
    form = choose_form(text, tokenizer)
    per_image = DEFAULT_IMAGE_TOKENS if vision is None else _tokens_per_image(vision)
    tokeniser = Tokeniser(read_vocabulary(tokenizer, form), form, per_image, max_length)
    return TokenLengths(tokeniser, lambda ids: str(tokenizer.decode(ids, skip_special_tokens=False)))


def _tokens_per_image(vision: str) -> int:
    """Ask the tower's configuration: one token a patch; a class token is dropped, as all recipes do."""
    from train.model.loading import vision_config  # noqa: PLC0415 - as above

    tower = cast("Any", vision_config(vision))
    return int(tower.image_size // tower.patch_size) ** 2
