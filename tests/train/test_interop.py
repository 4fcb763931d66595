"""What other programs need of a checkpoint and of the task files, without those programs."""

import importlib.util
import json
from pathlib import Path
from typing import Any, cast

import pytest
import torch
import yaml  # type: ignore[import-untyped]
from datasets import load_dataset
from PIL import Image
from transformers import AutoProcessor

from interop.lmms_eval.questions import main as write_questions
from tests.train.checkpoints import stocks
from tests.train.conftest import COCO
from tests.train.official_files import COUNT, MAKERS
from train.__main__ import main
from train.ask.prompting import ids_of, user
from train.checkpoint.stock import load_stock

__all__ = ["stocks"]
ROOT = Path(__file__).resolve().parents[2]
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
        assert found["process_results"](doc, [answer]) == {"answered": 1.0}
        samples.append({"doc_id": number, "doc": doc, "resps": [[answer]], "filtered_resps": [answer]})
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
    with Image.open(next((COCO / "train2017").glob("*.jpg"))) as image:
        inputs = processor(images=[image], text=text, return_tensors="pt")
    stock = load_stock(str(stocks[which]), torch.float32, torch.device("cpu"))
    ours = ids_of(stock, [user(context.removeprefix("<image>\n"), image=True)])
    assert inputs["input_ids"][0].tolist() == list(ours)


def test_the_configuration_for_vlmevalkit_has_the_fields_of_its_endpoint_class() -> None:
    model = json.loads((ROOT / "interop" / "vlmevalkit.json").read_text())["model"]["mine"]
    assert model["api_base"].endswith("/chat/completions")
    assert model["key"].startswith("sk-")
    assert model["img_size"] == -1
