"""What a person can set for `train score`; each field's docstring is its help."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from train.benchmarks import BENCHMARKS
from train.errors import UsageError

Many = Annotated[tuple[Path, ...], Parameter(negative="", show_default=False, consume_multiple=True)]
if TYPE_CHECKING:
    BenchmarkName = str
else:
    BenchmarkName = Literal[tuple(BENCHMARKS)]
Which = Annotated[BenchmarkName, Parameter(help="Which benchmark the answers are to.")]


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class ScoreSettings:
    """Settings of `train score`."""

    answers: Many
    """In the benchmark's own form, LLaVA's, question_id and answer, lmms-eval's or VLMEvalKit's; may come again."""
    questions: Many = ()
    """The benchmark's question file as it is downloaded; may come again."""
    annotations: Many = ()
    """The benchmark's annotation file, where it has one besides the questions; may come again."""
    choices: Path | None = None
    """GQA's choices file, for validity and plausibility."""
    grades: Path | None = None
    """Grades of MM-Vet's judge that exist already, as the official evaluator writes them, instead of a judge."""
    judge_model: Annotated[str | None, Parameter(name=("--judge-model", "--judge"))] = None
    """Model at an endpoint that grades MM-Vet's answers, or reads MMBench's that no rule can. Key: OPENAI_API_KEY."""
    judge_base_url: str | None = None
    """The endpoint's address. [default: OPENAI_BASE_URL, else OpenAI's]"""
    judge_runs: int = 1
    """How often MM-Vet's judge grades each answer; from 2 on there is a standard deviation."""
    partial: Annotated[bool, Parameter(negative="", show_default=False)] = False
    """Score a part of the benchmark: questions without an answer are left out, and counted. [default: an error]"""
    seed: int = 0
    """Decides the resamples of the bootstrap interval."""
    json: Path | None = None
    """Write the result to this file as well."""
    per_question: Path | None = None
    """Write a line a question to this file: question_id, score from 0 to 1, and the answer as it was compared."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        if self.judge_runs < 1:
            message = f"--judge-runs {self.judge_runs!r} must be at least 1"
            raise UsageError(message)
        if self.judge_base_url is not None and not self.judge_base_url.startswith(("http://", "https://")):
            message = f"--judge-base-url {self.judge_base_url!r} must begin with http:// or https://"
            raise UsageError(message)
        if self.judge_base_url is not None and self.judge_model is None:
            message = "--judge-base-url is where the judge is: name the judge with --judge-model"
            raise UsageError(message)
