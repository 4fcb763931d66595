"""The LLMs that a run can use, one row each; a row knows everything about itself, so that nobody asks for its name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from datagen.kinds import DEFAULT_MIX, TEMPLATE_MIX

LOCAL_FIELDS = {"dry_multiplier": 0.8}
"""The DRY sampler at its authors' strength: without it small models run in circles to the token limit."""


@dataclass(frozen=True, slots=True)
class Llm:
    """What writes the samples of a run.

    `meaning` is its help. `opens` names the function, as "module:function", that makes an `OpenLlm` of the settings;
    empty where there is nothing to ask: then samples are written from facts. `mix` is what it writes by default, and
    `extra_fields` go into every request unless told otherwise.
    """

    name: str
    meaning: str
    opens: str = ""
    mix: str = DEFAULT_MIX
    extra_fields: Mapping[str, Any] = field(default_factory=dict)
    reads_images: bool = False

    @property
    def is_asked(self) -> bool:
        """Whether there are requests and replies."""
        return bool(self.opens)


LLMS: dict[str, Llm] = {
    llm.name: llm
    for llm in (
        Llm("openai", "any OpenAI-compatible endpoint", "datagen.llm.endpoint:open_endpoint", reads_images=True),
        Llm(
            "local",
            "a GGUF model on llama.cpp inside this process",
            "datagen.llm.local:open_local",
            extra_fields=LOCAL_FIELDS,
        ),
        Llm(
            "template",
            "no LLM, questions and answers from what the boxes prove",
            mix=TEMPLATE_MIX,
        ),
    )
}


def is_asked(name: str) -> bool:
    """Whether the LLM that a file names was asked; one that is not in the table any more was."""
    return name not in LLMS or LLMS[name].is_asked
