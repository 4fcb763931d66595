"""A paragraph that says what is there, how many, where, and how things stand to each other. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from datagen.facts import Facts, area, larger
from datagen.writer.absences import something
from datagen.writer.nouns import capital, listed, number
from datagen.writer.phrases import AB, A, Phrases
from datagen.writer.places import place
from datagen.writer.relations import relation_of, spoken
from datagen.writer.talk import Talk, about

SAY = Phrases(
    "detail",
    questions="",
    inventory="things Things be vis",
    more_things="things Things be vis",
    crowds="many",
    placed_at=f"{A} place Place",
    apart="many left right",
    together="many all side",
    outermost="many one other",
    higher="many one other",
    across=f"{A} reach",
    down=f"{A} reach",
    standing=f"{AB} relation Relation",
    larger=AB,
    big=A,
    small=A,
    middling=A,
)
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
    for templates, part in ((SAY["inventory"], things[:split]), (SAY["more_things"], things[split:])):
        if part:
            names = [name for name, _ in part]
            noun = view.noun(part[0][1])
            one = names[0] == noun.a and noun.there_be == "is"
            alone = one and len(part) == 1
            words = {"things": listed(names), "be": "is" if one else "are", "vis": "is" if alone else "are"}
            options = [t for t in templates if not (len(part) == 1 and "make up" in t)]
            yield talk.say(options, words | {"Things": capital(words["things"])})
    for category in crowds:
        yield talk.say(SAY["crowds"], {"many": view.noun(category).many})


def _share(facts: Facts, category: str) -> float:
    return max(area(facts.scene.boxes[n]) for n in facts.boxes[category])


def _places(talk: Talk) -> Iterator[str]:
    view = talk.view
    found = [(c, place(view, box)) for c, box in view.things.items()]
    sure = [(category, where) for category, where in found if where]
    for category, where in _some(talk, sure, PLACED):
        yield talk.say(SAY["placed_at"], about(talk.view, a=category) | {"place": where, "Place": capital(where)})


def _groups(talk: Talk) -> Iterator[str]:
    """Say on which side the things of a kind are, and how the outermost compare."""
    view = talk.view
    for category, (left, right) in view.sides.items():
        words = {"many": view.noun(category).many, "left": number(left), "right": number(right)}
        words |= {"side": "left" if left else "right", "all": "both" if left + right == 2 else "all"}  # noqa: PLR2004
        yield talk.say(SAY["apart" if left and right else "together"], words)
    for category, (first, last) in view.ends.items():
        names = ("left", "right") if view.counted[category] == 2 else ("leftmost", "rightmost")  # noqa: PLR2004
        many = view.noun(category).many
        bigger, height = larger(area(first), area(last)), relation_of("y", first, last)
        if bigger is not None:
            one, other = names if bigger else reversed(names)
            yield talk.say(SAY["outermost"], {"many": many, "one": one, "other": other})
        if height is not None:
            one, other = names if height == "above" else reversed(names)
            yield talk.say(SAY["higher"], {"many": many, "one": one, "other": other})


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
        templates = templates or talk.sample(SAY["standing"], len(SAY["standing"]))
        wording = talk.pick(spoken(relation))
        template = templates.pop()
        if template.startswith("{Relation}"):
            wording = spoken(relation)[0]
        yield template_filled(
            template, about(talk.view, a=a, b=b) | {"relation": wording, "Relation": capital(wording)}
        )
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
            yield talk.say(SAY["larger"], about(talk.view, a=a, b=b))
    for category, box in view.things.items():
        words = about(talk.view, a=category)
        words["reach"] = "reach" if words["a_be"] == "are" else "reaches"
        if box.x1 <= EDGE and box.x2 >= 1 - EDGE:
            yield talk.say(SAY["across"], words)
        elif box.y1 <= EDGE and box.y2 >= 1 - EDGE:
            yield talk.say(SAY["down"], words)
        elif area(box) >= A_LOT:
            yield talk.say(SAY["big"], words)
        elif area(box) <= A_LITTLE and len(view.things) <= PLACED:
            yield talk.say(SAY["small"], words)
        elif MEDIUM[0] <= area(box) <= MEDIUM[1] and len(view.things) == 1:
            yield talk.say(SAY["middling"], words)


def _some(talk: Talk, found: Sequence[tuple[str, str]], most: int) -> list[tuple[str, str]]:
    return talk.sample(found, min(len(found), most))
