"""Answers do not depend on what else is asked at the same time, and prompts are those of training."""

import json
import weakref
from pathlib import Path
from typing import Any, cast

import pytest
import torch

from tests.train import tiny as models
from tests.train.checkpoints import parts_of, save, stocks
from tests.train.drawn import PHOTOS
from train.ask.generate import CLOSE, Sampling, Speaker, stop_ids
from train.ask.prompting import Prompt, UnaskableError, batch_of, ids_of, prompt_of, rendered, user
from train.ask.query import Query
from train.checkpoint.stock import Stock, load_stock
from train.sample import ImageSource, Turn

__all__ = ["stocks"]
CPU = torch.device("cpu")
QUESTIONS = (
    "What is this?",
    "How many people are in the picture, and what do they do there?",
    "Is there a dog?\nAnswer the question using a single word or phrase.",
    "Describe the kitchen: the stove, the oven and the white refrigerator, the cups on the table, and the street.",
    "Ä 日本 🐎?",
)


def queries(count: int) -> list[Query]:
    """Some with an image and some without, of very different lengths."""
    images = [None if number % 4 == 3 else ImageSource(PHOTOS[number % 20]) for number in range(count)]
    return [Query(str(number), QUESTIONS[number % 5] * (1 + number % 3), image) for number, image in enumerate(images)]


def load(folder: Path, dtype: torch.dtype = torch.float32) -> Stock:
    return load_stock(str(folder), dtype, CPU)


def answers(stock: Stock, batch_size: int, count: int = 24) -> dict[str, str]:
    return {one.id: one.text for one in Speaker(stock, 12).answers(queries(count), batch_size)}


@pytest.mark.slow
@pytest.mark.parametrize("which", [0, 1])
def test_a_batch_gives_the_answers_that_each_question_gets_alone(stocks: tuple[Path, Path], which: int) -> None:
    stock = load(stocks[which])
    alone = answers(stock, 1)
    assert len(alone) == 24
    assert len(set(alone.values())) > 3, "answers that are all alike would prove nothing"
    assert answers(stock, 7) == alone
    assert answers(stock, 24) == alone


def near_ties(tiny: models.Tiny, folder: Path) -> Path:
    """A model that at every step hesitates between two tokens: what rounding makes of them decides."""
    parts = parts_of(tiny.clip, tiny.llama)
    weight = cast("Any", parts.llava).lm_head.weight
    with torch.no_grad():
        half = weight.shape[0] // 2
        weight[half : 2 * half] = weight[:half] * (1 + 1e-7 * torch.randn(half, 1))
    return save(parts, folder)


