"""Five different captions of a scene in the manner of people who describe a photograph.

Each way of telling looks at one thing (setting, count, colour, side, size, depth) and says it only where
it is clearly true of the scene; the claims behind the words are kept with each caption.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from datagen.toy import relations, tellings, words
from datagen.toy.claims import Claim
from datagen.toy.phrases import Group, Phrase, groups
from datagen.toy.scene import ToyScene

CAPTIONS = 5
SHORTEST, LONGEST = 8, 14
"""In words, as most of COCO's captions are."""

Telling = Callable[[ToyScene, list[Group], Random], Phrase | None]

TELLINGS: tuple[Telling, ...] = (
    tellings.main,
    tellings.there_is,
    tellings.setting_with,
    tellings.setting_with,
    tellings.together,
    tellings.together,
    tellings.day,
    tellings.view,
    tellings.counted,
    relations.left_and_right,
    relations.left_and_right,
    relations.side,
    relations.two_colours,
    relations.two_colours,
    relations.sizes,
    relations.depth,
    relations.background,
    relations.facing,
    relations.signal,
)
"""Those named twice are chosen twice as often."""


@dataclass(frozen=True, slots=True)
class Caption:
    """One sentence and what it claims."""

    text: str
    claims: tuple[Claim, ...]


def captions(scene: ToyScene, rng: Random) -> tuple[Caption, ...]:
    """Five captions, all different, as different in focus as the scene allows; raises where words run out."""
    told: dict[str, Caption] = {}
    used: list[Telling] = []
    for attempt in range(600):
        telling = rng.choice(TELLINGS)
        if used.count(telling) > attempt // 60:
            continue
        said = telling(scene, groups(scene), rng)
        if said is None or not SHORTEST <= len(said.text.split()) <= LONGEST:
            continue
        if _repeats_itself(said.text) or not all(claim.holds(scene) for claim in said.claims):
            continue
        text = said.text[0].upper() + said.text[1:] + "."
        if text not in told:
            told[text] = Caption(text, said.claims)
            used.append(telling)
        if len(told) == CAPTIONS:
            return tuple(told.values())
    message = f"no {CAPTIONS} captions found for a scene of {scene.setting!r}"
    raise AssertionError(message)


def _repeats_itself(text: str) -> bool:
    spoken = [word.strip(",") for word in text.split()]
    return any(spoken.count(word) > 1 for word in words.ONCE)
