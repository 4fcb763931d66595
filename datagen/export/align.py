"""Stage 1 data: human captions as LLaVA records, with no LLM. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from datagen.export.records import Record, image_first
from datagen.job import derived_seed
from datagen.scene import Scene


def align(
    scenes: Iterable[Scene],
    instructions: Sequence[str],
    seed: int,
    *,
    all_captions: bool = False,
    image_prefix: str = "",
) -> Iterator[Record]:
    """Yield a record a scene that has captions: a brief-description instruction, and a caption chosen by the seed.

    With `all_captions`, a record per caption.
    """
    for scene in scenes:
        if not scene.captions:
            continue
        chosen = derived_seed(seed, scene.image_id, "caption") % len(scene.captions)
        for number, caption in enumerate(scene.captions):
            if number != chosen and not all_captions:
                continue
            record_id = f"{scene.image_id:012d}-caption" + (f"-{number + 1}" if all_captions else "")
            instruction = instructions[derived_seed(seed, record_id) % len(instructions)]
            question = f"<image>\n{instruction}" if image_first(record_id, seed) else f"{instruction}\n<image>"
            yield {
                "id": record_id,
                "image": image_prefix + scene.file_name,
                "conversations": [{"from": "human", "value": question}, {"from": "gpt", "value": caption}],
            }
