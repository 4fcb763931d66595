import json
from collections.abc import Callable

import pytest
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers
from transformers import PreTrainedTokenizerBase

from tests.train.fake_tokenizers import KINDS, chatml
from train.text.conversation import PLAIN
from train.text.tokenizer import prepare_tokenizer, read_vocabulary
from train.text.vocabulary import without_leading_space


def prepend(tokenizer: Tokenizer) -> None:
    tokenizer.normalizer = normalizers.Prepend("_")


def prepend_in_sequence(tokenizer: Tokenizer) -> None:
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Prepend("_")])


def metaspace(tokenizer: Tokenizer) -> None:
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace("_", prepend_scheme="always", split=False)


def byte_level(tokenizer: Tokenizer) -> None:
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.ByteLevel(add_prefix_space=True)])


@pytest.mark.parametrize("lead", [prepend, prepend_in_sequence, metaspace, byte_level])
def test_text_that_goes_on_gets_no_space_before_it(lead: Callable[[Tokenizer], None]) -> None:
    space = "\u0120" if lead is byte_level else "_"
    tokenizer = Tokenizer(models.BPE({"a": 0, space: 1, f"{space}a": 2}, [(space, "a")]))
    lead(tokenizer)
    assert tokenizer.encode("a").ids == [2]
    assert Tokenizer.from_str(without_leading_space(tokenizer.to_str())).encode("a").ids == [0]


def test_a_tokenizer_that_puts_no_space_is_left_as_it_is() -> None:
    encoder = chatml().backend_tokenizer.to_str()
    assert without_leading_space(encoder) is encoder


@pytest.mark.parametrize("name", KINDS)
def test_the_name_of_a_control_token_is_encoded_as_text(name: str) -> None:
    vocabulary = read_vocabulary(prepare_tokenizer(KINDS[name]()).tokenizer, PLAIN)
    assert vocabulary.controls
    for control in vocabulary.controls:
        for leads in (True, False):
            ids = vocabulary.encode(f"a {control}b", leads=leads)
            assert vocabulary.control_ids.isdisjoint(ids)
            assert control in vocabulary.decode(ids)


def with_byte_tokens() -> PreTrainedTokenizerBase:
    """Some tokenizers count SentencePiece's bytes among their special tokens."""
    tokenizer = KINDS["llama"]()
    parts = json.loads(tokenizer.backend_tokenizer.to_str())
    flags = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    parts["added_tokens"] += [{"id": 3 + byte, "content": f"<0x{byte:02X}>", **flags} for byte in range(256)]
    tokenizer._tokenizer = Tokenizer.from_str(json.dumps(parts))
    return tokenizer


def test_tokens_for_bytes_are_text_even_where_they_are_called_special() -> None:
    vocabulary = read_vocabulary(prepare_tokenizer(with_byte_tokens()).tokenizer, PLAIN)
    assert not any(name.startswith("<0x") for name in vocabulary.controls)
    assert vocabulary.decode(vocabulary.encode("a \U0001f600", leads=True)) == "a \U0001f600"


def test_text_is_cut_by_no_limit_that_the_tokenizer_was_saved_with() -> None:
    tokenizer = prepare_tokenizer(chatml()).tokenizer
    tokenizer.backend_tokenizer.enable_truncation(4)
    tokenizer.backend_tokenizer.enable_padding()
    vocabulary = read_vocabulary(tokenizer, PLAIN)
    assert vocabulary.decode(vocabulary.encode("far more than four tokens", leads=True)) == "far more than four tokens"
