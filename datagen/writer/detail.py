"""A paragraph that says what is there, how many, where, and how things stand to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datagen.facts import Facts, area, larger
from datagen.writer import detail_phrases as say
from datagen.writer.absences import something
from datagen.writer.nouns import capital, listed, number
from datagen.writer.places import place
from datagen.writer.relations import SPOKEN, relation_of
from datagen.writer.talk import Talk, about

MIN_WORDS, ENOUGH_WORDS = 25, 110
NAMED, PLACED, RELATED, COMPARED = 7, 4, 4, 2
A_LOT, A_LITTLE, EDGE = 0.4, 0.02, 0.1
MEDIUM = (0.08, 0.25)


def describe(talk: Talk) -> str | None:
    """Write the paragraph; None where too little is sure for one of at least 25 words."""
    first = list(_inventory(talk))
    if not first:
        return None
    body = [*_places(talk), *_groups(talk), *_relations(talk), *_sizes(talk)]
    if talk.coin():
        talk.rng.shuffle(body)
    paragraph, words = first, sum(len(sentence.split()) for sentence in first)
    for sentence in body:
        if words < ENOUGH_WORDS:
            paragraph.append(sentence)
            words += len(sentence.split())
    return " ".join(paragraph) if words >= MIN_WORDS else None


def _inventory(talk: Talk) -> Iterator[str]:
    """Name what is there, the larger things first."""
    view = talk.view
    crowds = [category for category in view.present if category in view.facts.crowds]
    plain = [category for category in view.present if category not in view.facts.crowds]
    plain.sort(key=lambda category: -_share(view.facts, category))
    things = [(something(talk, category), category) for category in plain[: 2 * NAMED]]
    split = len(things) if len(things) < NAMED else (len(things) + 1) // 2
    for templates, part in ((say.INVENTORY, things[:split]), (say.MORE_THINGS, things[split:])):
        if part:
            names = [name for name, _ in part]
            noun = view.noun(part[0][1])
            one = names[0] == noun.a and noun.there_be == "is"
            alone = one and len(part) == 1
            words = {"things": listed(names), "be": "is" if one else "are", "vis": "is" if alone else "are"}
            options = [t for t in templates if not (len(part) == 1 and "make up" in t)]
            yield talk.say(options, words | {"Things": capital(words["things"])})
    for category in crowds:
        yield talk.say(say.CROWDS, {"many": view.noun(category).many})


def _share(facts: Facts, category: str) -> float:
    return max(area(facts.scene.boxes[n]) for n in facts.boxes[category])


def _places(talk: Talk) -> Iterator[str]:
    view = talk.view
    found = [(c, place(view, box)) for c, box in view.things.items()]
    sure = [(category, where) for category, where in found if where]
    for category, where in _some(talk, sure, PLACED):
        yield talk.say(say.PLACED_AT, about(talk.view, a=category) | {"place": where, "Place": capital(where)})


def _groups(talk: Talk) -> Iterator[str]:
    """Say on which side the things of a kind are, and how the outermost compare."""
    view = talk.view
    for category, (left, right) in view.sides.items():
        words = {"many": view.noun(category).many, "left": number(left), "right": number(right)}
        words |= {"side": "left" if left else "right", "all": "both" if left + right == 2 else "all"}  # noqa: PLR2004
        yield talk.say(say.APART if left and right else say.TOGETHER, words)
    for category, (first, last) in view.ends.items():
        names = ("left", "right") if view.counted[category] == 2 else ("leftmost", "rightmost")  # noqa: PLR2004
        many = view.noun(category).many
        bigger, height = larger(area(first), area(last)), relation_of("y", first, last)
        if bigger is not None:
            one, other = names if bigger else reversed(names)
            yield talk.say(say.OUTERMOST, {"many": many, "one": one, "other": other})
        if height is not None:
            one, other = names if height == "above" else reversed(names)
            yield talk.say(say.HIGHER, {"many": many, "one": one, "other": other})


def _relations(talk: Talk) -> Iterator[str]:
    single = talk.view.things
    seen: set[frozenset[str]] = set()
    templates: list[str] = []
    for a, b in talk.pairs(single):
        axes = ("x", "y") if talk.coin() else ("y", "x")
        relation = next((r for axis in axes if (r := relation_of(axis, single[a], single[b]))), None)
        if relation is None or frozenset((a, b)) in seen:
            continue
        seen.add(frozenset((a, b)))
        templates = templates or talk.sample(say.STANDING, len(say.STANDING))
        spoken = talk.pick(SPOKEN[relation])
        template = templates.pop()
        if template.startswith("{Relation}"):
            spoken = SPOKEN[relation][0]
        yield template_filled(template, about(talk.view, a=a, b=b) | {"relation": spoken, "Relation": capital(spoken)})
        if len(seen) == RELATED:
            return


def template_filled(template: str, words: dict[str, str]) -> str:
    """Fill in one template."""
    return capital(template.format_map(words))


def _sizes(talk: Talk) -> Iterator[str]:
    view = talk.view
    sized = 0
    for a, b in talk.pairs(view.things):
        if larger(area(view.things[a]), area(view.things[b]), 2.0) and sized < COMPARED:
            sized += 1
            yield talk.say(say.LARGER, about(talk.view, a=a, b=b))
    for category, box in view.things.items():
        words = about(talk.view, a=category)
        words["reach"] = "reach" if words["a_be"] == "are" else "reaches"
        if box.x1 <= EDGE and box.x2 >= 1 - EDGE:
            yield talk.say(say.ACROSS, words)
        elif box.y1 <= EDGE and box.y2 >= 1 - EDGE:
            yield talk.say(say.DOWN, words)
        elif area(box) >= A_LOT:
            yield talk.say(say.BIG, words)
        elif area(box) <= A_LITTLE and len(view.things) <= PLACED:
            yield talk.say(say.SMALL, words)
        elif MEDIUM[0] <= area(box) <= MEDIUM[1] and len(view.things) == 1:
            yield talk.say(say.MIDDLING, words)


def _some(talk: Talk, found: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    return talk.sample(found, min(len(found), most))
