"""Noun phrases for the things of a scene, each with the claims that it makes."""

from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

from datagen.toy import settings, words
from datagen.toy.claims import Claim, ColourClaim, CountClaim
from datagen.toy.scene import Thing, ToyScene

PLACES = {s.name: {name: lane.places for name, lane in s.lanes.items()} for s in settings.SETTINGS}


@dataclass(frozen=True, slots=True)
class Phrase:
    """Words with the claims they make; phrases join into captions."""

    text: str
    claims: tuple[Claim, ...] = ()
    plural: bool = False

    def __add__(self, other: "Phrase | str") -> "Phrase":
        """Put the other words behind these."""
        more = other if isinstance(other, Phrase) else Phrase(other)
        text = " ".join(f"{self.text} {more.text}".split()).replace(" ,", ",")
        return Phrase(text, (*self.claims, *more.claims), self.plural)


@dataclass(frozen=True, slots=True)
class Group:
    """All things of one category in a scene, or its one crowd."""

    category: str
    indices: tuple[int, ...]
    things: tuple[Thing, ...]

    @property
    def crowd(self) -> bool:
        return self.things[0].crowd

    @property
    def single(self) -> bool:
        return len(self.things) == 1 and not self.crowd

    def shared(self, attribute: str) -> str:
        """The look's attribute where all members agree in it, else nothing."""
        values: set[str] = {getattr(thing.look, attribute) for thing in self.things}
        return values.pop() if len(values) == 1 else ""


def groups(scene: ToyScene) -> list[Group]:
    """The scene's things by category, the table that carries the others left to the settings' own words."""
    names = dict.fromkeys(t.category.name for t in scene.things if t.look.pose != "large")
    found = []
    for name in names:
        members = [(i, t) for i, t in enumerate(scene.things) if t.category.name == name]
        found.append(Group(name, tuple(i for i, _ in members), tuple(t for _, t in members)))
    return found


def named(group: Group, rng: Random, *, coloured: bool | None = None) -> Phrase:
    """The group with article or number, mostly with a colour that its members share."""
    if group.crowd:
        return Phrase(rng.choice(words.CROWDS[group.category]), plural=True)
    tint = rng.random() < 0.7 if coloured is None else coloured
    adjective, tail, claims = _colour(group.things, group.indices, rng) if tint else ("", "", ())
    singular, plural = rng.choice(words.NOUNS[_noun_key(group.things)])
    number = len(group.things)
    if number == 1:
        noun = f"{adjective} {singular}".strip()
        return Phrase(f"{article(noun)} {noun} {tail}".strip(), (CountClaim(group.category, 1), *claims))
    if number == 2 and group.category == "person" and not group.shared("kind") and rng.random() < 0.6:
        both = one(group, 0, rng) + "and" + one(group, 1, rng)
        return Phrase(both.text, (CountClaim("person", 2), *both.claims), plural=True)
    ways = [words.NUMBERS[number]] * 4
    ways += ["a pair of", "a couple of"] if number == 2 else ["several", "a group of"]
    text = f"{rng.choice(ways)} {adjective} {plural} {tail}"
    return Phrase(" ".join(text.split()), (CountClaim(group.category, number), *claims), plural=True)


def one(group: Group, position: int, rng: Random, *, definite: bool = False) -> Phrase:
    """One member of a group, with its own colour."""
    thing, index = group.things[position], group.indices[position]
    adjective, tail, claims = _colour((thing,), (index,), rng)
    noun = f"{adjective} {rng.choice(words.NOUNS[_noun_key((thing,))])[0]}".strip()
    return Phrase(f"{'the' if definite else article(noun)} {noun} {tail}".strip(), claims)


def article(noun: str) -> str:
    return "an" if noun[0] in "aeiou" else "a"


def _noun_key(things: Sequence[Thing]) -> str:
    kinds, category = {thing.look.kind for thing in things}, things[0].category.name
    if len(kinds) == 1 and kinds <= words.NOUNS.keys():
        return kinds.pop()
    if category == "person" and kinds <= {"man", "woman"}:
        return "adult"
    if category == "person" and kinds <= {"boy", "girl"}:
        return "child"
    return category


def _colour(things: Sequence[Thing], indices: Sequence[int], rng: Random) -> tuple[str, str, tuple[Claim, ...]]:
    """An adjective, or words to follow the noun, for the colour that all the things share."""
    colours, category = {thing.look.colour for thing in things}, things[0].category.name
    colour = next(iter(colours))
    if category in words.UNCOLOURED or len(colours) > 1 or not colour or any(t.look.pose == "open" for t in things):
        return "", "", ()
    claims = tuple(ColourClaim(i, colour) for i in indices)
    many, dresses = len(things) > 1, {thing.look.kind in {"woman", "girl"} for thing in things}
    if category == "person":
        worn = "clothes" if len(dresses) > 1 else "dress" if dresses == {True} else "shirt"
        clothes = (
            f"{colour} {worn}" if worn == "clothes" else f"{colour} {worn}{('es' if worn == 'dress' else 's') * many}"
        )
        a = "" if many or worn == "clothes" else f"{article(colour)} "
        return "", f"{rng.choice(('in', 'wearing'))} {a}{clothes}", claims
    if category == "cake":
        return "", f"with {colour} {rng.choice(('icing', 'frosting'))}", claims
    if category == "potted plant":
        return "", f"in {colour} pots" if many else f"in {article(colour)} {colour} pot", claims
    if any(t.look.kind == "beach ball" for t in things):
        return f"{colour} and white", "", claims
    return words.COLOUR_WORDS.get((category, colour), colour), "", claims


def action(group: Group, rng: Random) -> str:
    """What the members are doing, where all do the same."""
    if group.crowd:
        return rng.choice(words.CROWD_ACTIONS[group.category])
    if group.shared("kind") == "sailboat" and rng.random() < 0.5:
        return "sailing"
    return rng.choice(words.ACTIONS.get((group.category, group.shared("pose")), ("",)))


def place(scene: ToyScene, group: Group, rng: Random) -> str:
    return rng.choice(PLACES[scene.setting][group.things[0].lane])


def within(scene: ToyScene, rng: Random) -> str:
    return rng.choice(words.WITHIN[scene.setting]).format(wall=scene.wall)


def around(scene: ToyScene, rng: Random) -> str:
    """The time of day outside, the room inside."""
    if scene.setting in settings.INDOORS:
        return within(scene, rng)
    return rng.choice(words.TIMES[scene.light])
