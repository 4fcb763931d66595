"""The words for a vocabulary's categories are found in running text, and what only looks like them is not."""

import inflect
from hypothesis import given
from hypothesis import strategies as st

from datagen.lexicon import lexicon_of
from datagen.lexicon.table import coco
from tests.tables import each

COCO = tuple(coco().categories)
LEXICON = lexicon_of(COCO)
_ENGINE = inflect.engine()
PLURALS = {"person": "people", "mouse": "mice", "knife": "knives", "sheep": "sheep", "scissors": "scissors"} | {
    "broccoli": "broccoli",
    "skis": "skis",
}


def meant(text: str, vocabulary: tuple[str, ...] = COCO) -> list[tuple[str, ...]]:
    return [word.concept.categories for word in lexicon_of(vocabulary).find(text)]


def named(text: str) -> list[str]:
    return [word.concept.name for word in LEXICON.find(text)]


def test_coco_has_eighty_categories() -> None:
    assert len(COCO) == 80


@each("category", COCO)
def test_every_category_is_found_by_its_own_name(category: str) -> None:
    (word,) = LEXICON.find(f"There is a {category} here.")
    assert word.concept.categories == (category,)
    assert word.concept.sense == ("ambiguous" if category in {"orange", "remote"} else "same")
    assert not word.plural or category in {"scissors", "skis"}


@each("category", COCO)
def test_every_category_is_found_by_its_plural(category: str) -> None:
    plural = PLURALS.get(category) or str(_ENGINE.plural_noun(category))
    (word,) = LEXICON.find(f"There are three {plural} here.")
    assert word.concept.categories == (category,)
    assert word.plural is not False


@each(
    ("words", "category"),
    [
        ("sofa, sofas, settee, loveseat", "couch"),
        ("bike, bikes, mountain bike", "bicycle"),
        ("motorbike, moped, dirt bike, dirt bikes", "motorcycle"),
        ("TV, tv, TVs, television, television set, flat screen TV", "tv"),
        ("cell phone, cellphone, mobile phone, smartphones, iPhone", "cell phone"),
        ("doughnut, doughnuts, donuts", "donut"),
        ("people, men, women, children, policeman, policemen, skiers, lady, ladies, babies", "person"),
        ("oxen, cattle, bulls, ox, heifers", "cow"),
        ("puppy, puppies, German Shepherd", "dog"),
        ("kitten, kitties", "cat"),
        ("geese, pigeon, seagulls, ostriches", "bird"),
        ("lamb, lambs", "sheep"),
        ("fridge, fridges", "refrigerator"),
        ("pickup truck, lorries, fire trucks, semi-truck", "truck"),
        ("plane, aircraft, fighter jet, jumbo jets", "airplane"),
        ("stoplight, traffic signals", "traffic light"),
        ("hydrants, fire hydrants", "fire hydrant"),
        ("mugs, teacup, cup of coffee", "cup"),
        ("tennis racquet, rackets", "tennis racket"),
        ("hair dryer, blow dryers", "hair drier"),
        ("slice of pizza, slices of pizza, pizzas", "pizza"),
        ("necktie, bow ties", "tie"),
        ("knives, steak knives", "knife"),
        ("mice, computer mouse", "mouse"),
        ("glass of wine, glasses of wine, wineglasses", "wine glass"),
        ("soccer ball, tennis balls", "sports ball"),
    ],
)
def test_other_words_for_a_category_are_found_singular_or_plural_small_or_capital(words: str, category: str) -> None:
    for word in words.split(", "):
        assert meant(f"We see the {word}.") == [(category,)], word
        assert meant(f"We see the {word.upper()}.") == [(category,)], word


@each(
    ("text", "categories"),
    [
        ("a hot dog", ["hot dog"]),
        ("two hot dogs and a dog", ["hot dog", "dog"]),
        ("a teddy bear", ["teddy bear"]),
        ("a stuffed bear", ["teddy bear"]),
        ("a black bear", ["bear"]),
        ("a glass of wine", ["wine glass"]),
        ("a wine glass and a wine bottle", ["wine glass", "bottle"]),
        ("a passenger train", ["train"]),
        ("a baseball bat", ["baseball bat"]),
        ("a fire hydrant by a fire truck", ["fire hydrant", "truck"]),
        ("the police car", ["car"]),
        ("a school bus", ["bus"]),
        ("a carrot cake", ["cake"]),
        ("a tennis player", ["person"]),
        ("a dog walker", ["person"]),
        ("a bus driver", ["person"]),
        ("a remote control", ["remote"]),
        ("a potted plant", ["potted plant"]),
        ("a surf board", ["surfboard"]),
        ("a baby elephant", ["elephant"]),
        ("a toaster oven", ["oven"]),
        ("a stop sign", ["stop sign"]),
        ("the dog's bowl", ["dog", "bowl"]),
    ],
)
def test_the_longest_word_wins(text: str, categories: list[str]) -> None:
    assert meant(text) == [(category,) for category in categories]


