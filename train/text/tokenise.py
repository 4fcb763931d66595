"""Makes the ids that a model reads and, in the same pass, the labels that it learns from.

Text is encoded in the stretches in which a model meets it: what it is given, then what it writes. No token reaches
over the border between them, so the labels are the answers exactly, and a question's ids begin the trained ids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

import numpy as np

from train.example import IGNORED, Example, Ids
from train.sample import Problem, Sample, Turn
from train.text.conversation import Segment, TextForm
from train.text.runs import TextRun, pattern, runs
from train.text.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class Tokenised:
    """An example, and how many of its tokens fell off at the greatest length."""

    example: Example
    cut: int


class UnencodableTextError(ValueError):
    """A text that cannot be put into ids."""


class Tokeniser:
    """Tokenises samples to train on and questions to ask; one object for both, so they cannot differ.

    An image stands as `tokens_per_image` placeholder ids. Examples have at most `max_length` ids, questions any number.
    """

    def __init__(self, vocabulary: Vocabulary, form: TextForm, tokens_per_image: int, max_length: int) -> None:
        """Keep the vocabulary, which must have been read for this form."""
        self.vocabulary = vocabulary
        self.form = form
        self.tokens_per_image = tokens_per_image
        self.max_length = max_length
        self._names = pattern(vocabulary.controls)

    @property
    def image_token_id(self) -> int:
        """Id of an image's placeholders."""
        return self.vocabulary.image_token_id

    @property
    def stop_ids(self) -> tuple[int, ...]:
        """Ids that end a generated answer: the form's end of turn where it is one token, and the tokenizer's EOS."""
        closing = [Segment(self.form.closing, trained=True, data=False)]
        *_, last = self._runs(closing, None)
        ending = [last.control.id] if last.control else self._text(last, leads=False)
        stops = [*(ending if len(ending) == 1 else []), self.vocabulary.eos_id]
        return tuple(dict.fromkeys(stop for stop in stops if stop is not None))

    def example(self, sample: Sample) -> Example | Problem:
        """Tokenise a sample; see `read`."""
        read = self.read(sample)
        return read if isinstance(read, Problem) else read.example

    def read(self, sample: Sample) -> Tokenised | Problem:
        """Tokenise a sample, cut behind the last trained token within `max_length`.

        Nothing is learned behind that token, and it is never inside an image, so images stay whole or fall off with
        what follows them. A sample that keeps no trained token is a Problem.
        """
        try:
            ids, labels = self._encode(self.form.segments(sample.turns))
        except UnencodableTextError as error:
            return Problem("text that cannot be encoded", str(error), sample.origin)
        shown = int((ids == self.image_token_id).sum())
        if shown != len(sample.images):
            detail = f"{shown} <image> in the questions, {len(sample.images)} images"
            return Problem("images and their places differ in number", detail, sample.origin)
        ids, labels = self._expanded(ids, labels)
        trained = np.flatnonzero(labels[: self.max_length] != IGNORED)
        if not trained.any():
            detail = f"{len(ids)} tokens, {shown * self.tokens_per_image} of them images, at most {self.max_length}"
            return Problem("no trained token within the greatest length", detail, sample.origin)
        end = int(trained[-1]) + 1
        images = sample.images[: int((ids[:end] == self.image_token_id).sum()) // self.tokens_per_image]
        example = Example(sample.id, ids[:end], labels[:end], images, sample.kind, sample.origin)
        return Tokenised(example, len(ids) - end if len(ids) > self.max_length else 0)

    def prompt(self, turns: Sequence[Turn]) -> Ids:
        """Tokenise turns that end with a question, ready for the answer; never cut.

        UnencodableTextError where a text is not valid Unicode.
        """
        ids, labels = self._encode(self.form.segments(turns))
        return self._expanded(ids, labels)[0]

    def answer(self, ids: Sequence[int]) -> str:
        """Read a generated answer up to its end of turn, without white space around it."""
        stops = set(self.stop_ids)
        end = next((index for index, token in enumerate(ids) if token in stops), len(ids))
        return self.vocabulary.decode([int(token) for token in ids[:end]]).strip()

    def _encode(self, segments: Sequence[Segment]) -> tuple[Ids, Ids]:
        """Encode with one id an image."""
        ids = [] if self._writes_bos(segments) else list(self.vocabulary.bos)
        labels = [IGNORED] * len(ids)
        leads = True
        previous: TextRun | None = None
        for trained, stretch in groupby(segments, key=lambda segment: segment.trained):
            for run in self._runs(list(stretch), None if trained else previous):
                new = [run.control.id] if run.control else self._text(run, leads=leads)
                leads = run.control is not None and self.vocabulary.spaces_after_controls
                previous = run
                ids += new
                labels += new if trained else [IGNORED] * len(new)
        return np.array(ids, dtype=np.int64), np.array(labels, dtype=np.int64)

    def _runs(self, segments: Sequence[Segment], previous: TextRun | None) -> Iterator[TextRun]:
        return runs(segments, self.vocabulary.controls, self._names, previous)

    def _writes_bos(self, segments: Sequence[Segment]) -> bool:
        """Tell whether the form writes the BOS token out, as some chat templates do."""
        name = self.vocabulary.bos_text
        return bool(name and segments and not segments[0].data and segments[0].text.startswith(name))

    def _text(self, run: TextRun, *, leads: bool) -> list[int]:
        try:
            ids = self.vocabulary.encode(run.text, leads=leads)
        except (UnicodeEncodeError, TypeError) as error:
            message = f"{run.text[:80]!r} is not valid Unicode"
            raise UnencodableTextError(message) from error
        if not self.vocabulary.control_ids.isdisjoint(ids):
            message = f"the tokenizer makes a control token of the plain text {run.text[:80]!r}"
            raise UnencodableTextError(message)
        return ids

    def _expanded(self, ids: Ids, labels: Ids) -> tuple[Ids, Ids]:
        """Give every image all its placeholders."""
        times = np.where(ids == self.image_token_id, self.tokens_per_image, 1)
        return np.repeat(ids, times), np.repeat(labels, times)
