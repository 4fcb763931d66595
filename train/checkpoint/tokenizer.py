"""A tokenizer from a hub name, a folder or a GGUF file, and what to do where it cannot be had."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import cast

from huggingface_hub import try_to_load_from_cache
from transformers import AutoTokenizer, PreTrainedTokenizerBase

from train.errors import MissingExtraError, ModelError

READY = "tokenizer.json"
PIECES = ("tokenizer.model", "spiece.model")  # SentencePiece's own form, which Vicuna and other older LLMs have alone


def load_tokenizer(source: str) -> PreTrainedTokenizerBase:
    """Load a tokenizer from a hub name, a folder or a GGUF file.

    Raises:
        ModelError: there is none.
        MissingExtraError: it is in SentencePiece's form, and what reads that is not installed.

    """
    path = Path(source)
    try:
        if path.suffix == ".gguf":
            return cast("PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(path.parent, gguf_file=path.name))
        return cast("PreTrainedTokenizerBase", AutoTokenizer.from_pretrained(source))
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise _explained(source, error) from error


def _explained(source: str, error: Exception) -> ModelError | MissingExtraError:
    why = (str(error).strip() or type(error).__name__).splitlines()[0]
    if not _has(source, READY) and isinstance(error, (ValueError, ImportError)):
        pieces = next((name for name in PIECES if _has(source, name)), None)
        if pieces and (missing := [name for name in ("sentencepiece", "google.protobuf") if not _installed(name)]):
            message = f"{source!r} has its tokenizer as {pieces}, which {' and '.join(missing)} would read: "
            return MissingExtraError(message + "pip install 'visual-instruct[train]'")
        why = f"no {READY} (a fast tokenizer), and nothing that one can be made of"
    return ModelError(f"{source!r} has no tokenizer that can be used ({why}): give a folder with one, or a hub name")


def _has(source: str, name: str) -> bool:
    """Say whether a folder has the file, or the hub's cache, where loading has just put what there is."""
    if Path(source).exists():
        return (Path(source) / name).is_file()
    return isinstance(try_to_load_from_cache(source, name), str)


def _installed(module: str) -> bool:
    try:
        return find_spec(module) is not None
    except ModuleNotFoundError:  # not even the package that it lies in
        return False
