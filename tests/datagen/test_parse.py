"""Replies in the form asked for and in forms that leave no doubt are read; all others are refused, quickly."""

import contextlib
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from datagen.kinds import KINDS
from datagen.parse import UnreadableReplyError, parse
from datagen.prompting.prompts import default_folder
from datagen.sample import Turn
from tests.tables import each

TURNS = (Turn(question="What is it?", answer="A dog."), Turn(question="Where?", answer="On a rug."))
PAIRS = [turn.model_dump() for turn in TURNS]
ASKED_FOR = json.dumps({"turns": PAIRS})

READABLE_TURNS = {
    "as asked for": ASKED_FOR,
    "with white space": json.dumps({"turns": PAIRS}, indent=2) + "\n\n",
    "with a byte order mark": "\ufeff" + ASKED_FOR,
    "in a fence": f"```json\n{ASKED_FOR}\n```",
    "in a bare fence": f"```\n{ASKED_FOR}\n```",
    "after prose": f"Here is the JSON [as asked]:\n{ASKED_FOR}",
    "before prose": f"{ASKED_FOR}\n\nI hope this helps!",
    "after a thought": f'<think>Two {{turns}}: [..]. {{"turns": 1}}</think>\n{ASKED_FOR}',
    "after a thought whose beginning is in the prompt": f"Two turns will do.\n</think>\n\n{ASKED_FOR}",
    "with commas too many": ASKED_FOR.replace("}]", "},]").replace("]}", "],}"),
    "with a comma too many in each turn": ASKED_FOR.replace('."}', '.",}'),
    "without its last brace": ASKED_FOR[:-1],
    "without its last brackets": ASKED_FOR[:-2],
    "without its last brackets, in a fence": f"```json\n{ASKED_FOR[:-2]}\n```",
    "as a bare list": json.dumps(PAIRS),
    "as one object per line": "\n".join(json.dumps(pair) for pair in PAIRS),
    "as objects with a comma between": ",\n".join(json.dumps(pair) for pair in PAIRS),
    "under another key": json.dumps({"conversation": PAIRS}),
    "in a wrapper": json.dumps({"result": {"turns": PAIRS}}),
    "with other keys beside": json.dumps({"scene": "a room", "turns": [{"id": 1, **pair} for pair in PAIRS]}),
    "with short names": json.dumps({"turns": [{"Q": p["question"], "A": p["answer"]} for p in PAIRS]}),
    "with names of roles": json.dumps([{"user": p["question"], "assistant": p["answer"]} for p in PAIRS]),
    "with upper case names": ASKED_FOR.replace("question", "Question").replace("answer", "Answer"),
    "as chat messages": json.dumps(
        [
            {"role": role, "content": pair[key]}
            for pair in PAIRS
            for role, key in (("user", "question"), ("assistant", "answer"))
        ]
    ),
    "in LLaVA's own form": json.dumps(
        {
            "conversations": [
                {"from": role, "value": pair[key]}
                for pair in PAIRS
                for role, key in (("human", "question"), ("gpt", "answer"))
            ]
        }
    ),
    "with curly quotation marks": ASKED_FOR.replace('": "', "\u201d: \u201c")
    .replace('", "', "\u201d, \u201c")
    .replace('{"', "{\u201c")
    .replace('"}', "\u201d}")
    .replace('": [', "\u201d: ["),
    "twice the same": f"{ASKED_FOR}\n\n{ASKED_FOR}",
    "as marked lines": "Question: What is it?\nAnswer: A dog.\n\nQuestion: Where?\nAnswer: On a rug.",
    "as short marks": "Q: What is it?\nA: A dog.\nQ: Where?\nA: On a rug.",
    "as numbered marks": "Q1: What is it?\nA1: A dog.\n\nQ2: Where?\nA2: On a rug.",
    "as numbered marks with a full stop": "Q1. What is it?\nA1. A dog.\n\nQ2. Where?\nA2. On a rug.",
    "as a numbered list": "1. Question: What is it?\n   Answer: A dog.\n2. Question: Where?\n   Answer: On a rug.",
    "in bold": "**Question:** What is it?\n**Answer:** A dog.\n\n**Question:** Where?\n**Answer:** On a rug.",
    "in bold with numbers": "**Question 1:** What is it?\n**Answer 1:** A dog.\n"
    "**Question 2**: Where?\n**Answer 2**: On a rug.",
    "as headings": "### Question 1: What is it?\n### Answer: A dog.\n\n### Question 2: Where?\n### Answer: On a rug.",
    "with roles": "User: What is it?\nAssistant: A dog.\nUser: Where?\nAssistant: On a rug.",
    "on one line each": "Question: What is it? Answer: A dog.\nQuestion: Where? Answer: On a rug.",
    "with LLaVA's separators": "Question:\nWhat is it?\n===\nAnswer:\nA dog.\n===\n"
    "Question:\nWhere?\n===\nAnswer:\nOn a rug.",
    "with numbered turns": "Turn 1:\nQ: What is it?\nA: A dog.\n\n**Turn 2:**\nQ: Where?\nA: On a rug.",
    "with rules between": "Here you are:\n\nQ: What is it?\nA: A dog.\n\n---\n\nQ: Where?\nA: On a rug.\n",
    "as marked lines in a fence": "```\nQ: What is it?\nA: A dog.\nQ: Where?\nA: On a rug.\n```",
}


