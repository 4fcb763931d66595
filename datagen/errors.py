"""Every error that a person can cause or must act on.

    DatagenError                  exit status 1: the message says what, where, and what to do
    ├── UsageError                exit status 2: an option has a value that cannot work
    ├── InputError                a file that we were given is missing or unreadable
    │   ├── AnnotationError       ... an annotation file
    │   ├── PromptError           ... a prompt file
    │   └── WordsError            ... a file of words
    ├── RunFolderError            the run folder is locked, damaged, or belongs to other settings
    ├── MissingExtraError         an optional dependency is not installed
    ├── EndpointError             the LLM endpoint did not answer a request
    │   ├── EndpointBusyError     429, 5xx, timeout, dropped connection: worth trying again
    │   ├── RequestRefusedError   400, 413, 422: this request's own fault, recorded as a refusal
    │   └── EndpointSettingsError 401, 403, 404, other 4xx: a setting is wrong, asking again cannot help
    └── StoppedEarlyError         exit status 3: everything is kept, the same command goes on

The command line prints the message alone; anything that is not a DatagenError is a bug and keeps its traceback.
"""

from __future__ import annotations


class DatagenError(Exception):
    """Base of all errors whose message is written for the person at the terminal."""

    exit_status = 1


class UsageError(DatagenError):
    """An option's value cannot work; the message names the option and what it accepts."""

    exit_status = 2


class InputError(DatagenError):
    """A file that we were given is missing or unreadable."""


class AnnotationError(InputError):
    """An annotation file is missing, is not JSON, or has no usable content."""


class PromptError(InputError):
    """A prompt file is missing or malformed."""


class WordsError(InputError):
    """A file of words is missing or malformed."""


class RunFolderError(DatagenError):
    """The run folder is locked by another process, damaged, or was made with other settings."""


class MissingExtraError(DatagenError):
    """An optional dependency is not installed; the message says which extra brings it."""


class EndpointError(DatagenError):
    """The LLM endpoint did not answer a request."""


class EndpointBusyError(EndpointError):
    """The endpoint may answer later; `retry_after_s` is its own wish, where it gave one."""

    def __init__(self, message: str, retry_after_s: float | None = None) -> None:
        """Keep the wish beside the message."""
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RequestRefusedError(EndpointError):
    """The endpoint will not answer this one request, however often it is asked."""


class EndpointSettingsError(EndpointError):
    """Key, address or model name is wrong: every request would fail alike."""


class StoppedEarlyError(DatagenError):
    """The run stopped before its end with everything kept."""

    exit_status = 3
