"""The prompts folder to messages. Reads files.

A person edits these files; a missing or malformed one is an error that names it. The constant part of a kind's
prompt comes first and is the same for every scene, so that prefix caches hit.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from pydantic import ValidationError

from datagen.chat import Message
from datagen.errors import PromptError
from datagen.kinds import KINDS
from datagen.lexicon.sentences import sentences
from datagen.sample import Context

IMAGE_NOTES: dict[Context, str] = {"full": "image.md", "none": "no_context.md"}
"""What a model that sees is told beside the image, with captions and boxes or without them."""
REASONS = "{reasons}"
MIN_QUESTIONS = 12


@dataclass(frozen=True, slots=True)
class KindPrompt:
    """The constant part of one kind's requests: the system message and worked examples.

    `fingerprint` is a hash of it; `worked` holds the sentences of the examples' replies, each as its words. `note` is
    said of the image that goes along, before the scene's context; it is part of the hash where there is one.
    `questions` are those that a reply answers, where the kind's question is ours and not the LLM's.
    """

    constant: tuple[Message, ...]
    fingerprint: str
    worked: frozenset[tuple[str, ...]]
    note: str = ""
    questions: tuple[str, ...] = ()

    def messages(self, context: str, image: str = "") -> tuple[Message, ...]:
        """Append one scene's context; `image` is the hash of its image, where that goes along."""
        return (*self.constant, Message("user", self.scene_text(context), image))

    def scene_text(self, context: str) -> str:
        """Put the note before a scene's context; a context may be empty."""
        return f"{self.note}\n\n{context}" if self.note and context else self.note or context

    def noted(self, note: str) -> KindPrompt:
        """Return the prompt for requests that carry an image."""
        return replace(self, note=note, fingerprint=_fingerprint([*self.constant, Message("user", note)]))


@dataclass(frozen=True, slots=True)
class Prompts:
    """All text that a model reads, by kind; `files` holds it as it was read, by path below the folder."""

    kinds: Mapping[str, KindPrompt]
    again: str
    align_instructions: tuple[str, ...]
    files: Mapping[str, str]

    def ask_again(self, reasons: list[str]) -> Message:
        """Write the message that returns a reply with what is wrong with it."""
        return Message("user", self.again.replace(REASONS, "\n".join(f"- {reason}" for reason in reasons)))


def default_folder() -> Path:
    """Return the prompts of this project: beside the package in a checkout, inside it once installed."""
    inside = Path(__file__).with_name("default_prompts")
    return inside if inside.is_dir() else Path(__file__).parents[2] / "prompts"


def kinds_in(folder: Path) -> tuple[str, ...]:
    """Return the kinds that a prompts folder has a folder for: one made before a kind was there lacks it."""
    return tuple(kind for kind in KINDS if (folder / kind).is_dir())


def load(folder: Path, images: Context | None = None, kinds: Iterable[str] | None = None) -> Prompts:
    """Read and check what a prompts folder says of these kinds, or of all; other kinds may be missing there.

    With `images`, for requests that carry images, with or without a context.

    Raises:
        PromptError: a file is missing, empty, not UTF-8, or an example's reply is not of its kind's form.

    """
    if not folder.is_dir():
        message = f"there is no prompts folder {folder}"
        raise PromptError(message)
    files: dict[str, str] = {}
    of_kind = {kind: _kind_prompt(folder, kind, files) for kind in (KINDS if kinds is None else kinds)}
    notes = {context: _text(folder, name, files) for context, name in IMAGE_NOTES.items() if (folder / name).exists()}
    if images is not None:
        note = notes.get(images) or _text(folder, IMAGE_NOTES[images], files)
        of_kind = {kind: prompt.noted(note) for kind, prompt in of_kind.items()}
    again = _text(folder, "again.md", files)
    if REASONS not in again:
        message = f"{folder / 'again.md'} lacks the placeholder {REASONS}, where the faults of a reply go"
        raise PromptError(message)
    return Prompts(
        of_kind,
        again,
        align_instructions=_lines(folder, "align/instructions.txt", files),
        files=files,
    )


def _kind_prompt(folder: Path, kind: str, files: dict[str, str]) -> KindPrompt:
    messages = [Message("system", _text(folder, f"{kind}/system.md", files))]
    contexts = sorted((folder / kind / "examples").glob("*.context.txt"))
    replies = sorted((folder / kind / "examples").glob("*.reply.json"))
    if not contexts:
        message = f"{folder / kind / 'examples'} holds no NN.context.txt: a kind needs a worked example"
        raise PromptError(message)
    numbers = [path.name.removesuffix(".context.txt") for path in contexts]
    for reply in replies:
        if reply.name.removesuffix(".reply.json") not in numbers:
            message = f"{reply} has no {reply.name.replace('.reply.json', '.context.txt')} beside it"
            raise PromptError(message)
    worked: set[tuple[str, ...]] = set()
    for number in numbers:
        context = _text(folder, f"{kind}/examples/{number}.context.txt", files)
        reply_name = f"{kind}/examples/{number}.reply.json"
        reply_text = _text(folder, reply_name, files)
        try:
            turns = KINDS[kind].reply.model_validate_json(reply_text).to_turns("")
        except ValidationError as error:
            message = f"{folder / reply_name} is not a reply of kind {kind!r}: {_first(error)}"
            raise PromptError(message) from error
        compact = msgspec.json.encode(msgspec.json.decode(reply_text)).decode()
        messages += [Message("user", context), Message("assistant", compact)]
        worked.update(sentence.words for turn in turns for sentence in sentences(turn.answer))
    questions = _lines(folder, f"{kind}/questions.txt", files) if KINDS[kind].question_is_ours else ()
    return KindPrompt(tuple(messages), _fingerprint(messages), frozenset(worked), questions=questions)


def _fingerprint(messages: list[Message]) -> str:
    return hashlib.sha256(msgspec.json.encode(messages)).hexdigest()[:16]


def _first(error: ValidationError) -> str:
    fault = error.errors()[0]
    return f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" if fault["loc"] else fault["msg"]


def _lines(folder: Path, name: str, files: dict[str, str]) -> tuple[str, ...]:
    lines = tuple(line.strip() for line in _text(folder, name, files).splitlines() if line.strip())
    if len(set(lines)) < MIN_QUESTIONS:
        message = f"{folder / name} has {len(set(lines))} different lines; at least {MIN_QUESTIONS} are needed"
        raise PromptError(message)
    return lines


def _text(folder: Path, name: str, files: dict[str, str]) -> str:
    path = folder / name
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError as error:
        message = f"missing prompt file {path}"
        raise PromptError(message) from error
    except OSError as error:
        message = f"cannot read prompt file {path}: {error.strerror}"
        raise PromptError(message) from error
    except UnicodeDecodeError as error:
        message = f"{path} is not UTF-8 (byte at offset {error.start})"
        raise PromptError(message) from error
    if not text.strip():
        message = f"prompt file {path} is empty"
        raise PromptError(message)
    files[name] = text
    return text.strip()
