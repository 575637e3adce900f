"""The roles a person can hold, and what each is held at."""

from enum import StrEnum


class Role(StrEnum):
    """A role as service.md names it. One person may hold several."""

    HEADTEACHER = "headteacher"
    SENCO = "senco"
    BOOKER = "booker"
    GOVERNOR = "governor"
    STAFF = "staff"
    REVIEWER = "reviewer"
    PROVIDER_MEMBER = "provider-member"
    FACILITATOR = "facilitator"
    TEAM_VIEWER = "team-viewer"
    TEAM_ADVISER = "team-adviser"
    TEAM_MANAGER = "team-manager"

    @property
    def label(self) -> str:
        """As people read it."""
        return LABELS[self]


SCHOOL_ROLES = frozenset({Role.HEADTEACHER, Role.SENCO, Role.BOOKER, Role.GOVERNOR, Role.STAFF})
PROVIDER_ROLES = frozenset({Role.PROVIDER_MEMBER, Role.FACILITATOR})
WHERE_NAMED = frozenset({Role.FACILITATOR})
"""Held at a provider, and good for those of its runs alone on which the person is named."""
TEAM_ROLES = frozenset({Role.TEAM_VIEWER, Role.TEAM_ADVISER, Role.TEAM_MANAGER})

LABELS = {
    Role.HEADTEACHER: "Headteacher",
    Role.SENCO: "SENCO",
    Role.BOOKER: "Booker (school office)",
    Role.GOVERNOR: "Governor",
    Role.STAFF: "Member of staff",
    Role.REVIEWER: "Peer reviewer",
    Role.PROVIDER_MEMBER: "Provider",
    Role.FACILITATOR: "Facilitator",
    Role.TEAM_VIEWER: "Inclusion team: viewer",
    Role.TEAM_ADVISER: "Inclusion team: adviser",
    Role.TEAM_MANAGER: "Inclusion team: manager",
}
