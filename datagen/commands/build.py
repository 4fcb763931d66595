"""`datagen build`."""

from __future__ import annotations

from datagen.console import err, out
from datagen.settings import BuildSettings, Prices


def build(settings: BuildSettings) -> None:
    """Make instruction data: plan, ask the LLM, check, write the run folder.

    Giving the same command again goes on where it stopped; no reply is paid for twice. The training file is
    OUT/llava.jsonl; OUT/rejections.jsonl says what was not taken and why.
    """
    from datagen.build import build as run  # noqa: PLC0415 - `--help` should not wait for numpy and openai
    from datagen.prepare import prepare  # noqa: PLC0415
    from datagen.show import show_dry_run, show_inputs, show_plan, show_summary  # noqa: PLC0415

    prepared = prepare(settings)
    show_inputs(err, prepared.annotations)
    show_plan(err, prepared.plan, prepared.rules.images)
    if settings.dry_run:
        show_dry_run(out, prepared.plan, prepared.rules, Prices.of(settings))
        return
    show_summary(out, run(settings, prepared, err), prepared.out, Prices.of(settings))