@pytest.mark.slow
def test_where_two_tokens_are_as_good_as_equal_a_question_is_asked_alone(
    tiny: models.Tiny, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = load(near_ties(tiny, tmp_path / "ties"))
    alone = answers(stock, 1)
    together = Speaker(stock, 12)
    assert {one.id: one.text for one in together.answers(queries(24), 8)} == alone
    assert together.asked_again > 12
    monkeypatch.setattr("train.ask.generate.CLOSE", 0.0)
    assert answers(stock, 8) != alone, "without asking again, rounding would decide"


def test_rounding_of_batches_is_far_below_what_counts_as_close(stocks: tuple[Path, Path]) -> None:
    stock = load(stocks[0])
    prompts = [prompt_of(stock, one) for one in queries(8)]
    together, alone = batch_of(prompts, 0), [batch_of([one], 0) for one in prompts]

    def logits(batch: Any) -> torch.Tensor:
        model = cast("Any", stock.llava)
        positions = (batch.attention_mask.cumsum(-1) - 1).clamp(min=0)
        with torch.no_grad():
            return cast(
                "torch.Tensor",
                model(
                    input_ids=batch.input_ids,
                    attention_mask=batch.attention_mask,
                    position_ids=positions,
                    pixel_values=batch.pixels,
                ).logits[:, -1],
            )

    apart = torch.cat([logits(one) for one in alone])
    assert (logits(together) - apart).abs().max() < CLOSE / 20


def test_bfloat16_answers_are_whole_too(stocks: tuple[Path, Path]) -> None:
    stock = load(stocks[0], torch.bfloat16)
    assert len(answers(stock, 8)) == 24


@pytest.mark.parametrize("which", [0, 1])
def test_what_the_model_reads_is_what_training_wrote(tiny: models.Tiny, stocks: tuple[Path, Path], which: int) -> None:
    parts = parts_of((tiny.clip, tiny.siglip)[which], (tiny.llama, tiny.chatml)[which])
    stock = load(stocks[which])
    for text in QUESTIONS:
        trained = parts.tokeniser.prompt([Turn("human", f"<image>\n{text}")])
        assert list(ids_of(stock, [user(text, image=True)])) == trained.tolist()
        assert list(ids_of(stock, [user(text, image=False)])) == parts.tokeniser.prompt([Turn("human", text)]).tolist()
    assert set(parts.tokeniser.stop_ids) <= set(stop_ids(stock))
    assert stock.tokens_per_image == 16


def test_the_end_of_a_turn_is_found_in_the_template_where_the_configuration_does_not_say_it(
    tiny: models.Tiny, tmp_path: Path
) -> None:
    folder = save(parts_of(tiny.siglip, tiny.chatml), tmp_path / "chatml")
    for name in ("generation_config.json", "tokenizer_config.json"):
        values = json.loads((folder / name).read_text())
        values.pop("eos_token_id", None)
        (folder / name).write_text(json.dumps(values | ({"eos_token": "<|endoftext|>"} if "token" in name else {})))
    stock = load(folder)
    assert stock.tokenizer.convert_tokens_to_ids("<|im_end|>") in stop_ids(stock)


@pytest.mark.slow
def test_answers_end_where_the_model_ends_them(tiny: models.Tiny, tmp_path: Path) -> None:
    parts = parts_of(tiny.clip, tiny.llama)
    endless = Speaker(load(save(parts, tmp_path / "endless")), 12)
    prompts = [prompt_of(endless.stock, one) for one in queries(24)]
    said = endless._generate(batch_of(prompts, 0))
    weight = cast("Any", parts.llava).lm_head.weight
    with torch.no_grad():
        weight[parts.tokeniser.stop_ids[0]] = 1.1 * weight[said[0][3]]
    stock = load(save(parts, tmp_path / "ends"))
    texts = answers(stock, 8)
    assert texts == answers(stock, 1)
    assert len({len(text.split()) for text in texts.values()}) > 1
    assert len(texts["0"]) < len(endless._text(said[0]))
    assert not any("</s>" in text for text in texts.values())


def test_words_that_spell_a_placeholder_and_broken_images_fail_alone(stocks: tuple[Path, Path], tmp_path: Path) -> None:
    stock = load(stocks[0])
    (tmp_path / "broken.jpg").write_bytes(b"no image")
    odd = [
        Query("spells", "What does <image> mean?", ImageSource(PHOTOS[0])),
        Query("broken", "What?", ImageSource(tmp_path / "broken.jpg")),
        Query("bytes", "What?", PHOTOS[0].read_bytes()),
    ]
    replies = {one.id: one for one in Speaker(stock, 4).answers([*odd, *queries(3)], 4)}
    assert len(replies) == 6
    assert "<image>" in replies["spells"].failure
    assert "broken.jpg" in replies["broken"].failure
    assert not any(replies[one].failure for one in ("bytes", "0", "1", "2"))
    with pytest.raises(UnaskableError):
        ids_of(stock, [user("<image>", image=False)])
    with pytest.raises(UnaskableError, match="longer than the 2,048 tokens"):
        ids_of(stock, [user("What is this? " * 800, image=True)])


@pytest.mark.slow
def test_where_memory_does_not_do_batches_are_halved_and_stay_so(
    stocks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    stock = load(stocks[0])
    alone = answers(stock, 1, 18)
    whole, sizes = Speaker._generate, []

    def small(self: Speaker, batch: Any, **options: Any) -> list[list[int]]:
        sizes.append(len(batch.input_ids))
        if sizes[-1] > 2:
            raise torch.OutOfMemoryError
        return whole(self, batch, **options)

    monkeypatch.setattr(Speaker, "_generate", small)
    assert answers(stock, 9, 18) == alone
    assert [size for size in sizes if size > 2] == [9, 5, 3]


def test_a_try_that_ran_out_of_memory_holds_none_of_it_while_its_halves_are_tried(
    stocks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Speaker._generate
    held: list[weakref.ref[torch.Tensor]] = []

    def small(self: Speaker, batch: Any, **options: Any) -> list[list[int]]:
        assert all(tensor() is None for tensor in held)
        if len(batch.input_ids) > 2:
            cache = torch.zeros(8)
            held.append(weakref.ref(cache))
            raise torch.OutOfMemoryError
        return whole(self, batch, **options)

    monkeypatch.setattr(Speaker, "_generate", small)
    assert len(answers(load(stocks[0]), 8, 8)) == 8
    assert len(held) == 2


def test_few_images_are_in_memory_at_once(stocks: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch) -> None:
    stock = load(stocks[0])
    ahead, asked = 0, []

    def counted(stock: Stock, query: Query) -> Prompt:
        asked.append(1)
        return prompt_of(stock, query)

    monkeypatch.setattr("train.ask.generate.prompt_of", counted)
    for answered, _ in enumerate(Speaker(stock, 2).answers(queries(24), 2)):
        ahead = max(ahead, len(asked) - answered)
    assert ahead <= 3 * 2


def test_drawing_is_the_same_for_the_same_seed(stocks: tuple[Path, Path]) -> None:
    stock = load(stocks[0])

    def drawn(seed: int) -> str:
        speaker = Speaker(stock, 12, Sampling(temperature=1.5, top_p=0.9, seed=seed))
        return speaker.say([user("What is this?", image=False)], None, lambda _: None)

    assert drawn(1) == drawn(1)
    assert len({drawn(seed) for seed in range(5)}) > 1


def test_pieces_put_together_are_the_answer(stocks: tuple[Path, Path]) -> None:
    for folder in stocks:
        speaker = Speaker(load(folder), 12)
        for query in queries(4):
            pieces: list[str] = []
            said = speaker.say([user(query.text, image=False)], None, pieces.append)
            assert "".join(pieces).strip() == said


def test_a_prompt_ends_where_the_answer_begins(stocks: tuple[Path, Path]) -> None:
    assert rendered(load(stocks[0]), [user("Hi", image=True)]).endswith("USER: <image>\nHi ASSISTANT:")
