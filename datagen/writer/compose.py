"""A job to its sample with no LLM: what `writer` says, with its provenance. Pure.

The text checks are not run on it, as its answers are right by construction and a test runs them over real scenes;
to run them in a build, put them between `write` and `Sample` here.
"""

from __future__ import annotations

import hashlib
from typing import Any

from datagen.job import Job
from datagen.sample import Provenance, Rejection, Sample
from datagen.writer import fingerprint, write

FACTS = "facts"
"""The check that a scene fails whose boxes prove too little."""


def compose(job: Job, llm: str, seed: int) -> Sample | Rejection:
    """Write one sample, or say that the boxes prove too little; provenance names `llm` as what wrote it."""
    turns = write(job, seed)
    scene = job.scene
    phrases = fingerprint()
    own = hashlib.sha256(f"{phrases}/{seed}/{job.id}".encode()).hexdigest()[:32]
    provenance = Provenance(
        llm=llm,
        model=llm,
        prompt=phrases,
        fingerprint=own,
        split=scene.split,
        license=scene.license,
    )
    common: dict[str, Any] = {"id": job.id, "image": scene.file_name, "kind": job.kind, "attempt": 1, "findings": ()}
    if turns is not None:
        return Sample(**common, turns=turns, provenance=provenance)
    message = f"the boxes of this image prove too little for a sample of kind {job.kind}"
    return Rejection(**common, check=FACTS, message=message, turns=None, reply="", provenance=provenance)
