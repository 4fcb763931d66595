"""The prompts folder: what a person edits is checked on loading, and what a model reads is pinned."""

from __future__ import annotations

import ast
import json
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from datagen.chat import Message
from datagen.errors import PromptError
from datagen.kinds import KINDS
from datagen.lexicon.sentences import words
from datagen.prompting import prompts
from datagen.prompting.context import render
from datagen.prompting.prompts import MIN_QUESTIONS, Prompts, default_folder, load
from datagen.scene import Box, Scene
from tests import paths
from tests.tables import each

GOLDEN = paths.GOLDEN / "prompts"
BOX_LINE = re.compile(r"([^:]+): (\[.*\])")
SCENE = Scene(
    1,
    "000000000001.jpg",
    640,
    480,
    ("Two cats sleep on a red sofa.", "A sofa with cats"),
    (Box("cat", 0.1, 0.25, 0.4, 0.5), Box("cat", 0.6, 0.25, 0.9, 0.5), Box("couch", 0.0, 0.2, 1.0, 1.0)),
    "train2017",
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return Path(shutil.copytree(default_folder(), tmp_path / "prompts"))


@pytest.fixture(scope="module")
def shipped() -> Prompts:
    return load(default_folder())


def parse_context(text: str) -> Scene:
    """Read a context back, strictly; box edges come as they were rounded."""
    blocks = text.split("\n\n")
    is_boxes = BOX_LINE.fullmatch(blocks[-1].split("\n")[0]) is not None
    captions = blocks[0].split("\n") if len(blocks) == 2 or not is_boxes else []
    boxes = []
    for line in blocks[-1].split("\n") if is_boxes else []:
        match = BOX_LINE.fullmatch(line)
        assert match, line
        boxes.append(Box(match[1], *ast.literal_eval(match[2])))
    assert len(blocks) == bool(captions) + bool(boxes)
    return Scene(1, "1.jpg", 640, 480, tuple(captions), tuple(boxes), "train2017")


def test_the_shipped_prompts_have_every_kind_and_enough_phrasings(shipped: Prompts) -> None:
    assert shipped.kinds.keys() == KINDS.keys()
    assert len(set(shipped.kinds["detail"].questions)) >= MIN_QUESTIONS
    assert len(set(shipped.align_instructions)) >= MIN_QUESTIONS
    assert len({prompt.fingerprint for prompt in shipped.kinds.values()}) == len(KINDS)


@each("kind", KINDS)
def test_a_prompt_is_a_system_message_and_pairs_of_context_and_reply(shipped: Prompts, kind: str) -> None:
    roles = [message.role for message in shipped.kinds[kind].constant]
    assert roles[0] == "system"
    assert len(roles) >= 3
    assert roles[1:] == ["user", "assistant"] * (len(roles) // 2)


@each("kind", KINDS)
def test_worked_examples_show_contexts_as_real_ones_look(shipped: Prompts, kind: str) -> None:
    for message in shipped.kinds[kind].constant:
        if message.role == "user":
            scene = parse_context(message.content)
            assert render(scene) == message.content
            assert len(scene.boxes) >= KINDS[kind].min_boxes
            assert all(0 <= box.x1 < box.x2 <= 1 and 0 <= box.y1 < box.y2 <= 1 for box in scene.boxes)


@each("kind", KINDS)
def test_worked_examples_answer_in_the_form_that_is_asked_for(shipped: Prompts, kind: str) -> None:
    for message in shipped.kinds[kind].constant:
        if message.role == "assistant":
            reply = KINDS[kind].reply.model_validate_json(message.content)
            assert message.content == json.dumps(reply.model_dump(), ensure_ascii=False, separators=(",", ":"))
            assert all(len(words(turn.answer)) >= KINDS[kind].min_answer_words for turn in reply.to_turns("?"))


@each("kind", KINDS)
def test_only_the_end_of_a_request_depends_on_the_scene(shipped: Prompts, kind: str) -> None:
    prompt = shipped.kinds[kind]
    one, two = prompt.messages("A dog."), prompt.messages("A cat.\n\ncat: [0.0, 0.0, 1.0, 1.0]")
    assert one[:-1] == two[:-1] == prompt.constant
    assert one[-1] == Message("user", "A dog.")


def test_a_whole_conversation_request_reads_as_the_golden_file_has_it(shipped: Prompts) -> None:
    """After a change of prompts/conversation/, write this file anew and read what has become of it."""
    messages = shipped.kinds["conversation"].messages(render(SCENE))
    text = "\n".join(f"=== {message.role} ===\n{message.content}\n" for message in messages)
    assert text == (GOLDEN / "conversation.txt").read_text(encoding="utf-8")


def test_the_message_that_asks_again_lists_the_faults(shipped: Prompts) -> None:
    message = shipped.ask_again(["turn 1: {reasons} is not a word", "turn 2: empty"])
    assert message.role == "user"
    assert "- turn 1: {reasons} is not a word\n- turn 2: empty" in message.content


def test_the_sentences_of_worked_replies_are_known_by_their_words(shipped: Prompts) -> None:
    for prompt in shipped.kinds.values():
        assert prompt.worked
        assert all(sentence == tuple(words(" ".join(sentence))) for sentence in prompt.worked)


def test_shipped_texts_repeat_no_real_caption(shipped: Prompts, coco_mini: Path) -> None:
    told = json.loads((coco_mini / "annotations" / "captions_train2017.json").read_text())
    captions = {" ".join(words(row["caption"])) for row in told["annotations"]}
    assert len(captions) > 300
    for name, text in shipped.files.items():
        plain = " ".join(words(text))
        assert not [caption for caption in captions if caption in plain], name


def test_the_files_that_were_read_are_kept_as_they_are(shipped: Prompts) -> None:
    paths = {str(path.relative_to(default_folder())) for path in default_folder().rglob("*.*")}
    assert shipped.files.keys() == paths
    assert all((default_folder() / name).read_text() == text for name, text in shipped.files.items())


@each("kind", KINDS)
@each("name", ["system.md", "examples/01.context.txt", "examples/01.reply.json"])
def test_an_edited_file_changes_the_fingerprint_of_its_kind_alone(folder: Path, kind: str, name: str) -> None:
    before = {kind: prompt.fingerprint for kind, prompt in load(folder).kinds.items()}
    path = folder / kind / name
    path.write_text(
        path.read_text().replace(" the ", " our ") if ".json" in name else f"Mind this.\n{path.read_text()}"
    )
    after = {kind: prompt.fingerprint for kind, prompt in load(folder).kinds.items()}
    assert {changed for changed in KINDS if before[changed] != after[changed]} == {kind}


@each("name", ["again.md", "detail/questions.txt", "align/instructions.txt"])
def test_texts_outside_the_constant_part_change_no_fingerprint(folder: Path, name: str) -> None:
    before = load(folder)
    (folder / name).write_text((folder / name).read_text() + "\nAnd one line more.\n")
    after = load(folder)
    assert [p.fingerprint for p in before.kinds.values()] == [p.fingerprint for p in after.kinds.values()]


def test_line_ends_space_around_and_a_byte_order_mark_make_no_other_prompt(folder: Path) -> None:
    before = load(folder)
    for path in folder.rglob("*.*"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n") + b"\r\n\r\n")
    after = load(folder)
    assert (after.kinds, after.again) == (before.kinds, before.again)


FILES = [
    "again.md",
    "align/instructions.txt",
    "detail/questions.txt",
    "conversation/system.md",
    "creative/examples/02.context.txt",
    "spatial/examples/01.reply.json",
]


def remove(path: Path) -> None:
    path.unlink()


def empty(path: Path) -> None:
    path.write_text(" \n")


def garble(path: Path) -> None:
    path.write_bytes(b"Caf\xe9")


def make_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize(
    ("break_it", "told"),
    [
        (remove, "missing prompt file {path}"),
        (empty, "prompt file {path} is empty"),
        (garble, "{path} is not UTF-8 (byte at offset 3)"),
        (make_folder, "cannot read prompt file {path}: Is a directory"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    folder: Path, name: str, break_it: Callable[[Path], None], told: str
) -> None:
    if break_it is remove and name.endswith(".context.txt"):
        told = f"{name.replace('context.txt', 'reply.json')} has no {Path(name).name} beside it"
    break_it(folder / name)
    with pytest.raises(PromptError, match=re.escape(told.format(path=folder / name))):
        load(folder)


@pytest.mark.parametrize(
    ("name", "reply", "told"),
    [
        ("conversation/examples/01.reply.json", "no JSON", ""),
        ("conversation/examples/01.reply.json", '{"description": "A dog."}', "turns: "),
        ("conversation/examples/02.reply.json", '{"turns": []}', "turns: "),
        (
            "comparison/examples/01.reply.json",
            '{"turns": [{"question": "Q?", "answer": "A."}, {"question": "Q?"}]}',
            "turns.1.answer: ",
        ),
        ("detail/examples/03.reply.json", '{"description": 3}', "description: "),
        ("reasoning/examples/01.reply.json", '{"question": "Why?"}', "answer: "),
    ],
)
def test_an_example_of_another_form_is_named_with_the_field(folder: Path, name: str, reply: str, told: str) -> None:
    (folder / name).write_text(reply)
    kind = name.partition("/")[0]
    with pytest.raises(PromptError, match=re.escape(f"{folder / name} is not a reply of kind '{kind}': {told}")):
        load(folder)


def test_a_reply_without_its_context_and_a_context_without_its_reply_are_named(folder: Path) -> None:
    reply = folder / "detail" / "examples" / "02.reply.json"
    reply.rename(reply.with_name("04.reply.json"))
    with pytest.raises(PromptError, match=re.escape("04.reply.json has no 04.context.txt beside it")):
        load(folder)
    reply.with_name("04.reply.json").unlink()
    with pytest.raises(PromptError, match=re.escape(f"missing prompt file {reply}")):
        load(folder)


def test_a_kind_without_examples_is_named(folder: Path) -> None:
    shutil.rmtree(folder / "spatial" / "examples")
    with pytest.raises(PromptError, match=re.escape(f"{folder / 'spatial' / 'examples'} holds no NN.context.txt")):
        load(folder)


def test_asking_again_needs_a_place_for_the_faults(folder: Path) -> None:
    (folder / "again.md").write_text("That was wrong. Once more.")
    with pytest.raises(PromptError, match=re.escape(f"{folder / 'again.md'} lacks the placeholder {{reasons}}")):
        load(folder)


@pytest.mark.parametrize("name", ["detail/questions.txt", "align/instructions.txt"])
def test_too_few_phrasings_are_counted(folder: Path, name: str) -> None:
    (folder / name).write_text("Describe it.\n\nDescribe it.\n What is it?\n")
    with pytest.raises(PromptError, match=re.escape(f"{folder / name} has 2 different lines; at least 12 are needed")):
        load(folder)


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(PromptError, match=re.escape(f"there is no prompts folder {tmp_path / 'mine'}")):
        prompts.load(tmp_path / "mine")
