"""A check: its name, what it finds, what a failing finding of it does, and the function that looks at a draft."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from datagen.checks.actions import Action
from datagen.checks.draft import Draft
from datagen.kinds import Kind
from datagen.sample import Finding


@dataclass(frozen=True, slots=True)
class Check:
    """A check, and everything that the program knows of it: findings, `--on-fail` and the reports go by its name."""

    name: str
    """What its findings, `--on-fail` and a kind's `unchecked` call it."""
    action: Action
    """What a failing finding of it does, unless `--on-fail` says otherwise."""
    finds: str
    """What it finds, in a few words for the documents."""
    find: Callable[[Draft], Iterable[Finding]] | None
    """Looks at a draft; None for what can be said only once all samples, or no reply at all, are there."""

    def of(self, draft: Draft) -> Iterable[Finding]:
        """Return what it finds in a draft; nothing in a kind that it does not apply to."""
        return self.find(draft) if self.find and self.applies_to(draft.kind) else ()

    def applies_to(self, kind: Kind) -> bool:
        """Whether it looks at samples of this kind: a kind names those that do not."""
        return self.name not in kind.unchecked
