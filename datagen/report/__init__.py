"""Statistics of a run to one HTML page and to lines for the terminal. Pure: nothing here reads or writes files."""

from datagen.report.page import page
from datagen.report.review import audit_line, stale_lines
from datagen.report.text import text
from datagen.report.totals import Totals

__all__ = ["Totals", "audit_line", "page", "stale_lines", "text"]
