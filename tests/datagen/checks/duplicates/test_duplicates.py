"""Which samples repeat an earlier one, and which only look like it."""

from collections.abc import Iterator

from hypothesis import assume, given
from hypothesis import strategies as st

from datagen.checks.duplicates import Duplicates, SpatialKey
from datagen.sample import Finding, Provenance, Sample, Turn
from tests.datagen.samples import sample
from tests.tables import each

STORY = (
    "A man in a grey coat waits at the corner while two women with a pram cross the street towards the bakery, whose "
    "window is full of bread and small cakes; a bus has stopped behind them and its driver looks at a map"
)
DOG = ("What is the dog doing?", "It sleeps.")
HAT = ("What colour is the hat?", "It is red.")
NOUNS = ["cat", "laptop", "dining table", "red bus", "dog", "potted plant", "people", "tv"]


def found(*samples: Sample) -> list[Finding | None]:
    duplicates = Duplicates()
    return [duplicates.find(one) for one in samples]


def repeated(*samples: Sample) -> list[bool]:
    return [finding is not None for finding in found(*samples)]


def on(image: int, *turns: tuple[str, str], kind: str = "conversation", **changes: object) -> Sample:
    return sample(f"{image:012d}-{kind}", list(turns), **changes)


def again(image: int, *turns: tuple[str, str], kind: str = "conversation") -> Sample:
    return sample(f"{image:012d}-{kind}-2", list(turns))


def provenance(llm: str) -> Provenance:
    return Provenance(llm=llm, model="m", prompt="p", fingerprint="f", split="train2017", license=None)


def test_a_sample_whose_every_question_was_asked_of_its_image_repeats() -> None:
    _, finding = found(on(1, DOG, HAT), again(1, ("what is  the dog doing", "Nothing."), HAT))
    assert finding == Finding(
        check="duplicates",
        verdict="fail",
        message="every question was asked before in 000000000001-conversation, on the same image (similarity 1.00)",
    )


def test_one_new_question_is_enough() -> None:
    assert repeated(on(1, DOG), again(1, DOG, HAT)) == [False, False]
    assert repeated(on(1, DOG), again(1, ("What is the dog eating?", "It sleeps."))) == [False, False]


def test_the_questions_may_have_been_asked_in_different_samples() -> None:
    *_, finding = found(on(1, DOG), on(1, HAT, kind="reasoning"), again(1, HAT, DOG, kind="spatial"))
    assert finding is not None
    assert "in 000000000001-reasoning and 000000000001-conversation, on" in finding.message


def test_the_same_questions_on_another_image_are_no_repetition() -> None:
    assert repeated(on(1, DOG, HAT), on(2, (DOG[0], "It runs after a ball."), (HAT[0], "Blue."))) == [False, False]


def test_a_description_is_known_by_its_answer_as_the_question_is_ours() -> None:
    first = on(1, ("Describe it.", "A dog lies on the floor."), kind="detail")
    other = again(1, ("Describe it.", "A red chair stands there."), kind="detail")
    same = again(1, ("What do you see?", "a dog lies on the floor"), kind="detail")
    assert repeated(first, other) == [False, False]
    _, finding = found(first, same)
    assert finding is not None
    assert finding.message == "the description is that of 000000000001-detail, on the same image (similarity 1.00)"


def test_a_sample_that_repeats_is_not_remembered() -> None:
    texts = [STORY, STORY.replace("grey", "blue"), STORY.replace("grey", "blue").replace("pram", "dog and a small boy")]
    one, near, far = (on(n, ("Describe it.", text), kind="detail") for n, text in enumerate(texts))
    assert repeated(one, near) == [False, True]
    assert repeated(near, far) == [False, True]
    assert repeated(one, near, far) == [False, True, False]


def test_two_wordings_of_one_plain_question_are_the_same_on_an_image() -> None:
    first = on(1, ("Is the cat to the left of the laptop?", "Yes."))
    assert repeated(first, again(1, ("Is the cat left of the laptop?", "Yes, it is."))) == [False, True]
    assert repeated(first, again(1, ("What is left of the laptop?", "A cat."))) == [False, False]
    loose = on(1, ("Where, left of the laptop, is the cat?", "There."))
    assert repeated(loose, again(1, ("Where is, left of the laptop, the cat?", "There."))) == [False, False]


def test_nearly_the_same_text_on_another_image_repeats_and_the_message_says_of_what_and_how_much() -> None:
    _, finding = found(
        on(1, ("What is going on?", STORY), kind="reasoning"),
        on(2, ("What is going on?", STORY.replace("grey", "blue")), kind="reasoning"),
    )
    assert finding is not None
    assert finding.message == "the text is nearly that of 000000000001-reasoning (similarity 0.92)"


