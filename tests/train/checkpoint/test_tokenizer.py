"""A tokenizer that an LLM has in SentencePiece's form alone, as Vicuna has, is read; what is missing is named."""

import json
import sys
from pathlib import Path

import pytest
import sentencepiece

from tests.train.fake_tokenizers import CORPUS
from train.checkpoint.tokenizer import load_tokenizer
from train.errors import MissingExtraError
from train.text.conversation import VICUNA_V1
from train.text.tokenizer import choose_form, prepare_tokenizer

SENTENCE = "A chat between a curious user and an artificial intelligence assistant."
LLAMA = {"tokenizer_class": "LlamaTokenizer", "bos_token": "<s>", "eos_token": "</s>", "unk_token": "<unk>"}


@pytest.fixture(scope="module")
def old_llm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a folder with tokenizer.model and no tokenizer.json."""
    folder = tmp_path_factory.mktemp("old")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(CORPUS),
        model_prefix=str(folder / "tokenizer"),
        model_type="bpe",
        vocab_size=400,
        hard_vocab_limit=False,
        byte_fallback=True,
        minloglevel=2,
    )
    (folder / "config.json").write_text(json.dumps({"model_type": "llama"}))
    (folder / "tokenizer_config.json").write_text(json.dumps(LLAMA))
    return folder


def test_sentencepieces_own_form_is_read(old_llm: Path) -> None:
    tokenizer = load_tokenizer(str(old_llm))
    pieces = sentencepiece.SentencePieceProcessor(model_file=str(old_llm / "tokenizer.model"))
    ids = tokenizer(SENTENCE, add_special_tokens=False)["input_ids"]
    assert ids == pieces.encode(SENTENCE)
    assert tokenizer.decode(ids) == SENTENCE
    assert choose_form("auto", prepare_tokenizer(tokenizer).tokenizer) == VICUNA_V1


@pytest.mark.parametrize("module", ["sentencepiece", "google.protobuf"])
def test_the_extra_that_reads_it_is_named_where_it_is_missing(
    old_llm: Path, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for loaded in list(sys.modules):
        if loaded == "sentencepiece" or loaded.startswith(("sentencepiece.", "google.protobuf")):
            monkeypatch.delitem(sys.modules, loaded)
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(MissingExtraError) as caught:
        load_tokenizer(str(old_llm))
    told = str(caught.value)
    assert "has its tokenizer as tokenizer.model" in told
    assert module in told
    assert told.endswith("pip install 'visual-instruct[train]'")
