"""A slip in a file of words is told with file and key, and our own files are read only where words are wanted."""

import subprocess
import sys
from pathlib import Path

import pytest

from datagen.errors import WordsError
from datagen.lexicon import word_file
from datagen.lexicon.table import coco, words_in

SLIPS = {
    "[categories.cone": "own.toml is not TOML",
    "[categorys.cone]": "own.toml: categorys is not known here; known are: categories, perhaps, broader",
    "categories = 1": "own.toml: categories must be a table",
    "[categories]\ncone = ['cone']": "own.toml: categories.cone must be a table",
    "[categories.cone]\nsome = ['pylon']": "own.toml: categories.cone.same is missing",
    "[categories.cone]\nsame = 'cone'": "own.toml: categories.cone.same must be a list of words in quotes",
    "[categories.cone]\nsame = []": "own.toml: categories.cone.same must be a list of words in quotes",
    "[categories.cone]\nsame = [1]": "own.toml: categories.cone.same holds 1, which is not a text in quotes",
    "[categories.cone]\nsame = [' ']": "own.toml: categories.cone.same holds ' ', which is not a text in quotes",
    "[categories.cone]\nsame = ['a', 'a']": "own.toml: categories.cone.same holds 'a' twice",
    "[categories.cone]\nsame = ['a']\nsum = ['b']": "own.toml: categories.cone.sum is not known here",
    "[perhaps]\nlight = 'cone'": "own.toml: perhaps.light must be a list of words in quotes",
}


def test_a_slip_is_told_with_file_and_key() -> None:
    told = {}
    for text in SLIPS:
        with pytest.raises(WordsError) as caught:
            words_in(word_file.parse("own.toml", text.encode()))
        told[text] = str(caught.value)
    assert {text: message for text, message in told.items() if not message.startswith(SLIPS[text])} == {}


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match="cannot read the words in"):
        word_file.read(tmp_path / "own.toml")
    (tmp_path / "own.toml").write_bytes(b'perhaps = "\xe9"')
    with pytest.raises(WordsError, match=r"own.toml is not UTF-8 \(byte at offset 11\)"):
        word_file.read(tmp_path / "own.toml")


def test_what_a_word_may_mean_is_a_category_of_coco() -> None:
    words = coco()
    meant = {name for table in (words.perhaps, words.broader) for names in table.values() for name in names}
    assert meant <= words.categories.keys()
    assert not words.perhaps.keys() & words.broader.keys()


@pytest.mark.slow
def test_no_word_is_read_for_the_help() -> None:
    """The help is what people wait for most often; reading the tables takes longer than printing it."""
    program = (
        "import tomllib\n"
        "tomllib.loads = None\n"
        "from datagen.__main__ import main\n"
        "assert main(['--help']) == 0\n"
        "import datagen.writer, datagen.checks, datagen.lexicon\n"
    )
    done = subprocess.run([sys.executable, "-c", program], check=False, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
