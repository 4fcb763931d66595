"""What other programs need of a checkpoint and of the task files; lmms-eval itself where `make interop` asks for it."""

import importlib.util
import json
import os
import subprocess
from pathlib import Path
from typing import Any, cast

import pytest
import torch
import yaml  # type: ignore[import-untyped]
from datasets import load_dataset
from PIL import Image
from transformers import AutoProcessor

from interop.lmms_eval.questions import main as write_questions
from tests.paths import ROOT
from tests.train.checkpoints import stocks
from tests.train.drawn import PHOTOS
from tests.train.fake_endpoint import FakeEndpoint
from tests.train.official_files import COUNT, MAKERS
from train.__main__ import main
from train.ask.prompting import ids_of, user
from train.checkpoint.stock import load_stock

__all__ = ["stocks"]
TASKS = ROOT / "interop" / "lmms_eval"
KNOWN = {
    "task",
    "include",
    "dataset_path",
    "dataset_kwargs",
    "test_split",
    "output_type",
    "doc_to_visual",
    "doc_to_text",
    "doc_to_target",
    "process_results",
    "metric_list",
    "generation_kwargs",
    "metadata",
}
"""Fields of lmms-eval's TaskConfig."""
LMMS_EVAL = os.environ.get("LMMS_EVAL", "")
"""A Python that has lmms-eval; it has an environment of its own, which `make interop` makes."""


class Loader(yaml.SafeLoader):  # type: ignore[misc]
    """Reads `!function file.name` as lmms-eval does: from the file beside the YAML."""


def function(_: Loader, node: yaml.Node) -> Any:
    file, name = str(node.value).split(".")
    spec = importlib.util.spec_from_file_location(file, TASKS / f"{file}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return getattr(module, name)


Loader.add_constructor("!function", function)


def task(name: str) -> dict[str, Any]:
    own = yaml.load((TASKS / f"{name}.yaml").read_text(), Loader)  # noqa: S506 - a safe loader with one more tag
    shared = yaml.load((TASKS / own.pop("include")).read_text(), Loader)  # noqa: S506 - as above
    return cast("dict[str, Any]", shared | own)


@pytest.mark.parametrize("name", MAKERS)
def test_a_task_reads_the_official_files_and_its_samples_can_be_scored(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("datasets.config.HF_DATASETS_OFFLINE", True)
    options, right = MAKERS[name](tmp_path)
    asked = [word for word in options if word]
    assert write_questions([name, *asked]) == 0
    found = task(name)
    assert found.keys() <= KNOWN
    assert found["task"] == f"local_{name}"
    docs = load_dataset(found["dataset_path"], cache_dir=str(tmp_path / "cache"), **found["dataset_kwargs"])
    rows = list(docs[found["test_split"]])
    assert len(rows) == COUNT
    samples = []
    for number, doc in enumerate(rows):
        assert isinstance(found["doc_to_visual"](doc)[0], Image.Image)
        assert found["doc_to_text"](doc) == doc["prompt"]
        answer = right[doc["question_id"]]
        figures = found["process_results"](doc, [answer])
        assert figures["answered"] == 1.0
        own = {
            "doc_id": number,
            "target": doc[found["doc_to_target"]],
            "filtered_resps": answer,
            "input": doc["prompt"],
        }
        samples.append(own | figures)
    file = tmp_path / "samples.jsonl"
    file.write_text("\n".join(map(json.dumps, samples)) + "\n")
    if name != "mmvet":
        given = {key: value for key, value in zip(asked[::2], asked[1::2], strict=True) if key != "--images"}
        words = [word for pair in given.items() for word in pair]
        assert main(["score", name, *words, "--answers", str(file), "--json", str(tmp_path / "result.json")]) == 0
        result = json.loads((tmp_path / "result.json").read_text())
        assert result["figures"][result["headline"]] in {100.0, 1.0}


@pytest.mark.parametrize("which", [0, 1])
def test_asked_as_lmms_evals_llava_hf_asks_a_checkpoint_reads_the_tokens_of_training(
    stocks: tuple[Path, Path], which: int
) -> None:
    processor = cast("Any", AutoProcessor).from_pretrained(stocks[which])
    context = "<image>\nIs there a dog?\nAnswer the question using a single word or phrase."
    messages = [{"role": "user", "content": context}]
    text = processor.tokenizer.apply_chat_template(messages, tokenize=False, add_generation_prompt=True)
    with Image.open(PHOTOS[0]) as image:
        inputs = processor(images=[image], text=text, return_tensors="pt")
    stock = load_stock(str(stocks[which]), torch.float32, torch.device("cpu"))
    ours = ids_of(stock, [user(context.removeprefix("<image>\n"), image=True)])
    assert inputs["input_ids"][0].tolist() == list(ours)


def test_the_configuration_for_vlmevalkit_has_the_fields_of_its_endpoint_class() -> None:
    model = json.loads((ROOT / "interop" / "vlmevalkit.json").read_text())["model"]["mine"]
    assert model["api_base"].endswith("/chat/completions")
    assert model["key"].startswith("sk-")
    assert model["img_size"] == -1


def answers_here(name: str, options: list[str], checkpoint: Path, out: Path) -> dict[str, str]:
    """What `eval` is answered to the same questions."""
    with FakeEndpoint(lambda *_: "0.5") as judge:
        graded = ["--judge-base-url", judge.url, "--judge-model", "other"] if name == "mmvet" else []
        asked = ["--checkpoint", str(checkpoint), "--dtype", "float32", "--out", str(out)]
        assert main(["eval", name, *options, *asked, *graded]) == 0
    rows = map(json.loads, (out / "answers.jsonl").read_text().splitlines())
    return {row["question_id"]: row["answer"] for row in rows}


@pytest.mark.slow
@pytest.mark.interop
def test_lmms_eval_itself_is_answered_as_eval_is_and_its_samples_score_the_same(
    stage2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert LMMS_EVAL, "LMMS_EVAL names no Python that has lmms-eval: make interop"
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    options = {}
    for name, make in MAKERS.items():
        (tmp_path / name).mkdir()
        options[name] = make(tmp_path / name)[0]
        assert write_questions([name, *options[name]]) == 0
    model = ["--model", "llava_hf", "--model_args", f"pretrained={stage2},device=cpu,device_map=cpu"]
    tasks = ["--include_path", str(TASKS), "--tasks", ",".join(f"local_{name}" for name in MAKERS)]
    logged = ["--batch_size", "1", "--log_samples", "--output_path", "logs"]
    subprocess.run([LMMS_EVAL, "-m", "lmms_eval", *model, *tasks, *logged], check=True)
    for name, given in options.items():
        (file,) = Path("logs").glob(f"*/*_samples_local_{name}.jsonl")
        samples = [json.loads(line) for line in file.read_text().splitlines()]
        theirs = {sample["submission"]["question_id"]: sample["filtered_resps"] for sample in samples}
        assert theirs == answers_here(name, given, stage2, tmp_path / f"eval_{name}")
        if name != "mmvet":
            pairs = zip(given[::2], given[1::2], strict=True)
            words = [word for pair in pairs if pair[0] != "--images" for word in pair]
            assert main(["score", name, *words, "--answers", str(file), "--json", f"{name}.json"]) == 0
            here = json.loads((tmp_path / f"eval_{name}" / "result.json").read_text())
            assert json.loads(Path(f"{name}.json").read_text())["figures"] == here["figures"]
