"""Samples made by hand, as a run folder holds them."""

from __future__ import annotations

from typing import Any

from datagen.sample import Finding, Provenance, Sample, Turn


def sample(sample_id: str, turns: list[tuple[str, str]], **changes: Any) -> Sample:
    """Make a sample whose image and kind are those of its id."""
    image, kind = sample_id.split("-")[:2]
    values: dict[str, Any] = {
        "id": sample_id,
        "image": f"{image}.jpg",
        "kind": kind,
        "turns": tuple(Turn(question=question, answer=answer) for question, answer in turns),
        "findings": (Finding(check="echo", verdict="pass", message="Nothing is repeated."),),
        "attempt": 1,
        "provenance": Provenance(
            llm="openai",
            model="fake-1",
            prompt="0123456789abcdef",
            fingerprint="0123456789abcdef" * 2,
            split="train2017",
            license="http://creativecommons.org/licenses/by/2.0/",
        ),
    }
    return Sample(**values | changes)


BENTO = sample(
    "000000000009-conversation",
    [
        ("What is in the “bento” box?", "It holds broccoli, fruit and bread."),
        ("Is there a dog?", "No, there is no dog in the image."),
    ],
)
GIRAFFE = sample(
    "000000000025-detail",
    [
        (
            "Describe this image in as much detail as you can.",
            "A giraffe stands by a tree.\n\nBehind it, a second one — smaller — eats leaves.",
        )
    ],
)
VASE = sample(
    "000000000030-reasoning",
    [('Why might the "vase" stand outside?', "Its flowers need light, and the balcony gets plenty of it.")],
    attempt=2,
)
ZEBRA = sample(
    "000000000034-spatial-2",
    [("What is to the left of the zebra?", "A bush."), ("And to its right?", "Nothing but grass.")],
)
SAMPLES = (BENTO, GIRAFFE, VASE, ZEBRA)
