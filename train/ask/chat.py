"""`train chat`: one question, or a conversation, about an image. Reads the terminal.

Text appears word by word on a terminal; elsewhere it is written once, as it is, so that a program can read it.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

from torch import Tensor

from train import devices
from train.ask.generate import Sampling, Speaker
from train.ask.prompting import Message, UnaskableError, assistant, pixels_of, user
from train.ask.settings import ChatSettings
from train.checkpoint.stock import Stock, check_source, load_stock
from train.data.images import BrokenImageError
from train.errors import DataError, UsageError
from train.sample import ImageSource
from train.terminal import visible


def chat(question: str | None, settings: ChatSettings, answers: TextIO) -> None:
    """Answer the question, or each line that is typed, until the input ends.

    Raises:
        ModelError: the checkpoint cannot be used.
        DataError: the image cannot be used.
        UsageError: the question cannot be asked.

    """
    if question is not None and not question.strip():
        message = "the question is empty: say what to ask, or leave it out for a conversation"
        raise UsageError(message)
    check_source(settings.checkpoint)
    if settings.image is not None and not settings.image.is_file():
        message = f"--image {settings.image}: no such file"
        raise DataError(message)
    device = devices.device()
    stock = load_stock(settings.checkpoint, devices.dtype(settings.dtype, device), device)
    pixels = _pixels(stock, settings.image)
    sampling = Sampling(settings.temperature, settings.top_p, settings.seed)
    speaker = Speaker(stock, settings.max_new_tokens, sampling)
    messages: list[Message] = []
    for text in [question] if question is not None else _typed(answers):
        asked = user(text, image=pixels is not None and not messages)
        try:
            said = _answer(speaker, [*messages, asked], pixels, answers)
        except UnaskableError as error:
            message = f"{text[:60]!r} cannot be asked: {error}"
            raise UsageError(message) from error
        messages += [asked, assistant(said)]


def _answer(speaker: Speaker, messages: list[Message], pixels: Tensor | None, answers: TextIO) -> str:
    def tell(piece: str) -> None:
        answers.write(visible(piece))
        answers.flush()

    if answers.isatty():
        said = speaker.say(messages, pixels, tell)
        answers.write("\n")
    else:
        said = speaker.say(messages, pixels, lambda _: None)
        answers.write(said + "\n")
    answers.flush()
    return said


def _typed(answers: TextIO) -> Iterator[str]:
    """Yield what is typed, line by line, with a sign to type after on a terminal."""
    shows = sys.stdin.isatty() and answers.isatty()
    while True:
        if shows:
            answers.write("> ")
            answers.flush()
        line = sys.stdin.readline()
        if not line:
            return
        if line.strip():
            yield line.strip()


def _pixels(stock: Stock, image: Path | None) -> Tensor | None:
    try:
        return None if image is None else pixels_of(stock, ImageSource(image))
    except BrokenImageError as error:
        message = f"--image {error}"
        raise DataError(message) from error
