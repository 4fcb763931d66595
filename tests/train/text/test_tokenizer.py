from pathlib import Path
from typing import Any, cast

import pytest
from PIL import Image
from transformers import LlavaProcessor, PreTrainedTokenizerBase, PythonBackend
from transformers.models.llava.image_processing_pil_llava import LlavaImageProcessorPil

from tests.train.fake_tokenizers import INSTRUCTIONS, KINDS, chatml, llama, vicuna
from train.errors import ModelError
from train.sample import IMAGE, Turn
from train.text.conversation import PLAIN, VICUNA_V1
from train.text.tokenise import Tokeniser
from train.text.tokenizer import FormName, choose_form, export_template, prepare_tokenizer, read_vocabulary

PATCHES = 4
CASES: list[tuple[str, FormName]] = [
    *((name, "auto") for name in KINDS),
    ("llama", "plain"),
    ("chatml", "vicuna-v1"),
    ("headers", "vicuna-v1"),
    ("chatml", "plain"),
]
TALKS = {
    "an image first": ("<image>\nWhat is this?",),
    "an image last": ("What is this?\n<image>",),
    "an image alone": ("<image>",),
    "no image": ("  What\n\nis this?  ",),
    "two images": ("<image>\n<image>\nWhich is red, \u00fcber \U0001f600?",),
    "three turns": ("<image>\nWhat is this?", "A dog.", "Is it red?", "No.\n", "The bus?"),
}


def processor(tokenizer: PreTrainedTokenizerBase, template: str) -> LlavaProcessor:
    images = LlavaImageProcessorPil(size={"shortest_edge": 28}, crop_size={"height": 28, "width": 28})
    return LlavaProcessor(  # type: ignore[no-untyped-call]
        images,
        tokenizer,
        patch_size=14,
        vision_feature_select_strategy="default",
        num_additional_image_tokens=1,
        chat_template=template,
    )


def turns(texts: tuple[str, ...]) -> list[Turn]:
    return [Turn("gpt" if index % 2 else "human", text) for index, text in enumerate(texts)]


def messages(texts: tuple[str, ...], *, parts: bool) -> list[dict[str, Any]]:
    """Write turns as chat messages, the images in parts as a program gives them."""
    written = []
    for turn in turns(texts):
        image = {"type": "image", "image": Image.new("RGB", (28, 28))}
        words = turn.text.replace(IMAGE, "").strip("\n") if IMAGE in turn.text else turn.text
        text = [{"type": "text", "text": words}] if words else []
        content = [image] * turn.text.count(IMAGE) + text if parts else turn.text
        written.append({"role": "user" if turn.role == "human" else "assistant", "content": content})
    return written


@pytest.mark.parametrize(("name", "form_name"), CASES)
def test_a_stock_processor_asks_with_the_ids_that_training_began_with(name: str, form_name: FormName) -> None:
    tokenizer = prepare_tokenizer(KINDS[name]()).tokenizer
    form = choose_form(form_name, tokenizer)
    tokeniser = Tokeniser(read_vocabulary(tokenizer, form), form, PATCHES, 2048)
    stock = processor(tokenizer, export_template(form, tokenizer))
    asked = {}
    for talk, texts in TALKS.items():
        conversation = messages(texts, parts=True)
        made = stock.apply_chat_template(conversation, tokenize=True, return_dict=True, add_generation_prompt=True)
        asked[talk] = list(cast("Any", made)["input_ids"][0])
    assert asked == {talk: tokeniser.prompt(turns(texts)).tolist() for talk, texts in TALKS.items()}


@pytest.mark.parametrize(("name", "form_name"), CASES)
def test_the_exported_template_writes_strings_and_parts_alike(name: str, form_name: FormName) -> None:
    tokenizer = prepare_tokenizer(KINDS[name]()).tokenizer
    form = choose_form(form_name, tokenizer)
    stock = processor(tokenizer, export_template(form, tokenizer))
    expected = {talk: "".join(segment.text for segment in form.segments(turns(texts))) for talk, texts in TALKS.items()}
    for parts in (True, False):
        assert expected == {
            talk: stock.apply_chat_template(messages(texts, parts=parts), add_generation_prompt=True)
            for talk, texts in TALKS.items()
        }, f"parts={parts}"


