import io
from pathlib import Path
from unittest.mock import MagicMock

from transformers import TrainerControl, TrainerState

from train.console import plain_console
from train.data.problems import Problems
from train.fit.log import StepLog
from train.sample import Origin, Problem


def test_what_was_skipped_is_counted_at_a_checkpoint_where_it_has_become_more(tmp_path: Path) -> None:
    said, problems = io.StringIO(), Problems()
    log = StepLog(tmp_path / "metrics.jsonl", plain_console(file=said), problems, main=True)

    def save(step: int, *, last: bool = False) -> None:
        log.on_save(MagicMock(), TrainerState(global_step=step, max_steps=9), TrainerControl(should_training_stop=last))

    save(1)
    problems.add(Problem("broken image", "a.jpg", Origin(Path("a.jsonl"), 1)))
    save(2)
    save(3)
    problems.add(Problem("broken image", "b.jpg", Origin(Path("a.jsonl"), 2)))
    save(4)
    problems.add(Problem("image not found", "c.jpg", Origin(Path("a.jsonl"), 3)))
    save(9, last=True)
    assert said.getvalue().splitlines() == [
        "step 2 of 9, skipped so far: broken image 1",
        "step 4 of 9, skipped so far: broken image 2",
    ]
