"""Words of a person's own: found with their file and not without, and before those that COCO's table has."""

from pathlib import Path

import pytest

from datagen.errors import WordsError
from datagen.lexicon import Lexicon, lexicon_of
from datagen.lexicon.own import read_own
from datagen.lexicon.table import coco
from tests.paths import ROOT

CATEGORIES = ("Traffic_Cone", "lamp", "traffic light", "orange")
OWN = """
[categories."traffic cone"]
same = ["traffic cone", "cone", "Pylon"]
some = ["road cone"]

[categories.lamp]
same = ["lamp", "light"]

[perhaps]
marker = ["traffic cone", "lamp"]

[broader]
lighting = ["lamp", "traffic light"]
"""


def lexicon(tmp_path: Path, text: str = OWN, categories: tuple[str, ...] = CATEGORIES) -> Lexicon:
    path = tmp_path / "own.toml"
    path.write_text(text)
    return lexicon_of(categories, read_own(path, categories))


def meant(lexicon: Lexicon, text: str) -> list[tuple[tuple[str, ...], str, bool | None]]:
    return [(word.concept.categories, word.concept.sense, word.plural) for word in lexicon.find(text)]


def test_own_words_are_found_singular_and_plural_and_without_their_file_they_are_not(tmp_path: Path) -> None:
    own, usual = lexicon(tmp_path), lexicon_of(CATEGORIES)
    cone = ("Traffic_Cone",)
    assert meant(own, "a pylon and two cones") == [(cone, "same", False), (cone, "same", True)]
    assert meant(own, "a road cone") == [(cone, "narrower", False)]
    assert meant(own, "a marker") == [(("Traffic_Cone", "lamp"), "ambiguous", False)]
    assert meant(own, "lighting") == [(("lamp", "traffic light"), "broader", False)]
    assert meant(usual, "a pylon, two cones, a marker and lighting") == []


def test_an_own_word_is_no_longer_what_it_may_mean_in_coco(tmp_path: Path) -> None:
    assert meant(lexicon_of(CATEGORIES), "a light") == [(("traffic light",), "ambiguous", False)]
    assert meant(lexicon(tmp_path), "a light") == [(("lamp",), "same", False)]


def test_a_category_of_coco_keeps_its_words_unless_the_file_names_it(tmp_path: Path) -> None:
    assert meant(lexicon(tmp_path), "a stoplight") == [(("traffic light",), "same", False)]
    mine = '[categories."traffic light"]\nsame = ["traffic light", "beacon"]'
    assert meant(lexicon(tmp_path, mine), "a stoplight and a beacon") == [(("traffic light",), "same", False)]
    orange = '[categories.orange]\nsame = ["orange"]'
    assert meant(lexicon(tmp_path, orange), "an orange thing") == [(("orange",), "same", False)]


def test_the_words_for_coco_are_a_file_of_this_form() -> None:
    categories = tuple(coco().categories)
    ours = read_own(ROOT / "datagen/lexicon/coco.toml", categories)
    assert (ours.categories, ours.perhaps, ours.broader) == (coco().categories, coco().perhaps, coco().broader)


@pytest.mark.parametrize(
    ("text", "where"),
    [
        ("[categories.cone]\nsame = ['cone']", "categories.cone: 'cone'"),
        ("[perhaps]\nmarker = ['lamp', 'con']", "perhaps.marker: 'con'"),
        ("[broader]\nmarker = ['con']", "broader.marker: 'con'"),
    ],
)
def test_a_category_that_the_data_set_does_not_have_is_told(tmp_path: Path, text: str, where: str) -> None:
    with pytest.raises(WordsError) as caught:
        lexicon(tmp_path, text)
    told = f"own.toml: {where} is not a category of this data set; it has: Traffic_Cone, lamp, traffic light, orange"
    assert str(caught.value).endswith(told)
