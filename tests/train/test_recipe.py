import dataclasses
from pathlib import Path

import pytest

from train.errors import UsageError
from train.recipe import PRESETS, Recipe, Stage, resolve
from train.settings import RecipeValues, Stage1Settings, Stage2Settings


@pytest.mark.parametrize(
    ("preset", "stage", "rate", "batch", "epochs", "trains", "connector", "fit"),
    [
        ("llava-v1", 1, 2e-3, 128, 1, "projector", "linear", "crop"),
        ("llava-v1", 2, 2e-5, 32, 3, "projector+llm", "linear", "crop"),
        ("llava-v1.5", 1, 1e-3, 256, 1, "projector", "mlp2x_gelu", "crop"),
        ("llava-v1.5", 2, 2e-5, 128, 1, "projector+llm", "mlp2x_gelu", "pad"),
        ("llava-v1.5-lora", 2, 2e-4, 128, 1, "projector+lora", "mlp2x_gelu", "pad"),
    ],
)
def test_the_presets_are_the_published_recipes(
    preset: str, stage: Stage, rate: float, batch: int, epochs: float, trains: str, connector: str, fit: str
) -> None:
    recipe = resolve(preset, stage, {})
    assert (recipe.learning_rate, recipe.batch_size, recipe.epochs) == (rate, batch, epochs)
    assert (recipe.trains, recipe.connector, recipe.image_fit) == (trains, connector, fit)
    assert (recipe.warmup_ratio, recipe.schedule, recipe.weight_decay, recipe.max_length) == (0.03, "cosine", 0, 2048)
    assert (recipe.feature_layer, recipe.text) == (-2, "plain" if stage == 1 else "auto")


def test_lora_is_of_rank_128_and_the_projector_learns_more_slowly() -> None:
    recipe = resolve("llava-v1.5-lora", 2, {})
    assert (recipe.lora_rank, recipe.lora_alpha, recipe.lora_dropout) == (128, 256, 0.05)
    assert recipe.projector_learning_rate == 2e-5


def test_a_toml_file_changes_a_preset_for_both_stages_or_one(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('base = "llava-v1"\nmax_length = 512\n[stage2]\nlearning_rate = 1e-5\n')
    assert resolve(str(file), 1, {}).max_length == 512
    second = resolve(str(file), 2, {"batch_size": 8, "epochs": None})
    assert (second.max_length, second.learning_rate, second.batch_size, second.epochs) == (512, 1e-5, 8, 3)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("rate = 1", "no field 'rate'"),
        ('epochs = "two"', "epochs = 'two' is not a number"),
        ('learning_rate = "1e-3"', "mine.toml: learning_rate = '1e-3' is not a number"),
        ("lora_rank = true", "lora_rank = True is not a whole number"),
        ("batch_size = 1.5", "batch_size = 1.5 is not a whole number"),
        ('connector = "perceiver"', "is not one of linear, mlp2x_gelu, qformer, resampler"),
        ("learning_rate = nan", "is not a number"),
        ("learning_rate = -1", "mine.toml: learning_rate = -1 must be above 0"),
        ('base = "llava-v2"', "base is one of llava-v1, llava-v1.5"),
        ("= 1", "is not TOML"),
        ('four_bit = true\ntrains = "projector+llm"', "mine.toml: four_bit = True needs --trains"),
    ],
)
def test_a_toml_file_that_cannot_be_says_where(tmp_path: Path, text: str, says: str) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(text)
    with pytest.raises(UsageError) as caught:
        resolve(str(file), 2, {})
    assert says in str(caught.value)


@pytest.mark.parametrize("name", ["llava-v3", "missing.toml"])
def test_an_unknown_recipe_is_named(name: str) -> None:
    with pytest.raises(UsageError, match=name):
        resolve(name, 1, {})


def test_every_value_of_a_recipe_can_be_given_on_the_command_line() -> None:
    ours = {"name", "stage", "adam_beta1", "adam_beta2", "adam_epsilon"}
    fields = {field.name for field in dataclasses.fields(Recipe)} - ours
    options = {field.name for field in dataclasses.fields(RecipeValues)}
    assert fields == options


def test_stage_2_takes_over_preset_and_connector_of_stage_1() -> None:
    settings = Stage2Settings(data=(Path("x"),), values=RecipeValues(batch_size=4))
    before = resolve("llava-v1", 1, {"feature_layer": -1})
    recipe = settings.resolve(2, before)
    assert (recipe.name, recipe.connector, recipe.feature_layer, recipe.batch_size) == ("llava-v1", "linear", -1, 4)
    other = dataclasses.replace(settings, values=RecipeValues(connector="mlp2x_gelu"))
    assert other.resolve(2, before).connector == "mlp2x_gelu"


def test_four_bits_where_the_llm_learns_are_refused_by_the_name_of_the_option() -> None:
    with pytest.raises(UsageError, match=r"^--four-bit needs --trains projector or projector"):
        resolve("llava-v1.5", 2, {"four_bit": True})


def test_a_recipe_file_of_stage_1_that_is_gone_is_asked_for(tmp_path: Path) -> None:
    settings = Stage2Settings(data=(Path("x"),))
    before = dataclasses.replace(resolve("llava-v1", 1, {}), name=str(tmp_path / "mine.toml"))
    with pytest.raises(UsageError, match=r"stage 1 had --recipe .*mine\.toml, which is not there: give one"):
        settings.resolve(2, before)
    (tmp_path / "mine.toml").write_text("epochs = 2")
    assert settings.resolve(2, before).epochs == 2


@pytest.mark.parametrize(
    ("option", "value"),
    [("eval_share", 1.0), ("eval_share", -0.1), ("save_steps", 0), ("save_minutes", 0.0), ("workers", -1)],
)
def test_settings_that_cannot_work_name_their_option(option: str, value: float) -> None:
    with pytest.raises(UsageError, match=f"--{option.replace('_', '-')}"):
        Stage1Settings(data=(Path("x"),), vision="v", llm="l", **{option: value})  # type: ignore[arg-type]


def test_only_the_values_that_have_a_say_are_told() -> None:
    plain, lora = resolve("llava-v1.5", 2, {"max_steps": 5}), resolve("llava-v1.5-lora", 2, {})
    untold = {"epochs", "lora_rank", "lora_alpha", "lora_dropout", "projector_learning_rate"}
    assert plain.that_apply() == {name: value for name, value in plain.as_dict().items() if name not in untold}
    assert lora.that_apply() == {name: value for name, value in lora.as_dict().items() if name != "max_steps"}


def test_recipes_are_kept_apart_from_what_they_were_made_of() -> None:
    assert all(resolve(name, stage, {}).as_dict()["name"] == name for name in PRESETS for stage in (1, 2))
