"""Scenes as rows of the run folder's scenes.jsonl, so that a folder can be reviewed without its annotations. Pure.

A row is a Scene without its vocabulary, which is one for all of them and stands in run.json, and without its words,
which stand in words.toml. Numbers keep all digits.
"""

from __future__ import annotations

import msgspec

from datagen.errors import RunFolderError
from datagen.scene import Box, Scene
from datagen.vocabulary import NO_WORDS, Words


class SceneRow(msgspec.Struct, frozen=True, gc=False):
    """One line of scenes.jsonl; the fields are those of Scene."""

    image_id: int
    file_name: str
    width: int
    height: int
    captions: tuple[str, ...]
    boxes: tuple[Box, ...]
    split: str
    license: str | None = None


_DECODER = msgspec.json.Decoder(SceneRow)


def scene_row(scene: Scene) -> SceneRow:
    """Return what scenes.jsonl holds of a scene."""
    return SceneRow(*(getattr(scene, name) for name in SceneRow.__struct_fields__))


def decode_scene(
    line: bytes | bytearray | memoryview | str, vocabulary: tuple[str, ...], words: Words = NO_WORDS
) -> Scene:
    """Read one line of scenes.jsonl as the very scene that it was written from.

    Raises:
        RunFolderError: the line is not a scene; the message says why, and the caller knows which line of which file.

    """
    try:
        row = _DECODER.decode(line)
    except msgspec.DecodeError as error:
        message = f"it is not a scene: {error}; run `datagen judge` on the folder to write it anew"
        raise RunFolderError(message) from error
    return Scene(**msgspec.structs.asdict(row), vocabulary=vocabulary, words=words)
