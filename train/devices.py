"""The device that is there, what it computes well, and what it can do at the best. One path for CPU, CUDA and MPS."""

from __future__ import annotations

import os
import resource
import sys
from collections.abc import Mapping

import torch

DENSE_BF16_FLOPS: Mapping[str, float] = {
    "B200": 2.25e15,
    "H200": 989e12,
    "H100 PCIe": 756e12,
    "H100": 989e12,
    "GH200": 989e12,
    "A100": 312e12,
    "A40": 149.7e12,
    "A10": 125e12,
    "L40S": 362e12,
    "L4": 121e12,
    "RTX 4090": 165e12,
    "RTX 3090": 71e12,
}
"""Peak of dense bf16 matrix products with float32 sums, from the vendor's data sheets; first name that fits counts."""


def device() -> torch.device:
    """Return this process's device: its own GPU under torchrun, else the first accelerator, else the CPU."""
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def dtype(wanted: str, on: torch.device) -> torch.dtype:
    """Return the numbers that a recipe's name stands for; auto is bfloat16 on GPUs that have it, else float32."""
    if wanted == "auto":
        native = on.type == "cuda" and torch.cuda.is_bf16_supported(including_emulation=False)
        return torch.bfloat16 if native else torch.float32
    return torch.bfloat16 if wanted == "bfloat16" else torch.float32


def name(on: torch.device) -> str:
    """Return what the vendor calls it."""
    return torch.cuda.get_device_name(on) if on.type == "cuda" else on.type.upper()


def peak_flops(on: torch.device) -> float | None:
    """Return the peak operations a second, or None where it is not known."""
    if on.type != "cuda":
        return None
    return next((peak for part, peak in DENSE_BF16_FLOPS.items() if part in name(on)), None)


def memory_bytes(on: torch.device) -> int:
    """Return the largest memory held so far: the allocator's on a GPU, else the process's resident set."""
    if on.type == "cuda":
        return torch.cuda.max_memory_allocated(on)
    if on.type == "mps":
        return torch.mps.driver_allocated_memory()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
