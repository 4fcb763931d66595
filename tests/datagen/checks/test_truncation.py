"""Text that was cut off is caught; short answers, lists, verse and other ways to end are not."""

from hypothesis import given
from hypothesis import strategies as st

from datagen.checks.truncation import find_truncation
from datagen.kinds import KINDS
from datagen.sample import Finding
from tests.datagen.checks.drafts import draft
from tests.tables import each


def cuts(answer: str, kind: str = "conversation", question: str = "What is there?") -> list[Finding]:
    return list(find_truncation(draft(kind, (question, answer))))


CUT = [
    "The woman is wearing a black leather",
    "The woman is wearing a black leather,",
    "A man stands next to a bus and",
    "The dog is on the",
    "There are two cups, a plate and a",
    "Yes, and",
    "Yes,",
    "A dog and a",
    "The dog runs because",
    "The objects on the table are:",
    "The dog runs;",
    "The dog runs \u2014",
    "The cat sits near the window. The dog",
    "The cat sits near the window. The dog lies on the",
    "The cat sits near the window (left of the",
    "The cat sits near the window (left of the door.",
    'The sign reads "No par',
    'The sign reads "No parking.',
    "The sign reads \u201cNo parking.",
    "She is wearing a hat...",
    "She is wearing a hat and\u2026",
    "The man rides a bike down the str",
    "They are waiting for the bus at the corner of",
    "Three birds sit on the wire, one of them with its",
    "A kitchen with a stove, a fridge, and two [",
    "The train is arriving at the station\n",
    "1. a dog\n2. a cat\n3. The third thing on the table is a",
    "It is a sunny day. People are walking along the beach, while others",
    "The clock shows 12:",
    "Trees and bushes, quite",
    "A big bush with",
    "Three people holding",
]

WHOLE = [
    "Two.",
    "Two",
    "Two dogs",
    "Yes, two dogs",
    "Red and white",
    "On the left.",
    "On the left",
    "The dog is asleep.",
    "The dog is asleep!",
    "Is it not a fine dog?",
    'The sign reads "No parking."',
    'The sign reads "No parking".',
    'The sign on the wall reads "No parking"',
    "The sign on the wall reads \u201cNo parking\u201d",
    "The cat sits near the window (left of the door).",
    "The cat sits near the window. (It is asleep.)",
    "The cat sits near the window (it is asleep)",
    "He calls it 'the best day ever.'",
    "She said: \u00abIt is a fine day.\u00bb",
    "Es ist ein \u201eguter Tag\u201c.",
    "It is a fine day for a swim \U0001f30a",
    "It is a fine day for a swim! \u2600\ufe0f",
    "It is a fine day for a swim :)",
    "A fine day at the sea. #BeachDay",
    "\u4e24\u53ea\u72d7\u5728\u8349\u5730\u4e0a\u5954\u8dd1\u3002",
    "\u4f60\u770b \u4e24 \u53ea \u72d7 \u5728 \u54ea\u91cc\uff1f",
    "\u0926\u094b \u0926\u094b \u0926\u094b \u0926\u094b \u0915\u0941\u0924\u094d\u0924\u0947\u0964",
    "\u0643\u0645 \u0643\u0644\u0628\u0627 \u0641\u064a \u0627\u0644\u0635\u0648\u0631\u0629 \u0647\u0646\u0627\u061f",
    "\u0e21\u0e35 \u0e2a\u0e38\u0e19\u0e31\u0e02 \u0e2a\u0e2d\u0e07 \u0e15\u0e31\u0e27 \u0e43\u0e19 \u0e2a\u0e27\u0e19",
    "There are three things here:\n- a cup with a blue handle\n- a plate with two slices of cake",
    "1. a cup with a blue handle\n2. a plate with two slices of cake",
    'A 12" pizza is on the table.',
    "The player is 6'2\" tall.",
    'The jersey reads "12".',
    "**The dog is asleep.**",
    "*The dog is asleep.*",
    "The shop belongs to Miller & Co.",
    "The party starts at 5 p.m.",
    "The score on the board is 3 to 2!",
    "He is smiling :( but she is not.",
    "The two doors are marked a) and b).",
]

