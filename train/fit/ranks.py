"""The processes of a run, and what all of them must know to act alike."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import torch
from accelerate import PartialState  # type: ignore[import-untyped]
from accelerate.utils import gather, gather_object  # type: ignore[import-untyped]
from rich.console import Console

from train import devices
from train.errors import StoppedEarlyError
from train.terminal import visible

Gathered = TypeVar("Gathered")


def gather_numbers(numbers: list[int]) -> list[list[int]]:
    """Return the numbers of every rank, in the order of ranks; all ranks call it together."""
    state = PartialState()
    if state.num_processes == 1:
        return [numbers]
    mine = torch.tensor([numbers], dtype=torch.int64, device=state.device)
    everyone: list[list[int]] = gather(mine).tolist()
    return everyone


def gather_objects(part: Gathered) -> list[Gathered]:
    """Return the objects of every rank; for what is not a number."""
    parts: list[Gathered] = gather_object([part])
    return parts


@dataclass(frozen=True, slots=True)
class Ranks:
    """One process among those of the run."""

    device: torch.device
    rank: int
    count: int
    console: Console

    @property
    def main(self) -> bool:
        """Say whether this rank writes and speaks for all."""
        return self.rank == 0

    def say(self, text: str) -> None:
        """Print on the main rank."""
        if self.main:
            self.console.print(visible(text))

    @contextmanager
    def alike(self) -> Iterator[None]:
        """Run what may fail and asks nothing of the other ranks; where it fails on one, all end.

        The first rank that it fails on raises its error, the others end with the same exit status and say nothing.
        """
        failure: Exception | None = None
        try:
            yield
        except Exception as error:  # noqa: BLE001 - raised again below
            failure = error
        status = 0 if failure is None else getattr(failure, "exit_status", 1)
        statuses = [each for (each,) in gather_numbers([status])]
        first = next((rank for rank, each in enumerate(statuses) if each), None)
        if first is None:
            return
        PartialState().destroy_process_group()
        if self.rank == first and failure is not None:
            raise failure
        raise SystemExit(statuses[first])

    def wait(self) -> None:
        """Let all ranks come here."""
        gather_numbers([0])


@contextmanager
def joined(console: Console) -> Iterator[Ranks]:
    """Find the device, and the other processes where torchrun started some; part from them at an end that all reach.

    A process that ends while gloo's threads hold tensors may abort. After an error that is not shared (`alike`) the
    others may be waiting in an exchange, so nothing is asked of them.
    """
    device = devices.device()
    state = PartialState(cpu=device.type == "cpu")
    ranks = Ranks(device, state.process_index, state.num_processes, console)
    try:
        yield ranks
    except StoppedEarlyError:
        state.destroy_process_group()
        raise
    state.destroy_process_group()
