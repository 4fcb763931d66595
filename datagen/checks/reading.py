"""What a draft claims, set beside what is known of its image; made once a draft and shared by the checks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from datagen.claims import Claim, Noun, Place, read, read_text
from datagen.facts import RELATIONS, Facts, area, larger
from datagen.kinds import Kind
from datagen.lexicon import Concept
from datagen.sample import Finding, Turn, Verdict
from datagen.scene import Box, Scene


@dataclass(frozen=True)
class Reading:
    """A draft's claims, the facts of its scene, and what the captions claim."""

    facts: Facts
    turns: tuple[Turn, ...]
    kind: Kind

    @classmethod
    def of(cls, scene: Scene, turns: tuple[Turn, ...], kind: Kind) -> Reading:
        """Read a draft; nothing is done before it is needed."""
        return cls(Facts(scene), turns, kind)

    @cached_property
    def claims(self) -> tuple[Claim, ...]:
        """All claims; none where nothing was looked for in the image, as nothing can be settled then."""
        if not self.facts.scene.vocabulary:
            return ()
        return read(self.turns, self.kind, self.facts.lexicon)

    @cached_property
    def told(self) -> tuple[tuple[Claim, ...], ...]:
        """What each caption claims."""
        return tuple(read_text(caption, self.facts.lexicon) for caption in self.facts.scene.captions)

    def boxes(self, noun: Noun) -> dict[int, Box]:
        """Return the boxes that a noun phrase can mean, crowds left out, by their number."""
        boxes = self.facts.scene.boxes
        categories = dict.fromkeys(c for concept in (noun.concept, *noun.perhaps) for c in concept.categories)
        numbers = self.facts.numbers(categories) or self.facts.numbers(ALIKE.get(noun.concept.name, ()))
        found = {n: boxes[n] for n in numbers if not boxes[n].crowd}
        if noun.picked is None or len(found) < 2:  # noqa: PLR2004 - several to choose from
            return found
        beats = _BEATS[noun.picked]
        chosen = [n for n, box in found.items() if all(beats(box, other) for m, other in found.items() if m != n)]
        return {n: found[n] for n in chosen} or found

    def captions_with(self, noun: Noun) -> tuple[int, ...]:
        """Return the numbers of the captions that speak of what a noun phrase can mean."""
        wanted = set(noun.concept.categories)
        return tuple(
            number
            for number, caption in enumerate(self.facts.scene.captions)
            if any(self._speaks_of(wanted, word.concept) for word in self.facts.lexicon.find(caption))
        )

    def _speaks_of(self, wanted: set[str], concept: Concept) -> bool:
        """Whether a caption's word can mean one of the categories; not where a box of another one explains it."""
        if not wanted.intersection(concept.categories):
            return False
        return concept.sense in ("same", "narrower") or not any(c in self.facts.boxes for c in concept.categories)

    def told_by(self, wanted: type[Claim]) -> Iterator[tuple[int, Claim]]:
        """Yield the captions' claims of one type, with the caption's number."""
        for number, claims in enumerate(self.told):
            yield from ((number, claim) for claim in claims if isinstance(claim, wanted))

    def words(self, noun: Noun, place: Place) -> str:
        """Return a noun phrase as it is written, or the concept's name where it stands elsewhere."""
        turn = self.turns[place.turn]
        text = turn.question if place.part == "question" else turn.answer
        written = text[noun.start : noun.end]
        return written if noun.concept.name.split()[-1][:3].lower() in written.lower() else noun.concept.name

    def quoted(self, place: Place) -> str:
        """Return the text at a place."""
        turn = self.turns[place.turn]
        text = turn.question if place.part == "question" else turn.answer
        return text[place.start : place.end]


ALIKE: dict[str, tuple[str, ...]] = {
    "bike": ("motorcycle",),
    "bear": ("teddy bear",),
    "car": ("train",),
    "train car": ("train",),
    "chair": ("couch",),
    "armchair": ("couch",),
    "sofa": ("chair",),
    "puppy": ("teddy bear",),
}
"""Words that are also said of things that have a category of their own."""
_BEATS: dict[str, Callable[[Box, Box], bool | None]] = {
    "left": RELATIONS["left of"],
    "right": RELATIONS["right of"],
    "top": RELATIONS["above"],
    "bottom": RELATIONS["below"],
    "largest": lambda a, b: larger(area(a), area(b)),
    "smallest": lambda a, b: larger(area(b), area(a)),
}
"""What makes one of several the one that is picked out; where none is clearly so, it may be any."""


def finding(  # noqa: PLR0913, PLR0917 - the fields of a finding
    check: str,
    verdict: Verdict,
    place: Place,
    message: str,
    boxes: Iterable[int] = (),
    captions: Iterable[int] = (),
) -> Finding:
    """Return a finding on a claim's place."""
    return Finding(
        check=check,
        verdict=verdict,
        message=f"turn {place.turn + 1}, {place.part}: {message}",
        turn=place.turn,
        part=place.part,
        start=place.start,
        end=place.end,
        boxes=tuple(boxes),
        captions=tuple(captions),
    )
