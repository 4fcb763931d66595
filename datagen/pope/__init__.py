"""Yes-or-no questions that measure what a model makes up: POPE from any COCO annotations, and probes from facts.

The files have POPE's form, so that whatever scores POPE scores them. Equal inputs give equal bytes.
"""

from datagen.pope.write import ABOUT, PopeSummary, write_pope

__all__ = ["ABOUT", "PopeSummary", "write_pope"]
