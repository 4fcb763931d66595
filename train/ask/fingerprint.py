"""What a checkpoint is, in one word. Reads files.

A copy elsewhere has the same; after more training it is another.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

MADE_OF = frozenset(
    (
        "chat_template.jinja",
        "chat_template.json",
        "config.json",
        "generation_config.json",
        "preprocessor_config.json",
        "processor_config.json",
        "special_tokens_map.json",
        "tokenizer.json",
        "tokenizer_config.json",
    )
)
PIECES, PIECE = 16, 1 << 16


def fingerprint(folder: Path) -> str:
    """Hash a checkpoint's small files, and of its weights the size and pieces from beginning to end."""
    found = hashlib.sha256()
    for path in sorted(folder.iterdir()):
        if path.suffix == ".safetensors":
            size = path.stat().st_size
            found.update(f"{path.name} {size}".encode())
            with path.open("rb") as file:
                for piece in range(PIECES):
                    file.seek(piece * max(0, size - PIECE) // (PIECES - 1))
                    found.update(file.read(PIECE))
        elif path.name in MADE_OF:
            found.update(path.name.encode() + path.read_bytes())
    return found.hexdigest()
