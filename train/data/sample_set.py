"""Which samples something is true of, by file and line: one that is met again, in any process or epoch, counts once."""

from __future__ import annotations

from dataclasses import dataclass, field

from train.sample import Origin


@dataclass(slots=True)
class SampleSet:
    """A set of samples."""

    lines: dict[str, set[int]] = field(default_factory=dict)
    """By file."""

    def __len__(self) -> int:
        """Count the samples."""
        return sum(map(len, self.lines.values()))

    def add(self, origin: Origin) -> None:
        """Take one in."""
        self.lines.setdefault(str(origin.file), set()).add(origin.line)

    def merge(self, other: SampleSet) -> None:
        """Take in all of another set."""
        for file, lines in other.lines.items():
            self.lines.setdefault(file, set()).update(lines)
