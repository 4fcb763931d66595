"""What a person can set for `train chat` and `train eval`; each field's docstring is its help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cyclopts import Parameter

from train.errors import UsageError
from train.recipe import Dtype
from train.scoring.settings import Many

SHORT_TOKENS, LONG_TOKENS = 128, 1024


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ChatSettings:
    """Settings of `train chat`."""

    checkpoint: str
    """Folder of a LLaVA checkpoint (a finished training is one), or a hub name."""
    image: Path | None = None
    """The image that is talked about. [default: none, text alone]"""
    temperature: float = 0.0
    """Above 0, draw each token; at 0, take the best one."""
    top_p: float = 1.0
    """Draw from the best tokens that together have this probability."""
    seed: int = 0
    """Decides the drawing."""
    max_new_tokens: int = 512
    """Longest answer, in tokens."""
    dtype: Dtype = "auto"
    """Numbers to compute with. auto: bfloat16 where the device has it, else float32."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        _at_least("max_new_tokens", self.max_new_tokens, 1)
        _at_least("temperature", self.temperature, 0)
        if not 0 < self.top_p <= 1:
            _refuse("top_p", self.top_p, "must be above 0 and at most 1")


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class EvalSettings:
    """Settings of `train eval`."""

    questions: Many = ()
    """The benchmark's question file as it is downloaded; may come again."""
    out: Path
    """Folder for answers and result. Giving the same command again goes on where it stopped."""
    checkpoint: str | None = None
    """Folder of a LLaVA checkpoint (a finished training is one), or a hub name: asked in this process."""
    endpoint: str | None = None
    """OpenAI-compatible server that sees, such as http://localhost:8000/v1; its key is OPENAI_API_KEY."""
    model: str | None = None
    """Model name at the endpoint; not needed where it serves just one."""
    images: Path | None = None
    """Folder of the image files. [default: looked for beside the questions]"""
    annotations: Many = ()
    """The benchmark's annotation file, where it has one besides the questions; may come again."""
    choices: Path | None = None
    """GQA's choices file, for validity and plausibility."""
    limit: int | None = None
    """Ask only so many questions, drawn evenly; the result is marked as a part. A larger one later keeps answers."""
    suffix: str | None = None
    """Put this after each question. [default: what LLaVA-1.5 puts there]"""
    max_new_tokens: int | None = None
    """Longest answer, in tokens. [default: 128; 1024 where answers are texts]"""
    batch_size: int = 16
    """With --checkpoint: questions answered together; it changes no answer in float32."""
    dtype: Dtype = "auto"
    """With --checkpoint: numbers to compute with. auto: bfloat16 where the device has it, else float32."""
    concurrency: int = 32
    """Requests to an endpoint or a judge in flight at the most; fewer while it is busy."""
    patience: float = 600.0
    """Seconds to keep trying while an endpoint or a judge is busy or down."""
    timeout: float = 600.0
    """Seconds to wait for one answer of an endpoint or a judge."""
    judge_base_url: str | None = None
    """Address of the OpenAI-compatible endpoint that judges. [default: OPENAI_BASE_URL, else OpenAI's own]"""
    judge_model: str | None = None
    """mmvet: the model that grades; the official one is gpt-4-0613. mmbench: one that reads what no rule can."""
    judge_runs: int = 1
    """mmvet: grade every answer so many times; more than one gives the deviation."""
    seed: int = 0
    """Decides the resamples of the bootstrap interval."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        if (self.checkpoint is None) == (self.endpoint is None):
            message = "name the model to ask: either --checkpoint or --endpoint"
            raise UsageError(message)
        for name in ("limit", "max_new_tokens", "batch_size", "concurrency", "judge_runs"):
            _at_least(name, getattr(self, name), 1)
        for name in ("patience", "timeout"):
            _at_least(name, getattr(self, name), 0)
        for name in ("endpoint", "judge_base_url"):
            address = getattr(self, name)
            if address is not None and not address.startswith(("http://", "https://")):
                _refuse(name, address, "must begin with http:// or https://")


def _at_least(name: str, value: float | None, least: int) -> None:
    if value is not None and not least <= value < float("inf"):
        _refuse(name, value, f"must be a number of at least {least}")


def _refuse(name: str, value: object, why: str) -> None:
    message = f"--{name.replace('_', '-')} {value!r} {why}"
    raise UsageError(message)
