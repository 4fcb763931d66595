"""run.json: what a run folder was made with, so that it can be judged again and gone on with, and nothing else."""

from __future__ import annotations

import json
from dataclasses import asdict
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any

from datagen import __version__
from datagen.annotations.coco import Annotations
from datagen.annotations.rows import Problems
from datagen.checks import ACTIONS
from datagen.errors import RunFolderError
from datagen.judge import JudgeRules
from datagen.llms import LLMS
from datagen.plan import Plan
from datagen.run.folder import WORDS
from datagen.settings import BuildSettings
from datagen.writer import fingerprint

FORMAT = 1
FIXED = ("split", "llm", "model", "seed", "temperature", "max_tokens", "structured", "extra_body", "context")
"""A run folder belongs to one choice of these: they decide what a stored reply is an answer to."""
KEPT = (*FIXED, "coco", "mix", "count", "max_attempts", "images", "on_fail", "ground")
BEFORE_IMAGES = {"images": None, "context": "full"}
"""What a run.json without these settings was made with; `images` is a path that may change, but not come or go."""


def describe(settings: BuildSettings, annotations: Annotations, plan: Plan, rules: JudgeRules) -> dict[str, Any]:
    """Return the content of run.json: no times and no folder names of its own, so equal runs give equal files."""
    values = asdict(settings)
    kept = {name: values[name] for name in KEPT}
    split = annotations.sources.split
    return {
        "format": FORMAT,
        "settings": kept
        | {"mix": settings.full_mix()}
        | {"on_fail": rules.actions}
        | {"images": str(settings.images.resolve()) if settings.images else None}
        | {"coco": str(settings.coco.resolve()), "split": split, "model": rules.model, "count": len(plan)}
        | {"extra_body": json.dumps(rules.extra_body, sort_keys=True)},
        "versions": {"visual-instruct": __version__, "openai": version("openai"), "pydantic": version("pydantic")},
        "prompts": {kind: prompt.fingerprint for kind, prompt in rules.prompts.kinds.items()}
        if rules.llm.is_asked
        else {rules.llm.name: fingerprint()},
        "annotations": {
            "files_sha256": annotations.digests,
            "missing": annotations.sources.missing,
            "images": len(annotations),
            "categories": list(annotations.boxes.names),
            "skipped": _listed(annotations.problems),
        },
        **({WORDS: words_hash(annotations)} if settings.words else {}),
        "plan": {"jobs": plan.counts(), "images_without_enough_boxes": plan.unusable},
    }


def words_hash(annotations: Annotations) -> str | None:
    """Return the SHA-256 of the file of a person's own words, where there is one."""
    text = annotations.words.text
    return sha256(text.encode()).hexdigest() if text else None


def _listed(problems: Problems) -> dict[str, Any]:
    return {
        reason: {"count": count, "first": problems.listed[reason]} for reason, count in sorted(problems.counts.items())
    }


def check_same(path: Path, old: dict[str, Any], new: dict[str, Any]) -> None:
    """Raise RunFolderError where a folder's run was made with other settings than the ones given now."""
    before, now = BEFORE_IMAGES | old.get("settings", {}), new["settings"]
    changes = [
        f"{name} {before.get(name)!r} there, {now[name]!r} now" for name in FIXED if before.get(name) != now[name]
    ]
    if bool(before["images"]) != bool(now["images"]):
        changes.append("with images there, without now" if before["images"] else "without images there, with now")
    if old.get("annotations", {}).get("files_sha256") != new["annotations"]["files_sha256"]:
        changes.append("the annotation files have changed")
    if changes:
        message = (
            f"{path} holds a run with other settings ({'; '.join(changes)}): give another --out, or the same settings"
        )
        raise RunFolderError(message)


def settings_of(path: Path, run: dict[str, Any]) -> BuildSettings:
    """Return the settings that a run folder was made with."""
    try:
        stored = {"on_fail": {}, "ground": 0} | BEFORE_IMAGES | run["settings"]
        values = {name: stored[name] for name in KEPT}
        images = Path(values["images"]) if values["images"] else None
        if values["llm"] not in LLMS:
            message = f"{path / 'run.json'} names the LLM {values['llm']!r}, which is not one of {', '.join(LLMS)}"
            raise RunFolderError(message)
        wishes = tuple(f"{check}={action}" for check, action in dict(values["on_fail"]).items() if check in ACTIONS)
        paths = {"coco": Path(values["coco"]), "images": images, "words": path / WORDS if WORDS in run else None}
        return BuildSettings(**values | paths | {"on_fail": wishes})
    except (KeyError, TypeError, ValueError) as error:
        message = f"{path / 'run.json'} is not of this version (setting {error})"
        raise RunFolderError(message) from error
