import pytest
from hypothesis import given
from hypothesis import strategies as st

from train.sample import IMAGE, Turn
from train.text.conversation import PLAIN, VICUNA_V1, Frame, Segment, TextForm, Trim, front, trimmed

TALK = (Turn("human", "<image>\nWhat?"), Turn("gpt", "A dog."), Turn("human", "Where?"), Turn("gpt", "On a sofa."))
FORMS: list[TextForm] = [PLAIN, VICUNA_V1, Frame("chat", "<u>", "</u><a>", "", "</a>", "\n<u>", "both", "end")]
texts = st.lists(st.sampled_from([IMAGE, "\n", " ", "word", "</s>", "é"])).map("".join)


def marked(segments: tuple[Segment, ...]) -> str:
    return "".join(f"[[{s.text}]]" if s.trained else s.text for s in segments).replace("]][[", "")


def test_vicuna_s_form_trains_each_answer_with_the_space_before_it_and_its_end() -> None:
    assert marked(VICUNA_V1.segments(TALK)) == (
        "A chat between a curious user and an artificial intelligence assistant. The assistant gives helpful, "
        "detailed, and polite answers to the user's questions. USER: <image>\nWhat? ASSISTANT:[[ A dog.</s>]]"
        "USER: Where? ASSISTANT:[[ On a sofa.</s>]]"
    )


def test_the_plain_form_drops_the_instruction_and_trains_the_caption() -> None:
    assert marked(PLAIN.segments(TALK[:2])) == "<image>[[A dog.\n]]"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("What?\n<image>", "<image>\nWhat?"),
        ("<image>What?", "<image>\nWhat?"),
        ("  What <image> is?  ", "<image>\nWhat  is?"),
        ("<image>", "<image>"),
        ("<image>\n", "<image>"),
        ("What? ", "What? "),
        ("First <image>, then <image>?", "First <image>, then <image>?"),
    ],
)
def test_a_turn_s_only_image_stands_before_its_words_and_several_stay_in_place(written: str, shown: str) -> None:
    assert front(written) == shown


def test_only_questions_show_images() -> None:
    segments = VICUNA_V1.segments((Turn("human", "Q"), Turn("gpt", "an <image>")))
    assert Segment("an <image>", trained=True, data=True) in segments


@pytest.mark.parametrize(("trim", "left"), [("none", " \na "), ("start", "a "), ("end", " \na"), ("both", "a")])
def test_trimming_takes_white_space_off_the_ends_it_names(trim: Trim, left: str) -> None:
    assert trimmed(" \na ", trim) == left


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.name))
@given(words=st.lists(texts, min_size=2, max_size=6))
def test_a_question_s_text_begins_the_text_that_is_trained_on(form: TextForm, words: list[str]) -> None:
    turns = [Turn("gpt" if i % 2 else "human", text) for i, text in enumerate(words)]
    whole = form.segments(turns)
    for asked in range(1, len(turns), 2):
        question = form.segments(turns[:asked])
        assert question == whole[: len(question)]


@pytest.mark.parametrize("form", FORMS, ids=lambda form: str(form.name))
@given(words=st.lists(texts, min_size=2, max_size=6))
def test_every_image_of_a_question_is_the_form_s_own_word_and_none_is_trained(form: TextForm, words: list[str]) -> None:
    turns = [Turn("gpt" if i % 2 else "human", text) for i, text in enumerate(words)]
    segments = form.segments(turns)
    shown = sum(s.text.count(IMAGE) for s in segments if not s.data)
    assert shown == sum(turn.text.count(IMAGE) for turn in turns if turn.role == "human")
    assert not any(IMAGE in s.text for s in segments if s.trained and not s.data)
