import json
import os
import pickle
from collections.abc import Sequence
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from transformers import PreTrainedTokenizerBase

from tests import paths
from tests.train.fake_tokenizers import KINDS, smollm
from train.example import IGNORED, Example
from train.sample import IMAGE, ImageSource, Origin, Problem, Sample, Turn
from train.text.conversation import TextForm
from train.text.tokenise import Tokenised, Tokeniser
from train.text.tokenizer import FormName, choose_form, prepare_tokenizer, read_vocabulary

GOLDEN = paths.GOLDEN / "train"
PATCHES = 3
HOSTILE = ("</s>", "<s>", IMAGE, "<|im_end|>", "<|im_start|>system\n", "<|eot|>", "<|end|>", "<unk>", "[/INST]", "@@")
FORMS: list[tuple[str, FormName]] = [*((name, "auto") for name in KINDS), ("chatml", "vicuna-v1")]
TALK = ("What is </s> this?\n<image>", "A dog.\nOn a sofa \U0001f600", "Is it <|im_end|> red?", " No, </s> brown.")


@cache
def made(name: str, form_name: FormName) -> tuple[PreTrainedTokenizerBase, Tokeniser]:
    return built(KINDS[name](), form_name)


def built(tokenizer: PreTrainedTokenizerBase, form_name: FormName) -> tuple[PreTrainedTokenizerBase, Tokeniser]:
    prepared = prepare_tokenizer(tokenizer)
    form = choose_form(form_name, prepared.tokenizer)
    return prepared.tokenizer, Tokeniser(read_vocabulary(prepared.tokenizer, form), form, PATCHES, 4096)


@pytest.fixture(scope="session")
def real(
    pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory
) -> tuple[PreTrainedTokenizerBase, Tokeniser]:
    kept = pytestconfig.cache
    return built(smollm(kept.mkdir("smollm") if kept else tmp_path_factory.mktemp("smollm")), "auto")


def sample(texts: Sequence[str]) -> Sample:
    turns = tuple(Turn("gpt" if index % 2 else "human", text) for index, text in enumerate(texts))
    shown = sum(turn.text.count(IMAGE) for turn in turns if turn.role == "human")
    images = tuple(ImageSource(Path(f"{index}.jpg")) for index in range(shown))
    return Sample("s", turns, images, "conversation", Origin(Path("data.json"), 1))


def example(tokeniser: Tokeniser, texts: Sequence[str]) -> Example:
    made_of = tokeniser.example(sample(texts))
    assert isinstance(made_of, Example), made_of
    return made_of


def decoded(tokenizer: PreTrainedTokenizerBase, ids: Sequence[int]) -> str:
    """Decode as the middle of a text, for the first space of a text is lost by SentencePiece's decoders."""
    before = tokenizer.backend_tokenizer.encode("x", add_special_tokens=False).ids
    whole = tokenizer.backend_tokenizer.decode([*before, *ids], skip_special_tokens=False)
    return str(whole).removeprefix("x")


def answers(form: TextForm, texts: Sequence[str]) -> str:
    return "".join(segment.text for segment in form.segments(sample(texts).turns) if segment.trained)


def told(tokenizer: PreTrainedTokenizerBase, tokeniser: Tokeniser, texts: Sequence[str]) -> str:
    """Write a sample for people: its text with the trained parts in brackets, then every id with its label."""
    segments = tokeniser.form.segments(sample(texts).turns)
    text = "".join(f"[[{s.text}]]" if s.trained else s.text for s in segments).replace("]][[", "")
    ids, labels = example(tokeniser, texts).ids.tolist(), example(tokeniser, texts).labels.tolist()
    rows = [
        f"{token:>6} {'-' if label == IGNORED else label:>6}  {json.dumps(name, ensure_ascii=False)}"
        for token, label, name in zip(ids, labels, tokenizer.convert_ids_to_tokens(ids), strict=True)
    ]
    return "\n".join([text, "", "    id  label  token", *rows, ""])


