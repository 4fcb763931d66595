"""A vision tower and an LLM of random weights, small enough to go through both stages on a CPU in minutes.

    python examples/tiny_models.py --text out/toy/llava.jsonl --to out/tiny

writes two folders as any other model's: `vision` (CLIP) and `llm` (Llama, with a tokenizer that knows the words of the
text). They have learned nothing and are there to try the way from data to a scored checkpoint, not to be good.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from pathlib import Path

import torch
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    CLIPVisionModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedTokenizerFast,
)

IMAGE_SIZE, PATCH_SIZE = 64, 16
LONGEST = 2048
BEGIN, END, PAD = "<s>", "</s>", "<pad>"


def main() -> None:
    """Write both folders; equal text and seed give equal models."""
    parser = argparse.ArgumentParser(description="Make a tiny vision tower and a tiny LLM of random weights.")
    parser.add_argument("--text", type=Path, required=True, help="LLaVA records whose words the tokenizer learns")
    parser.add_argument("--to", type=Path, required=True, help="folder for `vision` and `llm`")
    parser.add_argument("--seed", type=int, default=0, help="decides the weights")
    options = parser.parse_args()
    torch.manual_seed(options.seed)
    save_vision_tower(options.to / "vision")
    save_llm(options.to / "llm", list(spoken(options.text)))


def spoken(records: Path) -> Iterator[str]:
    """Yield what people and model say in a file of LLaVA records, one per line."""
    with records.open(encoding="utf-8") as file:
        for line in file:
            for message in json.loads(line)["conversations"]:
                yield message["value"]


def save_vision_tower(folder: Path) -> None:
    """Save a CLIP tower that sees 64 by 64 pixels as 16 patches."""
    config = CLIPVisionConfig(
        hidden_size=64,
        intermediate_size=128,
        num_hidden_layers=3,
        num_attention_heads=4,
        image_size=IMAGE_SIZE,
        patch_size=PATCH_SIZE,
    )
    CLIPVisionModel(config).save_pretrained(folder)
    size = {"height": IMAGE_SIZE, "width": IMAGE_SIZE}
    CLIPImageProcessor(size={"shortest_edge": IMAGE_SIZE}, crop_size=size).save_pretrained(folder)


def save_llm(folder: Path, texts: list[str]) -> None:
    """Save a Llama of two layers with a byte-level tokenizer of the texts' words."""
    tokenizer = _tokenizer(texts)
    tokenizer.save_pretrained(folder)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=128,
        intermediate_size=256,
        num_hidden_layers=2,
        num_attention_heads=4,
        max_position_embeddings=LONGEST,
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=tokenizer.eos_token_id,
        pad_token_id=tokenizer.pad_token_id,
    )
    LlamaForCausalLM(config).save_pretrained(folder)


def _tokenizer(texts: list[str]) -> PreTrainedTokenizerFast:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=1000,
        special_tokens=[PAD, BEGIN, END],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return PreTrainedTokenizerFast(  # type: ignore[no-untyped-call]
        tokenizer_object=tokenizer, bos_token=BEGIN, eos_token=END, pad_token=PAD, model_max_length=LONGEST
    )


if __name__ == "__main__":
    main()
