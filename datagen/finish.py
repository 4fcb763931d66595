"""Stored replies to the run folder's finished files; asks nothing, so it can be run at any time.

The training file follows the verdicts of people; samples and rejections say what the checks say and nothing else.
"""

from __future__ import annotations

import contextlib

import msgspec

from datagen.export import records
from datagen.lexicon import lexicon_of
from datagen.plan import Plan
from datagen.replay import Replay
from datagen.report import Totals, page
from datagen.report.diversity import Diversity
from datagen.report.run_counts import Tally
from datagen.run.files import atomic_rows
from datagen.run.folder import LLAVA, PAGE, REJECTIONS, REPORT, SAMPLES, SCENES
from datagen.run.scene_rows import scene_row
from datagen.sample import Sample
from datagen.verdicts import DEFAULT, Review, Selection, VerdictFile


def finish(plan: Plan, replay: Replay, selection: Selection = DEFAULT) -> Tally:
    """Write samples, rejections, scenes, the training file and both reports, sorted by id, and return the counts.

    `selection` says what people's verdicts do to the training file.
    """
    rules, folder = replay.rules, replay.folder
    first = plan.scenes[0] if plan.scenes else None
    lexicon = lexicon_of(first.vocabulary, first.words) if first and first.vocabulary else None
    tally, diversity = Tally(jobs=len(plan)), Diversity(lexicon.categories_in if lexicon else None)
    review = Review(VerdictFile(folder.path).rows(), rules.actions, selection)
    with contextlib.ExitStack() as files:
        samples, rejections, scenes, training = (
            files.enter_context(atomic_rows(folder.path / name)) for name in (SAMPLES, REJECTIONS, SCENES, LLAVA)
        )
        for scene, found in replay.outcomes(plan, tally):
            if found:
                scenes.write(scene_row(scene))
            for outcome in found:
                tally.add_outcome(outcome)
                diversity.add(outcome)
                (samples if isinstance(outcome, Sample) else rejections).write(outcome.model_dump())
                taken = review.take(outcome)
                if taken is not None:
                    training.write(records.llava(taken, rules.seed))
    tally.review = review.result()
    counts, statistics = tally.report(), diversity.result()
    report = msgspec.json.encode(counts | {"diversity": statistics.summary()})
    folder.write_text(REPORT, msgspec.json.format(report, indent=2).decode() + "\n")
    folder.write_text(PAGE, page(statistics, Totals.model_validate(counts, strict=False), tally.review))
    return tally
