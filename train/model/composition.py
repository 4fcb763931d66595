"""A stock LLaVA model put together from a vision tower and an LLM, and the decision which of its parts learn.

Invariant: what is composed is `LlavaForConditionalGeneration` and computes what its parts compute alone; an LLM that
this class would run otherwise is refused. `freeze` alone sets what learns.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal, cast

import torch
from torch import nn
from transformers import LlavaConfig, LlavaForConditionalGeneration, PreTrainedModel

from train.errors import ModelError
from train.model import connectors, loading
from train.recipe import FeatureSelect, Recipe

ROWS_MULTIPLE = 64
"""Embedding rows are added up to a multiple of this, which GPUs multiply faster (llava-hf does the same)."""
HEAD_TOLERANCE = 1e-2
WHOLE = ("model.vision_tower", "model.multi_modal_projector", "lm_head")
"""Parts that are never held in 4 bits."""


def compose(  # noqa: PLR0913 - the sources, and what the tokenizer and the device ask for
    vision: str | Path, llm: str | Path, recipe: Recipe, *, tokenizer: Any, image_token_id: int, dtype: torch.dtype
) -> LlavaForConditionalGeneration:
    """Load both parts and join them with a connector that has learned nothing yet.

    Parts that stay frozen are held in `dtype`, an LLM that learns in float32. ModelError: a part does not fit.
    """
    learns = recipe.trains == "projector+llm"
    tower = loading.load_vision(vision, dtype)
    decoder = loading.load_llm(llm, torch.float32 if learns else dtype, four_bit=recipe.four_bit)
    return assemble(tower, decoder, recipe, image_token_id=image_token_id, vocabulary=len(tokenizer))


def from_checkpoint(folder: str | Path, recipe: Recipe, *, dtype: torch.dtype) -> LlavaForConditionalGeneration:
    """Load a stock checkpoint to go on from, its LLM in 4 bits where the recipe says so.

    ModelError: it has another connector or reads another layer. MissingExtraError: 4 bits without bitsandbytes.
    """
    options: dict[str, Any] = {"dtype": torch.float32 if recipe.trains == "projector+llm" else dtype}
    if recipe.four_bit:
        options["quantization_config"] = loading.four_bits(dtype, WHOLE)
    try:
        model = cast("Any", LlavaForConditionalGeneration).from_pretrained(folder, **options)
    except (OSError, ValueError, KeyError, RuntimeError) as error:
        message = f"--from {str(folder)!r} cannot be loaded as a LLaVA checkpoint: {str(error).splitlines()[0]}"
        raise ModelError(message) from error
    loading.keep_differentiable(model)
    config = model.config
    wanted = {
        "projector_hidden_act": connectors.ACTIVATIONS.get(recipe.connector),
        "vision_feature_layer": recipe.feature_layer,
    }
    for name, value in wanted.items():
        if getattr(config, name) != value:
            message = f"--from {str(folder)!r} has {name} {getattr(config, name)!r}, the recipe asks for {value!r}; "
            message += "set --connector and --feature-layer as they were in the stage before"
            raise ModelError(message)
    return cast("LlavaForConditionalGeneration", model)


def assemble(
    tower: PreTrainedModel, llm: PreTrainedModel, recipe: Recipe, *, image_token_id: int, vocabulary: int
) -> LlavaForConditionalGeneration:
    """Join a vision tower and an LLM that are loaded; the LLM's embeddings grow to hold `vocabulary` and the image."""
    _require_plain_head(llm)
    _untie_what_cannot_stay_tied(llm)
    config = _config(tower, llm, recipe, image_token_id)
    with torch.device("meta"):
        model = LlavaForConditionalGeneration(config)
    if type(llm.base_model) is not type(model.model.language_model):
        raise _unfit(llm, f"its body is a {type(llm.base_model).__name__}")
    model.model.vision_tower = tower
    model.model.language_model = llm.base_model
    model.model.multi_modal_projector = connectors.build(recipe.connector, config)
    model.lm_head = cast("nn.Linear", cast("Any", llm).get_output_embeddings())
    model.generation_config = llm.generation_config
    _grow(model, max(vocabulary, image_token_id + 1))
    return model


