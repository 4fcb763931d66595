"""Vision towers and LLMs of random weights, small enough to train in a test, as folders on disk like any other's."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import (
    CLIPImageProcessor,
    CLIPVisionConfig,
    CLIPVisionModel,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    PreTrainedTokenizerFast,
    Qwen2Config,
    Qwen2ForCausalLM,
    SiglipImageProcessor,
    SiglipVisionConfig,
    SiglipVisionModel,
)

IMAGE_SIZE, PATCH = 32, 8
WORDS = 400
LLAMA_TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
CHATML_TOKENS = {"eos_token": "<|im_end|>", "pad_token": "<|endoftext|>"}
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}<|im_end|>\n{% endfor %}"
    "{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)
CORPUS = (
    "A man rides a brown horse on the beach. Two dogs are playing with a red ball in the park.",
    "USER: What is in the picture? ASSISTANT: There are three people and a bicycle near the street.",
    "A chat between a curious user and an artificial intelligence assistant. How many cups are on the table?",
    "system user assistant: You are a helpful assistant. The kitchen has a stove, an oven and a white refrigerator.",
)


@dataclass(frozen=True)
class Tiny:
    """Folders: `clip` and `siglip` are vision towers, `llama` has no chat template, `chatml` has one."""

    clip: Path
    siglip: Path
    llama: Path
    chatml: Path


def make(root: Path) -> Tiny:
    """Save all four; equal on every call."""
    torch.manual_seed(0)
    tiny = Tiny(root / "clip", root / "siglip", root / "llama", root / "chatml")
    vision: dict[str, Any] = {
        "hidden_size": 32,
        "intermediate_size": 64,
        "num_hidden_layers": 3,
        "num_attention_heads": 4,
        "image_size": IMAGE_SIZE,
        "patch_size": PATCH,
    }
    _save(CLIPVisionModel(CLIPVisionConfig(**vision)), tiny.clip)
    size = {"height": IMAGE_SIZE, "width": IMAGE_SIZE}
    CLIPImageProcessor(size={"shortest_edge": IMAGE_SIZE}, crop_size=size).save_pretrained(tiny.clip)
    _save(SiglipVisionModel(SiglipVisionConfig(**vision)), tiny.siglip)
    SiglipImageProcessor(size=size).save_pretrained(tiny.siglip)
    for folder, tokenizer in ((tiny.llama, llama_tokenizer()), (tiny.chatml, chatml_tokenizer())):
        tokenizer.save_pretrained(folder)
        _save(_llm(folder.name, tokenizer), folder)
    return tiny


def _save(model: PreTrainedModel, folder: Path) -> None:
    model.save_pretrained(folder)


def _llm(name: str, tokenizer: PreTrainedTokenizerFast) -> PreTrainedModel:
    common: dict[str, Any] = {
        "vocab_size": len(tokenizer),
        "hidden_size": 64,
        "intermediate_size": 128,
        "num_hidden_layers": 2,
        "num_attention_heads": 4,
        "num_key_value_heads": 2,
        "max_position_embeddings": 2048,
        "bos_token_id": tokenizer.bos_token_id,
        "eos_token_id": tokenizer.eos_token_id,
        "pad_token_id": tokenizer.pad_token_id,
        "tie_word_embeddings": False,
    }
    return LlamaForCausalLM(LlamaConfig(**common)) if name == "llama" else Qwen2ForCausalLM(Qwen2Config(**common))


def llama_tokenizer() -> PreTrainedTokenizerFast:
    """Make a BPE on words marked with a metaspace, with byte fallback: Llama 2's and Vicuna's kind."""
    tokenizer = Tokenizer(models.BPE(unk_token=LLAMA_TOKENS["unk_token"], byte_fallback=True, fuse_unk=True))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
    tokenizer.decoder = decoders.Sequence(
        [
            decoders.Replace("▁", " "),
            decoders.ByteFallback(),
            decoders.Fuse(),
            decoders.Strip(" ", 1, 0),
        ]
    )
    special = ["<unk>", "<s>", "</s>"]
    bytes_ = [f"<0x{byte:02X}>" for byte in range(256)]
    trainer = trainers.BpeTrainer(vocab_size=WORDS + 259, special_tokens=[*special, *bytes_], show_progress=False)
    tokenizer.train_from_iterator(_pieces(), trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A <s> $B", special_tokens=[("<s>", 1)]
    )
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, padding_side="left", **LLAMA_TOKENS)  # type: ignore[no-untyped-call]


def _pieces() -> Iterator[str]:
    for line in CORPUS:
        yield from line.split()


def chatml_tokenizer() -> PreTrainedTokenizerFast:
    """Make a byte-level BPE with ChatML's tokens and template: Qwen's kind, which puts no token at the front."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=WORDS + 256,
        special_tokens=["<|endoftext|>", "<|im_start|>", "<|im_end|>"],
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, chat_template=CHATML, **CHATML_TOKENS)  # type: ignore[no-untyped-call]
