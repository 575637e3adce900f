"""What a tool may read."""

from enum import StrEnum


class Scope(StrEnum):
    """One thing that a token opens."""

    FIGURES = "figures"
    GROUPS = "groups"

    @property
    def label(self) -> str:
        """As people read it."""
        return {
            "figures": "Figures over all schools, and over those that filters choose",
            "groups": "The same by group: districts, phases, trusts and so on",
        }[self]
