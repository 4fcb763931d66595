"""Links between files of the repository, as links between pages of the site. Looks at which files are there."""

from __future__ import annotations

import os
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ADOPTED = {
    "benchmarks/README.md": "benchmarks.md",
    "CONTRIBUTING.md": "contributing.md",
    "CHANGELOG.md": "changelog.md",
}
"""Files outside docs/ that are pages of the site too, and where they stand there."""
LINK = re.compile(r"\]\((?![a-z]+:|#)([^)\s#]+)(#[^)\s]*)?\)")


def rewrite(markdown: str, origin: Path, address: Path, repository: str) -> str:
    """Return the text of the file `origin` (from the repository's top) for its page `address` (from docs/).

    A link to a page of the site leads there, one to another file to the repository at `repository`. One that leads
    nowhere is left as it is, for MkDocs to find.
    """

    def mended(link: re.Match[str]) -> str:
        target = os.path.normpath(origin.parent / link[1])
        heading = link[2] or ""
        if not (ROOT / target).exists():
            return link[0]
        page = ADOPTED.get(target) or (target.removeprefix("docs/") if target.startswith("docs/") else None)
        if page is None:
            return f"]({repository}/blob/main/{target}{heading})"
        return f"]({os.path.relpath(page, address.parent)}{heading})"

    return LINK.sub(mended, markdown)
