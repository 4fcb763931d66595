"""Switches a decoder to packed attention, after a proof on short texts that nothing leaks and nothing changes.

Invariant: a language model that packing would compute otherwise than alone is refused with a reason and left as it
was.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, cast

import torch
from torch import Tensor
from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel

from train.batch.packed_batch import Keys
from train.errors import ModelError
from train.model.attention import NAME, packed_arguments, packed_attention, packed_mask

LAYERS_THAT_FIT = frozenset({"full_attention", "sliding_attention"})
PROBE_LENGTHS = (7, 4, 5)
PROBE_KEYS = (7, 4, 7 + 5)
"""Tokens of three segments, and those that each attends to: the last one goes on after the first."""
A_PRIME = 7919
"""Spreads the probe's tokens over the vocabulary."""
TOLERANCE, LOW_PRECISION_TOLERANCE = 1e-4, 5e-2
"""Largest relative error of the probe in float32 and below; a leak is far above either."""


def use_packed_attention(language_model: PreTrainedModel) -> None:
    """Switch a decoder to packed attention, and prove on three short texts that it is isolated and changes nothing.

    ModelError: its attention has parts that need more than borders (soft caps, sinks, chunks, a recurrent state).
    """
    if language_model.config._attn_implementation == NAME:  # noqa: SLF001 - transformers has no other name for it
        return
    _refuse_what_cannot_fit(language_model)
    AttentionInterface.register(NAME, packed_attention)
    AttentionMaskInterface.register(NAME, packed_mask)
    before = language_model.config._attn_implementation  # noqa: SLF001
    probe = language_model.device.type != "meta"
    alone = _alone(language_model) if probe else None
    language_model.set_attn_implementation(NAME)
    if alone is not None and not _same(_together(language_model), alone, _tolerance(language_model)):
        language_model.set_attn_implementation(before)
        raise _refusal(language_model, "texts that lie end to end change each other's results")


def _refuse_what_cannot_fit(language_model: PreTrainedModel) -> None:
    config = language_model.config
    kinds = set(getattr(config, "layer_types", None) or ()) - LAYERS_THAT_FIT
    if kinds:
        raise _refusal(language_model, f"it has layers of the kind {', '.join(sorted(kinds))}")
    if getattr(config, "attn_logit_softcapping", None):
        raise _refusal(language_model, "it caps its attention scores")
    if not language_model._can_set_attn_implementation():  # noqa: SLF001 - else transformers only warns
        raise _refusal(language_model, "its attention is built in")


def _refusal(language_model: PreTrainedModel, why: str) -> ModelError:
    name = type(language_model).__name__
    return ModelError(f"{name} cannot be trained on packed examples: {why}; choose another LLM (Llama, Qwen2, Mistral)")


def _probe_ids(language_model: PreTrainedModel) -> Tensor:
    rows = cast("Any", language_model.get_input_embeddings()).weight.shape[0]
    ids = torch.arange(1, sum(PROBE_LENGTHS) + 1, device=language_model.device) * A_PRIME % int(rows)
    return ids[None]


@torch.no_grad()
def _run(language_model: PreTrainedModel, ids: Tensor, positions: Tensor, **arguments: Any) -> Tensor:
    was_training = language_model.training
    language_model.train(mode=False)
    out = language_model(input_ids=ids, position_ids=positions[None], **{"use_cache": False} | arguments)
    language_model.train(was_training)
    hidden: Tensor = out.last_hidden_state
    return hidden.float()


def _alone(language_model: PreTrainedModel) -> Tensor:
    first, second, rest = torch.split(_probe_ids(language_model), list(PROBE_LENGTHS), dim=1)
    texts = (first, second, torch.cat([first, rest], dim=1))
    runs = [_run(language_model, ids, torch.arange(ids.shape[1], device=ids.device)) for ids in texts]
    return torch.cat([*runs[:2], runs[2][:, PROBE_LENGTHS[0] :]], dim=1)


def _together(language_model: PreTrainedModel) -> Tensor:
    ids = _probe_ids(language_model)
    place = torch.arange(ids.shape[1], device=ids.device)
    first, second, rest = torch.split(place, list(PROBE_LENGTHS))
    positions = torch.cat([first, second - second[0], rest - rest[0] + PROBE_LENGTHS[0]])
    keys = Keys(torch.cat([first, second, first, rest]), _borders(ids, PROBE_KEYS), max(PROBE_KEYS))
    return _run(
        language_model, ids, positions, **packed_arguments(_borders(ids, PROBE_LENGTHS), max(PROBE_LENGTHS), keys)
    )


def _borders(like: Tensor, lengths: Sequence[int]) -> Tensor:
    return torch.tensor([0, *accumulate(lengths)], dtype=torch.int32, device=like.device)


def _same(packed: Tensor, alone: Tensor, tolerance: float) -> bool:
    return bool((packed - alone).norm() <= tolerance * alone.norm())


def _tolerance(language_model: PreTrainedModel) -> float:
    return TOLERANCE if language_model.dtype == torch.float32 else LOW_PRECISION_TOLERANCE
