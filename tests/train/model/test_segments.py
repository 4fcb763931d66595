"""The variable-length kernel is for GPUs alone; its proof is tested with kernels that are right or wrong on purpose."""

from collections.abc import Callable

import pytest
import torch
from torch import Tensor

from train.errors import ModelError
from train.model import segments as kernels
from train.model.segments import Scores, Segments

Kernel = Callable[..., Tensor]


def right(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    out: Tensor = kernels._each(query, key, value, segments, scores)
    return out


def causal_from_the_first_key(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    """What a kernel does that aligns queries with the first keys instead of the last ones."""
    short = Segments(segments.queries, segments.queries, segments.longest_query, segments.longest_query)
    return right(query, key[:, :, :8], value[:, :, :8], short, scores)


def without_a_window(query: Tensor, key: Tensor, value: Tensor, segments: Segments, scores: Scores) -> Tensor:
    return right(query, key, value, segments, scores._replace(window=None))


def prove(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kernels, "_has_flash", lambda _query: True)
    monkeypatch.setattr(kernels, "_flash", kernel)
    kernels.prove(torch.device("cpu"), torch.bfloat16)


def test_a_kernel_that_attends_as_it_should_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    prove(right, monkeypatch)


@pytest.mark.parametrize("kernel", [causal_from_the_first_key, without_a_window])
def test_a_kernel_that_shows_other_keys_is_refused(kernel: Kernel, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(ModelError, match="--dtype float32"):
        prove(kernel, monkeypatch)