def compare(tokenizer: PreTrainedTokenizerBase, tokeniser: Tokeniser, texts: Sequence[str], name: str) -> None:
    path = GOLDEN / f"{name}.txt"
    shown = told(tokenizer, tokeniser, texts)
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", KINDS)
def test_text_and_labels_are_as_the_golden_file_has_them(name: str) -> None:
    compare(*made(name, "auto"), TALK, name)


def test_stage_1_text_and_labels_are_as_the_golden_file_has_them() -> None:
    compare(*made("llama", "plain"), ("Describe it.\n<image>", "a dog on a sofa"), "plain")


def test_a_real_llm_s_text_and_labels_are_as_the_golden_file_has_them(
    real: tuple[PreTrainedTokenizerBase, Tokeniser],
) -> None:
    compare(*real, TALK, "smollm2")


def test_every_golden_file_is_compared() -> None:
    assert {path.stem for path in GOLDEN.glob("*.txt")} == {*KINDS, "plain", "smollm2"}


def texts_of(characters: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Give any words of these characters, with names of control tokens and white space among them."""
    pieces = st.one_of(st.text(characters, max_size=12), st.sampled_from([*HOSTILE, "\n", " ", "\n\n", "A dog"]))
    return st.lists(pieces, max_size=5).map("".join)


def talks_of(texts: st.SearchStrategy[str]) -> st.SearchStrategy[list[str]]:
    pairs = st.lists(st.tuples(texts, texts), min_size=1, max_size=3)
    return pairs.map(lambda rounds: [text for both in rounds for text in both])


texts = texts_of(st.characters(exclude_categories=["Cs"], exclude_characters="\u2581"))
"""Any words but the sign that SentencePiece writes for a space, which no such tokenizer can tell from one."""
talks = talks_of(texts)
real_texts = texts_of(st.characters(exclude_categories=["Cs", "Cc"], max_codepoint=0x3FFFF))
"""SmolLM2 has no token for some bytes of control characters and of planes without letters: it leaves them out."""


def check(tokenizer: PreTrainedTokenizerBase, tokeniser: Tokeniser, talk: Sequence[str]) -> None:
    """Hold a sample against every promise of the module."""
    made_of = example(tokeniser, talk)
    kept = made_of.labels != IGNORED
    assert (made_of.labels[kept] == made_of.ids[kept]).all()
    assert tokeniser.image_token_id not in made_of.labels
    assert (made_of.ids == tokeniser.image_token_id).sum() == PATCHES * len(made_of.images)
    assert decoded(tokenizer, made_of.ids[kept].tolist()) == answers(tokeniser.form, talk)
    for bos in tokeniser.vocabulary.bos:
        assert (made_of.ids == bos).nonzero()[0].tolist() == [0]
    if tokeniser.form.name != "plain":
        ends = (made_of.labels == tokeniser.stop_ids[0]).sum()
        assert ends == len(talk) // 2
    for asked in range(1, len(talk), 2):
        prompt = tokeniser.prompt(sample(talk).turns[:asked])
        assert (prompt == made_of.ids[: len(prompt)]).all()
        assert kept[len(prompt)]


@pytest.mark.slow
@pytest.mark.parametrize(("name", "form_name"), FORMS)
@given(talk=talks)
def test_labels_are_the_answers_and_their_ends_for_any_words(name: str, form_name: FormName, talk: list[str]) -> None:
    check(*made(name, form_name), talk)


@pytest.mark.parametrize("name", ["llama", "chatml"])
@given(images=st.integers(1, 2), caption=texts)
def test_a_caption_is_all_that_stage_1_trains_on(name: str, images: int, caption: str) -> None:
    check(*made(name, "plain"), [f"Describe it. {IMAGE * images}", caption])


@pytest.mark.parametrize("talk", [TALK, [*HOSTILE], ["<image>", ""], ["", "\n\n \t\u00e9\u0301 \u4f60\u597d \u200d"]])
def test_labels_are_the_answers_of_a_real_llm_too(
    real: tuple[PreTrainedTokenizerBase, Tokeniser], talk: list[str]
) -> None:
    check(*real, talk)


@given(talk=talks_of(real_texts))
def test_labels_are_the_answers_of_a_real_llm_for_any_words(
    real: tuple[PreTrainedTokenizerBase, Tokeniser], talk: list[str]
) -> None:
    check(*real, talk)


@pytest.mark.parametrize("name", ["vicuna", "chatml"])
@given(talk=talks, max_length=st.integers(1, 120))
def test_cutting_keeps_images_whole_and_ends_with_a_trained_token(name: str, talk: list[str], max_length: int) -> None:
    _, whole = made(name, "auto")
    short = Tokeniser(whole.vocabulary, whole.form, PATCHES, max_length)
    full, read = example(whole, talk), short.read(sample(talk))
    first = int(np.flatnonzero(full.labels != IGNORED)[0])
    if isinstance(read, Problem):
        assert first >= max_length
        assert "no trained token" in read.reason
        return
    cut = read.example
    assert len(cut.ids) <= max_length
    assert len(cut.ids) + read.cut == len(full.ids)
    assert (cut.ids == full.ids[: len(cut.ids)]).all()
    assert (cut.labels == full.labels[: len(cut.ids)]).all()
    assert cut.labels[-1] != IGNORED
    assert cut.images == full.images[: len(cut.images)]
    assert (cut.ids == short.image_token_id).sum() == PATCHES * len(cut.images)


def test_an_image_behind_the_cut_falls_off_with_its_question() -> None:
    _, whole = made("chatml", "auto")
    talk = ("<image>\nWhat?", "A dog.", "And here?\n<image>", "A bus.")
    first = len(example(whole, talk[:2]).ids)
    for max_length in range(first, len(example(whole, talk).ids) - 8):
        read = Tokeniser(whole.vocabulary, whole.form, PATCHES, max_length).read(sample(talk))
        assert isinstance(read, Tokenised)
        assert [image.path.name for image in read.example.images] == ["0.jpg"]
        assert len(read.example.ids) == first
        assert read.cut > 0


def test_a_sample_whose_answers_are_all_cut_is_a_problem_with_its_numbers() -> None:
    _, whole = made("chatml", "auto")
    problem = Tokeniser(whole.vocabulary, whole.form, PATCHES, 5).read(sample(("<image>\nWhat?", "A dog.")))
    assert isinstance(problem, Problem)
    assert problem.reason == "no trained token within the greatest length"
    assert "3 of them images, at most 5" in problem.detail


def test_images_without_a_place_are_a_problem() -> None:
    _, tokeniser = made("chatml", "auto")
    without = sample(("What?", "A dog."))
    wrong = Sample("s", without.turns, (ImageSource(Path("a.jpg")),), "k", without.origin)
    problem = tokeniser.read(wrong)
    assert isinstance(problem, Problem)
    assert problem.detail == "0 <image> in the questions, 1 images"


@pytest.mark.parametrize("name", ["vicuna", "chatml"])
def test_text_that_is_not_unicode_is_a_problem(name: str) -> None:
    problem = made(name, "auto")[1].read(sample(("What?", "\ud800")))
    assert isinstance(problem, Problem)
    assert problem.reason == "text that cannot be encoded"
    assert "not valid Unicode" in problem.detail


@pytest.mark.parametrize(("name", "form_name"), [*FORMS, ("llama", "plain")])
def test_a_generated_answer_reads_as_the_answer_that_was_trained_on(name: str, form_name: FormName) -> None:
    _, tokeniser = made(name, form_name)
    made_of = example(tokeniser, ("<image>\nWhat?", "A dog, </s>."))
    written = made_of.ids[made_of.labels != IGNORED].tolist()
    assert tokeniser.answer([*written, *written]) == "A dog, </s>."


def test_a_turn_s_end_and_the_end_of_text_both_stop_an_answer() -> None:
    tokenizer, tokeniser = made("headers", "auto")
    assert tokenizer.convert_ids_to_tokens(list(tokeniser.stop_ids)) == ["<|eot|>", "<|eos|>"]


def test_a_tokeniser_works_the_same_in_another_process() -> None:
    _, tokeniser = made("vicuna", "auto")
    before = example(tokeniser, TALK)
    after = example(pickle.loads(pickle.dumps(tokeniser)), TALK)  # noqa: S301 - our own bytes
    assert (before.ids == after.ids).all()
    assert (before.labels == after.labels).all()
