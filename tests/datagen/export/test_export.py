"""A run folder to the files of other tools, and those files through the `datasets` library."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import pytest
from PIL import Image
from pyarrow import parquet

from datagen import run_file
from datagen.annotations import coco
from datagen.annotations.coco import Annotations
from datagen.errors import InputError, RunFolderError, UsageError
from datagen.export import records
from datagen.export.export import export
from datagen.export.parquet import PARQUET_GROUP
from datagen.judge import JudgeRules
from datagen.kinds import DEFAULT_MIX
from datagen.plan import make_plan, parse_mix
from datagen.prompting import prompts
from datagen.run.files import atomic_rows
from datagen.run.folder import RUN, SAMPLES
from datagen.sample import Provenance, Sample
from datagen.settings import BuildSettings
from tests.datagen.samples import sample

SEED = 3
FORMS = ["llava", "sharegpt", "messages", "parquet"]
Load = Callable[[Path], Any]


def make_run(folder: Path, scenes: Annotations, samples: list[Sample]) -> Path:
    """Write a finished run folder, as far as an export reads it."""
    settings = BuildSettings(coco=scenes.sources.instances.parent, seed=SEED)  # type: ignore[union-attr]
    plan = make_plan(scenes, scenes.box_counts(), parse_mix(DEFAULT_MIX), len(samples), SEED)
    rules = replace(JudgeRules.of(settings, prompts.load(prompts.default_folder())), model="fake|1")
    described = run_file.describe(settings, scenes, plan, rules)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RUN).write_bytes(msgspec.json.encode(described))
    with atomic_rows(folder / SAMPLES) as writer:
        writer.write_all(one.model_dump() for one in samples)
    return folder


def provenance(license_: str | None) -> Provenance:
    return Provenance(
        llm="openai", model="fake|1", prompt="0" * 16, fingerprint="0" * 32, split="train2017", license=license_
    )


@pytest.fixture
def scenes(drawn: Path) -> Annotations:
    return coco.read(coco.find(drawn))


@pytest.fixture
def samples(scenes: Annotations) -> list[Sample]:
    """Two kinds on three images, seven turns in all, the last accepted at the second attempt."""
    one, two, three = scenes[:3]
    talk = [("Is it day?", "Yes, it is."), ("Where are we?", "In “town”.")]
    rows = (
        (one, "conversation", [*talk, ("Who is there?", "A man.")], 1),
        (one, "detail", [("Describe it.", "A man stands in a street.")], 1),
        (two, "conversation", talk, 1),
        (three, "reasoning", [("Why?", "It rains.")], 2),
    )
    return [
        sample(f"{scene.image_id:012d}-{kind}", turns, attempt=attempt, provenance=provenance(scene.license))
        for scene, kind, turns, attempt in rows
    ]


@pytest.fixture
def run(tmp_path: Path, scenes: Annotations, samples: list[Sample]) -> Path:
    return make_run(tmp_path / "run", scenes, samples)


@pytest.fixture
def load(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Load]:
    """`datasets.load_dataset`, offline, with a cache of its own, and silent."""
    for name, value in (("HF_HOME", str(tmp_path / "hf")), ("HF_HUB_OFFLINE", "1"), ("HF_DATASETS_OFFLINE", "1")):
        monkeypatch.setenv(name, value)
    import datasets  # noqa: PLC0415 - reads the environment when it is imported

    datasets.disable_progress_bars()
    cache = str(tmp_path / "cache")

    def load_path(path: Path) -> Any:
        if path.is_dir():
            return datasets.load_dataset(str(path), split="train", cache_dir=cache)
        form = "parquet" if path.suffix == ".parquet" else "json"
        return datasets.load_dataset(form, data_files=str(path), split="train", cache_dir=cache)

    yield load_path
    datasets.enable_progress_bars()


def front_matter(card: Path) -> dict[str, Any]:
    from huggingface_hub import DatasetCard  # noqa: PLC0415 - as slow as `datasets`, which brings it

    data: dict[str, Any] = DatasetCard(card.read_text(encoding="utf-8")).data.to_dict()  # type: ignore[no-untyped-call]
    return data


def lines(path: Path) -> list[Any]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.mark.parametrize("form", ["llava", "sharegpt", "messages"])
def test_a_file_holds_one_record_a_line_in_the_order_of_the_run(
    run: Path, samples: list[Sample], tmp_path: Path, form: str
) -> None:
    data, card, count, *_ = export(run, form, tmp_path / "new" / "data.jsonl", image_prefix="coco/")
    convert = getattr(records, form)
    assert lines(data) == [convert(one, SEED, "coco/") for one in samples]
    assert data == tmp_path / "new" / "data.jsonl"
    assert card == tmp_path / "new" / "data.README.md"
    assert count == 4
    assert {path.name for path in data.parent.iterdir()} == {"data.jsonl", "data.README.md"}


@pytest.mark.parametrize("form", ["llava", "sharegpt", "messages"])
def test_a_name_in_json_gives_one_array(run: Path, samples: list[Sample], tmp_path: Path, form: str) -> None:
    data = export(run, form, tmp_path / "data.json").data
    assert json.loads(data.read_text(encoding="utf-8")) == [getattr(records, form)(one, SEED) for one in samples]


@pytest.mark.parametrize(("form", "name"), [(form, "train.jsonl") for form in FORMS[:3]] + [
    ("parquet", "train-00000-of-00001.parquet")
])  # fmt: skip
def test_a_folder_gets_the_data_file_and_its_card(run: Path, tmp_path: Path, form: str, name: str) -> None:
    data, card, *_ = export(run, form, tmp_path / "data-v1.5")
    assert data == tmp_path / "data-v1.5" / name
    assert card == tmp_path / "data-v1.5" / "README.md"
    assert front_matter(card)["configs"] == [{"config_name": "default", "data_files": name}]


@pytest.mark.parametrize("form", FORMS)
def test_a_run_that_accepted_nothing_gives_an_empty_file(tmp_path: Path, scenes: Annotations, form: str) -> None:
    empty = make_run(tmp_path / "empty", scenes, [])
    data, _, count, *_ = export(empty, form, tmp_path / ("x.parquet" if form == "parquet" else "x.json"))
    assert count == 0
    assert parquet.read_table(data).num_rows == 0 if form == "parquet" else json.loads(data.read_text()) == []


@pytest.mark.parametrize(
    ("form", "name", "endings"),
    [
        ("llava", "x.parquet", ".jsonl or .json"),
        ("messages", "x.parquet", ".jsonl or .json"),
        ("parquet", "x.jsonl", ".parquet"),
        ("parquet", "x.json", ".parquet"),
    ],
)
def test_an_ending_of_another_form_is_refused(run: Path, tmp_path: Path, form: str, name: str, endings: str) -> None:
    target = tmp_path / name
    with pytest.raises(UsageError, match=re.escape(f"--to {target}: the form {form} ends in {endings}")):
        export(run, form, target)
    assert not target.exists()


def test_a_folder_that_is_no_run_is_told_so(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for path in (tmp_path, tmp_path / "nowhere", tmp_path / "file"):
        with pytest.raises(RunFolderError, match=re.escape(f"{path} has no run.json: is it the --out folder")):
            export(path, "llava", tmp_path / "x.jsonl")
    assert not (tmp_path / "x.jsonl").exists()


@pytest.mark.parametrize(
    "content", ["{}", '{"settings": 3}', '{"settings": {"seed": "x"}}', '{"settings": {"seed": 1}}']
)
def test_a_run_file_of_another_version_is_told_before_anything_is_written(
    run: Path, tmp_path: Path, content: str
) -> None:
    (run / RUN).write_text(content)
    with pytest.raises(RunFolderError, match=f"{RUN} is damaged or of another version: "):
        export(run, "llava", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_run_without_samples_and_one_with_a_broken_line_are_told_and_leave_no_file(run: Path, tmp_path: Path) -> None:
    with (run / SAMPLES).open("a") as file:
        file.write('{"id": 3}\n')
    with pytest.raises(RunFolderError, match=f"{SAMPLES} is damaged: "):
        export(run, "llava", tmp_path / "out")
    (run / SAMPLES).unlink()
    with pytest.raises(RunFolderError, match=f"{SAMPLES} does not exist"):
        export(run, "llava", tmp_path / "out")
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("form", FORMS)
def test_a_file_in_the_way_of_the_folder_is_named(run: Path, tmp_path: Path, form: str) -> None:
    (tmp_path / "taken").touch()
    with pytest.raises(InputError, match=re.escape(f"cannot make the folder {tmp_path / 'taken'}: File exists")):
        export(run, form, tmp_path / "taken")


def test_sharegpt_names_as_many_images_as_it_has_places_for_them(run: Path, tmp_path: Path) -> None:
    data = export(run, "sharegpt", tmp_path / "data.jsonl").data
    for record in lines(data):
        assert sum(turn["value"].count("<image>") for turn in record["conversations"]) == len(record["images"]) == 1


@pytest.mark.parametrize("form", ["llava", "sharegpt", "messages"])
def test_datasets_reads_the_json_forms(run: Path, samples: list[Sample], tmp_path: Path, load: Load, form: str) -> None:
    wanted = [getattr(records, form)(one, SEED) for one in samples]
    for name in ("data.jsonl", "data.json"):
        data = export(run, form, tmp_path / name).data
        assert [without_none(row) for row in load(data)] == wanted


def without_none(row: dict[str, Any]) -> dict[str, Any]:
    """An image part has no text; a table's column has a place for it all the same."""
    if "messages" not in row:
        return row
    messages = [
        message | {"content": [{k: v for k, v in part.items() if v is not None} for part in message["content"]]}
        for message in row["messages"]
    ]
    return row | {"messages": messages}


