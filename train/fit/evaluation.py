"""The loss on held-out samples, over all and by kind; exact over ranks: sums are added, then divided."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence

import torch
from torch import nn

from train.batch.packed_batch import PackedBatch, empty_batch

CHUNK = 64
"""Samples that are read at once."""


def losses(
    model: nn.Module, batches: Iterable[Sequence[PackedBatch]], rounds: Callable[[int], int], device: torch.device
) -> tuple[dict[str, float], dict[str, int]]:
    """Sum losses and count trained tokens by kind on this rank.

    `rounds` gives the largest number of micro-batches among the ranks, which all run: sharded models need that.
    """
    sums: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    with torch.no_grad():
        for chunk in batches:
            total = rounds(len(chunk))
            for batch in (*chunk, *[empty_batch()] * (total - len(chunk))):
                each = model(batch.to(device)).each.double().cpu()
                for place, kind in enumerate(batch.kinds):
                    mine = batch.kind_at == place
                    sums[kind] += float(each[mine].sum())
                    counts[kind] += int(mine.sum())
    return dict(sums), dict(counts)


def metrics(parts: Iterable[tuple[dict[str, float], dict[str, int]]]) -> dict[str, float]:
    """Return the mean loss a trained token, over all ranks' parts: eval_loss, and eval_KIND_loss for each kind."""
    sums: defaultdict[str, float] = defaultdict(float)
    counts: Counter[str] = Counter()
    for some_sums, some_counts in parts:
        for kind, total in some_sums.items():
            sums[kind] += total
        counts.update(some_counts)
    by_kind = {f"eval_{kind}_loss": sums[kind] / counts[kind] for kind in sorted(counts) if counts[kind]}
    return {"eval_loss": sum(sums.values()) / max(counts.total(), 1), **by_kind}
