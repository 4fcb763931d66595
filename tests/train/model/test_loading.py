from pathlib import Path

import pytest
import torch
from transformers import PreTrainedModel

from tests.train import tiny_models as tiny
from train.errors import MissingExtraError, ModelError
from train.model import loading


def saved(folder: Path, model: PreTrainedModel) -> Path:
    model.save_pretrained(folder)
    return folder


def test_sources_that_cannot_be_used_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"--llm .*cannot be loaded"):
        loading.load_llm(tmp_path / "model.gguf", torch.float32)
    with pytest.raises(ModelError, match=r"--vision .*cannot be read as a model"):
        loading.load_vision(tmp_path, torch.float32)
    text = saved(tmp_path / "llm", tiny.llm())
    with pytest.raises(ModelError, match="is a llama; a CLIP or SigLIP checkpoint is needed"):
        loading.load_vision(text, torch.float32)


def test_four_bits_without_bitsandbytes_say_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "find_spec", lambda _: None)
    with pytest.raises(MissingExtraError, match="--four-bit needs bitsandbytes: pip install bitsandbytes"):
        loading.load_llm(saved(tmp_path / "llm", tiny.llm()), torch.float32, four_bit=True)
