"""The drawn scenes that stand for photos in these tests."""

from tests.paths import DRAWN

ANNOTATIONS = DRAWN / "annotations"
IMAGES = DRAWN / "toy"
PHOTOS = sorted(IMAGES.glob("*.jpg"))
