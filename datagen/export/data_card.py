"""The data card: what a data set is, for whoever finds it later. Pure."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from datagen.llms import is_asked
from datagen.sample import Sample
from datagen.verdicts import Audit, Summary

SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))


@dataclass(slots=True)
class CardFacts:
    """Counts over the exported samples; `run` is the content of run.json, `review` what people said of it."""

    run: dict[str, Any]
    samples: int = 0
    turns: int = 0
    answer_words: int = 0
    images: set[str] = field(default_factory=set)
    kinds: Counter[str] = field(default_factory=Counter)
    models: Counter[str] = field(default_factory=Counter)
    licenses: Counter[str] = field(default_factory=Counter)
    attempts: Counter[int] = field(default_factory=Counter)
    review: Summary | None = None

    def add(self, sample: Sample) -> None:
        """Count one sample."""
        self.samples += 1
        self.turns += len(sample.turns)
        self.answer_words += sum(len(turn.answer.split()) for turn in sample.turns)
        self.images.add(sample.image)
        self.kinds[sample.kind] += 1
        self.models[f"{sample.provenance.model} ({sample.provenance.llm})"] += 1
        self.licenses[sample.provenance.license or "not stated"] += 1
        self.attempts[sample.attempt] += 1


def data_card(facts: CardFacts, form: str, file_name: str) -> str:
    """Write the card in Markdown, with the front matter that the Hugging Face hub reads."""
    annotations = facts.run["annotations"]
    settings = dict(facts.run["settings"])
    settings |= {"images": "sent along" if settings.get("images") else "not sent"}
    del settings["coco"]  # a path of one machine, as that of the images is
    size = next((name for limit, name in SIZES if facts.samples < limit), "n>1M")
    sources = ", ".join(f"`{name}` (SHA-256 `{digest[:16]}…`)" for name, digest in annotations["files_sha256"].items())
    configs = f"configs:\n- config_name: default\n  data_files: {json.dumps(file_name)}\n"
    head = (
        "---\nlanguage: [en]\ntask_categories: [visual-question-answering, image-text-to-text]\n"
        f"size_categories: [{size}]\n{configs}---\n"
    )
    return f"""{head}
# Visual instruction data ({settings["split"]})

{facts.samples:,} samples with {facts.turns:,} question-answer turns on {len(facts.images):,} images, in the form
`{form}` (`{file_name}`). {_writer(facts.run["settings"])}
{_judged(facts.run["settings"])}{_reviewed(facts.review)}

## Counts

{_table("kind", facts.kinds)}

Words an answer, mean: {facts.answer_words / max(facts.turns, 1):.1f}

{_table("model", facts.models)}

{_table("accepted at attempt", facts.attempts)}

## Source and licences

Annotations: {sources}. Those of COCO itself are published under CC BY 4.0 by the COCO Consortium
(https://cocodataset.org/#termsofuse). Each image has its own licence, as its annotation file states it:

{_table("image licence", facts.licenses)}

The terms of the LLM's provider may limit what its text can be used for.

## Settings

{_table("setting", settings)}

{_table("prompt", facts.run["prompts"])}

Versions: {", ".join(f"{name} {value}" for name, value in facts.run["versions"].items())}
"""


def _writer(settings: dict[str, Any]) -> str:
    if not is_asked(settings["llm"]):
        return "No model wrote them: they are templates, filled in with what object boxes prove."
    if not settings.get("images"):
        return "A text-only LLM wrote them from human captions and object boxes; it did not see the images."
    told = "nothing else" if settings["context"] == "none" else "its human captions and object boxes"
    return f"A model wrote them that was given each image and {told}."


def _judged(settings: dict[str, Any]) -> str:
    if not is_asked(settings["llm"]):
        return ""
    passed = "Every sample passed the automatic checks of visual-instruct."
    if settings.get("ground"):
        passed += " Up to {ground} turns at the end of a conversation are templates, filled in with what boxes prove."
    return f"{passed.format(**settings)}\n"


def _reviewed(review: Summary | None) -> str:
    if review is None or not review.has_verdicts:
        return "No person has reviewed them unless stated elsewhere."
    rescued = f", and brought back {review.rescued:,} that the checks had rejected" if review.rescued else ""
    rejected = "left out" if review.selection.drop == "rejected" else "kept all the same"
    told = (
        f"Of the samples, people accepted {review.accepted:,} as they were, edited {review.edited:,} and rejected "
        f"{review.rejected:,} ({rejected}){rescued}."
    )
    rest = (
        "Only what people accepted is here."
        if review.selection.only == "accepted"
        else "No person has judged the rest."
    )
    return "\n".join((told, rest, *([_audited(review.audit)] if review.audit else [])))


def _audited(audit: Audit) -> str:
    plural = "" if audit.reviewed == 1 else "s"
    return (
        f"In a random audit of {audit.reviewed:,} sample{plural} that the checks had accepted, people found errors in "
        f"{audit.errors:,}: {audit.interval.estimate or 0:.1%}\n(95% interval {audit.interval.low:.1%} to "
        f"{audit.interval.high:.1%}; at most {audit.upper:.1%}, one-sided)."
    )


def _table(name: str, values: Any) -> str:
    items = values.most_common() if isinstance(values, Counter) else list(values.items())
    rows = "\n".join(f"| {_cell(key)} | {_cell(value)} |" for key, value in items)
    return f"| {name} | |\n|---|---|\n{rows}"


def _cell(value: object) -> str:
    return str(value).replace("|", "\\|").replace("\n", " ")