def tokens_per_image(model: LlavaForConditionalGeneration, recipe: Recipe) -> int:
    """Return how many placeholders an image needs."""
    vision = cast("Any", model.config.vision_config)
    patches = (vision.image_size // vision.patch_size) ** 2
    keeps_class = _has_class_token(vision) and model.config.vision_feature_select_strategy == "full"
    return connectors.tokens(recipe.connector, patches + keeps_class)


def _config(tower: PreTrainedModel, llm: PreTrainedModel, recipe: Recipe, image_token_id: int) -> LlavaConfig:
    vision = tower.config
    return LlavaConfig(
        vision_config=vision,
        text_config=llm.config,
        image_token_index=image_token_id,
        image_seq_length=(vision.image_size // vision.patch_size) ** 2,
        projector_hidden_act=connectors.ACTIVATIONS.get(recipe.connector, "gelu"),
        vision_feature_select_strategy=_select(vision, recipe.feature_select),
        vision_feature_layer=recipe.feature_layer,
        tie_word_embeddings=bool(llm.config.tie_word_embeddings),
    )


def _has_class_token(vision: Any) -> bool:
    return bool(vision.model_type == "clip_vision_model")


def _select(vision: Any, wanted: FeatureSelect) -> Literal["default", "full"]:
    """Return the strategy that the stock model reads; ModelError: it would drop a patch of the image."""
    if wanted == "default" and not _has_class_token(vision):
        message = "feature_select 'default' drops the first feature, and SigLIP has no class token there: use 'full'"
        raise ModelError(message)
    return wanted if wanted != "auto" else "default" if _has_class_token(vision) else "full"


@torch.no_grad()
def _require_plain_head(llm: PreTrainedModel) -> None:
    """Refuse an LLM whose scores are more than its output matrix times its last hidden state."""
    head = cast("Any", llm).get_output_embeddings()
    if not isinstance(head, nn.Linear) or head.bias is not None:
        raise _unfit(llm, "its output layer is not a matrix alone")
    ids = torch.arange(1, 5, device=llm.device)[None]
    llm.eval()
    scores = cast("Any", llm)(ids, use_cache=False).logits.float()
    plain = head(cast("Any", llm.base_model)(ids, use_cache=False).last_hidden_state).float()
    if (scores - plain).norm() > HEAD_TOLERANCE * scores.norm():
        raise _unfit(llm, "it scales or caps its scores")


def _unfit(llm: PreTrainedModel, why: str) -> ModelError:
    message = f"{type(llm).__name__} does not fit the stock LLaVA class: {why}; choose another LLM (Llama, Qwen2)"
    return ModelError(message)


def _untie_what_cannot_stay_tied(llm: PreTrainedModel) -> None:
    """Give the output layer its own weights where the stock class would not find the embeddings to tie it to."""
    if llm.config.tie_word_embeddings and not hasattr(llm.base_model, "embed_tokens"):
        head = cast("nn.Linear", cast("Any", llm).get_output_embeddings())
        head.weight = nn.Parameter(head.weight.detach().clone())
        llm.config.tie_word_embeddings = False


@torch.no_grad()
def _grow(model: LlavaForConditionalGeneration, rows: int) -> None:
    """Add embedding rows where there are too few; new ones start as the mean of the old."""
    embedding = cast("nn.Embedding", model.get_input_embeddings())
    old = embedding.weight.shape[0]
    if rows <= old:
        return
    model.resize_token_embeddings(rows, pad_to_multiple_of=ROWS_MULTIPLE, mean_resizing=False)
    for layer in (model.get_input_embeddings(), model.lm_head):
        weight = cast("nn.Embedding", layer).weight
        weight[old:] = weight[:old].mean(dim=0)
