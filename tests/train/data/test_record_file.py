"""Files of records are indexed and read back record by record, whatever their layout; torn ones are refused."""

from __future__ import annotations

import json
import multiprocessing
import os
import pickle
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.train.drawn import ANNOTATIONS
from tests.train.records import jsonl, raw, record
from train.data.record_file import RecordFile, image_key
from train.errors import DataError
from train.sample import Origin

ROWS = [record(id=str(n), answer=f"Pferdchen für {n} “]}}”, \\ {{[") for n in range(5)]
LAYOUTS: dict[str, bytes] = {
    "compact array": json.dumps(ROWS, separators=(",", ":")).encode(),
    "array as Python writes it": json.dumps(ROWS).encode(),
    "indented array, as LLaVA's": json.dumps(ROWS, indent=2).encode(),
    "array with tabs, CRLF and a byte order mark": b"\xef\xbb\xbf"
    + json.dumps(ROWS, indent="\t").encode().replace(b"\n", b"\r\n"),
    "array in UTF-8": json.dumps(ROWS, ensure_ascii=False).encode(),
    "array with a line a record": b"[\n" + b",\n".join(map(raw, ROWS)) + b"\n]\n",
    "array with blanks around": b" \n" + json.dumps(ROWS).encode() + b"\n\n",
    "JSONL": b"\n".join(map(raw, ROWS)) + b"\n",
    "JSONL without a last line end": b"\n".join(map(raw, ROWS)),
    "JSONL with CRLF and a byte order mark": b"\xef\xbb\xbf" + b"\r\n".join(map(raw, ROWS)),
    "JSONL with blank lines": b"\n" + b"\n \n\n".join(map(raw, ROWS)) + b"\n\n",
}


def written(tmp_path: Path, content: bytes, name: str = "data.json") -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


def refusal(path: Path) -> str:
    with pytest.raises(DataError) as caught:
        RecordFile.open(path)
    assert str(path) in str(caught.value)
    return str(caught.value)


def test_every_layout_gives_the_same_records(tmp_path: Path) -> None:
    for number, (layout, content) in enumerate(LAYOUTS.items()):
        file = RecordFile.open(written(tmp_path, content, f"{number}.json"))
        assert [json.loads(file.raw(number)) for number in range(len(file))] == ROWS, layout
        assert file.image_counts.tolist() == [1] * 5, layout
        assert set(file.image_keys.tolist()) == {image_key("a.jpg")}, layout


def test_a_record_is_named_by_its_line_or_by_its_entry_in_an_array(tmp_path: Path) -> None:
    blanks = RecordFile.open(written(tmp_path, LAYOUTS["JSONL with blank lines"]))
    assert [blanks.origin(number).line for number in range(5)] == [2, 5, 8, 11, 14]
    array = RecordFile.open(written(tmp_path, LAYOUTS["indented array, as LLaVA's"]))
    assert array.origin(4) == Origin(tmp_path / "data.json", 5)


json_texts = st.recursive(
    st.none() | st.integers() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=10,
)


@given(rows=st.lists(json_texts, min_size=1, max_size=6), indent=st.sampled_from([None, 0, 2, "\t"]))
def test_any_array_is_cut_where_its_entries_end(
    tmp_path_factory: pytest.TempPathFactory, rows: list[Any], indent: int | str | None
) -> None:
    file = RecordFile.open(written(tmp_path_factory.mktemp("array"), json.dumps(rows, indent=indent).encode()))
    assert [json.loads(file.raw(number)) for number in range(len(file))] == rows


@pytest.mark.parametrize(
    ("fault", "spoilt"),
    [("half a surrogate pair", rb'"\ud83d"'), ("NaN", b"NaN"), ("Infinity", b"-Infinity"), ("a raw tab", b'"a\tb"')],
)
def test_an_entry_that_strict_readers_refuse_costs_that_entry_alone(tmp_path: Path, fault: str, spoilt: bytes) -> None:
    rows = [b"[\n ", raw(ROWS[0]), b',\n {"id": ', spoilt, b"}\n,", raw(ROWS[2]), b"]"]
    file = RecordFile.open(written(tmp_path, b"".join(rows)))
    assert len(file) == 3, fault
    assert file.raw(1) == b'{"id": ' + spoilt + b"}"
    assert [json.loads(file.raw(number)) for number in (0, 2)] == [ROWS[0], ROWS[2]]


