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

from train.batch.packed_batch import Keys
from train.errors import ModelError

NAME = "packed"
HARMLESS = frozenset(
    {"cu_seq_lens_q", "cu_seq_lens_k", "max_length_q", "max_length_k", "position_ids", "use_cache", "cache_position"}
    | {"output_attentions", "output_hidden_states", "return_dict", "logits_to_keep", "num_items_in_batch"}
)
"""Arguments that change nothing about which token sees which, nor about the scores."""
FLASH_CAPABILITY = (8, 0)


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
    if keys_at is not None:
        key, value = key.index_select(2, keys_at), value.index_select(2, keys_at)
    if borders is not None and not dropout and _has_flash(query):
        return _flash(query, key, value, rest, scaling, sliding_window), None
    seen = borders if keys_at is None else rest["cu_seq_lens_k"]
    return _each(query, key, value, (borders, seen), dropout=dropout, scaling=scaling, window=sliding_window), None


@torch.compiler.disable  # type: ignore[untyped-decorator]
def _each(  # noqa: PLR0913 - sdpa's own arguments
    query: Tensor,
    key: Tensor,
    value: Tensor,
    borders: tuple[Tensor | None, Tensor | None],
    *,
    dropout: float,
    scaling: float | None,
    window: int | None,
) -> Tensor:
    """Attend in one segment after the other; `borders`: of queries and of keys, None where there is one segment.

    Never compiled: that would be done anew for each number of segments.
    """
    lengths, seen = (
        [tensor.shape[2]] if cut is None else torch.diff(cut).tolist()
        for tensor, cut in zip((query, key), borders, strict=True)
    )
    pieces = zip(
        torch.split(query, lengths, dim=2),
        torch.split(key, seen, dim=2),
        torch.split(value, seen, dim=2),
        strict=True,
    )
    out = [_segment(*piece, dropout=dropout, scaling=scaling, window=window) for piece in pieces]
    return torch.cat(out, dim=2).transpose(1, 2).contiguous()


def _segment(  # noqa: PLR0913 - sdpa's own arguments
    query: Tensor, key: Tensor, value: Tensor, *, dropout: float, scaling: float | None, window: int | None
) -> Tensor:
    """Let the last query see the last key; there may be more keys than queries."""
    length, seen = query.shape[2], key.shape[2]
    mask = None
    if seen > length or (window and seen > window):
        before = seen - length
        mask = torch.ones(length, seen, dtype=torch.bool, device=query.device).tril(before)
        mask = mask.triu(before + 1 - window) if window else mask
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
    query: Tensor,
    key: Tensor,
    value: Tensor,
    segments: dict[str, Any],
    scaling: float | None,
    window: int | None,
) -> Tensor:
    from torch.nn.attention.varlen import varlen_attn  # noqa: PLC0415 - CUDA alone has it

    queries, keys, values = (tensor[0].transpose(0, 1).contiguous() for tensor in (query, key, value))
    out = varlen_attn(
        queries,
        keys,
        values,
        segments["cu_seq_lens_q"],
        segments["cu_seq_lens_k"],
        segments["max_length_q"],
        segments["max_length_k"],
        scale=scaling,
        window_size=(window - 1 if window else -1, 0),
        enable_gqa=query.shape[1] != key.shape[1],
    )
    assert isinstance(out, Tensor)
    return out[None]
