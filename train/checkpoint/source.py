"""What a person names as a model: is it there, and is it what the option takes? Said before anything large is read.

Only its config.json is read, from a folder, the hub's cache or the hub. A name that is not a folder may be a mistyped
path or a hub name: the hub is asked where its form allows both, and the message names both.
"""

from __future__ import annotations

import json
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, cast

from huggingface_hub import get_hf_file_metadata, hf_hub_download, hf_hub_url, try_to_load_from_cache
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError, RepositoryNotFoundError
from huggingface_hub.utils import httpx  # type: ignore[attr-defined]  # offered when it is asked for
from transformers import CONFIG_NAME
from transformers.models.auto.modeling_auto import MODEL_FOR_CAUSAL_LM_MAPPING_NAMES

from train.checkpoint.folder import COMPLETE, latest
from train.checkpoint.run_file import StageRun
from train.errors import ModelError
from train.model.loading import TOWERS

Kind = Literal["llava", "tower", "llm"]
WANTED: dict[Kind, str] = {
    "llava": "a LLaVA checkpoint: the folder of a finished training, or a hub name such as llava-hf/llava-1.5-7b-hf",
    "tower": "a CLIP or SigLIP vision tower: a folder, or a hub name such as openai/clip-vit-large-patch14-336",
    "llm": "a causal LLM: a folder, a .gguf file, or a hub name such as lmsys/vicuna-7b-v1.5",
}
Config = dict[str, Any]


def check(option: str, source: str, wanted: Kind, *, weights: bool = True) -> None:
    """Check what was given as `option`; `weights`: a folder has to hold some.

    Raises:
        ModelError: it is not there, not readable, not finished, or of another kind.

    """
    try:
        _check(option, source, wanted, weights=weights)
    except OSError as error:
        message = f"{option} {source!r} cannot be read: {error.strerror}"
        raise ModelError(message) from error


def _check(option: str, source: str, wanted: Kind, *, weights: bool) -> None:
    path = Path(source)
    if path.suffix == ".gguf":
        if wanted != "llm":
            raise _unusable(option, source, "is a .gguf file, which --llm alone can be", wanted)
        if not path.is_file():
            raise _unusable(option, source, f"no such file{_meant(path)}", wanted)
        return
    if path.is_file():
        raise _unusable(option, source, "is a file", wanted)
    is_folder = path.is_dir() and source != ""
    config = _in_folder(option, path, wanted) if is_folder else _on_hub(option, source, wanted)
    if (other := _other_than(wanted, config)) is not None:
        raise _unusable(option, source, f"is {other}", wanted)
    if weights and is_folder and not any((*path.glob("*.safetensors"), *path.glob("*.bin"))):
        raise _unusable(option, source, "has a config.json and no weights (*.safetensors)", wanted)


def _in_folder(option: str, folder: Path, wanted: Kind) -> Config:
    if (folder / COMPLETE).is_file():
        message = f"{option} {str(folder)!r} is an intermediate checkpoint: write it as a model with "
        message += f"`python -m train export {folder} --to DIR`, and give DIR"
        raise ModelError(message)
    run = StageRun.load(folder)
    if run is not None and not run.finished:
        message = f"{option} {str(folder)!r} is a training that is not finished: give its command again to go on"
        if latest(folder) is not None:
            message += f", or write its last checkpoint as a model with `python -m train export {folder} --to DIR`"
        raise ModelError(message)
    if run is not None and not (folder / CONFIG_NAME).is_file():
        what = f"has a {run.recipe.connector} connector, for which a stock LLaVA checkpoint has no place"
        raise _unusable(option, str(folder), what, wanted)
    if not (folder / CONFIG_NAME).is_file():
        what = "has no config.json" if any(folder.iterdir()) else "is an empty folder"
        raise _unusable(option, str(folder), what, wanted)
    return _read(folder / CONFIG_NAME)


def _on_hub(option: str, source: str, wanted: Kind) -> Config:
    """Read the config.json of a hub name, from the cache or with a single request where there is no answer."""
    path = Path(source)
    if _is_path(source):
        raise _unusable(option, source, f"no such folder{_meant(path)}", wanted)
    try:
        cached = try_to_load_from_cache(source, CONFIG_NAME)
        if isinstance(cached, str):
            return _read(Path(cached))
        get_hf_file_metadata(hf_hub_url(source, CONFIG_NAME))
        return _read(Path(hf_hub_download(source, CONFIG_NAME)))
    except GatedRepoError as error:
        message = f"{option} {source!r}: accept its terms on the hub and log in with `hf auth login`"
        raise ModelError(message) from error
    except RepositoryNotFoundError as error:
        what = f"no such folder{_meant(path)}, and the hub has no such model, or it is private (`hf auth login`)"
        raise _unusable(option, source, what, wanted) from error
    except EntryNotFoundError as error:
        raise _unusable(option, source, "has no config.json on the hub", wanted) from error
    except ValueError as error:
        raise _unusable(option, source, f"no such folder{_meant(path)}, and no name of a hub", wanted) from error
    except (httpx.HTTPError, OSError) as error:
        message = f"{option} {source!r}: no such folder{_meant(path)}, and the hub cannot be asked ({error}): mend "
        message += "the path, or, for a hub name, the network"
        raise ModelError(message) from error


def _is_path(source: str) -> bool:
    """Say whether it has a form that no hub name has."""
    return not source or source.startswith((".", "/", "~")) or source.endswith("/") or source.count("/") > 1


def _meant(path: Path) -> str:
    """Ask for a name beside it that is written nearly so."""
    beside = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    return "".join(f" (is {str(path.with_name(name))!r} meant?)" for name in get_close_matches(path.name, beside, n=1))


def _read(file: Path) -> Config:
    try:
        found = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        message = f"{file} cannot be read ({error}): fetch it again"
        raise ModelError(message) from error
    return found if isinstance(found, dict) else {}


def _other_than(wanted: Kind, config: Config) -> str | None:
    """Name what a configuration describes, where it is not what is wanted."""
    type_ = str(config.get("model_type", "model that names no model_type"))
    if type_ == "llava":
        vision = config.get("vision_config")
        if not isinstance(vision, dict):
            return "a LLaVA in its authors' own form, which transformers does not read"
        if (tower := vision.get("model_type", "clip_vision_model")) not in TOWERS:
            return f"a LLaVA on a {tower} tower"
        return None if wanted == "llava" else "a whole LLaVA"
    if type_ in TOWERS:
        return None if wanted == "tower" else f"a vision tower ({type_})"
    if type_ in cast("Any", MODEL_FOR_CAUSAL_LM_MAPPING_NAMES):
        return None if wanted == "llm" else f"an LLM ({type_})"
    return f"a {type_}"


def _unusable(option: str, source: str, what: str, wanted: Kind) -> ModelError:
    joint = ": " if what.startswith("no such") else " "
    return ModelError(f"{option} {source!r}{joint}{what}; give {WANTED[wanted]}")
