"""What counts as reading a report."""

from enum import StrEnum


class Reading(StrEnum):
    """What somebody does with a report without changing it; the name of the act."""

    REPORT = "read_report"
    DRAFT = "read_draft"
    DOWNLOAD = "download_report"