def test_datasets_reads_parquet_with_the_names_of_the_images(
    run: Path, samples: list[Sample], tmp_path: Path, load: Load
) -> None:
    data = export(run, "parquet", tmp_path / "new" / "data.parquet", image_prefix="coco/").data
    for row, one in zip(load(data), samples, strict=True):
        wanted = records.messages(one, SEED, "coco/")
        assert without_none(row) == wanted


def test_datasets_finds_the_pictures_themselves_in_parquet(
    run: Path, samples: list[Sample], drawn: Path, tmp_path: Path, load: Load
) -> None:
    pictures = drawn / "toy"
    data = export(run, "parquet", tmp_path / "out", images=pictures, image_prefix="coco/train2017/").data
    table = load(data)
    assert len(table) == len(samples)
    for row, one in zip(table, samples, strict=True):
        [picture] = row["images"]
        with Image.open(pictures / one.image) as original:
            assert isinstance(picture, Image.Image)
            assert (picture.size, picture.mode) == (original.size, original.mode)
        assert without_none(row)["messages"] == records.messages(one, SEED)["messages"]
    stored = parquet.read_table(data)["images"].to_pylist()
    assert [entry[0]["path"] for entry in stored] == [one.image for one in samples]
    assert stored[0][0]["bytes"] == (pictures / samples[0].image).read_bytes()


