"""What the index needs of a line, decoded without the rest of it where that can be done. Pure.

Nearly all of a line is text and findings that passed. The files are written by this program, its keys in one order, so
the beginning of a line tells most; a line of another form is decoded as a whole, and gives the same.
"""

from __future__ import annotations

import re

import msgspec

FAIL = b'"fail"'
"""Stands in every line with a failing finding; within a text the quotation marks would be escaped."""
_FAILING = re.compile(rb'\{"check":"([^"\\]*)","verdict":"fail"')


class SampleKey(msgspec.Struct, gc=False, frozen=True):
    """A sample by its checks that failed, one for each failing finding."""

    id: str
    image: str
    kind: str
    failing: tuple[str, ...] = ()


class RejectionKey(SampleKey, gc=False, frozen=True):
    """A rejection likewise; `unreadable` where it has no turns."""

    unreadable: bool = False


class SceneKey(msgspec.Struct, gc=False, frozen=True):
    """A scene by its image."""

    image_id: int
    file_name: str


class _Finding(msgspec.Struct, gc=False):
    check: str
    verdict: str


class _Sample(msgspec.Struct, gc=False):
    id: str
    image: str
    kind: str
    findings: list[_Finding]


class _Rejection(_Sample, gc=False):
    turns: msgspec.Raw


_HEAD, _SAMPLE = msgspec.json.Decoder(SampleKey).decode, msgspec.json.Decoder(_Sample).decode
_REJECTION, _SCENE = msgspec.json.Decoder(_Rejection).decode, msgspec.json.Decoder(SceneKey).decode


def sample_key(line: bytes) -> SampleKey:
    """Decode a line of samples.jsonl; raise msgspec.DecodeError where it is none."""
    end = line.find(b',"turns":[')
    if end > 0 and line.endswith(b"}\n"):
        fails = line.count(FAIL, end)
        failing = _FAILING.findall(line, end) if fails else []
        if len(failing) == fails:
            try:
                key = _HEAD(line[:end] + b"}")
                return SampleKey(key.id, key.image, key.kind, tuple(map(bytes.decode, failing))) if fails else key
            except (msgspec.DecodeError, UnicodeDecodeError):
                pass
    return _whole(line)


def _whole(line: bytes) -> SampleKey:
    row = _SAMPLE(line)
    return SampleKey(row.id, row.image, row.kind, _failed(row))


def rejection_key(line: bytes) -> RejectionKey:
    """Decode a line of rejections.jsonl; raise msgspec.DecodeError where it is none."""
    row = _REJECTION(line)
    return RejectionKey(row.id, row.image, row.kind, _failed(row), bytes(row.turns) == b"null")


def scene_key(line: bytes) -> SceneKey:
    """Decode a line of scenes.jsonl; raise msgspec.DecodeError where it is none."""
    end = line.find(b',"width":')
    if end > 0 and line.endswith(b"}\n"):
        try:
            return _SCENE(line[:end] + b"}")
        except msgspec.DecodeError:
            pass
    return _SCENE(line)


def _failed(row: _Sample) -> tuple[str, ...]:
    return tuple(finding.check for finding in row.findings if finding.verdict == "fail")
