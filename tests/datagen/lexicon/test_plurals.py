"""Plurals by rule agree with inflect, and other names go to it."""

import subprocess
import sys

import inflect
import pytest

from datagen.lexicon.plurals import known_words, plural_of, with_article
from datagen.lexicon.table import plurals

ENGINE = inflect.engine()
BY_RULE = sorted(name for name in known_words().difference(*plurals()) if " of " not in name and " in " not in name)


def test_plurals_of_our_words_are_those_of_inflect() -> None:
    better = {
        "gentlemans": "gentlemen",
        "computer mouses": "computer mice",
        "wireless mouses": "wireless mice",
        "optical mouses": "optical mice",
    }
    theirs = {name: str(ENGINE.plural_noun(name)) for name in BY_RULE}
    assert {name: plural_of(name) for name in BY_RULE} == {
        name: better.get(word, word) for name, word in theirs.items()
    }


def test_articles_of_our_words_are_those_of_inflect() -> None:
    assert {name: with_article(name) for name in BY_RULE} == {name: ENGINE.a(name) for name in BY_RULE}


@pytest.mark.parametrize(
    ("name", "several", "article"),
    [("person", "people", "a person"), ("traffic cone", "traffic cones", "a traffic cone"),
     ("hourglass", "hourglasses", "an hourglass"), ("pair of skis", "pair of skis", "a pair of skis"),
     ("slice of pizza", "slices of pizza", "a slice of pizza"), ("sheep", "sheep", "a sheep")],
)  # fmt: skip
def test_a_name_has_a_plural_and_an_article(name: str, several: str, article: str) -> None:
    assert (plural_of(name), with_article(name)) == (several, article)


def test_the_words_for_coco_need_no_inflect() -> None:
    """It takes two seconds to import, and every build looks for these words."""
    program = (
        "import sys\n"
        "from datagen.lexicon import lexicon_of\n"
        "from datagen.lexicon.table import coco\n"
        "lexicon_of(tuple(coco().categories))\n"
        "assert 'inflect' not in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
