"""Benchmarks: their questions from the official files, and their scores, exactly.

Nothing here needs torch, asks a model or draws a chart; scoring is a pure function of files and answers.
"""

from __future__ import annotations

from collections.abc import Mapping

from train.benchmarks.benchmark import Benchmark
from train.benchmarks.chair import CHAIR
from train.benchmarks.gqa import GQA
from train.benchmarks.mmbench.mmbench import MMBench
from train.benchmarks.mmvet import MMVet
from train.benchmarks.pope import POPE
from train.benchmarks.textvqa import TextVQA
from train.benchmarks.vqav2 import VQAv2

BENCHMARKS: Mapping[str, Benchmark] = {
    benchmark.name: benchmark for benchmark in (VQAv2(), GQA(), TextVQA(), POPE(), MMBench(), MMVet(), CHAIR())
}
"""All there are, by the words for the command line, in the order in which `--help` lists them."""

__all__ = ["BENCHMARKS", "Benchmark"]
