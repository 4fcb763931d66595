"""What lies in a run folder, written so that nothing is lost. Reads and writes files."""

from datagen.run.files import rows
from datagen.run.folder import REJECTIONS, SAMPLES, read_run

__all__ = ["REJECTIONS", "SAMPLES", "read_run", "rows"]
