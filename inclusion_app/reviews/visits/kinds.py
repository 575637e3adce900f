"""What can stand in the timetable of a visit, and where a proposal of days can stand."""

from enum import StrEnum

from inclusion_app.reviews.states import EvidenceKind

ActivityKind = StrEnum(  # type: ignore[misc]  # every kind of evidence, and what gives none
    "ActivityKind", [*((kind.name, kind.value) for kind in EvidenceKind), ("MEETING", "meeting"), ("BREAK", "break")]
)
"""What a piece of evidence can rest on, and beside it meetings and breaks."""


def kind_label(kind: str) -> str:
    """As people read it."""
    return {"meeting": "Meeting", "break": "Break"}.get(kind) or EvidenceKind(kind).label


class OptionState(StrEnum):
    """Where days that were proposed stand."""

    OPEN = "open"
    AGREED = "agreed"
    REPLACED = "replaced"
    TAKEN_OFF = "taken-off"
