"""What MkDocs calls while it builds the site: pages made from the code, and links that lead out of docs/."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from tools.documentation.command_pages import command_pages
from tools.documentation.links import ADOPTED, ROOT, rewrite
from tools.documentation.schemas import schema_files, schema_table
from tools.documentation.tables import check_table, decision_table

TABLES = {"schemas": schema_table, "checks": check_table, "decisions": decision_table}
"""What stands in the place of a comment that names it."""


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add the command reference, the schemas, and the pages that lie at the top of the repository."""
    made = {**command_pages(), **schema_files()}
    made |= {address: (ROOT / path).read_text(encoding="utf-8") for path, address in ADOPTED.items()}
    for address, content in made.items():
        files.append(File.generated(config, address, content=content))
    return files


def on_page_markdown(markdown: str, page: Page, config: MkDocsConfig, files: Files) -> str:
    """Put each table in its place, and mend links for where the page stands on the site."""
    del files
    address = page.file.src_uri
    origin = next((path for path, adopted in ADOPTED.items() if adopted == address), f"docs/{address}")
    text = re.sub(r"<!-- (schemas|checks|decisions) -->", lambda marker: TABLES[marker[1]](), markdown)
    return rewrite(text, Path(origin), Path(address), config.extra["repository"])
