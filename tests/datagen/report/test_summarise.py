"""A run folder to its page, through the real commands and a fake LLM on loopback."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from datagen import __main__ as cli
from datagen.errors import RunFolderError
from datagen.report.summarise import summarise
from datagen.run.files import atomic_rows
from datagen.run.folder import PAGE, REJECTIONS, REPORT, RUN, SAMPLES
from tests.datagen.command_line import datagen
from tests.datagen.samples import SAMPLES as BY_HAND
from tests.fakes import MODEL, FakeLLM
from tests.paths import DRAWN


@pytest.fixture
def run(tmp_path: Path, fake_llm: FakeLLM, drawn: Path) -> Path:
    fake_llm.faulty_share = 0.3
    out = tmp_path / "run"
    options = ["--base-url", fake_llm.url, "--model", MODEL, "--count", "40"]
    done = datagen("build", "--coco", str(drawn), "--out", str(out), *options)
    assert done.status == 0, done.err
    return out


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A run folder as small as `report` can read."""
    (tmp_path / RUN).write_text("{}")
    for name, samples in ((SAMPLES, BY_HAND), (REJECTIONS, ())):
        with atomic_rows(tmp_path / name) as writer:
            writer.write_all(one.model_dump() for one in samples)
    return tmp_path


def test_report_writes_the_page_that_build_and_judge_wrote_and_prints_the_figures(run: Path) -> None:
    by_build = (run / PAGE).read_bytes()
    counts = json.loads((run / REPORT).read_text())
    (run / PAGE).unlink()
    done = datagen("report", str(run))
    assert done.status == 0, done.err
    assert (run / PAGE).read_bytes() == by_build
    assert done.out.startswith(f"40 jobs: {counts['accepted']} accepted, {counts['rejected']} rejected\n")
    assert done.out.endswith(f"report: {run / PAGE}\n")
    (run / PAGE).unlink()
    assert datagen("judge", str(run), "--coco", str(DRAWN)).status == 0
    assert (run / PAGE).read_bytes() == by_build


def test_the_counts_for_machines_hold_the_statistics(run: Path) -> None:
    diversity = json.loads((run / REPORT).read_text())["diversity"]
    statistics, _, _ = summarise(run)
    assert diversity == json.loads(json.dumps(statistics.summary()))
    assert list(diversity) == sorted(diversity) == ["balance", "coverage", "turns", "wording", "words"]


def test_a_folder_without_counts_shows_what_its_samples_tell(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["report", str(folder)]) == 0
    assert capsys.readouterr().out.startswith("4 accepted, 0 rejected\n")
    assert "Jobs" not in (folder / PAGE).read_text()


def test_a_folder_that_is_no_run_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for path in (tmp_path, tmp_path / "nowhere"):
        assert cli.main(["report", str(path)]) == 1
        told = f"error: {path} has no run.json: is it the --out folder of `datagen build`?\n"
        assert capsys.readouterr().err == told
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        (SAMPLES, '{"id": 3}\n', "samples.jsonl is damaged: "),
        (SAMPLES, None, "samples.jsonl does not exist: has `datagen build` run there"),
        (REJECTIONS, "{", "rejections.jsonl is damaged: "),
        (REPORT, "{", "report.json is damaged: the file: .*; run `datagen judge`"),
        (REPORT, '{"jobs": "many"}', "report.json is damaged: jobs: .*; run `datagen judge`"),
    ],
)
def test_a_damaged_file_is_named_and_the_old_page_stays(
    folder: Path, name: str, content: str | None, told: str
) -> None:
    (folder / PAGE).write_text("old")
    (folder / name).unlink(missing_ok=True)
    if content is not None:
        (folder / name).write_text(content)
    with pytest.raises(RunFolderError, match=told):
        summarise(folder)
    assert (folder / PAGE).read_text() == "old"
