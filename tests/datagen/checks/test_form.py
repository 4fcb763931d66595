"""Empty, misshapen and machine-made text is caught; short answers, requests and odd but human text are not."""

from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.form import find_form_faults
from datagen.kinds import KINDS
from datagen.sample import Finding
from tests.datagen.checks.drafts import draft
from tests.tables import each

LONG = "The dog lies on a red rug near the window and watches the street, " * 3 + "while a cat sleeps."


def faults(answer: str, question: str = "What is on the table?", kind: str = "conversation") -> list[Finding]:
    return list(find_form_faults(draft(kind, (question, answer))))


BAD_ANSWERS = [
    "",
    "   ",
    "...",
    "\u2026",
    "?",
    "-",
    "N/A",
    "n/a.",
    "null",
    '""',
    "answer",
    "<answer>",
    "[string]",
    "TBD",
    "What is on the table?",
    "what is on the table",
    "<image>\nA dog.",
    "A dog.<|im_end|>",
    "A dog.</s>",
    "<s>A dog.",
    "[INST] A dog. [/INST]",
    "<<SYS>> A dog.",
    "<start_of_turn>A dog.",
    "<think>It is a dog.</think> A dog.",
    "A dog.<eos>",
    "```json\nA dog.\n```",
    '{"answer": "A dog."}',
    'A dog."}',
    'A dog."}, {"question',
    'A dog.", "question": "Where?',
    "A dog.\\nA cat.",
    'A sign reads \\"Stop\\".',
    "A caf\\u00e9.",
    "USER: What is it?",
    "A dog. ASSISTANT: And a cat.",
    "Answer: A dog.",
    "A: A dog.",
    "**Answer:** A dog.",
    "**Answer 1**: A dog.",
    "### Response: A dog.",
    "Description: A dog.",
    "A dog.\nQuestion: Where is it?",
    "A dog.\n\nTurn 2:",
    "A dog.\nQ2: Where is it?",
    "A dog named [name of the dog].",
    "A [color] car.",
    "The {object} is red.",
    "A dog.<br>A cat.",
    "A d\ufffdg.",
    "A\x00dog.",
    "A \ud800 dog.",
]

GOOD_ANSWERS = [
    "Two.",
    "2",
    "2.",
    "Yes.",
    "No.",
    "None.",
    "None",
    "Yes, two dogs.",
    "Red and white",
    "A cup.",
    "\u4e24\u53ea\u72d7\u3002",
    "What a sight: a dog!",
    'The sign reads "EXIT".',
    "The answer is on the blackboard: 4.",
    "The system of pipes: three of them are red.",
    "It is about 5 < 6 and 7 > 3.",
    "I <3 NY is on the mug.",
    "The keys [marked in red] are new.",
    "A question: who left the bag here?",
    "- a dog\n- a cat",
    "1. a dog\n2. a cat",
    "The graffiti says {free}.",
    "A man/woman sign is on the door.",
    "The text of the sign is in Thai.",
    "A string of lights.",
    "An image of a lion.",
    "Text.",
]

QUESTIONS = [
    "What is on the table?",
    "what color is the cup",
    "How many cups are there",
    "Is there a dog in the photo",
    "Describe the room.",
    "Please list the animals.",
    "Could you tell me what is on the table",
    "Sort the cups by size.",
    "Rank the animals from the largest to the smallest.",
    "Outline what happens here.",
    "Infer why the road is empty.",
    "Help me understand this scene.",
    "Tell me about the cat.",
    "In one sentence, describe the mood.",
    "Based on the photo, explain why the road is wet.",
    "Looking at the table, count the cups.",
    "The dog looks tired. Why?",
    "There is a dog here. Describe it.",
    "I wonder what the man is holding.",
    "I'd like to know who is on the left.",
    "Let's talk about the bus.",
    "Briefly explain the scene.",
    "Now name the animal on the right.",
    "Guess the season.",
    "Take the bus: where does it go?",
    "\u72ac\u306f\u3069\u3053\u306b\u3044\u307e\u3059\u304b\u3002",
    "\u0645\u0627 \u0647\u0630\u0627\u061f",
    "And the cat?",
    "Left or right?",
    "Elaborate on the weather.",
    "Characterize the mood.",
    "Share your thoughts on this scene.",
]

