"""POPE's three polls over objects: random, popular and adversarial. Pure.

The rules and the order of random draws are those of Li et al. 2023 (arXiv:2305.10355), `main.py` and `utils.py` of
https://github.com/AoiDragon/POPE: the same pictures and the same `Random` give the same questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random

from datagen.lexicon.plurals import with_article
from datagen.pope.probe import PAIRS, Probe

TEMPLATE = "Is there a {} in the image?"
VOWELS = ("a", "e", "i", "o", "u")

Ask = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class PolledImage:
    """An image and its objects, the first ones of which are asked for.

    `unsure` may be there or not, and is never asked for; POPE itself knows no such doubt.
    """

    image: str
    objects: tuple[str, ...]
    unsure: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Polls:
    """The questions by kind; `cut_short` counts the images, over all kinds, for which too few objects were absent."""

    probes: dict[str, list[Probe]]
    pictures: list[PolledImage]
    cut_short: int


def by_letter(name: str, template: str = TEMPLATE) -> str:
    """Ask as POPE does, "an" before a small vowel; POPE itself then turns "image" into "imange" too."""
    return template.replace("a {}", "an {}" if name.startswith(VOWELS) else "a {}").format(name)


def by_sound(name: str) -> str:
    """Ask with the article that the word takes: the same as `by_letter` for all of COCO's categories."""
    return TEMPLATE.replace("a {}", with_article(name))


def poll(pictures: Sequence[PolledImage], count: int, random: Random, ask: Ask = by_sound, pairs: int = PAIRS) -> Polls:
    """Choose `count` of the pictures with `pairs` objects or more (or all, where there are fewer), and ask."""
    usable = [picture for picture in pictures if len(picture.objects) >= pairs]
    chosen = random.sample(usable, min(count, len(usable)))
    counts = Counter(name for picture in chosen for name in picture.objects)
    popular, company = [name for name, _ in counts.most_common()], _company(chosen)
    rankings: dict[str, Callable[[str], Sequence[str]]] = {
        "random": lambda _: (),
        "popular": lambda _: popular,
        "adversarial": lambda name: company[name],
    }
    polls = {
        kind: [
            list(_ask_about(picture.objects[:pairs], picture, _Absent(ranking, list(counts), random), ask))
            for picture in chosen
        ]
        for kind, ranking in rankings.items()
    }
    cut_short = sum(len(probes) < 2 * pairs for by_picture in polls.values() for probes in by_picture)
    probes = {kind: [probe for probes in by_picture for probe in probes] for kind, by_picture in polls.items()}
    return Polls(probes, chosen, cut_short)


@dataclass(frozen=True, slots=True)
class _Absent:
    """Finds objects that are not there: the first of the ranked ones, else any by chance."""

    ranking: Callable[[str], Sequence[str]]
    names: Sequence[str]
    random: Random

    def beside(self, present: str, taken: Container[str]) -> str | None:
        """Return an object that is not taken; None where none is left."""
        for name in self.ranking(present):
            if name not in taken:
                return name
        if all(name in taken for name in self.names):
            return None
        while (name := self.random.choice(self.names)) in taken:
            pass
        return name


def _ask_about(asked: Sequence[str], picture: PolledImage, absent: _Absent, ask: Ask) -> Iterator[Probe]:
    taken = {*picture.objects, *picture.unsure}
    for present in asked:
        other = absent.beside(present, taken)
        if other is None:
            return
        taken.add(other)
        yield Probe(picture.image, ask(present), "yes")
        yield Probe(picture.image, ask(other), "no")


def _company(pictures: Sequence[PolledImage]) -> Mapping[str, list[str]]:
    """For each object those seen along with it, the most frequent first; ties keep the order of first appearance."""
    counts: dict[str, Counter[str]] = {}
    for picture in pictures:
        for name in picture.objects:
            counts.setdefault(name, Counter()).update(other for other in picture.objects if other != name)
    return {name: [other for other, _ in others.most_common()] for name, others in counts.items()}
