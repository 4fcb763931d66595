"""The writer's phrases stand in files that a person can edit: a slip is told, and code fills in what it promises."""

from __future__ import annotations

import random

import pytest

from datagen.errors import WordsError
from datagen.job import Job
from datagen.lexicon import word_file
from datagen.lexicon.table import coco
from datagen.scene import Box, Scene
from datagen.writer import KINDS_WRITTEN, SAYING, write
from datagen.writer.phrases import Phrases

VOCABULARY = tuple(coco().categories)[:20]

SLIPS = {
    "": "own.toml: where is missing",
    "where = ['{a}?']\nwhence = ['{a}?']": "own.toml: whence is not known here; known are: where",
    "where = '{a}?'": "own.toml: where must be a list of words in quotes",
    "where = ['{a}?', '{a}?']": "own.toml: where holds '{a}?' twice",
    "where = ['Where is {b}?']": "own.toml: where has {b} in 'Where is {b}?'; filled in there is {a}, {place}",
    "where = ['Where is {}?']": "own.toml: where has {} in 'Where is {}?'; filled in there is {a}, {place}",
    "where = ['Where is {a?']": "own.toml: where has a brace without its partner in 'Where is {a?'",
}


def test_a_slip_in_a_file_is_told_with_its_key_and_the_phrase() -> None:
    phrases, told = Phrases("places", where="a place"), {}
    for text in SLIPS:
        with pytest.raises(WordsError) as caught:
            phrases.read(word_file.parse("own.toml", text.encode()))
        told[text] = str(caught.value)
    assert {text: message for text, message in told.items() if not message.startswith(SLIPS[text])} == {}


def _some_scene(number: int) -> Scene:
    """Draw up to eleven boxes of all sizes, most of different things."""
    rng = random.Random(number)
    boxes = []
    for _ in range(rng.randint(1, 11)):
        width, height = rng.uniform(0.05, 1) ** 2, rng.uniform(0.05, 1) ** 2
        left, top = rng.uniform(0, 1 - width), rng.uniform(0, 1 - height)
        boxes.append(Box(rng.choice(VOCABULARY), left, top, left + width, top + height, crowd=rng.random() < 0.1))
    return Scene(number, f"{number}.jpg", 640, 480, (), tuple(boxes), "train2017", None, VOCABULARY)


def test_code_fills_in_every_word_that_a_phrase_may_have(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each list is one phrase with all of them, and scenes are asked about until every list was used."""
    used: set[tuple[str, str]] = set()

    class Full(str):
        """A phrase that remembers that it was filled in."""

        __slots__ = ("name",)
        name: tuple[str, str]

        def format_map(self, words: object, /) -> str:
            used.add(self.name)
            return super().format_map(words)  # type: ignore[arg-type]

        def format(self, *args: object, **words: object) -> str:
            used.add(self.name)
            return super().format(*args, **words)

    filled = {}
    for say in SAYING:
        lists = dict(say.lists)
        for name, words in say.fills.items():
            if words:
                phrase = Full(f"{name} " + " ".join(f"{{{word}}}" for word in words.split()))
                phrase.name = (say.subject, name)
                filled[phrase.name] = phrase
                lists[name] = (phrase,)
        monkeypatch.setitem(say.__dict__, "lists", lists)
    for number in range(600):
        for kind in KINDS_WRITTEN:
            write(Job(_some_scene(number), kind), number)
    assert filled.keys() - used == set()