@each("form", READABLE_TURNS)
def test_turns_are_read(form: str) -> None:
    assert parse("conversation", READABLE_TURNS[form]) == TURNS


ONE = {"question": "Why is it wet?", "answer": 'It rained,\nand so "all" is wet.'}

READABLE_ANSWERS = {
    "as asked for": json.dumps(ONE),
    "with a raw line break": json.dumps(ONE).replace("\\n", "\n"),
    "with an escape that is none": json.dumps(ONE).replace("and so", "and\\' so").replace("and' so", "and so"),
    "as a list of one": json.dumps([ONE]),
    "as a turn": json.dumps({"turns": [ONE]}),
    "with other names": json.dumps({"request": ONE["question"], "response": ONE["answer"]}),
    "as marked lines": f"**Question:** {ONE['question']}\n\n**Answer:** {ONE['answer']}",
}


@each("form", READABLE_ANSWERS)
def test_one_question_and_answer_are_read(form: str) -> None:
    (turn,) = parse("reasoning", READABLE_ANSWERS[form])
    assert turn.question == ONE["question"]
    assert turn.answer.replace("and' so", "and so") == ONE["answer"]


PROSE = "A dog lies on a rug [a red one].\n\nIt sleeps."

READABLE_DESCRIPTIONS = {
    "as asked for": json.dumps({"description": PROSE}),
    "under another key": json.dumps({"text": PROSE}),
    "in a wrapper": json.dumps({"result": {"description": PROSE}}),
    "with a key beside": json.dumps({"description": PROSE, "words": 9}),
    "as prose": PROSE,
    "as prose in a fence": f"```text\n{PROSE}\n```",
    "as prose in quotation marks": f'"{PROSE}"',
    "as prose with a label": f"**Description:** {PROSE}",
    "as prose after a thought": f"<think>A dog?</think>{PROSE}",
}


@each("form", READABLE_DESCRIPTIONS)
def test_a_description_is_read_as_the_answer_to_the_question_given(form: str) -> None:
    (turn,) = parse("detail", READABLE_DESCRIPTIONS[form], "What is there?")
    assert turn == Turn(question="What is there?", answer=PROSE)


def test_numbers_are_read_as_they_are_written() -> None:
    text = '{"turns": [{"question": "How many?", "answer": 3}, {"question": "How long?", "answer": 2.50}]}'
    assert [turn.answer for turn in parse("conversation", text)] == ["3", "2.50"]


def test_commas_before_brackets_inside_a_text_stay() -> None:
    text = (
        '{"turns": [{"question": "Is it \\"a,]\\"?", "answer": "No, [b,]."}, {"question": "So?", "answer": "Yes."},]}'
    )
    assert [turn.question for turn in parse("conversation", text)] == ['Is it "a,]"?', "So?"]


FORM = "the reply does not have the form asked for"

UNREADABLE = {
    "nothing": ("conversation", "", "not the JSON object"),
    "nothing but white space": ("detail", " \n ", "not the JSON object"),
    "nothing after a thought": ("detail", "<think>Hm.</think>", "not the JSON object"),
    "prose": ("conversation", "A dog lies on a rug.", "not the JSON object"),
    "prose for a question with an answer": ("reasoning", "It rained.", "not the JSON object"),
    "an empty object": ("conversation", "{}", f"{FORM}: turns: "),
    "one turn": ("conversation", json.dumps(PAIRS[:1]), f"{FORM}: turns: "),
    "eleven turns": ("conversation", json.dumps(PAIRS[:1] * 11), f"{FORM}: turns: "),
    "a turn without an answer": (
        "conversation",
        json.dumps([PAIRS[0], {"question": "Why?"}]),
        f"{FORM}: turns.1.answer: ",
    ),
    "an answer that is not a text": ("reasoning", '{"question": "Is it?", "answer": true}', f"{FORM}: answer: "),
    "an answer that is null": ("reasoning", '{"question": "Is it?", "answer": null}', f"{FORM}: answer: "),
    "an answer in parts": ("reasoning", '{"question": "Is it?", "answer": ["Yes", "No"]}', f"{FORM}: answer: "),
    "two different replies": (
        "reasoning",
        '{"question": "A?", "answer": "B."} {"question": "C?", "answer": "D."}',
        "holds 2 JSON values; write one",
    ),
    "a text that is cut off": ("conversation", ASKED_FOR[:-8], "broken JSON"),
    "a turn that is cut off": ("conversation", ASKED_FOR[: ASKED_FOR.rindex(",")], "broken JSON"),
    "quotation marks inside a text": ("reasoning", '{"question": "Is it "red"?", "answer": "Yes."}', "broken JSON"),
    "a question with an answer for a description": ("detail", json.dumps(ONE), f"{FORM}: description: "),
    "marked questions for a description": ("detail", "Question: What?\nAnswer: A dog.", "not the JSON object"),
    "two marked questions for one": ("reasoning", "Q: What?\nA: A dog.\nQ: Why?\nA: So.", "not the JSON object"),
    "marked questions without answers": ("conversation", "Q: What?\nQ: Why?", "not the JSON object"),
    "messages of one side": ("conversation", '[{"role": "user", "content": "What?"}]', f"{FORM}: turns.0.question: "),
    "a lone surrogate": ("detail", '{"description": "A \\ud800 dog."}', f"{FORM}: description: "),
    "a lone surrogate in prose": ("detail", "A \ud800 dog.", f"{FORM}: description: "),
    "a string": ("conversation", '"What is it?"', "not the JSON object"),
    "a list of lists": ("conversation", '[["What?", "A dog."], ["Why?", "So."]]', f"{FORM}: turns.0: "),
}


