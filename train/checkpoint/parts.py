"""What a run is made of, put together from its run file alone: model, tokenizer, text form, processor.

The same for training, for going on and for export: what is exported is what was trained.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import torch
from transformers import (
    GenerationConfig,
    LlavaForConditionalGeneration,
    LlavaProcessor,
    PreTrainedTokenizerBase,
    set_seed,
)
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

from train.checkpoint.run_file import StageRun
from train.checkpoint.tokenizer import load_tokenizer
from train.model.composition import compose, from_checkpoint, tokens_per_image
from train.model.processor import image_processor, processor
from train.text.conversation import TextForm
from train.text.tokenise import Tokeniser
from train.text.tokenizer import PreparedTokenizer, choose_form, export_template, prepare_tokenizer, read_vocabulary


@dataclass(frozen=True, slots=True)
class Parts:
    """A model with all that reads and writes for it."""

    llava: LlavaForConditionalGeneration
    form: TextForm
    tokeniser: Tokeniser
    images: LlavaImageProcessorPil
    processor: LlavaProcessor


def template_of(llm: str | None, from_: str | None) -> str | None:
    """Return the LLM's own chat template: the one before a processor's took its place, where stage 1 kept it."""
    before = StageRun.load(Path(from_)) if from_ else None
    if before is not None:
        return before.llm_template
    template = load_tokenizer(llm or from_ or "").chat_template
    return template if isinstance(template, str) else None


def build(run: StageRun, dtype: torch.dtype) -> Parts:
    """Load or compose the model of a run; equal run files give equal models."""
    recipe = run.recipe
    set_seed(run.seed)
    tokenizer = load_tokenizer(run.from_ or run.llm or "")
    tokenizer.chat_template = run.llm_template
    prepared = prepare_tokenizer(tokenizer)
    llava = _model(run, prepared, dtype)
    form = choose_form(recipe.text, prepared.tokenizer)
    images = image_processor(
        run.from_ or run.vision or "", recipe.image_fit, cast("Any", llava.config.vision_config).image_size
    )
    tokeniser = Tokeniser(
        read_vocabulary(prepared.tokenizer, form), form, tokens_per_image(llava, recipe), recipe.max_length
    )
    llava.generation_config = _generation(tokeniser, prepared.tokenizer)
    return Parts(
        llava=llava,
        form=form,
        tokeniser=tokeniser,
        images=images,
        processor=processor(
            images, prepared.tokenizer, cast("Any", llava.config), export_template(form, prepared.tokenizer)
        ),
    )


def _generation(tokeniser: Tokeniser, tokenizer: PreTrainedTokenizerBase) -> GenerationConfig:
    """Say where an answer ends, for whoever runs the model with what is built into transformers or vLLM.

    Nothing of the LLM's own is kept: its EOS may not be what ends a turn, its way of sampling is not that of a model
    which learned something else, and one that samples by halves (Vicuna's) cannot be saved.
    """
    ends = list(tokeniser.stop_ids)
    made: GenerationConfig = cast("Any", GenerationConfig)(
        bos_token_id=tokenizer.bos_token_id,
        eos_token_id=ends[0] if len(ends) == 1 else ends or None,
        pad_token_id=tokenizer.pad_token_id,
    )
    return made


def _model(run: StageRun, prepared: PreparedTokenizer, dtype: torch.dtype) -> LlavaForConditionalGeneration:
    if run.from_ is not None:
        return from_checkpoint(run.from_, run.recipe, dtype=dtype)
    return compose(
        run.vision or "",
        run.llm or "",
        run.recipe,
        tokenizer=prepared.tokenizer,
        image_token_id=prepared.image_token_id,
        dtype=dtype,
    )
