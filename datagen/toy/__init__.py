"""Small drawn scenes in COCO form: example data to ship, and a task on which training can be proven."""

from datagen.toy.write import ToySummary, write_toy

__all__ = ["ToySummary", "write_toy"]
