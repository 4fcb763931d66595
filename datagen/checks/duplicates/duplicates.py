"""Whether a sample repeats one that came before it, on its own image or on another.

Looks at the samples in the order of the final files, so equal inputs give equal findings in whatever order the
replies came. A sample that repeats another is remembered for nothing: all are compared with what is kept.
"""

from __future__ import annotations

from collections.abc import Hashable

from datagen.checks.duplicates.near import NearTexts
from datagen.checks.duplicates.spatial import SpatialKey, SpatialKeys, spatial_keys
from datagen.kinds import KINDS, Kind
from datagen.lexicon.sentences import words
from datagen.llms import is_asked
from datagen.sample import Finding, Sample, Turn

CHECK = "duplicates"
SIMILARITY = 0.8
"""Jaccard similarity of the pairs of neighbouring words, from which on a text on another image is a repetition."""


class Duplicates:
    """The samples so far; give them sorted by id, so that all of one image follow each other."""

    def __init__(self, keys: SpatialKeys = spatial_keys) -> None:
        """Take what tells a question's relations and operands."""
        self._keys = keys
        self._image = ""
        self._answered: dict[Hashable, str] = {}
        self._near = NearTexts()
        self._ids: list[str] = []
        self._relations: dict[int, tuple[SpatialKey, ...]] = {}

    def find(self, sample: Sample) -> Finding | None:
        """Return a failing finding on a sample that repeats an earlier one; any other is remembered."""
        if sample.image != self._image:
            self._image, self._answered = sample.image, {}
        names = [self._names(KINDS[sample.kind], turn) for turn in sample.turns]
        finding = self._on_this_image(KINDS[sample.kind], names) or self._on_other_images(sample)
        if finding is None:
            for name in {name for turn in names for name in turn}:
                self._answered.setdefault(name, sample.id)
        return finding

    def _names(self, kind: Kind, turn: Turn) -> list[Hashable]:
        """Return what a turn can be known by on its image: its answer where the question is ours."""
        if kind.question_is_ours:
            return [("answer", *_normal(turn.answer))]
        complete = [key for key in self._keys(turn) if key.complete]
        return [("question", *_normal(turn.question)), *complete]

    def _relations_of(self, kind: Kind, turns: tuple[Turn, ...]) -> tuple[SpatialKey, ...]:
        return () if kind.question_is_ours else tuple(sorted(key for turn in turns for key in self._keys(turn)))

    def _on_this_image(self, kind: Kind, names: list[list[Hashable]]) -> Finding | None:
        """Find samples that answer every question of this one; only what is equal counts."""
        earlier = [next((self._answered[name] for name in turn if name in self._answered), None) for turn in names]
        if None in earlier or not earlier:
            return None
        ids = " and ".join(dict.fromkeys(filter(None, earlier)))
        what = "the description is that of" if kind.question_is_ours else "every question was asked before in"
        return _finding(f"{what} {ids}, on the same image (similarity 1.00)")

    def _on_other_images(self, sample: Sample) -> Finding | None:
        """Find the sample with the most similar text whose questions have the same relations; remember any other."""
        turns = _own_turns(sample)
        text = [word for turn in turns for word in _words(KINDS[sample.kind], turn)]
        if not text:
            return None
        relations = self._relations_of(KINDS[sample.kind], turns)
        read = self._near.read(text)
        for similarity, number in self._near.similar(read, SIMILARITY):
            if self._relations.get(number, ()) == relations:
                message = f"the text is nearly that of {self._ids[number]} (similarity {similarity:.2f})"
                return _finding(message)
        self._near.add(read)
        if relations:
            self._relations[len(self._ids)] = relations
        self._ids.append(sample.id)
        return None


def _own_turns(sample: Sample) -> tuple[Turn, ...]:
    """Return the turns that an LLM wrote: those from templates are alike on purpose."""
    if not is_asked(sample.provenance.llm):
        return ()
    return sample.turns[: len(sample.turns) - sample.provenance.grounded]


def _words(kind: Kind, turn: Turn) -> list[str]:
    return words(turn.answer if kind.question_is_ours else f"{turn.question} {turn.answer}")


def _normal(text: str) -> list[str]:
    return words(text) or [text.strip()]


def _finding(message: str) -> Finding:
    return Finding(check=CHECK, verdict="fail", message=message)
