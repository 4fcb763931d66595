"""One training record in LLaVA's form, or as chat-template messages, to turns and image names. Pure.

What it returns can be trained on: turns alternate from human to gpt and end with gpt, no answer is empty, and the
human turns hold one `<image>` an image. What LLaVA mends is mended and noted; all else is a problem, never a crash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import msgspec

from train.data import reasons
from train.sample import IMAGE, Origin, Problem, Role, Turn

ROLES: dict[str, Role] = {"human": "human", "user": "human", "gpt": "gpt", "assistant": "gpt"}
SYSTEM = "system"
FRONT = "image without a placeholder: put before the first question"
PREFIXED = "system text: put before the first question"
UNASKED = "answer before the first question: left out"
UNANSWERED = "question without an answer at the end: left out"
_ID_OF_KIND = re.compile(r"\d+-([a-z_]+)(?:-\d+)?")
"""datagen's ids: image, kind, and a number where an image has several samples of a kind."""
_SHOWN_ID = 100


class ContentPart(msgspec.Struct):
    """A part of a message's content: an image, or text."""

    type: str
    text: str = ""


class WrittenTurn(msgspec.Struct, rename={"from_": "from"}):
    """A turn as written: LLaVA's `from` and `value`, or a message's `role` and `content`."""

    from_: str | None = None
    value: str | None = None
    role: str | None = None
    content: str | list[ContentPart] | None = None


class WrittenRecord(msgspec.Struct):
    """A record as written; further keys are ignored. `id` may be anything, since it is only a name."""

    id: msgspec.Raw = msgspec.Raw(b"")
    image: str | list[str] | None = None
    images: list[str] | None = None
    conversations: list[WrittenTurn] | None = None
    messages: list[WrittenTurn] | None = None
    kind: str | None = None

    @property
    def image_names(self) -> tuple[str, ...]:
        """Names of all images, in order; an empty name is none."""
        named = [self.image] if isinstance(self.image, str) else self.image or []
        return tuple(name for name in (*named, *(self.images or ())) if name)


@dataclass(frozen=True, slots=True)
class Record:
    """What a record says; its images are names, not found yet. `notes` says what was mended."""

    id: str
    turns: tuple[Turn, ...]
    image_names: tuple[str, ...]
    kind: str
    notes: tuple[str, ...]


class _UnusableError(Exception):
    """Why a record cannot be used."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(reason, detail)
        self.reason = reason
        self.detail = detail


def read(raw: bytes, origin: Origin, kind: str) -> Record | Problem:
    """Read one record; `kind` names its group where the record itself does not."""
    try:
        row = _DECODER.decode(raw)
        turns, notes = _turns(row)
        turns, notes = _with_images(turns, notes, len(row.image_names))
        name = _name(row, origin)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        return _undecoded(raw, error, origin)
    except _UnusableError as error:
        return Problem(error.reason, error.detail, origin)
    by_id = _ID_OF_KIND.fullmatch(name)
    return Record(name, turns, row.image_names, row.kind or (by_id[1] if by_id else kind), notes)


def _undecoded(raw: bytes, error: Exception, origin: Origin) -> Problem:
    stray = reasons.stray_byte(raw)
    if stray:
        return Problem(reasons.NOT_UTF8, stray, origin)
    if isinstance(error, msgspec.ValidationError):
        return Problem(reasons.NOT_A_RECORD, f"{error}: each needs `conversations` of `from` and `value`", origin)
    return Problem(reasons.NOT_JSON, str(error), origin)


_DECODER = msgspec.json.Decoder(WrittenRecord)
Turns = tuple[Turn, ...]
Notes = tuple[str, ...]


def _turns(row: WrittenRecord) -> tuple[Turns, Notes]:
    """Return turns that alternate from human to gpt, and what was mended for that."""
    said = [_said(number, one) for number, one in enumerate(row.conversations or row.messages or (), 1)]
    notes: list[str] = []
    system = said.pop(0)[1] if said and said[0][0] == SYSTEM else ""
    if said and said[0][0] == "gpt":
        notes.append(UNASKED)
        del said[0]
    if said and said[-1][0] == "human":
        notes.append(UNANSWERED)
        said.pop()
    if not said:
        raise _UnusableError(reasons.NO_ANSWER, "needs `conversations` with a human turn and a gpt turn")
    turns = []
    for number, (role, text) in enumerate(said):
        expected: Role = "gpt" if number % 2 else "human"
        if role != expected:
            raise _UnusableError(reasons.NO_ALTERNATION, f"a turn of {role!r} where one of {expected!r} is due")
        if not text.strip():
            raise _UnusableError(reasons.EMPTY_TURN, f"the {expected} turn {number + 1} says nothing")
        turns.append(Turn(expected, text))
    if system.strip():
        notes.append(PREFIXED)
        turns[0] = Turn("human", f"{system}\n\n{turns[0].text}")
    return tuple(turns), tuple(notes)


def _said(number: int, said: WrittenTurn) -> tuple[str, str]:
    """Return role and text of one turn; a message's parts are joined by line ends, as LLaVA writes `<image>`."""
    written = said.from_ if said.from_ is not None else said.role
    role = SYSTEM if written == SYSTEM and number == 1 else ROLES.get(written or "")
    if role is None:
        raise _UnusableError(reasons.UNKNOWN_ROLE, f"{written!r} in turn {number}: known are {', '.join(ROLES)}")
    content = said.value if said.value is not None else said.content
    if content is None:
        raise _UnusableError(reasons.NO_TEXT, f"turn {number} has neither `value` nor `content`")
    return role, content if isinstance(content, str) else "\n".join(_part(number, part) for part in content)


def _part(number: int, part: ContentPart) -> str:
    if part.type not in {"image", "text"}:
        raise _UnusableError(reasons.UNKNOWN_PART, f"{part.type!r} in turn {number}: known are image, text")
    return IMAGE if part.type == "image" else part.text


def _with_images(turns: Turns, notes: Notes, images: int) -> tuple[Turns, Notes]:
    """Check that there are as many placeholders as images; a lone image without one goes to the front."""
    if any(IMAGE in turn.text for turn in turns if turn.role == "gpt"):
        raise _UnusableError(reasons.PLACEHOLDER_IN_ANSWER, f"{IMAGE} stands for an image that is shown, not told")
    found = sum(turn.text.count(IMAGE) for turn in turns)
    if found == images:
        return turns, notes
    if images == 1 and found == 0:
        return (Turn("human", f"{IMAGE}\n{turns[0].text}"), *turns[1:]), (*notes, FRONT)
    raise _UnusableError(reasons.PLACEHOLDER_COUNT, f"{found} {IMAGE} for {images} images")


def _name(row: WrittenRecord, origin: Origin) -> str:
    """Return the id as text; a record without one is named by its place."""
    written = bytes(row.id)
    if written.startswith(b'"'):
        return msgspec.json.decode(written, type=str)
    return written.decode()[:_SHOWN_ID] if written else f"{origin.file.stem}:{origin.line}"
