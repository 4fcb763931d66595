"""Samples to the record forms that trainers read. Pure.

LLaVA: https://github.com/haotian-liu/LLaVA, docs/Finetune_Custom_Data.md. ShareGPT: LLaMA-Factory's data/README.md.
Messages: the content parts of Hugging Face chat templates, as TRL's vision data sets have them.
"""

from __future__ import annotations

from typing import Any

from datagen.job import derived_seed
from datagen.sample import Sample

Record = dict[str, Any]
IMAGE = "<image>"


def image_first(sample_id: str, seed: int) -> bool:
    """Whether the image stands before the first question or after it: a fair coin thrown by the seed."""
    return derived_seed(seed, sample_id, IMAGE) % 2 == 0


def llava(sample: Sample, seed: int, image_prefix: str = "") -> Record:
    """`{"id", "image", "conversations"}`, with one `<image>` in the first human turn."""
    conversations = []
    for number, turn in enumerate(sample.turns):
        question = turn.question
        if number == 0:
            question = f"{IMAGE}\n{question}" if image_first(sample.id, seed) else f"{question}\n{IMAGE}"
        conversations += [{"from": "human", "value": question}, {"from": "gpt", "value": turn.answer}]
    return {"id": sample.id, "image": image_prefix + sample.image, "conversations": conversations}


def sharegpt(sample: Sample, seed: int, image_prefix: str = "") -> Record:
    """`{"id", "conversations", "images"}`: LLaMA-Factory's form, images as a list of paths."""
    record = llava(sample, seed, image_prefix)
    return {"id": sample.id, "conversations": record["conversations"], "images": [record["image"]]}


def messages(sample: Sample, seed: int, image_prefix: str = "") -> Record:
    """`{"id", "messages", "images"}`: chat-template messages with image and text parts."""
    chat: list[Record] = []
    for number, turn in enumerate(sample.turns):
        parts: list[Record] = [{"type": "text", "text": turn.question}]
        if number == 0:
            parts.insert(0 if image_first(sample.id, seed) else 1, {"type": "image"})
        chat.append({"role": "user", "content": parts})
        chat.append({"role": "assistant", "content": [{"type": "text", "text": turn.answer}]})
    return {"id": sample.id, "messages": chat, "images": [image_prefix + sample.image]}