def test_bytes_that_are_not_utf8_cost_their_entry_alone(tmp_path: Path) -> None:
    content = LAYOUTS["compact array"].replace(b'"id":"1"', b'"id":"\xe9"')
    file = RecordFile.open(written(tmp_path, content))
    assert len(file) == 5
    assert b"\xe9" in file.raw(1)


def test_a_torn_line_of_jsonl_is_a_record_like_any_other(tmp_path: Path) -> None:
    file = RecordFile.open(jsonl(tmp_path / "a.jsonl", raw(ROWS[0])[:40], raw(ROWS[1]), b"}{", raw(ROWS[2])[:50]))
    assert [file.raw(number)[:4] for number in range(4)] == [b'{"id', b'{"id', b"}{", b'{"id']


@pytest.mark.parametrize("layout", ["compact array", "indented array, as LLaVA's", "array with a line a record"])
def test_an_array_that_breaks_off_is_refused_with_the_place(tmp_path: Path, layout: str) -> None:
    content = LAYOUTS[layout].rstrip()
    for share in (0.2, 0.5, 0.98):
        message = refusal(written(tmp_path, content[: int(len(content) * share)]))
        assert "is not valid JSON" in message, share
        assert "was its download cut short?" in message, share


NO_RECORDS = [
    (b"", "is empty"),
    (b" \n ", "holds something that begins with b''"),
    (b"[]", "holds no records"),
    (b"[ ]\n", "holds no records"),
    (b'[{"a": 1},]', " at line 1 column 11"),
    (b'[{"a": 1}\n {"b": 2}]', "expecting ',' or ']' at line 2 column 2"),
    (b'[{"a": 1}] []', "more after the end of the array at line 1 column 12"),
    (b'[{"a": 1}, {"b" 2}]', " at line 1 column 17"),
    (b"[" * 200_000, "nested too deeply"),
    (b'{\n "data": [\n  {"id": "1"}\n ]\n}\n', "one JSON object over several lines"),
    ("[]".encode("utf-16"), "UTF-16"),
    (b"\x1f\x8b\x08\x00", "gzip"),
    (b"PAR1....", "Parquet"),
    (b"id,image\n", "b'i'"),
]


def test_what_holds_no_records_is_refused(tmp_path: Path) -> None:
    told = [(refusal(written(tmp_path, content)), says) for content, says in NO_RECORDS]
    assert [one for one in told if one[1] not in one[0]] == []


@pytest.mark.parametrize("indent", [None, 1])
@pytest.mark.parametrize("name", ["captions_toy.json", "instances_toy.json"])
def test_annotations_of_coco_are_sent_to_what_makes_records_of_them(
    tmp_path: Path, name: str, indent: int | None
) -> None:
    path = tmp_path / name
    path.write_text(json.dumps(json.loads((ANNOTATIONS / name).read_bytes()), indent=indent))
    told = refusal(path)
    assert f"{path} holds COCO's annotations" in told
    assert f"`python -m datagen align --coco {tmp_path} --to align.jsonl`" in told
    assert f"`python -m datagen build --coco {tmp_path}`" in told


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert "No such file" in refusal(tmp_path / "none.json")
    assert "directory" in refusal(tmp_path)


def test_the_index_estimates_text_without_the_layout_around_it(tmp_path: Path) -> None:
    dense = RecordFile.open(written(tmp_path, LAYOUTS["compact array"], "a.json"))
    airy = RecordFile.open(written(tmp_path, LAYOUTS["indented array, as LLaVA's"], "b.json"))
    texts = [sum(len(said["value"].encode()) for said in row["conversations"]) for row in ROWS]
    assert dense.text_bytes.tolist() == airy.text_bytes.tolist() == texts


