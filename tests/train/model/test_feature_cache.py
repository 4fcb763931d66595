from pathlib import Path

import torch

from tests.train import tiny_models as tiny
from train.model.feature_cache import FeatureCache
from train.model.learner import Learner
from train.sample import ImageSource


def test_the_cache_gives_back_what_it_was_given_until_the_image_or_the_encoder_changes(tmp_path: Path) -> None:
    image = tmp_path / "a.jpg"
    image.write_bytes(b"one")
    source, model = ImageSource(image), tiny.llava()
    cache = FeatureCache.open(tmp_path / "cache", model, "pad 8")
    assert cache.get(source) is None
    features = torch.randn(4, 24).to(torch.bfloat16)
    cache.put(source, features)
    again = FeatureCache.open(tmp_path / "cache", tiny.llava(), "pad 8").get(source)
    assert again is not None
    assert torch.equal(again, features)
    assert again.dtype == torch.bfloat16
    other = tiny.llava(feature_layer=-1)
    assert FeatureCache.open(tmp_path / "cache", other, "pad 8").get(source) is None
    assert FeatureCache.open(tmp_path / "cache", model, "crop 8").get(source) is None
    image.write_bytes(b"another")
    assert cache.get(source) is None


def test_a_cut_tower_and_a_whole_one_share_a_cache(tmp_path: Path) -> None:
    model = tiny.llava()
    whole = FeatureCache.open(tmp_path, model, "pad").folder
    Learner(model)
    assert FeatureCache.open(tmp_path, model, "pad").folder == whole


def test_a_torn_entry_counts_as_none(tmp_path: Path) -> None:
    image = tmp_path / "a.jpg"
    image.write_bytes(b"one")
    cache = FeatureCache.open(tmp_path / "cache", tiny.llava(), "pad")
    cache.put(ImageSource(image), torch.randn(4, 24))
    entry = next((tmp_path / "cache").rglob("*.safetensors"))
    entry.write_bytes(entry.read_bytes()[:-5])
    assert cache.get(ImageSource(image)) is None
