"""The checks: one row for each, which says all that the program knows of it.

A check is a function (draft) -> findings. Its row says what a failing finding does: `ask` returns the reply to the LLM
with the reason (and drops the sample after the last attempt), `drop` rejects at once, `flag` keeps the sample for
review, `info` keeps the finding and does nothing else. `--on-fail` changes that for one run. Findings that pass or are
unverifiable are kept and decide nothing.
"""

from __future__ import annotations

from collections.abc import Iterable

from datagen.checks.actions import DISAGREEMENT, DUPLICATES, ENDPOINT, Action, override
from datagen.checks.check import Check
from datagen.checks.comparison import find_comparisons
from datagen.checks.contradiction import find_contradictions, find_disagreements
from datagen.checks.coordinates import find_coordinates
from datagen.checks.counts import find_counts
from datagen.checks.depth import find_depth
from datagen.checks.draft import Draft
from datagen.checks.echo import find_echoes
from datagen.checks.form import find_form_faults
from datagen.checks.hedging import find_hedging
from datagen.checks.objects import find_objects
from datagen.checks.reasons import MAX_REASONS, reasons
from datagen.checks.refusal import find_refusals
from datagen.checks.relations import find_regions, find_relations
from datagen.checks.repetition import find_repetition
from datagen.checks.source_leak import find_source_leaks
from datagen.checks.truncation import find_truncation
from datagen.kinds import KINDS
from datagen.sample import Finding, Turn
from datagen.scene import Scene

CHECKS: tuple[Check, ...] = (
    Check("truncation", "ask", "cut off at the token limit, or in the middle of a sentence", find_truncation),
    Check(
        "format",
        "ask",
        "no usable form, empty or too short text, chat machinery in the text, a question that is none",
        find_form_faults,
    ),
    Check("refusal", "ask", '"As an AI", "Here is the JSON"', find_refusals),
    Check(
        "source",
        "ask",
        'talk of captions, boxes or "the provided information" instead of the image',
        find_source_leaks,
    ),
    Check("coordinates", "ask", "positions as numbers", find_coordinates),
    Check("repetition", "ask", "sentences or words that go round in circles", find_repetition),
    Check("echo", "ask", "sentences of a worked example, passed off as this image", find_echoes),
    Check("hedging", "info", 'more "might" and "it seems" than the kind may have', find_hedging),
    Check(
        "objects",
        "ask",
        'a thing of a labelled category that neither boxes nor captions show; "there is no dog" where there is one',
        find_objects,
    ),
    Check(
        "counts",
        "ask",
        'a number that boxes and captions cannot give: "three dogs" where the boxes show two',
        find_counts,
    ),
    Check(
        "relations",
        "ask",
        "left and right of, above and below, inside, on, near, where the boxes say otherwise",
        find_relations,
    ),
    Check(
        "regions",
        "ask",
        '"on the left of the image", "at the top", "two on the right side", where the boxes say otherwise',
        find_regions,
    ),
    Check("comparison", "ask", "the larger, the taller, the largest, of which there are more", find_comparisons),
    Check(
        "depth",
        "ask",
        "behind and in front of, where a caption says the reverse; boxes have no depth",
        find_depth,
    ),
    Check("contradiction", "ask", "two turns of a sample that cannot both be true", find_contradictions),
    Check(DISAGREEMENT, "flag", "the same between two samples of one image", None),
    Check(
        DUPLICATES,
        "drop",
        "a sample whose questions were all asked on its image, or whose text is nearly that of one on another",
        None,
    ),
    Check(ENDPOINT, "drop", "a request that the endpoint refused to answer", None),
)
"""In the order of their findings."""
ACTIONS: dict[str, Action] = {check.name: check.action for check in CHECKS}


def run_checks(draft: Draft) -> list[Finding]:
    """Return what the checks find in a draft."""
    return [finding for check in CHECKS for finding in check.of(draft)]


def check_text(scene: Scene, turns: Iterable[Turn], kind: str = "conversation") -> list[Finding]:
    """Return what the checks find in questions and answers about a scene, passes included; nothing is decided."""
    return run_checks(Draft(KINDS[kind], tuple(turns), scene))


__all__ = [
    "ACTIONS",
    "CHECKS",
    "DISAGREEMENT",
    "DUPLICATES",
    "ENDPOINT",
    "MAX_REASONS",
    "Action",
    "Check",
    "Draft",
    "check_text",
    "find_disagreements",
    "override",
    "reasons",
    "run_checks",
]
