"""Every error that a person can cause or must act on.

    TrainError                exit status 1: the message says what, where, and what to do
    ├── UsageError            exit status 2: an option has a value that cannot work
    ├── DataError             training data or an image is missing, unreadable, or nothing of it can be used
    ├── ModelError            a vision tower, an LLM, a tokenizer or a checkpoint cannot be used
    ├── MissingExtraError     an optional dependency is not installed
    └── StoppedEarlyError     exit status 3: everything is kept, the same command goes on

The command line prints the message alone; anything that is not a TrainError is a bug and keeps its traceback.
"""

from __future__ import annotations


class TrainError(Exception):
    """Base of all errors whose message is written for the person at the terminal."""

    exit_status = 1


class UsageError(TrainError):
    """An option's value cannot work; the message names the option and what it accepts."""

    exit_status = 2


class DataError(TrainError):
    """Training data or an image is missing or unreadable, or nothing of it can be used."""


class ModelError(TrainError):
    """A vision tower, an LLM, a tokenizer or a checkpoint cannot be used."""


class MissingExtraError(TrainError):
    """An optional dependency is not installed; the message says which extra brings it."""


class StoppedEarlyError(TrainError):
    """The run stopped before its end with everything kept."""

    exit_status = 3
