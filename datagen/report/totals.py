"""What report.json knows of a run that its samples do not: how many jobs there were and what was asked."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, NonNegativeInt


class Totals(BaseModel):
    """The counts of report.json that the page shows; None where the file is missing or of another version."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    jobs: NonNegativeInt | None = None
    unanswered: NonNegativeInt | None = None
    requests: NonNegativeInt | None = None
    requests_by_attempt: dict[int, NonNegativeInt] = {}
