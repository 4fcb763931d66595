"""`datagen align`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from datagen.commands import REPLACED
from datagen.console import err, out
from datagen.errors import UsageError


def align(  # noqa: PLR0913 - the options of a command
    *,
    coco: Path,
    to: Path,
    split: str | None = None,
    seed: int = 0,
    all_captions: Annotated[bool, Parameter(negative="")] = False,
    image_prefix: str = "",
    prompts: Path | None = None,
) -> None:
    """Make stage 1 data: human captions as LLaVA records, with no LLM.

    Parameters
    ----------
    coco
        Folder with captions_SPLIT.json.
    to
        File to write: .jsonl, or .json for one array. One that is there is replaced.
    split
        Which split; not needed where the folder has only one.
    seed
        Decides caption, instruction and the place of <image>.
    all_captions
        A record for every caption, instead of one per image.
    image_prefix
        Put before every image name, such as coco/train2017/.
    prompts
        Folder with your own align/instructions.txt and the other prompts.

    """
    from datagen.annotations import coco as reader  # noqa: PLC0415
    from datagen.export.align import align as records  # noqa: PLC0415
    from datagen.export.files import write_records  # noqa: PLC0415
    from datagen.prompting import prompts as prompt_files  # noqa: PLC0415
    from datagen.show import show_inputs  # noqa: PLC0415

    if to.suffix not in (".jsonl", ".json"):
        message = f"--to {to} must end in .jsonl or .json"
        raise UsageError(message)
    sources = reader.find(coco, split)
    if sources.captions is None:
        message = f"align needs captions: there is no captions_{sources.split}.json in {coco}"
        raise UsageError(message)
    if to.resolve() in {path.resolve() for path in (sources.captions, sources.instances) if path}:
        message = f"--to {to} is the annotations themselves: name another file"
        raise UsageError(message)
    replaced = REPLACED if to.exists() else ""
    loaded = prompt_files.load(prompts or prompt_files.default_folder(), kinds=())
    scenes = reader.read(sources)
    show_inputs(err, scenes)
    instructions = loaded.align_instructions
    count = write_records(to, records(scenes, instructions, seed, all_captions=all_captions, image_prefix=image_prefix))
    out.print(f"{count} records: {to}{replaced}")
