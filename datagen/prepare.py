"""Everything that is known before the first request: annotations, prompts, images, the plan. Reads files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from datagen.annotations import coco
from datagen.annotations.coco import Annotations
from datagen.errors import InputError, UsageError
from datagen.images.sent import Images
from datagen.judge import JudgeRules
from datagen.lexicon.own import read_own
from datagen.llms import LLMS
from datagen.plan import Plan, make_plan, parse_mix
from datagen.prompting import prompts
from datagen.run.folder import PROMPTS
from datagen.settings import BuildSettings
from datagen.writer import KINDS_WRITTEN


@dataclass(frozen=True, slots=True)
class Prepared:
    """What is known before the first request: the run folder, where scenes come from, what is asked, and how."""

    out: Path
    annotations: Annotations
    plan: Plan
    rules: JudgeRules


def prepare(settings: BuildSettings, run: Path | None = None) -> Prepared:
    """Read prompts and annotations, look for images, and make the plan.

    With `run`, a run folder, its own prompts and hashes of images are used, and no image is looked for.
    """
    mix, llm = parse_mix(settings.full_mix()), LLMS[settings.llm]
    if not llm.is_asked and not mix.keys() <= set(KINDS_WRITTEN):
        message = f"--mix {settings.mix!r}: --llm {llm.name} can write {', '.join(KINDS_WRITTEN)} alone"
        raise UsageError(message)
    folder = run / PROMPTS if run and llm.is_asked else settings.prompts or prompts.default_folder()
    loaded = prompts.load(folder, settings.context if settings.images else None, mix)
    rules = JudgeRules.of(settings, loaded)
    annotations = coco.read(coco.find(settings.coco, settings.split))
    if settings.words is not None:
        annotations = replace(annotations, words=read_own(settings.words, annotations.boxes.names))
    box_counts = annotations.box_counts()
    out = run or settings.out or Path("out") / annotations.sources.split
    images = _images(settings, annotations, out, made=run is not None)
    if images is None:
        plan = make_plan(annotations, box_counts, mix, settings.count or len(annotations), settings.seed)
    else:
        count = settings.count or sum(map(images.usable, range(len(annotations))))
        plan = make_plan(annotations, box_counts, mix, count, settings.seed, usable=images.usable)
    return Prepared(out, annotations, plan, replace(rules, images=images))


def _images(settings: BuildSettings, annotations: Annotations, out: Path, *, made: bool) -> Images | None:
    """Open the images of a run, or the hashes alone of one that is `made`; raise InputError where none can be sent."""
    if settings.images is None:
        return None
    if not made and not settings.images.is_dir():
        message = f"--images {settings.images}: there is no such folder"
        raise InputError(message)
    folder = None if made else settings.images
    images = Images(annotations.images, annotations.sources.split, folder, settings.max_image_mb)
    images.read(out)
    if not any(map(images.usable, range(len(annotations)))):
        raise images.missing()
    return images
