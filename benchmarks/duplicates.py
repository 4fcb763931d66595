"""How fast, how large and how sure the search for duplicates is, on samples with planted near-duplicates.

python -m benchmarks.duplicates [--samples 158000]

The texts are made up of 8,000 words and 400 phrases in Zipf's proportions, so that unrelated ones have as much in
common as our worked examples have (0.037). One sample in fifty is a copy of an earlier one with 1 to 10 percent of its
words replaced, on another image.
"""

from __future__ import annotations

import argparse
import random
import resource
import time
from collections import Counter
from itertools import accumulate

from datagen.checks.duplicates import SIMILARITY, Duplicates
from datagen.checks.duplicates.near import jaccard, shingles
from datagen.sample import Provenance, Sample, Turn

VOCABULARY = 8_000
PLANTED = 50
WEIGHTS = list(accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
KINDS, SHARES = ("conversation", "detail", "reasoning"), (58, 23, 77)
PROVENANCE = Provenance(llm="openai", model="m", prompt="p", fingerprint="f", split="train2017", license=None)


def word(rank: int) -> str:
    return "".join("bdfgklmnprst"[rank // 12**place % 12] + "aeiou"[rank // 7**place % 5] for place in range(4))


PHRASES = [[word(11 * n + k) for k in range(2 + n % 3)] for n in range(400)]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--samples", type=int, default=158_000)
    count = parser.parse_args().samples
    duplicates = Duplicates()
    duplicates.find(sample(count, text(count)))
    before, seconds, chance = peak_mb(), 0.0, 0
    near, found, copies = Counter[int](), Counter[int](), Counter[int]()
    for number in range(count):
        rng = random.Random(f"copy {number}")
        words, percent, similarity = (
            planted(number, rng) if number and number % PLANTED == 0 else (text(number), 0, 0.0)
        )
        made = sample(number, words)
        start = time.process_time()
        finding = duplicates.find(made)
        seconds += time.process_time() - start
        copies[percent] += 1
        near[percent] += similarity >= SIMILARITY
        found[percent] += finding is not None
        chance += finding is not None and similarity < SIMILARITY
    print(f"{count} samples: {seconds:.1f} cpu-s, {count / seconds:,.0f} samples/s")
    print(f"memory: {peak_mb() - before:.0f} MB more at the peak ({before:.0f} MB before the first sample)")
    print(f"unrelated texts have a similarity of {unrelated():.3f} on average")
    print("words replaced   copies   with a similarity of 0.8 or more   found")
    for percent in range(1, 11):
        print(f"{percent:13}%   {copies[percent]:6}   {near[percent]:31}   {found[percent]:5}")
    total, told = sum(near.values()), found.total()
    print(f"recall {(told - chance) / total:.4f} ({told - chance} of {total}), precision {1 - chance / told:.4f}")


def planted(number: int, rng: random.Random) -> tuple[list[str], int, float]:
    """Copy an earlier text that is not a copy; return it with the percentage of words replaced, and the similarity."""
    source = rng.randrange(number)
    source -= source % PLANTED == 0 and source > 0
    original = text(source)
    words, percent = list(original), rng.randint(1, 10)
    for at in rng.sample(range(len(words)), max(1, round(len(words) * percent / 100))):
        words[at] = word(rng.randrange(VOCABULARY))
    return words, percent, jaccard(shingles(original), shingles(words))


def text(number: int) -> list[str]:
    """Return 60 to 180 words that depend on the number alone: phrases that all texts use, and rare words between."""
    rng = random.Random(number)
    length = rng.randint(60, 180)
    words: list[str] = []
    while len(words) < length:
        words += rng.choices(PHRASES, cum_weights=WEIGHTS[: len(PHRASES)])[0]
        words += map(word, rng.choices(range(VOCABULARY), cum_weights=WEIGHTS, k=rng.randint(1, 3)))
    return words[:length]


def sample(number: int, words: list[str]) -> Sample:
    """Cut a text into the turns of a kind; one kind a length, so that a copy has the form of its source."""
    kind = random.Random(len(words)).choices(KINDS, SHARES)[0]
    size = 24 if kind == "conversation" else len(words)
    asked = 8 if kind != "detail" else 0
    turns = tuple(
        Turn(question=" ".join(words[at : at + asked]) + "?", answer=" ".join(words[at + asked : at + size]) + ".")
        for at in range(0, len(words), size)
    )
    return Sample(
        id=f"{number:012d}-{kind}",
        image=f"{number:012d}.jpg",
        kind=kind,
        turns=turns,
        findings=(),
        attempt=1,
        provenance=PROVENANCE,
    )


def unrelated(pairs: int = 500) -> float:
    """Average the similarity of unrelated texts."""
    return sum(jaccard(shingles(text(2 * n)), shingles(text(2 * n + 1))) for n in range(pairs)) / pairs


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3


if __name__ == "__main__":
    main()
