"""Ways to tell how things in a scene relate: sides, sizes, depth, direction.

A way may guess a relation; whether its claims hold is checked by who asks.
"""

from random import Random

from datagen.toy import words
from datagen.toy.claims import Bigger, CountClaim, LeftOf, Nearer, OnSide, Overlaps
from datagen.toy.phrases import Group, Phrase, action, around, named, one, place, within
from datagen.toy.scene import ToyScene


def left_and_right(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """How two single things lie beside each other."""
    singles = [g for g in found if g.single]
    if len(singles) < 2:
        return None
    first, second = rng.sample(singles, 2)
    if LeftOf(first.indices[0], second.indices[0]).holds(scene):
        side, claim = "left", LeftOf(first.indices[0], second.indices[0])
    else:
        side, claim = "right", LeftOf(second.indices[0], first.indices[0])
    link = rng.choice((f"to the {side} of", f"on the {side} side of", f"is to the {side} of"))
    return Phrase("", (claim,)) + named(first, rng) + link + named(second, rng) + rng.choice(("", within(scene, rng)))


def side(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """A group that keeps to one half of the picture."""
    group = rng.choice([g for g in found if not g.crowd] or found)
    if group.crowd:
        return None
    side = "left" if group.things[0].centre < scene.width / 2 else "right"
    claims = tuple(OnSide(i, side) for i in group.indices)
    who, frame = named(group, rng), rng.choice(("picture", "image", "scene"))
    if rng.random() < 0.5:
        return (
            Phrase(f"on the {side} side of the {frame},", claims) + who + action(group, rng) + place(scene, group, rng)
        )
    return Phrase("", claims) + who + place(scene, group, rng) + f"on the {side} side of the {frame}"


def two_colours(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """Two of a kind that differ, from left to right."""
    pairs = [g for g in found if len(g.things) == 2]
    if not pairs:
        return None
    group = rng.choice(pairs)
    left = 0 if group.things[0].centre < group.things[1].centre else 1
    claims = (LeftOf(group.indices[left], group.indices[1 - left]), CountClaim(group.category, 2))
    link = rng.choice(("to the left of", "on the left of", "is left of", "on the left and"))
    if len({(t.look.kind, t.look.colour) for t in group.things}) == 1:
        return None
    return (
        Phrase("", claims)
        + one(group, left, rng)
        + link
        + one(group, 1 - left, rng)
        + ("on the right" if link.endswith("and") else place(scene, group, rng))
    )


def sizes(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """Two of a kind that differ in size."""
    pairs = [g for g in found if len(g.things) == 2 and all(t.whole for t in g.things) and g.shared("pose")]
    if not pairs:
        return None
    group = rng.choice(pairs)
    big = 0 if group.things[0].box[3] > group.things[1].box[3] else 1
    claim, key = Bigger(group.indices[big], group.indices[1 - big]), group.shared("kind") or group.category
    noun = rng.choice(words.NOUNS.get(key, words.NOUNS[group.category]))
    count = CountClaim(group.category, 2)
    if rng.random() < 0.4:
        return (
            Phrase(f"two {noun[1]}", (claim, count))
            + place(scene, group, rng)
            + rng.choice((", one bigger than the other", ", one larger and one smaller", "that look different in size"))
        )
    who = rng.choice(
        (
            f"one of the two {noun[1]} looks {rng.choice(('bigger', 'larger'))} than the other",
            f"one {noun[0]} appears {rng.choice(('smaller', 'larger'))} than the other {noun[0]}",
        )
    )
    return Phrase(who, (claim, count)) + rng.choice(("", place(scene, group, rng)))


def depth(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """One thing in front of another."""
    singles = [g for g in found if g.single and g.things[0].lane not in {"sky", "wall", "shelf"}]
    if len(singles) < 2:
        return None
    first, second = rng.sample(singles, 2)
    near, far = first.indices[0], second.indices[0]
    link = rng.choice(("in front of", "in front of", "is in front of"))
    if near < far:
        near, far, link = far, near, rng.choice(("behind", "is behind"))
    claims = (Nearer(near, far), Overlaps(near, far))
    return Phrase("", claims) + named(first, rng) + link + named(second, rng) + within(scene, rng)


def background(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """A near group with a far one."""
    if len(found) < 2:
        return None
    near, far = rng.sample(found, 2)
    if {near.things[0].lane, far.things[0].lane} & {"sky", "wall", "shelf"}:
        return None
    claims = tuple(Nearer(i, j) for i in near.indices for j in far.indices)
    return (
        Phrase("", claims)
        + named(near, rng)
        + place(scene, near, rng)
        + "with"
        + named(far, rng)
        + rng.choice(("in the background", "behind", "farther away"))
    )


def facing(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """Which way a group looks or heads."""
    able = [g for g in found if not g.crowd and g.category in {"dog", "bird", "sheep", "cow", "car", "bus"}]
    able = [g for g in able if g.shared("facing")]
    if not able:
        return None
    group = rng.choice(able)
    side = group.shared("facing")
    verb = rng.choice(("facing", "pointing to the", "heading") if group.category in {"car", "bus"}
                      else ("facing", "facing to the", "turned to the"))  # fmt: skip
    return named(group, rng) + f"{verb} {side}" + place(scene, group, rng) + rng.choice(("", around(scene, rng)))


def signal(scene: ToyScene, found: list[Group], rng: Random) -> Phrase | None:
    """What a traffic light shows."""
    lights = [g for g in found if g.category == "traffic light" and g.shared("kind")]
    if not lights:
        return None
    lamp, others = (
        lights[0].shared("kind"),
        [g for g in found if g.category != "traffic light" and not g.crowd],
    )
    what = named(lights[0], rng) + rng.choice((f"showing {lamp}", f"with the {lamp} lamp on", f"lit up in {lamp}"))
    extra = Phrase("and") + named(rng.choice(others), rng) if others and rng.random() < 0.6 else Phrase("")
    return what + extra + within(scene, rng)
