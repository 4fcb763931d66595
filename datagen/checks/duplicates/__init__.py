"""Which samples repeat an earlier one."""

from datagen.checks.duplicates.duplicates import SIMILARITY, Duplicates
from datagen.checks.duplicates.spatial import SpatialKey, SpatialKeys, spatial_keys

__all__ = ["SIMILARITY", "Duplicates", "SpatialKey", "SpatialKeys", "spatial_keys"]
