"""Everything that is known before the first request: annotations, prompts, images, the plan. Reads files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from datagen.annotations import coco
from datagen.annotations.coco import Annotations
from datagen.checks import ACTIONS, Action, override
from datagen.errors import InputError, UsageError
from datagen.images.sent import Images
from datagen.judge import JudgeRules
from datagen.plan import Plan, make_plan, parse_mix
from datagen.prompting import prompts
from datagen.prompting.prompts import Prompts
from datagen.run.folder import PROMPTS
from datagen.settings import BuildSettings
from datagen.writer import KINDS_WRITTEN
from datagen.writer.compose import TEMPLATE


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that is known before the first request; `images` where they go along with the requests."""

    settings: BuildSettings
    annotations: Annotations
    prompts: Prompts
    plan: Plan
    images: Images | None = None
    actions: Mapping[str, Action] = field(default_factory=lambda: ACTIONS)

    @property
    def out(self) -> Path:
        """The run folder."""
        return self.settings.out or Path("out") / self.annotations.sources.split

    def rules(self, model: str) -> JudgeRules:
        """Return the rules of a run with this model."""
        return replace(JudgeRules.of(self.settings, self.prompts), model=model, images=self.images)


def prepare(settings: BuildSettings, run: Path | None = None) -> Prepared:
    """Read annotations and prompts, look for images, and make the plan.

    With `run`, a run folder, its own prompts and hashes of images are used, and no image is looked for.
    """
    mix, actions = parse_mix(settings.full_mix()), override(ACTIONS, settings.on_fail)
    template = settings.llm == TEMPLATE
    if template and not mix.keys() <= set(KINDS_WRITTEN):
        message = f"--mix {settings.mix!r}: --llm template can write {', '.join(KINDS_WRITTEN)} alone"
        raise UsageError(message)
    folder = run / PROMPTS if run and not template else settings.prompts or prompts.default_folder()
    loaded = prompts.load(folder, settings.context if settings.images else None)
    annotations = coco.read(coco.find(settings.coco, settings.split))
    box_counts = annotations.box_counts()
    images = _images(settings, annotations, run)
    if images is None:
        plan = make_plan(annotations, box_counts, mix, settings.count or len(annotations), settings.seed)
    else:
        count = settings.count or sum(map(images.usable, range(len(annotations))))
        plan = make_plan(annotations, box_counts, mix, count, settings.seed, usable=images.usable)
    return Prepared(settings, annotations, loaded, plan, images, actions)


def _images(settings: BuildSettings, annotations: Annotations, run: Path | None) -> Images | None:
    """Open the images of a run; raise InputError where none can be sent."""
    if settings.images is None:
        return None
    if run is None and not settings.images.is_dir():
        message = f"--images {settings.images}: there is no such folder"
        raise InputError(message)
    split = annotations.sources.split
    images = Images(annotations.images, split, None if run else settings.images, settings.max_image_mb)
    images.read(run or settings.out or Path("out") / split)
    if not any(map(images.usable, range(len(annotations)))):
        raise images.missing()
    return images
