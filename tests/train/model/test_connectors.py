from typing import Any

import pytest
import torch
from transformers.models.llava.modeling_llava import LlavaMultiModalProjector

from tests.train import tiny_models as tiny
from train.model import connectors
from train.recipe import Connector

NAMES: list[Connector] = ["linear", "mlp2x_gelu", "qformer", "resampler"]


@pytest.mark.parametrize("name", NAMES)
def test_features_become_embeddings_of_the_llms_width(name: Connector) -> None:
    connector = connectors.build(name, tiny.llava().config)
    out = connector(torch.randn(2, 9, 24))
    assert out.shape == (2, connectors.tokens(name, 9), 32)


@pytest.mark.parametrize("name", NAMES)
def test_all_parts_of_a_connector_learn_but_the_identity(name: Connector) -> None:
    connector = connectors.build(name, tiny.llava().config)
    connector(torch.randn(2, 9, 24)).square().sum().backward()
    fixed = {id(parameter) for parameter in connectors.fixed_part(name, connector)}
    unused = [label for label, one in connector.named_parameters() if one.grad is None and id(one) not in fixed]
    assert unused == []


def test_the_linear_connector_is_one_linear_layer_exactly() -> None:
    connector: Any = connectors.build("linear", tiny.llava(connector="linear").config)
    features = torch.randn(2, 9, 24)
    assert torch.equal(connector(features), connector.linear_1(features))


@pytest.mark.parametrize("name", sorted(connectors.EXPORTABLE))
def test_what_can_be_exported_is_the_stock_projector(name: Connector) -> None:
    assert type(connectors.build(name, tiny.llava(connector=name).config)) is LlavaMultiModalProjector


def test_a_resampler_sees_every_patch() -> None:
    names: list[Connector] = ["qformer", "resampler"]
    for name in names:
        connector = connectors.build(name, tiny.llava().config).eval()
        features = torch.randn(1, 9, 24)
        changed = features.clone()
        changed[0, 8] += 1.0
        assert not torch.equal(connector(features), connector(changed))
