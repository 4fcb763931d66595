"""What a person can set for a run; each field's docstring is its help."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from datagen.errors import UsageError
from datagen.kinds import DEFAULT_MIX, KINDS
from datagen.llms import LLMS
from datagen.sample import Context

OnFail = Annotated[tuple[str, ...], Parameter(negative="", show_default=False)]
_LLM_HELP = " ".join(f"{llm.name}: {llm.meaning}." for llm in LLMS.values())

_NOT_FROM_FACTS = " or ".join(kind.name for kind in KINDS.values() if kind.menu is None)
_MIX_HELP = (
    f"Kinds and weights, of: {', '.join(KINDS)}; "
    + "".join(f"{llm.name} cannot write {_NOT_FROM_FACTS}. " for llm in LLMS.values() if not llm.is_asked)
    + f"[default: {DEFAULT_MIX}"
    + "".join(f"; for {llm.name}, {llm.mix}" for llm in LLMS.values() if llm.mix != DEFAULT_MIX)
    + "]"
)
RESERVED_BODY = frozenset({"model", "messages", "temperature", "max_tokens", "seed", "response_format", "stream"})


@Parameter(name="*")
@dataclass(frozen=True, kw_only=True)
class BuildSettings:
    """Settings of `datagen build`."""

    coco: Path
    """Folder with captions_SPLIT.json and instances_SPLIT.json (either one alone works too)."""
    split: str | None = None
    """Which split, such as train2017; not needed where the folder has only one."""
    out: Path | None = None
    """Run folder. Giving the same one again goes on where it stopped. [default: out/SPLIT]"""
    llm: Annotated[str, Parameter(choices=tuple(LLMS), help=_LLM_HELP)] = "openai"
    model: str | None = None
    """Model name at the endpoint (needed unless it serves just one); for local, the path of a GGUF file."""
    base_url: str | None = None
    """Address of the endpoint, such as http://localhost:8000/v1. [default: OPENAI_BASE_URL, else OpenAI's own]"""
    mix: Annotated[str | None, Parameter(help=_MIX_HELP)] = None
    count: int | None = None
    """How many samples to ask for. A larger count later keeps all that is there. [default: one per image]"""
    seed: int = 0
    """Decides images, kinds, sampling seeds and the place of <image>."""
    concurrency: int | None = None
    """Requests in flight at the most; fewer while the endpoint is busy. [default: 64; for local, the slots]"""
    max_attempts: int = 3
    """How often a job is asked: a faulty reply goes back to the LLM with what is wrong with it."""
    on_fail: OnFail = ()
    """What a check's failing finding does, such as echo=drop,hedging=flag, for one or more checks. ask: the reply goes
    back to the LLM. drop: rejected at once. flag: kept for review. info: kept. Changing it later asks nothing anew
    that has a reply."""
    ground: int = 0
    """How many questions and answers from facts are appended to each conversation that an LLM wrote; fewer where the
    boxes prove no more. Changing it later asks nothing anew."""
    temperature: float = 0.7
    """Sampling temperature."""
    max_tokens: int = 1_024
    """Longest reply, in tokens."""
    structured: bool = True
    """Ask for replies by JSON schema; an endpoint that cannot do it is asked for plain JSON text."""
    extra_body: str | None = None
    """JSON object of further request fields, such as '{"top_k": 20}' for vLLM."""
    images: Path | None = None
    """Folder of the image files, or of a folder SPLIT with them: send each image along, to a model that sees."""
    context: Context = "full"
    """full: give captions and boxes to the model. none: give it the image alone, which needs --images."""
    max_image_mb: float = 20.0
    """Largest image file to send, in megabytes; larger ones are skipped and counted."""
    prompts: Path | None = None
    """Folder with your own version of the prompts. [default: this project's prompts/]"""
    words: Path | None = None
    """TOML file with words of your own for the categories, in the form of datagen/lexicon/coco.toml. COCO's categories
    have words; any other goes by its name. Changing it later asks nothing anew."""
    price_input: float | None = None
    """US dollars per million input tokens, to show and limit the costs."""
    price_output: float | None = None
    """US dollars per million output tokens."""
    price_cached: float | None = None
    """US dollars per million input tokens served from the provider's cache. [default: the input price]"""
    budget: float | None = None
    """Stop, with everything kept, once this many US dollars are spent; needs both prices."""
    patience: float = 600.0
    """Seconds to keep trying while the endpoint is busy or down."""
    timeout: float = 600.0
    """Seconds to wait for one reply."""
    local_slots: int = 1
    """For local: how many replies are written at once. More pay on a GPU; on a CPU one keeps the prompt cache warm."""
    local_context: int = 6_144
    """For local: tokens that one request and its reply may have together."""
    dry_run: bool = False
    """Send nothing: print requests, tokens, dollars where prices are given, and one rendered prompt per kind."""

    def __post_init__(self) -> None:
        """Refuse values that cannot work, naming the option."""
        self._check_llm()
        at_least_one = ("count", "concurrency", "max_attempts", "max_tokens", "local_slots", "local_context")
        for name in at_least_one:
            value = getattr(self, name)
            if value is not None and value < 1:
                _refuse(name, value, "must be at least 1")
        if self.ground < 0:
            _refuse("ground", self.ground, "must be at least 0")
        for name in ("price_input", "price_output", "price_cached", "budget", "temperature", "patience", "timeout"):
            value = getattr(self, name)
            if value is not None and not 0 <= value < float("inf"):
                _refuse(name, value, "must be a number of at least 0")
        if self.budget is not None and (self.price_input is None or self.price_output is None):
            _refuse("budget", self.budget, "needs --price-input and --price-output")
        if not 0 < self.max_image_mb < float("inf"):
            _refuse("max_image_mb", self.max_image_mb, "must be a number above 0")
        if self.context == "none" and self.images is None:
            _refuse("context", self.context, "needs --images: the model would be given nothing at all")

    def _check_llm(self) -> None:
        if self.llm not in LLMS:
            _refuse("llm", self.llm, f"is not one of {', '.join(LLMS)}")
        if self.images is not None and not LLMS[self.llm].reads_images:
            _refuse("images", str(self.images), f"needs a model that sees; --llm {self.llm} reads text alone")
        self.extra_fields()

    def full_mix(self) -> str:
        """Return the mix, or the default one of this LLM."""
        return LLMS[self.llm].mix if self.mix is None else self.mix

    def extra_fields(self) -> dict[str, Any]:
        """Decode `extra_body`, with the fields that this LLM gets unless told otherwise."""
        ours = LLMS[self.llm].extra_fields
        if self.extra_body is None:
            return dict(ours)
        try:
            fields = json.loads(self.extra_body)
        except json.JSONDecodeError as error:
            _refuse("extra_body", self.extra_body, f"is not JSON ({error.msg})")
        if not isinstance(fields, dict):
            _refuse("extra_body", self.extra_body, "must be a JSON object")
        taken = sorted(RESERVED_BODY & fields.keys())
        if taken:
            _refuse("extra_body", self.extra_body, f"may not hold {', '.join(taken)}: these have options or are ours")
        return {**ours, **fields}


def _refuse(name: str, value: object, why: str) -> None:
    message = f"--{name.replace('_', '-')} {value!r} {why}"
    raise UsageError(message)


@dataclass(frozen=True, slots=True)
class Prices:
    """US dollars per million tokens."""

    input: float
    output: float
    cached: float

    def dollars(self, prompt_tokens: int, completion_tokens: int, cached_tokens: int = 0) -> float:
        """Price of so many tokens; the cached ones are part of the prompt's."""
        fresh = prompt_tokens - cached_tokens
        return (fresh * self.input + cached_tokens * self.cached + completion_tokens * self.output) / 1e6

    @classmethod
    def of(cls, settings: BuildSettings) -> Prices | None:
        """Return the prices of a run, or None unless both are given."""
        if settings.price_input is None or settings.price_output is None:
            return None
        cached = settings.price_input if settings.price_cached is None else settings.price_cached
        return cls(settings.price_input, settings.price_output, cached)
