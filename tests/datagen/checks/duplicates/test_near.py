"""Texts that are nearly the same."""

import random

import numpy as np

from datagen.checks.duplicates.near import NearTexts, jaccard, shingles
from tests.tables import each

WORDS = [f"{a}{b}" for a in "bcdfghjklm" for b in ("an", "el", "ir", "ot", "um", "ay", "ee", "oil")]


def text(seed: int, length: int = 100) -> list[str]:
    return random.Random(seed).choices(WORDS, k=length)


def test_shingles_are_the_different_pairs_of_neighbouring_words_in_their_order() -> None:
    assert len(shingles(["a", "b", "a", "b", "a"])) == 2
    assert not np.array_equal(shingles(["a", "b"]), shingles(["b", "a"]))
    assert len(shingles(["alone"])) == 1
    assert len(shingles(text(0, 5_000))) == len(set(zip(text(0, 5_000), text(0, 5_000)[1:], strict=False)))


@each(
    ("one", "other", "similarity"),
    [("a b c d e", "a b c d e", 1.0), ("a b c d e", "a b c d f", 3 / 5), ("a b", "c d", 0.0), ("a b c", "a b", 0.5)],
)
def test_the_similarity_is_the_share_of_common_pairs(one: str, other: str, similarity: float) -> None:
    assert jaccard(shingles(one.split()), shingles(other.split())) == similarity


def test_the_limit_itself_is_near_enough() -> None:
    words = [f"w{n}" for n in range(10)]
    near = NearTexts()
    near.add(near.read(words))
    other = near.read([*words[:9], "new"])  # 8 common pairs of 10
    assert near.similar(other, 0.8) == [(0.8, 0)]
    assert near.similar(other, 0.81) == []


def test_the_most_similar_text_comes_first_and_of_equals_the_earliest() -> None:
    near, words = NearTexts(), text(2)
    for found in (text(3), [*words[:95], *text(4, 5)], words, words):
        near.add(near.read(found))
    (best, first), (equal, second), (less, third) = near.similar(near.read(words), 0.8)
    assert (best, first, equal, second, third) == (1.0, 2, 1.0, 3, 1)
    assert 0.8 < less < 1.0


def test_nearly_every_planted_near_duplicate_is_found_and_nothing_else() -> None:
    near, rng = NearTexts(), random.Random(5)
    for seed in range(1_000):
        near.add(near.read(text(seed)))
    expected = found = 0
    for seed in range(1_000):
        words = text(seed)
        for at in rng.sample(range(len(words)), 5):
            words[at] = "changed"
        truth = jaccard(shingles(words), shingles(text(seed)))
        told = [number for _, number in near.similar(near.read(words), 0.8)]
        assert told in ([], [seed])
        expected += truth >= 0.8
        found += bool(told)
        assert not told or truth >= 0.8
    assert expected > 800
    assert found >= 0.97 * expected
