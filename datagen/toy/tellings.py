"""Ways to tell what a scene shows and how many there are of it; each is true by construction.

A way answers with words and their claims, or with nothing where the scene does not fit.
"""

from random import Random

from datagen.toy import words
from datagen.toy.claims import CountClaim
from datagen.toy.phrases import Group, Phrase, action, around, article, named, place, within
from datagen.toy.scene import ToyScene


def main(scene: ToyScene, found: list[Group], rng: Random) -> Phrase:
    """Who does what where."""
    group = rng.choice(found)
    tail = around(scene, rng) if rng.random() < 0.7 else ""
    return named(group, rng) + action(group, rng) + place(scene, group, rng) + tail


def there_is(scene: ToyScene, found: list[Group], rng: Random) -> Phrase:
    """The same, as a statement."""
    group = rng.choice(found)
    who = named(group, rng)
    singular = not who.plural or who.text.startswith(("a ", "an "))
    verb = rng.choice(("is", "is") if singular else ("are", "are"))
    return (
        Phrase(f"there {verb}")
        + who
        + action(group, rng)
        + place(scene, group, rng)
        + (around(scene, rng) if rng.random() < 0.5 else "")
    )


def setting_with(scene: ToyScene, found: list[Group], rng: Random) -> Phrase:
    """The place first, then up to three groups."""
    picked = rng.sample(found, min(len(found), rng.choice((1, 2, 2, 3))))
    where = rng.choice(words.SETTINGS[scene.setting]).format(wall=scene.wall)
    link = "and" if " with " in where else rng.choice(("with", "with", "that has", "showing"))
    extra = rng.choice(("", place(scene, picked[-1], rng))) if len({g.things[0].lane for g in picked}) == 1 else ""
    return Phrase(f"{article(where)} {where} {link}") + listed([named(g, rng) for g in picked]) + extra


def listed(parts: list[Phrase]) -> Phrase:
    """Join parts with commas and a final "and"."""
    whole = parts[0]
    for i, part in enumerate(parts[1:], start=2):
        whole = whole + "and" + part if i == len(parts) else Phrase(whole.text + ",", whole.claims) + part
    return whole


def together(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """Two groups at one place."""
    if len(found) < 2:
        return None
    first, second = rng.sample(found, 2)
    same = first.things[0].lane == second.things[0].lane
    both = listed([named(first, rng), named(second, rng)])
    return both + (place(scene, first, rng) if same else within(scene, rng)) + rng.choice(("", around(scene, rng)))


def day(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """The time of day first; outside only."""
    if scene.setting in {"living room", "kitchen", "study"}:
        return None
    day, group = rng.choice(words.DAYS[scene.light]), rng.choice(found)
    opening = rng.choice((f"{article(day)} {day}", f"it is {article(day)} {day}"))
    return (
        Phrase(opening) + within(scene, rng) + "with" + named(group, rng) + rng.choice(("", place(scene, group, rng)))
    )


def view(scene: ToyScene, found: list[Group], rng: Random) -> Phrase:
    """The picture as a picture."""
    group = rng.choice(found)
    opening = rng.choice(("a picture of", "a view of", "an image of", "a drawing of", "a scene with", "we can see"))
    return Phrase(opening) + named(group, rng) + action(group, rng) + place(scene, group, rng)


def counted(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """The number of a group of several."""
    several = [g for g in found if not g.crowd and len(g.things) > 1]
    if not several:
        return None
    group = rng.choice(several)
    number, key = len(group.things), group.shared("kind") or group.category
    plural = rng.choice(words.NOUNS.get(key, words.NOUNS[group.category]))[1]
    text = rng.choice(("a total of {n} {nouns} can be seen", "{n} {nouns} are",
                       "there are exactly {n} {nouns}",
                       "{n} different {nouns} can be seen", "we see {n} {nouns}"))  # fmt: skip
    count = Phrase(text.format(n=words.NUMBERS[number], nouns=plural), (CountClaim(group.category, number),))
    return count + place(scene, group, rng) + (around(scene, rng) if rng.random() < 0.6 else "")