def test_images_are_known_by_their_file_names(tmp_path: Path) -> None:
    rows = [record(image="coco/train2017/a.jpg"), record(image=["x\\a.jpg", "b.jpg"]), record(image=None)]
    file = RecordFile.open(jsonl(tmp_path / "a.jsonl", *map(raw, rows)))
    assert file.image_counts.tolist() == [1, 2, 0]
    assert file.image_keys.tolist() == [image_key("a.jpg"), image_key("a.jpg"), image_key("b.jpg")]


def test_a_kept_index_is_used_until_the_file_changes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path, cache = written(tmp_path, LAYOUTS["JSONL"]), tmp_path / "index"
    first = RecordFile.open(path, cache)
    with monkeypatch.context() as patched:
        patched.setattr("train.data.record_file.record_offsets", lambda _: pytest.fail("read again"))
        again = RecordFile.open(path, cache)
    assert [again.raw(n) for n in range(5)] == [first.raw(n) for n in range(5)]
    assert np.array_equal(again.image_keys, first.image_keys)
    path.write_bytes(raw(ROWS[0]))
    assert len(RecordFile.open(path, cache)) == 1
    path.write_bytes(b"{}\n" + b" " * (len(raw(ROWS[0])) - 5) + b"{}")
    os.utime(path, ns=(0, 0))
    assert len(RecordFile.open(path, cache)) == 2


@pytest.mark.parametrize("damage", [b"", b"PK\x03\x04 torn", b"not an index"])
def test_a_damaged_index_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    path, cache = written(tmp_path, LAYOUTS["JSONL"]), tmp_path / "index"
    RecordFile.open(path, cache)
    [kept] = cache.iterdir()
    sound = kept.read_bytes()
    for content in (damage, sound[: len(sound) // 2]):
        kept.write_bytes(content)
        assert len(RecordFile.open(path, cache)) == 5


def test_an_index_that_cannot_be_kept_is_a_plain_message(tmp_path: Path) -> None:
    path = written(tmp_path, LAYOUTS["JSONL"])
    with pytest.raises(DataError, match="cannot keep the index"):
        RecordFile.open(path, path)


def test_it_reads_on_after_pickling(tmp_path: Path) -> None:
    file = RecordFile.open(written(tmp_path, LAYOUTS["JSONL"]))
    file.raw(0)
    copy = pickle.loads(pickle.dumps(file))  # noqa: S301 - our own bytes
    assert copy.raw(3) == file.raw(3)


def test_forked_processes_read_at_once_without_disturbing_each_other(tmp_path: Path) -> None:
    rows = [record(id=str(n), answer="x" * (n + 1)) for n in range(300)]
    file = RecordFile.open(jsonl(tmp_path / "a.jsonl", *map(raw, rows)))
    file.raw(0)
    context = multiprocessing.get_context("fork")
    failures = context.Value("i", 0)
    workers = [context.Process(target=_read_all, args=(file, rows, failures)) for _ in range(3)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(60)
    assert failures.value == 0
    assert [worker.exitcode for worker in workers] == [0, 0, 0]


def _read_all(file: RecordFile, rows: list[Any], failures: Any) -> None:
    for _ in range(5):
        for number, row in enumerate(rows):
            failures.value += file.raw(number) != raw(row)


def test_a_file_that_shrank_since_it_was_indexed_is_a_plain_message(tmp_path: Path) -> None:
    path = written(tmp_path, LAYOUTS["JSONL"])
    file = RecordFile.open(path)
    path.write_bytes(b"{}")
    with pytest.raises(DataError, match="shorter than it was"):
        file.raw(4)


def test_opened_files_are_closed_with_their_owner(tmp_path: Path) -> None:
    path = written(tmp_path, LAYOUTS["JSONL"])
    before = len(list(Path("/dev/fd").iterdir()))
    for _ in range(20):
        RecordFile.open(path).raw(0)
    after = len(list(Path("/dev/fd").iterdir()))
    assert after - before < 5
