"""Switches FSDP on for CPUs, where accelerate leaves it out though torch does not: for the tests."""

from typing import Any

from accelerate.state import AcceleratorState  # type: ignore[import-untyped]
from accelerate.utils import DistributedType  # type: ignore[import-untyped]

original = AcceleratorState.__init__


def patched(self: Any, *args: Any, fsdp_plugin: Any = None, **kwargs: Any) -> None:
    original(self, *args, fsdp_plugin=fsdp_plugin, **kwargs)
    if fsdp_plugin is not None and self.distributed_type == DistributedType.MULTI_CPU:
        self.distributed_type, self.fsdp_plugin = DistributedType.FSDP, fsdp_plugin


def switch_on() -> None:
    """For the rest of the process."""
    AcceleratorState.__init__ = patched
