"""The words a school is described by: its status, its phase, and the kinds of groups it stands in."""

from enum import StrEnum


class Status(StrEnum):
    """Where a school is in its life, as the national register says."""

    OPEN = "open"
    CLOSED = "closed"
    PROPOSED_TO_CLOSE = "proposed-to-close"
    PROPOSED_TO_OPEN = "proposed-to-open"

    @property
    def label(self) -> str:
        """As people read it."""
        return STATUS_LABELS[self]


STATUS_LABELS = {
    Status.OPEN: "Open",
    Status.CLOSED: "Closed",
    Status.PROPOSED_TO_CLOSE: "Open, proposed to close",
    Status.PROPOSED_TO_OPEN: "Proposed to open",
}
OPEN = frozenset({Status.OPEN, Status.PROPOSED_TO_CLOSE})  # teaching pupils today


class Phase(StrEnum):
    """The phase a school teaches; special schools and alternative provision are told by their type."""

    NURSERY = "nursery"
    PRIMARY = "primary"
    MIDDLE_DEEMED_PRIMARY = "middle-deemed-primary"
    SECONDARY = "secondary"
    MIDDLE_DEEMED_SECONDARY = "middle-deemed-secondary"
    ALL_THROUGH = "all-through"
    SIXTEEN_PLUS = "16-plus"
    SPECIAL = "special"
    ALTERNATIVE_PROVISION = "alternative-provision"
    NOT_APPLICABLE = "not-applicable"

    @property
    def label(self) -> str:
        """As people read it."""
        return PHASE_LABELS[self]


PHASE_LABELS = {
    Phase.NURSERY: "Nursery",
    Phase.PRIMARY: "Primary",
    Phase.MIDDLE_DEEMED_PRIMARY: "Middle (deemed primary)",
    Phase.SECONDARY: "Secondary",
    Phase.MIDDLE_DEEMED_SECONDARY: "Middle (deemed secondary)",
    Phase.ALL_THROUGH: "All-through",
    Phase.SIXTEEN_PLUS: "16 plus",
    Phase.SPECIAL: "Special",
    Phase.ALTERNATIVE_PROVISION: "Alternative provision",
    Phase.NOT_APPLICABLE: "No phase",
}


class GroupingKind(StrEnum):
    """What a group of schools is. Which groups there are is data, never code."""

    DISTRICT = "district"
    COMMUNITY = "community"
    AREA = "area"
    TRUST = "trust"
    FEDERATION = "federation"
    COHORT = "cohort"

    @property
    def label(self) -> str:
        """As people read it."""
        return self.value.capitalize()


FROM_REGISTER = (GroupingKind.DISTRICT, GroupingKind.TRUST, GroupingKind.FEDERATION)
