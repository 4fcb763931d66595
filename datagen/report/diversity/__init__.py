"""Diversity and balance of a run's outcomes, counted while they stream past. Pure.

`count` holds the counter, `statistics` what it returns; the other modules count one thing each.
"""

from datagen.report.diversity.count import Diversity
from datagen.report.diversity.coverage import Mentions
from datagen.report.diversity.statistics import Statistics

__all__ = ["Diversity", "Mentions", "Statistics"]