VERSE = [
    "The cat sat down on the crown,\nthe dog lay down in the town,\nand now we see\nthat one and one make three",
    "O little boat upon the sea\nwhere do you go today\nI wish that you would carry me\nto islands far away",
    "Dear friend,\nthe train has come and I am gone. Think of me.\nYours,\nThe Red Suitcase of Platform Nine",
    "I will be back by noon. Keep the bench warm.\n\nLove, Teddy",
    "And so I wait, and wait, and wait...",
    '"Who is there?" asked the bear. "It is me," said the bird, "only me."',
    '"I saw a train.\n\n"It was long and red, and it had a whistle."',
    '"I saw a train," he said. "It was long.\n\nIt was red, too."',
    "Some titles:\n1. Row by Row: it fits the boats\n2. The Long Wait: for the man on the pier",
    "What a day at the beach! \U0001f3d6\ufe0f\U0001f415",
    "Fetch, they said. It would be fun, they said. #DogLife",
]


@each("text", CUT)
@each("kind", ["conversation", "detail"])
def test_an_answer_that_was_cut_off_is_caught(text: str, kind: str) -> None:
    (finding,) = cuts(text, kind)
    assert finding.check == "truncation"
    assert finding.message.startswith("turn 1, answer: breaks off or lacks its last punctuation mark, at ")


@each("text", WHOLE)
@each("kind", ["conversation", "creative"])
def test_an_answer_with_an_end_passes(text: str, kind: str) -> None:
    assert [f.message for f in cuts(text, kind)] == []


@each("text", VERSE)
def test_creative_text_may_end_in_its_own_ways(text: str) -> None:
    assert [f.message for f in cuts(text, "creative")] == []


@each("text", ["Above the bed, covered", "Breakfast: bacon, eggs, bread", "To the right"])
def test_a_phrase_without_a_mark_is_cut_off_where_every_other_answer_has_one(text: str) -> None:
    (finding,) = find_truncation(draft("conversation", ("What is it?", "A dog."), ("Where is it?", text)))
    assert finding.turn == 1


@each(("first", "second"), [("Two dogs", "On the wide bench"), ("A dog.", "Two"), ("A dog.", "Red")])
def test_answers_may_lack_the_mark_together_or_in_a_word(first: str, second: str) -> None:
    assert list(find_truncation(draft("conversation", ("What is it?", first), ("Where is it?", second)))) == []


@each(
    "text",
    [
        "The cat sat down on the crown,\nthe dog lay down in the",
        "I waited all day. The sun went down. Then a man came and took the red",
        "Dear friend,\nthe train has come and I am gone. Think of me when you see the big clock over the old",
        'The boat said to the sea: "Carry me',
    ],
)
def test_creative_text_can_be_cut_off_too(text: str) -> None:
    assert cuts(text, "creative")


@each("question", ["What is the man on the", "Is there a dog or", "What is on the table,"])
def test_a_question_that_was_cut_off_is_caught(question: str) -> None:
    (finding,) = cuts("A dog.", question=question)
    assert finding.part == "question"


@each("question", ["What is he looking at", "Where is it?", "What is the cat on?", "Plan A or B?"])
def test_a_question_may_lack_its_mark(question: str) -> None:
    assert cuts("A dog.", question=question) == []


def test_a_reply_at_the_token_limit_is_cut_whatever_its_end() -> None:
    (finding,) = find_truncation(draft("conversation", ("What?", "A dog."), finish_reason="length"))
    assert finding.turn is None
    assert finding.message == "the reply was cut off at the token limit: write fewer and shorter sentences"


@given(st.text(max_size=80), st.text(max_size=40), st.sampled_from(sorted(KINDS)))
def test_spans_lie_within_the_text(answer: str, question: str, kind: str) -> None:
    for finding in cuts(answer, kind, question):
        assert finding.start is not None
        assert finding.end is not None
        assert 0 <= finding.start <= finding.end <= len(answer if finding.part == "answer" else question)
