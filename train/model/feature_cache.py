"""Features of images that were encoded before, on disk, for data that shows an image more than once.

Invariant: a cached feature is bit for bit what the encoder gave. A folder belongs to one encoder, layer and image
preparation, an entry to one version of one image file; several processes may read and write at once.
"""

from __future__ import annotations

import hashlib
import uuid
from dataclasses import dataclass
from pathlib import Path

import safetensors.torch
import torch
from safetensors import SafetensorError
from torch import Tensor
from transformers import LlavaForConditionalGeneration

from train.errors import DataError
from train.model.features import feature_index
from train.sample import ImageSource


@dataclass(frozen=True, slots=True)
class FeatureCache:
    """A folder of features, one file per image; opened in the main process, handed to loaders as it is."""

    folder: Path

    @classmethod
    def open(cls, folder: Path, model: LlavaForConditionalGeneration, preparation: str) -> FeatureCache:
        """Open the part of `folder` for this model's encoder; `preparation` names all that happens to an image."""
        part = folder / encoder_key(model, preparation)
        try:
            part.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            message = f"--cache-features {folder}: cannot be written ({error.strerror}); choose another folder"
            raise DataError(message) from error
        return cls(part)

    def get(self, image: ImageSource) -> Tensor | None:
        """Return an image's features (P, D), or None where they are not known or a power cut tore them."""
        try:
            return safetensors.torch.load(self._file(image).read_bytes())["features"]
        except (FileNotFoundError, SafetensorError):
            return None

    def put(self, image: ImageSource, features: Tensor) -> None:
        """Keep an image's features (P, D); the file appears whole or not at all."""
        file = self._file(image)
        file.parent.mkdir(exist_ok=True)
        part = file.with_name(f"{file.name}.{uuid.uuid4().hex}.part")
        part.write_bytes(safetensors.torch.save({"features": features.detach().cpu().contiguous()}))
        part.replace(file)

    def _file(self, image: ImageSource) -> Path:
        state = image.path.stat()
        version = f"{image.path.resolve()}\n{image.offset}\n{image.size}\n{state.st_size}\n{state.st_mtime_ns}"
        name = hashlib.sha256(version.encode()).hexdigest()
        return self.folder / name[:2] / f"{name[2:34]}.safetensors"


def encoder_key(model: LlavaForConditionalGeneration, preparation: str) -> str:
    """Name the encoder by its weights, the layer that is read and what is done to an image before."""
    index = feature_index(model)
    digest = hashlib.sha256(f"{index}\n{model.config.vision_feature_select_strategy}\n{preparation}".encode())
    for name, tensor in sorted(model.model.vision_tower.state_dict().items()):
        if _is_read(name, index):
            digest.update(f"{name}{tuple(tensor.shape)}{tensor.dtype}".encode())
            digest.update(tensor.detach().cpu().contiguous().view(torch.uint8).numpy().data)
    return digest.hexdigest()[:32]


def _is_read(name: str, index: int) -> bool:
    """Say whether a weight acts on the features: not the layers behind, nor the last norm and the pooling head."""
    parts = name.split(".")
    if parts[:2] == ["encoder", "layers"]:
        return int(parts[2]) < index
    return parts[0] not in {"post_layernorm", "head"}
