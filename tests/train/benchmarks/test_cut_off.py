"""A JSON text that ends too early is told from one that is whole and from one that is faulty in its middle."""

from __future__ import annotations

import json

from train.benchmarks.cut_off import is_cut_off

WHOLE = json.dumps(
    [{"a": [1, -2.5e-3, True, None, 'x"y\\', "[{"], "b": {"café": ""}}, {"d": False}], ensure_ascii=False, indent=1
).encode()


def test_wherever_a_text_is_cut_off_it_is_seen() -> None:
    assert [end for end in range(1, len(WHOLE)) if not is_cut_off(WHOLE[:end])] == []


def test_a_text_that_ends_is_not_cut_off_even_where_it_is_faulty() -> None:
    texts = [WHOLE, b"", b"no json", b'{"a": "x"y"}', b'{"a": [1}', b"[}", b'{"a": nan}', b'["caf\xe9"]', b"\xff\xfe["]
    assert [text for text in texts if is_cut_off(text)] == []
