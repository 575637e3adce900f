"""Which role may do what. An auditor can read this page on its own.

A school role's actions hold at that school, a provider role's at that provider, a team role's everywhere.
"""

from inclusion_app.access.actions import Action
from inclusion_app.access.roles import Role

EVERYBODY = frozenset({Action.USE_ACCOUNT, Action.VIEW_OWN_BOOKINGS})

_TEAM_VIEWER = frozenset({Action.VIEW_SCHOOLS, Action.VIEW_CATALOGUE_ADMIN, Action.VIEW_SCHOOL_BOOKINGS})
_TEAM_ADVISER = _TEAM_VIEWER | {Action.EDIT_CATALOGUE, Action.CANCEL_ANY_BOOKING, Action.VIEW_PEOPLE}
_BOOKS_FOR_SCHOOL = frozenset({Action.VIEW_SCHOOL_BOOKINGS, Action.BOOK_TRAINING, Action.MANAGE_STAFF_LIST})

GRANTS: dict[Role, frozenset[Action]] = {
    Role.HEADTEACHER: _BOOKS_FOR_SCHOOL | {Action.MANAGE_SCHOOL_ACCOUNTS},
    Role.SENCO: _BOOKS_FOR_SCHOOL,
    Role.BOOKER: _BOOKS_FOR_SCHOOL,
    Role.GOVERNOR: frozenset(),
    Role.STAFF: frozenset(),
    Role.REVIEWER: frozenset(),
    Role.PROVIDER_MEMBER: frozenset({Action.VIEW_PROVIDER_RUNS}),
    Role.TEAM_VIEWER: _TEAM_VIEWER,
    Role.TEAM_ADVISER: _TEAM_ADVISER,
    Role.TEAM_MANAGER: _TEAM_ADVISER | {Action.MANAGE_PEOPLE, Action.VIEW_AUDIT, Action.VIEW_OUTBOX},
}
