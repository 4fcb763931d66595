"""Attention in each of the segments of one row, with torch's variable-length kernel where there is one, else in turn.

Invariant: both see the same: the last query of a segment sees its last key, and each query as many keys before it.
"""

from __future__ import annotations

from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn.functional import scaled_dot_product_attention

from train.errors import ModelError

FLASH_CAPABILITY = (8, 0)
ROUNDING = 0.05
"""Of bfloat16, in numbers about 1; a key too many or too few changes more."""


class Segments(NamedTuple):
    """Where the queries and the keys of S segments begin and end, and the longest of either."""

    queries: Tensor | None
    """(S + 1,) int32; None: the whole row is one segment."""
    keys: Tensor | None
    longest_query: int
    longest_key: int


class Scores(NamedTuple):
    """How the scores of a segment are made: what drops out, their scale, and how many keys a query sees at most."""

    dropout: float
    scaling: float | None
    window: int | None


def prove(device: torch.device, dtype: torch.dtype) -> None:
    """Compare the kernel, where it would be used, with attention in turn, on a row of two segments that share keys.

    ModelError: they differ, so that training would be wrong in silence.
    """
    generator = torch.Generator().manual_seed(0)
    drawn = [torch.randn(1, 4, length, 64, generator=generator) for length in (8, 13, 13)]
    query, key, value = (tensor.to(device, dtype) for tensor in drawn)
    if not _has_flash(query):
        return
    queries, keys = (torch.tensor(at, dtype=torch.int32, device=device) for at in ((0, 5, 8), (0, 5, 13)))
    segments = Segments(queries, keys, 5, 8)
    for window in (None, 4):
        scores = Scores(dropout=0.0, scaling=None, window=window)
        found = _flash(query, key, value, segments, scores)
        expected = _each(query, key, value, segments, scores)
        if not torch.allclose(found.float(), expected.float(), atol=ROUNDING):
            message = "torch's variable-length attention gives wrong results on this device: give --dtype float32, "
            message += "which does without it, or another version of torch"
            raise ModelError(message)


def attend(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    """Attend causally; query (1, heads, T, width), key and value (1, heads, L, width) -> (1, T, heads, width)."""
    if segments.queries is not None and not scores.dropout and _has_flash(query):
        return _flash(query, key, value, segments, scores)
    out: Tensor = _each(query, key, value, segments, scores)
    return out


@torch.compiler.disable  # type: ignore[untyped-decorator]
def _each(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    """Attend in one segment after the other.

    Never compiled: that would be done anew for each number of segments.
    """
    lengths, seen = (
        [tensor.shape[2]] if cut is None else torch.diff(cut).tolist()
        for tensor, cut in ((query, segments.queries), (key, segments.keys))
    )
    pieces = zip(
        torch.split(query, lengths, dim=2),
        torch.split(key, seen, dim=2),
        torch.split(value, seen, dim=2),
        strict=True,
    )
    out = [_segment(*piece, scores) for piece in pieces]
    return torch.cat(out, dim=2).transpose(1, 2).contiguous()


def _segment(query: Tensor, key: Tensor, value: Tensor, scores: Scores) -> Tensor:
    """Let the last query see the last key; there may be more keys than queries."""
    length, seen, window = query.shape[2], key.shape[2], scores.window
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
        dropout_p=scores.dropout,
        is_causal=mask is None,
        scale=scores.scaling,
        enable_gqa=query.shape[1] != key.shape[1],
    )


def _has_flash(query: Tensor) -> bool:
    """Say whether torch's variable-length kernel takes this tensor: half precision on a recent NVIDIA GPU."""
    fits = query.is_cuda and torch.version.cuda is not None and query.dtype in {torch.bfloat16, torch.float16}
    return fits and torch.cuda.get_device_capability(query.device) >= FLASH_CAPABILITY


def _flash(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    from torch.nn.attention.varlen import varlen_attn  # noqa: PLC0415 - CUDA alone has it

    assert segments.queries is not None
    assert segments.keys is not None
    queries, keys, values = (tensor[0].transpose(0, 1).contiguous() for tensor in (query, key, value))
    out = varlen_attn(
        queries,
        keys,
        values,
        segments.queries,
        segments.keys,
        segments.longest_query,
        segments.longest_key,
        scale=scores.scaling,
        window_size=(scores.window - 1 if scores.window else -1, 0),
        enable_gqa=query.shape[1] != key.shape[1],
    )
    assert isinstance(out, Tensor)
    return out[None]
