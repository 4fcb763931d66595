"""Annotation files to scenes, and what in them could not be used. Reads files."""

from datagen.annotations.coco import Annotations, Sources, find, read

__all__ = ["Annotations", "Sources", "find", "read"]
