"""The checks on a text that a person wrote, as on an LLM's reply. Reads the run's prompts, once.

What the checks look at beside the text is what they looked at in the run: scene, vocabulary, worked examples, and
whether the LLM saw the image.
"""

from __future__ import annotations

from collections import OrderedDict

from datagen.kinds import KINDS
from datagen.review.run import ReviewedRun
from datagen.sample import Finding, Turn
from datagen.scene import Scene

KEPT = 256

Key = tuple[str, tuple[Turn, ...]]


class Recheck:
    """The checks of one run, with their last results."""

    def __init__(self, run: ReviewedRun) -> None:
        """Load nothing yet: the checks take half a second to import."""
        self._run = run
        self._worked: dict[str, frozenset[tuple[str, ...]]] | None = None
        self._kept: OrderedDict[Key, tuple[Finding, ...]] = OrderedDict()

    def prepare(self) -> None:
        """Import the checks and learn the words of the categories ahead of the first text."""
        nothing = Scene(0, "", 1, 1, (), (), "", vocabulary=self._run.vocabulary, words=self._run.words)
        self._check(next(iter(KINDS)), (Turn(question="Is there a dog?", answer="Yes, there is a dog."),), nothing)

    def findings(self, id_: str, kind: str, turns: tuple[Turn, ...], scene: Scene | None) -> tuple[Finding, ...]:
        """Return what the checks find in a text; nothing where its scene is not known.

        Raises:
            PromptError: the run folder's copy of the prompts is damaged.

        """
        key = (id_, turns)
        if key not in self._kept:
            self._kept[key] = () if scene is None else self._check(kind, turns, scene)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _check(self, kind: str, turns: tuple[Turn, ...], scene: Scene) -> tuple[Finding, ...]:
        from datagen.checks import Draft, run_checks  # noqa: PLC0415

        if kind not in KINDS:
            return ()
        draft = Draft(KINDS[kind], turns, scene, worked=self._worked_of(kind), seen=self._run.seen)
        return tuple(run_checks(draft))

    def _worked_of(self, kind: str) -> frozenset[tuple[str, ...]]:
        if self._worked is None:
            from datagen.prompting import prompts  # noqa: PLC0415
            from datagen.run.folder import PROMPTS  # noqa: PLC0415

            own = self._run.folder / PROMPTS
            folder = own if own.is_dir() else prompts.default_folder()
            loaded = prompts.load(folder, kinds=prompts.kinds_in(folder))
            self._worked = {name: prompt.worked for name, prompt in loaded.kinds.items()}
        return self._worked.get(kind, frozenset())
