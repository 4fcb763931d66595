"""Where the tests find files: in this repository, and data that cannot lie in it."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PROMPTS = ROOT / "prompts"
DRAWN = ROOT / "examples" / "coco"
"""24 drawn scenes with their images and annotations, as COCO has them."""
GOLDEN = ROOT / "tests" / "golden"
DATA = Path(os.environ.get("VISUAL_INSTRUCT_TEST_DATA", ROOT.parent / "shared"))
"""Data with licences of their own: it has `coco-mini` and `parity`, or is not there at all."""
COCO_MINI = DATA / "coco-mini"
PARITY = DATA / "parity"
