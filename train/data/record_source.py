"""A file of records together with the folders of its images: samples by number. Reads files.

Images are looked for when a sample is read, and not opened.
"""

from __future__ import annotations

from pathlib import Path

from train.data.image_roots import ImageRoots
from train.data.reading import SampleRead
from train.data.record_file import RecordFile
from train.data.records import read
from train.sample import ImageSource, Problem, Sample


class RecordSource:
    """A file of records, and the folders of its images."""

    def __init__(self, path: Path, images: Path | None = None, cache: Path | None = None) -> None:
        """Find the records' places."""
        self._file = RecordFile.open(path, cache)
        self._roots = ImageRoots(path, images, "--images DIR (`images` in a .toml mix)")
        self.text_bytes = self._file.text_bytes
        self.image_counts = self._file.image_counts
        self.image_keys = self._file.image_keys

    def __len__(self) -> int:
        """Count the records."""
        return len(self._file)

    def read(self, number: int) -> SampleRead:
        """Read and check one, and find its image files."""
        origin = self._file.origin(number)
        record = read(self._file.raw(number), origin, self._file.path.stem)
        if isinstance(record, Problem):
            return SampleRead(record)
        images: list[ImageSource] = []
        for name in record.image_names:
            image = self._roots.find(name, origin)
            if isinstance(image, Problem):
                return SampleRead(image)
            images.append(image)
        return SampleRead(Sample(record.id, record.turns, tuple(images), record.kind, origin), record.notes)
