"""A form of export is a function and a row: every command knows it then."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.datagen.copies import COCO, Copy

FUNCTION = '''

def pairs(sample: Sample, seed: int, image_prefix: str = "") -> Record:
    """`{"image", "pairs"}`: questions with their answers."""
    del seed
    return {"image": image_prefix + sample.image, "pairs": [[turn.question, turn.answer] for turn in sample.turns]}
'''
LAST_FUNCTION = '    return {"id": sample.id, "messages": chat, "images": [image_prefix + sample.image]}\n'
LAST_ROW = '        Form("messages", "chat-template messages with image parts, as TRL reads them", records.messages),'
ROW = """
        Form("pairs", "questions with their answers", records.pairs, endings=(".jsonl",), file_name="all.jsonl"),"""


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.slow
def test_a_form_is_added_by_its_function_and_its_row(tmp_path: Path) -> None:
    copy = Copy.made_in(tmp_path / "copy")
    copy.insert("datagen/export/records.py", LAST_FUNCTION, FUNCTION)
    copy.insert("datagen/export/forms.py", LAST_ROW, ROW)
    run = tmp_path / "run"
    copy.datagen("build", "--coco", COCO, "--llm", "template", "--count", "4", "--out", run)
    assert "pairs: questions with their answers." in copy.datagen("export", "--help")
    copy.datagen("export", run, "--format", "pairs", "--image-prefix", "toy/", "--to", tmp_path / "data")
    samples, written = rows(run / "samples.jsonl"), rows(tmp_path / "data" / "all.jsonl")
    assert len(samples) > 0
    assert written == [
        {"image": f"toy/{one['image']}", "pairs": [[turn["question"], turn["answer"]] for turn in one["turns"]]}
        for one in samples
    ]
    assert "`pairs` (`all.jsonl`)" in (tmp_path / "data" / "README.md").read_text(encoding="utf-8")
    refused = copy.datagen("export", run, "--format", "pairs", "--to", tmp_path / "x.json", status=2)
    assert "the form pairs ends in .jsonl" in refused
    refused = copy.datagen("export", run, "--format", "pairs", "--images", COCO, "--to", tmp_path / "y", status=2)
    assert "--images goes with --format parquet, not pairs" in refused
