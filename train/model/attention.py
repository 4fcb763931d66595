"""Attention over examples that lie end to end in one row, none of which sees another.

Invariant: what changes the scores and is not known here is refused, never left out. Without borders a switched model
attends as sdpa does, so that it still answers one prompt at a time or in padded batches.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, cast

import torch
from torch import Tensor, nn
from torch.utils.checkpoint import checkpoint
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from train.batch.packed_batch import Keys
from train.errors import ModelError
from train.model.segments import Scores, Segments, attend

NAME = "packed"
HARMLESS = frozenset(
    {"cu_seq_lens_q", "cu_seq_lens_k", "max_length_q", "max_length_k", "position_ids", "use_cache", "cache_position"}
    | {"output_attentions", "output_hidden_states", "return_dict", "logits_to_keep", "num_items_in_batch"}
)
"""Arguments that change nothing about which token sees which, nor about the scores."""


def packed_arguments(cu_seq_lens: Tensor, max_seq_len: int, keys: Keys | None = None) -> dict[str, Any]:
    """Return what a forward pass of a switched model needs beside ids and positions; `cu_seq_lens`: (S + 1,) int32.

    `keys`: what each segment attends to, where that is not itself alone.
    """
    return {
        "attention_mask": None,
        "use_cache": False,
        "cu_seq_lens_q": cu_seq_lens,
        "cu_seq_lens_k": keys.cu_seq_lens if keys else cu_seq_lens,
        "max_length_q": max_seq_len,
        "max_length_k": keys.max_seq_len if keys else max_seq_len,
        "keys_at": keys.at if keys else None,
    }


def packed_mask(*, q_length: int, kv_length: int, attention_mask: Tensor | None = None, **rest: Any) -> Tensor | None:
    """Build no mask for a whole sequence without padding: the attention function knows what is causal."""
    if attention_mask is None and q_length == kv_length:
        return None
    mask: Tensor | None = sdpa_mask(q_length=q_length, kv_length=kv_length, attention_mask=attention_mask, **rest)
    return mask


def packed_attention(  # noqa: PLR0913, PLR0917 - the signature is transformers'
    module: nn.Module,
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attention_mask: Tensor | None,
    dropout: float = 0.0,
    scaling: float | None = None,
    *,
    sliding_window: int | None = None,
    is_causal: bool | None = None,
    keys_at: Tensor | None = None,
    **rest: Any,
) -> tuple[Tensor, None]:
    """Attend causally within each segment of `cu_seq_lens_q`; query: (1, heads, T, head width) -> (1, T, heads, width).

    `keys_at` (L,): the positions that the segments attend to, cut by `cu_seq_lens_k`; a segment's own are the last of
    its. Without segments it is sdpa. ModelError: an argument that would change the scores and is not known here.
    """
    unknown = sorted(name for name, given in rest.items() if given is not None and name not in HARMLESS)
    if unknown:
        message = f"{type(module).__name__} asks for {', '.join(unknown)}, which packed attention does not know"
        raise ModelError(message)
    borders: Tensor | None = rest.get("cu_seq_lens_q")
    causal = getattr(module, "is_causal", True) if is_causal is None else is_causal
    decoding = query.shape[2] != key.shape[2]
    if borders is None and (attention_mask is not None or not sliding_window or not causal or decoding):
        return sdpa_attention_forward(module, query, key, value, attention_mask, dropout, scaling, is_causal)
    if borders is not None and (attention_mask is not None or not causal or query.shape[0] != 1):
        message = f"{type(module).__name__}: packed examples stand in one row, are causal and have no attention mask"
        raise ModelError(message)
    segments = Segments(borders, rest.get("cu_seq_lens_k"), rest.get("max_length_q", 0), rest.get("max_length_k", 0))
    each = partial(attend, segments=segments, scores=Scores(dropout, scaling, sliding_window))
    if keys_at is None:
        return each(query, key, value), None
    gather = partial(_gathered, each, keys_at)
    if not torch.is_grad_enabled():
        return gather(query, key, value), None
    return cast("Tensor", checkpoint(gather, query, key, value, use_reentrant=False)), None


def _gathered(each: Callable[..., Tensor], keys_at: Tensor, query: Tensor, key: Tensor, value: Tensor) -> Tensor:
    """Attend to what several segments share; done again backward, for what is gathered would fill memory."""
    return each(query, key.index_select(2, keys_at), value.index_select(2, keys_at))
