import dataclasses

import pytest

from train.fit.cost import Sizes, Work, activation_bytes, fixed_bytes, operations
from train.recipe import resolve

LLAVA_7B = Sizes(
    vision=290_000_000,
    projector=21_000_000,
    decoder=6_476_000_000,
    embeddings=131_000_000,
    head=131_000_000,
    adapters=320_000_000,
    layers=32,
    hidden=4096,
    vision_tokens=576,
    placeholders=576,
)
STAGE_1, STAGE_2 = resolve("llava-v1.5", 1, {}), resolve("llava-v1.5", 2, {})
LORA = resolve("llava-v1.5-lora", 2, {})


def test_stage_1_costs_4_and_stage_2_6_operations_a_parameter_and_token() -> None:
    sizes = dataclasses.replace(LLAVA_7B, projector=0, adapters=0, vision=0)
    work = Work(tokens=1000, images=0, trained=0)
    assert operations(sizes, STAGE_1, work) == 4 * sizes.decoder * 1000
    assert operations(sizes, STAGE_2, work) == 6 * sizes.decoder * 1000
    assert operations(sizes, LORA, work) == 4 * sizes.decoder * 1000


def test_the_output_layer_costs_only_where_a_loss_is() -> None:
    some, none = (operations(LLAVA_7B, STAGE_2, Work(1000, 1, trained)) for trained in (10, 0))
    assert some - none == 6 * LLAVA_7B.head * 10


def test_memory_holds_master_weights_and_moments_of_what_learns() -> None:
    assert fixed_bytes(LLAVA_7B, STAGE_2, 2) == pytest.approx(16 * 6.76e9, rel=0.02)
    assert fixed_bytes(LLAVA_7B, STAGE_1, 2) == pytest.approx(2 * 7.03e9 + 16 * 21e6, rel=0.02)
    four_bit = dataclasses.replace(LORA, four_bit=True)
    assert fixed_bytes(LLAVA_7B, four_bit, 2) < fixed_bytes(LLAVA_7B, LORA, 2) / 1.5


def test_activations_shrink_by_recomputing_and_by_smaller_batches() -> None:
    whole = dataclasses.replace(STAGE_2, checkpointing=False)
    assert activation_bytes(LLAVA_7B, STAGE_2, 2) < activation_bytes(LLAVA_7B, whole, 2) / 5
    half = dataclasses.replace(STAGE_2, tokens_per_batch=STAGE_2.tokens_per_batch // 2)
    assert activation_bytes(LLAVA_7B, half, 2) == activation_bytes(LLAVA_7B, STAGE_2, 2) / 2