@pytest.mark.parametrize("form", FORMS)
def test_datasets_reads_the_folder_by_its_card(
    run: Path, samples: list[Sample], tmp_path: Path, load: Load, form: str
) -> None:
    export(run, form, tmp_path / form)
    assert load(tmp_path / form)["id"] == [one.id for one in samples]


def test_a_picture_that_is_missing_is_named_with_its_sample(run: Path, samples: list[Sample], tmp_path: Path) -> None:
    message = f"cannot read the image {tmp_path / samples[0].image} of {samples[0].id}: No such file"
    with pytest.raises(InputError, match=re.escape(message)):
        export(run, "parquet", tmp_path / "out", images=tmp_path)
    assert list((tmp_path / "out").iterdir()) == []


def test_parquet_of_more_than_one_group_has_every_sample(tmp_path: Path, scenes: Annotations) -> None:
    many = [sample(f"{n:012d}-detail", [("What?", f"Thing {n}.")]) for n in range(2 * PARQUET_GROUP + 1)]
    data, _, count, *_ = export(make_run(tmp_path / "run", scenes, many), "parquet", tmp_path / "x.parquet")
    table = parquet.read_table(data)
    assert count == table.num_rows == len(many)
    assert table["id"].to_pylist() == [one.id for one in many]


def test_the_card_counts_what_was_exported(run: Path, samples: list[Sample], tmp_path: Path) -> None:
    card = export(run, "llava", tmp_path / "out").card
    text = card.read_text(encoding="utf-8")
    head = front_matter(card)
    assert head["size_categories"] == ["n<1K"]
    assert head["language"] == ["en"]
    assert "4 samples with 7 question-answer turns on 3 images" in text
    assert table_of(text, "kind") == {"conversation": "2", "detail": "1", "reasoning": "1"}
    assert table_of(text, "accepted at attempt") == {"1": "3", "2": "1"}
    assert table_of(text, "model") == {"fake\\|1 (openai)": "4"}
    answers = [turn.answer.split() for one in samples for turn in one.turns]
    assert f"Words an answer, mean: {sum(map(len, answers)) / 7:.1f}" in text
    assert sum(map(int, table_of(text, "image licence").values())) == 4
    assert table_of(text, "setting")["seed"] == str(SEED)
    assert len(table_of(text, "prompt")) == 6


def table_of(text: str, name: str) -> dict[str, str]:
    rows = text.partition(f"| {name} | |\n|---|---|\n")[2].partition("\n\n")[0].splitlines()
    return dict(re.fullmatch(r"\| (.*) \| (.*) \|", row).groups() for row in rows)  # type: ignore[union-attr,misc]


def test_the_card_tells_no_folder_of_this_machine(run: Path, tmp_path: Path, drawn: Path) -> None:
    card = export(run, "llava", tmp_path / "out").card
    text = card.read_text(encoding="utf-8")
    assert str(drawn.resolve()) not in text
    assert "coco" not in table_of(text, "setting")


def test_a_file_name_with_signs_of_yaml_stays_a_name(run: Path, tmp_path: Path) -> None:
    card = export(run, "llava", tmp_path / "a: [b] #c.jsonl").card
    assert front_matter(card)["configs"] == [{"config_name": "default", "data_files": "a: [b] #c.jsonl"}]