@each("form", UNREADABLE)
def test_what_can_not_be_read_is_refused_with_its_reason(form: str) -> None:
    kind, text, told = UNREADABLE[form]
    with pytest.raises(UnreadableReplyError) as error:
        parse(kind, text)
    assert told in str(error.value)
    assert len(str(error.value)) < 300


HOSTILE = [
    "[" * 1_000_000,
    "{" * 1_000_000,
    '{"a":' * 200_000,
    '[{"a":' * 150_000,
    '{"' * 300_000,
    '{"turns": [' + '{"question": "a", "answer": "b"},' * 20_000,
    '{"description": ' + "9" * 1_000_000 + "}",
    '{"description": "' + "a" * 1_000_000,
    '{"description": "' + "\\" * 100_001,
    '{"description": "' + '\\"' * 300_000,
    '{"x": 1}' * 100_000,
    "\n" * 300_000,
    " " * 300_000 + "x",
    "*" * 300_000,
    "=" * 300_000 + "x",
    "```" * 100_000,
    "Q:" * 200_000,
    "Q: a\nA: b\n" * 50_000,
    "Answer: " * 50_000,
    "1. " * 100_000,
    "</think>" * 50_000,
    "<think>" * 50_000,
    "\x00" * 100_000,
    "\ud800" * 100_000,
    '{"description": "\x00\x01"}',
    '{"description": 1e999999}',
    '{"description": NaN}',
    "{" + "\t" * 300_000,
    ",}" * 200_000 + '{"',
    "turn " * 60_000,
]


@pytest.mark.slow
@each("text", HOSTILE)
@each("kind", ["conversation", "detail", "reasoning"])
def test_hostile_text_is_read_or_refused_in_no_long_time(kind: str, text: str) -> None:
    start = time.process_time()
    with contextlib.suppress(UnreadableReplyError):
        assert parse(kind, text)
    assert time.process_time() - start < 10, "a pattern or the decoder runs away"


@given(st.text(max_size=200), st.sampled_from(sorted(KINDS)))
def test_any_text_is_read_or_refused(text: str, kind: str) -> None:
    with contextlib.suppress(UnreadableReplyError):
        assert parse(kind, text, "What?")


PIECES = [
    '{"turns":',
    '"question":',
    '"answer":',
    '"a"',
    "[",
    "]",
    "{",
    "}",
    ",",
    "\n",
    "Q: a",
    "A: b",
    "```",
    "\\",
    '"',
    "1",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join), st.sampled_from(sorted(KINDS)))
def test_any_heap_of_pieces_is_read_or_refused(text: str, kind: str) -> None:
    with contextlib.suppress(UnreadableReplyError):
        assert parse(kind, text, "What?")


INKED = st.text(st.characters(exclude_categories=("C", "Z")), max_size=30)


@given(st.lists(st.tuples(INKED, INKED), min_size=2, max_size=10))
def test_what_was_written_as_asked_for_comes_back(pairs: list[tuple[str, str]]) -> None:
    text = json.dumps({"turns": [{"question": asked, "answer": told} for asked, told in pairs]})
    expected = tuple(Turn(question=asked, answer=told) for asked, told in pairs)
    assert parse("conversation", text) == expected
    assert parse("conversation", f"Sure!\n```json\n{text}\n```") == expected


@each("path", sorted(default_folder().glob("*/examples/*.reply.json")))
def test_a_worked_example_is_read(path: Path) -> None:
    assert parse(path.parts[-3], path.read_text(encoding="utf-8"), "What?")