NO_QUESTIONS = [
    "The street is a street that leads to a street.",
    "A dog is on the table.",
    "There are two cups.",
    "He is riding a bike.",
    "It is red.",
    "In the image, the dog is brown.",
    "On the left, there is a cup.",
    "Two people are talking.",
    "This is a kitchen.",
    "Dogs are running.",
    "Dogs are running on the beach.",
    "Color of the bus",
    "Yes.",
    "The cat.",
    "Standing the whole day is hard.",
    "Near the window, a cat sleeps.",
    "Number of people:",
    "Behind the bus a man waits.",
    "My dog is brown.",
    "People walk along the shore.",
    "Several birds sit on the wire.",
    "Red.",
    "Both the dogs are brown.",
    "They chase the ball.",
    "Cup.",
]


@each("text", BAD_ANSWERS)
def test_text_that_is_no_answer_is_caught(text: str) -> None:
    found = faults(text)
    assert found
    assert all(f.check == "format" and f.verdict == "fail" and f.turn == 0 for f in found)


@each("text", GOOD_ANSWERS)
def test_short_and_odd_answers_pass(text: str) -> None:
    assert [f.message for f in faults(text)] == []


@each("text", QUESTIONS)
def test_questions_and_requests_pass(text: str) -> None:
    assert [f.message for f in faults("A dog.", text)] == []


@each("text", NO_QUESTIONS)
@each("kind", ["conversation", "reasoning"])
def test_a_statement_is_no_question(text: str, kind: str) -> None:
    (finding,) = faults(LONG, text, kind)
    assert finding.message == f'turn 1, question: is neither a question nor a request: "{text}"'


def test_a_creative_request_may_have_any_form() -> None:
    assert faults(LONG, "The dog's diary, please.", "creative") == []


@each(
    "text",
    [
        LONG + "\nQ: Who is that?\nA: A cat.",
        LONG + "\nHuman: Sit!\nDog: No.",
        LONG + "\nAnswer: a bench.",
    ],
)
def test_an_interview_a_play_or_a_riddle_may_have_labels(text: str) -> None:
    assert faults(text, "Write an interview.", "creative") == []
    assert faults(text)


def test_a_descriptions_question_is_our_own_and_never_judged() -> None:
    assert faults(LONG, "All that is there, with a caption: <image>", "detail") == []


@each(("kind", "least"), [("detail", 25), ("reasoning", 25), ("creative", 20)])
def test_an_answer_too_short_for_its_kind_is_caught(kind: str, least: int) -> None:
    words = ["word"] * least
    assert faults(" ".join(words) + ".", kind=kind) == []
    (finding,) = faults(" ".join(words[1:]) + ".", kind=kind)
    assert finding.message == f"turn 1, answer: has {least - 1} words; a {kind} answer needs at least {least}"


def test_scripts_without_spaces_are_not_counted_as_one_word() -> None:
    text = "\u4e24\u53ea\u72d7\u5728\u8349\u5730\u4e0a\u5954\u8dd1" * 8 + "\u3002"
    assert faults(text, kind="detail") == []
    assert faults(text[:20], kind="detail")


def test_an_endless_question_is_caught() -> None:
    (finding,) = faults("Yes.", "Is there " + "a dog and " * 40 + "a cat?")
    assert "a question has at most 80" in finding.message


def test_an_empty_answer_is_told_once() -> None:
    assert len(faults("", "")) == 2


@given(st.text(max_size=80), st.text(max_size=80), st.sampled_from(sorted(KINDS)))
def test_spans_lie_within_the_text_and_messages_name_the_turn(question: str, answer: str, kind: str) -> None:
    for finding in faults(answer, question, kind):
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start <= finding.end <= len(answer if finding.part == "answer" else question)
        assert finding.message.startswith(f"turn 1, {finding.part}: ")