@each(("changed", "repeats"), [(1, True), (2, False)])
def test_eight_common_pairs_of_ten_are_a_repetition_and_six_of_twelve_are_not(changed: int, repeats: bool) -> None:  # noqa: FBT001
    words = [f"w{n}" for n in range(10)]
    other = [*words[: 10 - changed], *["new", "newer"][:changed]]
    if changed == 2:
        other = [words[0], "new", *words[2:9], "newer"]
    pairs = [on(n, ("Describe it.", " ".join(text)), kind="detail") for n, text in enumerate((words, other))]
    assert repeated(*pairs) == [False, repeats]


def test_the_question_of_a_description_does_not_count_in_the_similarity() -> None:
    one = on(1, ("Describe it.", STORY), kind="detail")
    for question in (" ".join(f"word{n}" for n in range(60)), "Describe it as you would over the telephone."):
        assert repeated(one, on(2, (question, STORY), kind="detail")) == [False, True]


@given(
    st.sampled_from(NOUNS),
    st.sampled_from(NOUNS),
    st.sampled_from(["left", "right"]),
    st.sampled_from(
        ["Is the {a} to the {r} of the {b}?", "Does the {a} stand {r} of the {b}?", "What of {a} {r} of {b}?"]
    ),
    st.booleans(),
)
def test_mirror_images_are_never_duplicates(a: str, b: str, side: str, form: str, same_image: bool) -> None:  # noqa: FBT001
    assume(a != b)
    other = {"left": "right", "right": "left"}[side]
    for turned in (form.format(a=b, b=a, r=side), form.format(a=a, b=b, r=other)):
        one = on(1, (form.format(a=a, b=b, r=side), STORY), kind="spatial")
        mirror = (again if same_image else on)(1 + (not same_image), (turned, STORY), kind="spatial")
        assert repeated(one, mirror) == [False, False]


def test_the_same_relations_in_another_order_of_turns_are_nearly_the_same_text() -> None:
    turns = [("Is the cat left of the tv?", STORY), ("Is the dog right of the bed?", STORY.replace("bus", "tram"))]
    assert repeated(on(1, *turns), on(2, *reversed(turns))) == [False, True]


def test_the_extractor_of_relations_can_be_another() -> None:
    def first_word(turn: Turn) -> Iterator[SpatialKey]:
        yield SpatialKey("is", turn.question.split()[0], "", complete=True)

    duplicates = Duplicates(first_word)
    assert duplicates.find(on(1, ("Cats sleep?", STORY))) is None
    assert duplicates.find(again(1, ("Cats eat?", "No."))) is not None
    assert duplicates.find(on(2, ("Dogs sleep?", STORY))) is None
    assert duplicates.find(on(3, ("Dogs sleep?", STORY))) is not None


def test_what_templates_wrote_is_not_compared_across_images() -> None:
    template = provenance("template")
    one, other = (on(n, ("What is it?", STORY), provenance=template) for n in (1, 2))
    llms = on(3, ("What is it?", STORY))
    assert repeated(one, other, llms) == [False, False, False]
    assert repeated(one, again(1, ("What is it?", STORY))) == [False, True]


def test_of_a_sample_with_turns_from_templates_only_the_others_are_compared() -> None:
    def mixed(image: int, own: str, grounded: int) -> Sample:
        known = provenance("openai").model_copy(update={"grounded": grounded})
        return on(image, ("What is it?", own), ("How many?", STORY), ("Why?", STORY), provenance=known)

    assert repeated(mixed(1, "A bakery.", 2), mixed(2, "Some mountains with much snow.", 2)) == [False, False]
    assert repeated(mixed(1, "A bakery.", 0), mixed(2, "A hotel.", 0)) == [False, True]
    assert repeated(mixed(1, "A bakery.", 3), mixed(2, "A bakery.", 3)) == [False, False]
    assert repeated(mixed(1, "A bakery.", 2), mixed(2, "A bakery.", 2)) == [False, True]


def test_text_without_words_is_compared_as_it_is_and_on_its_image_alone() -> None:
    assert repeated(on(1, ("?", "!")), on(2, ("?", "!"))) == [False, False]
    assert repeated(on(1, ("?", "!")), again(1, (" ?", "!"))) == [False, True]
    assert repeated(on(1, ("?", "!")), again(1, ("??", "!"))) == [False, False]


def test_the_same_samples_give_the_same_findings_again() -> None:
    samples = [on(n, ("Describe it.", f"{STORY} {n % 7} {n}"), kind="detail") for n in range(60)]
    assert found(*samples) == found(*samples)
