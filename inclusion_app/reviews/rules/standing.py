"""What somebody is to a review; one person may be several things at once, and each right comes from one of them."""

from enum import StrEnum


class Standing(StrEnum):
    """One thing that a person is to a review."""

    HEAD = "head"
    COORDINATOR = "coordinator"
    AUTHOR = "author"
    GOVERNOR = "governor"
    ASKED = "asked"
    REVIEWER = "reviewer"
    LEAD = "lead"
    CHAMPION = "champion"
    MODERATOR = "moderator"
    OFFICE = "office"
    OFFICER = "officer"
    TEAM = "team"
    SYSTEM = "system"

    @property
    def label(self) -> str:
        """As people read it."""
        return LABELS[self]


LABELS = {
    Standing.HEAD: "the headteacher",
    Standing.COORDINATOR: "the school's coordinator",
    Standing.AUTHOR: "an author of the self-review",
    Standing.GOVERNOR: "the SEND governor",
    Standing.ASKED: "somebody asked to review",
    Standing.REVIEWER: "a reviewer",
    Standing.LEAD: "the lead reviewer",
    Standing.CHAMPION: "the improvement champion",
    Standing.MODERATOR: "the moderator",
    Standing.OFFICE: "the programme office",
    Standing.OFFICER: "an officer named in the agreement",
    Standing.TEAM: "the inclusion team",
    Standing.SYSTEM: "the service",
}
OF_HOST = frozenset({Standing.HEAD, Standing.COORDINATOR, Standing.AUTHOR, Standing.GOVERNOR})
OF_TEAM_OF_REVIEW = frozenset({Standing.LEAD, Standing.REVIEWER})
"""Have declared no conflict."""