def test_a_prepared_tokenizer_knows_images_after_it_was_saved_and_loaded(tmp_path: Path) -> None:
    prepared = prepare_tokenizer(vicuna())
    assert prepared.added
    prepared.tokenizer.save_pretrained(tmp_path)
    loaded = type(prepared.tokenizer).from_pretrained(tmp_path)
    again = prepare_tokenizer(loaded)
    assert not again.added
    assert again.image_token_id == prepared.image_token_id
    assert loaded.encode("a <image>", add_special_tokens=False)[-1] == prepared.image_token_id


@pytest.mark.parametrize(("name", "pad"), [("vicuna", "<unk>"), ("chatml", "<|im_end|>"), ("headers", "<|eos|>")])
def test_a_tokenizer_without_padding_pads_with_a_token_that_it_has(name: str, pad: str) -> None:
    before = len(KINDS[name]())
    tokenizer = prepare_tokenizer(KINDS[name]()).tokenizer
    assert tokenizer.pad_token == pad
    assert len(tokenizer) == before + 1


def test_a_tokenizer_with_neither_padding_nor_eos_gets_a_padding_token() -> None:
    tokenizer = chatml()
    tokenizer.eos_token = None
    assert prepare_tokenizer(tokenizer).tokenizer.pad_token == "<pad>"  # noqa: S105 - no password


def test_a_slow_tokenizer_is_refused() -> None:
    class Slow(PythonBackend):
        vocab_size = 1

        def get_vocab(self) -> dict[str, int]:
            return {"a": 0}

    with pytest.raises(ModelError, match=r"slow \(Slow\).*tokenizer\.json"):
        prepare_tokenizer(Slow())  # type: ignore[no-untyped-call]


def test_a_tokenizer_that_ends_every_text_is_told_not_to() -> None:
    tokenizer = vicuna()
    tokenizer.add_bos_token, tokenizer.add_eos_token = True, True
    assert tokenizer("A")["input_ids"][-1] == tokenizer.eos_token_id
    prepared = prepare_tokenizer(tokenizer).tokenizer
    assert read_vocabulary(prepared, PLAIN).bos == (prepared.bos_token_id,)
    assert prepared("A")["input_ids"][-1] != prepared.eos_token_id


def test_auto_takes_the_llm_s_template_or_vicuna_s_form() -> None:
    assert choose_form("auto", vicuna()) == VICUNA_V1
    assert choose_form("auto", llama()).name == "chat"
    assert choose_form("plain", llama()) is PLAIN


def test_vicuna_s_form_ends_answers_with_the_tokenizer_s_own_eos() -> None:
    assert choose_form("vicuna-v1", chatml()).closing == "<|im_end|>"


def test_a_form_that_the_tokenizer_cannot_write_is_refused_with_what_to_do() -> None:
    tokenizer = vicuna()
    with pytest.raises(ModelError, match=r"'vicuna' has no chat template: choose --text vicuna-v1"):
        choose_form("chat", tokenizer)
    tokenizer.eos_token = None
    with pytest.raises(ModelError, match="no EOS token"):
        choose_form("vicuna-v1", tokenizer)
    tokenizer.chat_template = "{{ raise_exception('never') }}"
    with pytest.raises(ModelError, match=r"fails on questions and answers .*never"):
        choose_form("chat", tokenizer)


def test_a_template_that_depends_on_the_words_is_not_exported_unnoticed() -> None:
    tokenizer = prepare_tokenizer(llama()).tokenizer
    tokenizer.chat_template = INSTRUCTIONS + "{% if 'first' in messages[0]['content'] %}!{% endif %}"
    with pytest.raises(ModelError, match="changes with the day or the words"):
        export_template(choose_form("chat", tokenizer), tokenizer)


def test_a_template_s_variables_have_the_same_values_in_training_and_in_the_export() -> None:
    tokenizer = prepare_tokenizer(chatml()).tokenizer
    today = "{% if date_string is not defined %}{% set date_string = strftime_now('%H%M%S%f') %}{% endif %}"
    dated = today + "{{ date_string }}"
    tokenizer.chat_template = dated + str(tokenizer.chat_template)
    form = choose_form("chat", tokenizer)
    assert form.segments(turns(("Q",)))[0].text.startswith("26 Jul 2024<|im_start|>")
    stock = processor(tokenizer, export_template(form, tokenizer))
    asked = stock.apply_chat_template(messages(("Q",), parts=True), add_generation_prompt=True)
    assert asked == "".join(segment.text for segment in form.segments(turns(("Q",))))