@each(
    "text",
    [
        "a bus stop",
        "a dog house",
        "cat food",
        "a train station",
        "a car park",
        "a chair lift",
        "the bus station",
        "a train track",
        "train tracks",
        "a horse race",
        "the boat dock",
        "a bird feeder",
        "a bicycle rack",
        "orange juice",
        "a car window",
        "an airplane wing",
        "a laptop bag",
    ],
)
def test_a_compound_is_not_the_thing_that_it_is_for(text: str) -> None:
    first = text.removeprefix("a ").removeprefix("an ").removeprefix("the ").split()[0].rstrip("s")
    assert (first,) not in meant(text)


@each(
    "text",
    [
        "a toy car",
        "two toy cars",
        "a picture of a dog",
        "photos of the cat",
        "a statue of a horse",
        "a painting of two boats",
        "a drawing of a sheep",
        "a fake bird",
        "a paper airplane",
        "a cartoon cat",
        "an inflatable boat",
        "the reflection of a car",
        "a ceramic elephant",
        "a wooden model of an airplane",
    ],
)
def test_a_likeness_is_not_there(text: str) -> None:
    assert meant(text) == []


def test_a_toy_bear_is_a_teddy_bear() -> None:
    assert meant("a toy bear") == [("teddy bear",)]
    assert meant("a stuffed teddy bear") == [("teddy bear",)]


@each(
    "text",
    [
        "It bears the weight.",
        "He ties his shoes.",
        "She trains hard.",
        "Mom cooks dinner.",
        "They train there.",
        "They ski there.",
    ],
)
def test_a_verb_that_is_spelt_like_a_thing_is_none(text: str) -> None:
    assert [categories for categories in meant(text) if categories != ("person",)] == []


@each(
    ("word", "categories"),
    [
        ("glass", {"wine glass", "cup"}),
        ("bat", {"baseball bat"}),
        ("board", {"surfboard", "skateboard", "snowboard"}),
        ("range", {"oven"}),
        ("crane", {"bird", "truck"}),
        ("orange", {"orange"}),
        ("light", {"traffic light"}),
        ("couple", {"person"}),
        ("silhouette", {"person"}),
    ],
)
def test_a_word_that_may_mean_something_else_is_marked(word: str, categories: set[str]) -> None:
    (found,) = LEXICON.find(f"There is the {word}.")
    assert found.concept.sense == "ambiguous"
    assert set(found.concept.categories) == categories


@each(
    ("word", "categories"),
    [
        ("phone", {"cell phone"}),
        ("table", {"dining table"}),
        ("vehicles", {"car", "truck", "bus", "motorcycle", "bicycle", "train", "airplane", "boat"}),
        ("fruit", {"banana", "apple", "orange"}),
    ],
)
def test_a_word_for_more_than_its_categories_is_broader(word: str, categories: set[str]) -> None:
    (found,) = LEXICON.find(f"There is the {word}.")
    assert (found.concept.sense, set(found.concept.categories)) == ("broader", categories)


@each(("word", "sense"), [("person", "same"), ("man", "narrower"), ("oranges", "same")])
def test_a_word_says_whether_it_covers_the_whole_category(word: str, sense: str) -> None:
    (found,) = LEXICON.find(f"the {word}")
    assert found.concept.sense == sense


CUSTOM = ("forklift", "traffic cone", "hard-hat", "Safety_Vest", "bat")


@each(
    ("text", "category"),
    [
        ("a forklift", "forklift"),
        ("Two forklifts", "forklift"),
        ("a traffic cone", "traffic cone"),
        ("five traffic cones", "traffic cone"),
        ("a hard hat", "hard-hat"),
        ("three hard hats", "hard-hat"),
        ("a safety vest", "Safety_Vest"),
        ("the safety vests", "Safety_Vest"),
        ("a bat", "bat"),
    ],
)
def test_a_category_of_another_data_set_goes_by_its_own_name(text: str, category: str) -> None:
    (word,) = lexicon_of(CUSTOM).find(text)
    assert word.concept.categories == (category,)
    assert word.concept.sense == "same"


def test_only_the_vocabulary_is_looked_for() -> None:
    assert meant("a dog, a cat and a vehicle", ("cat", "bus")) == [("cat",), ("bus",)]
    assert meant("a dog", ()) == []
    assert lexicon_of(COCO) is LEXICON


@each("text", ["", " ", "...", "\n", "'", "\u2019s", "\u0130\u0130", "1,000,", "the"])
def test_a_text_without_words_for_things_has_none(text: str) -> None:
    assert named(text) == []


def test_a_genitive_is_a_word_for_its_owner() -> None:
    assert meant("the dog\u2019s ball") == [("dog",), ("sports ball",)]
    assert meant("the dogs' owner") == [("dog",), ("person",)]


@given(st.text())
def test_no_text_makes_the_search_fail(text: str) -> None:
    for word in LEXICON.find(text):
        assert 0 <= word.first < word.last


@given(st.lists(st.sampled_from(COCO), min_size=1, max_size=5, unique=True))
def test_things_in_a_list_are_all_found_in_order(categories: list[str]) -> None:
    assert meant(", ".join(f"the {category}" for category in categories)) == [(name,) for name in categories]
