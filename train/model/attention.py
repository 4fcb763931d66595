"""Attention over examples that lie end to end in one row, none of which sees another.

Invariant: what changes the scores and is not known here is refused, never left out. Without borders a switched model
attends as sdpa does, so that it still answers one prompt at a time or in padded batches.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn.functional import scaled_dot_product_attention
from transformers.integrations.sdpa_attention import sdpa_attention_forward
from transformers.masking_utils import sdpa_mask

from train.errors import ModelError

NAME = "packed"
HARMLESS = frozenset(
    {"cu_seq_lens_q", "cu_seq_lens_k", "max_length_q", "max_length_k", "position_ids", "use_cache", "cache_position"}
    | {"output_attentions", "output_hidden_states", "return_dict", "logits_to_keep", "num_items_in_batch"}
)
"""Arguments that change nothing about which token sees which, nor about the scores."""
FLASH_CAPABILITY = (8, 0)


def packed_arguments(cu_seq_lens: Tensor, max_seq_len: int) -> dict[str, Any]:
    """Return what a forward pass of a switched model needs beside ids and positions; `cu_seq_lens`: (S + 1,) int32."""
    return {
        "attention_mask": None,
        "use_cache": False,
        "cu_seq_lens_q": cu_seq_lens,
        "cu_seq_lens_k": cu_seq_lens,
        "max_length_q": max_seq_len,
        "max_length_k": max_seq_len,
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
    **rest: Any,
) -> tuple[Tensor, None]:
    """Attend causally within each segment of `cu_seq_lens_q`; query: (1, heads, T, head width) -> (1, T, heads, width).

    Without segments it is sdpa. ModelError: an argument that would change the scores and is not known here.
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
    if borders is not None and not dropout and _has_flash(query):
        return _flash(query, key, value, borders, rest["max_length_q"], scaling, sliding_window), None
    lengths = [query.shape[2]] if borders is None else torch.diff(borders).tolist()
    pieces = zip(*(torch.split(tensor, lengths, dim=2) for tensor in (query, key, value)), strict=True)
    out = [_segment(*piece, dropout=dropout, scaling=scaling, window=sliding_window) for piece in pieces]
    return torch.cat(out, dim=2).transpose(1, 2).contiguous(), None


def _segment(  # noqa: PLR0913 - sdpa's own arguments
    query: Tensor, key: Tensor, value: Tensor, *, dropout: float, scaling: float | None, window: int | None
) -> Tensor:
    length = query.shape[2]
    mask = None
    if window and length > window:
        seen = torch.ones(length, length, dtype=torch.bool, device=query.device).tril()
        mask = seen.triu(1 - window)
    return scaled_dot_product_attention(
        query,
        key,
        value,
        attn_mask=mask,
        dropout_p=dropout,
        is_causal=mask is None,
        scale=scaling,
        enable_gqa=query.shape[1] != key.shape[1],
    )


def _has_flash(query: Tensor) -> bool:
    """Say whether torch's variable-length kernel takes this tensor: half precision on a recent NVIDIA GPU."""
    fits = query.is_cuda and torch.version.cuda is not None and query.dtype in {torch.bfloat16, torch.float16}
    return fits and torch.cuda.get_device_capability(query.device) >= FLASH_CAPABILITY


def _flash(  # noqa: PLR0913, PLR0917 - the kernel's own arguments
    query: Tensor, key: Tensor, value: Tensor, borders: Tensor, longest: int, scaling: float | None, window: int | None
) -> Tensor:
    from torch.nn.attention.varlen import varlen_attn  # noqa: PLC0415 - CUDA alone has it

    queries, keys, values = (tensor[0].transpose(0, 1).contiguous() for tensor in (query, key, value))
    out = varlen_attn(
        queries,
        keys,
        values,
        borders,
        borders,
        longest,
        longest,
        scale=scaling,
        window_size=(window - 1 if window else -1, 0),
        enable_gqa=query.shape[1] != key.shape[1],
    )
    assert isinstance(out, Tensor)
    return out[None]
