"""Measures and shows samples as training would read them: in tokens where there is an LLM, else in words. Reads files.

The tokens are those of the run's own tokeniser, so what is shown as trained is what is trained.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from train.errors import ModelError
from train.example import IGNORED
from train.recipe import TextName
from train.sample import IMAGE, Problem, Sample
from train.text.conversation import Segment

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from train.text.tokenise import Tokeniser

DEFAULT_IMAGE_TOKENS = 576
"""Of CLIP ViT-L/14-336, where no vision tower is given."""


class Length(NamedTuple):
    """A sample's length, how much of it is trained on, and how much was cut off its end."""

    total: int
    trained: int
    cut: int = 0


class Ruler(Protocol):
    """One way of measuring."""

    unit: str

    def measure(self, sample: Sample) -> Length | Problem:
        """Measure one sample, or say why it cannot be trained on."""
        ...

    def stretches(self, sample: Sample) -> list[Segment]:
        """Show one sample that can be measured, in pieces that are trained on or not."""
        ...


class Words:
    """Counts words, and shows the turns a line each, without any LLM's words around them."""

    unit = "words"

    def measure(self, sample: Sample) -> Length:
        """Count the words of a sample; an image counts nothing."""
        told = sum(len(turn.text.split()) for turn in sample.turns if turn.role == "gpt")
        asked = sum(len(turn.text.replace(IMAGE, " ").split()) for turn in sample.turns if turn.role == "human")
        return Length(told + asked, told)

    def stretches(self, sample: Sample) -> list[Segment]:
        """Show the turns; the answers are trained on."""
        pieces = []
        for turn in sample.turns:
            pieces.append(Segment(f"{turn.role}: ", trained=False, data=False))
            pieces.append(Segment(turn.text, trained=turn.role == "gpt", data=True))
            pieces.append(Segment("\n", trained=False, data=False))
        return pieces[:-1]


class Tokens:
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

    def stretches(self, sample: Sample) -> list[Segment]:
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


def tokens_of(llm: str, vision: str | None, text: TextName, max_length: int) -> Tokens:
    """Make the ruler of a run with this LLM and vision tower: hub names, folders, or a .gguf file for the LLM.

    Raises:
        ModelError: one of them cannot be read.

    """
    from train.text.tokenise import Tokeniser  # noqa: PLC0415 - words are counted without transformers
    from train.text.tokenizer import choose_form, prepare_tokenizer, read_vocabulary  # noqa: PLC0415

    tokenizer = prepare_tokenizer(_load_tokenizer(llm)).tokenizer
    form = choose_form(text, tokenizer)
    per_image = _tokens_per_image(vision) if vision else DEFAULT_IMAGE_TOKENS
    tokeniser = Tokeniser(read_vocabulary(tokenizer, form), form, per_image, max_length)
    return Tokens(tokeniser, lambda ids: str(tokenizer.decode(ids, skip_special_tokens=False)))


def _load_tokenizer(llm: str) -> PreTrainedTokenizerBase:
    from transformers import AutoTokenizer  # noqa: PLC0415 - as above

    path = Path(llm)
    options = {"gguf_file": path.name} if path.suffix == ".gguf" else {}
    try:
        loaded: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(path.parent if options else llm, **options)
    except (OSError, ValueError, KeyError) as error:
        why = _first_line(error)
        if "backend tokenizer" in why:  # transformers goes on with a list of ways to make one
            why = "no tokenizer.json (a fast tokenizer), and nothing that one can be made of"
        message = f"--llm {llm!r} has no tokenizer that can be read: {why}"
        raise ModelError(message) from error
    return loaded


def _tokens_per_image(vision: str) -> int:
    """Ask the tower's configuration: one token a patch; a class token is dropped, as all recipes do."""
    from transformers import AutoConfig  # noqa: PLC0415 - as above

    try:
        config = AutoConfig.from_pretrained(vision)
        tower = getattr(config, "vision_config", config)
        return int(tower.image_size // tower.patch_size) ** 2
    except AttributeError as error:
        message = f"--vision {vision!r} is a {config.model_type}, no vision tower: name a CLIP or SigLIP one"
        raise ModelError(message) from error
    except (OSError, ValueError, KeyError) as error:
        message = f"--vision {vision!r} cannot be read as a vision tower: {_first_line(error)}"
        raise ModelError(message) from error


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
