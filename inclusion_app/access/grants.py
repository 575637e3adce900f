"""Which role may do what. An auditor can read this page on its own.

A school role's actions hold at that school, a provider role's at that provider, a team role's everywhere; a
facilitator's on those runs of the provider alone on which the person is named.
"""

from inclusion_app.access.actions import Action
from inclusion_app.access.roles import Role

EVERYBODY = frozenset(
    {
        Action.USE_ACCOUNT,
        Action.VIEW_OWN_BOOKINGS,
        Action.ASK_FOR_PLACE,
        Action.KEEP_OWN_RECORD,
        Action.KEEP_OWN_ACTIONS,
    }
)

_TEAM_VIEWER = frozenset(
    {
        Action.VIEW_SCHOOLS,
        Action.VIEW_CATALOGUE_ADMIN,
        Action.VIEW_SCHOOL_BOOKINGS,
        Action.VIEW_SCHOOL_RECORD,
        Action.VIEW_CHARGES,
        Action.VIEW_FEEDBACK,
        Action.VIEW_REVIEWS,
        Action.VIEW_OFFERS,
        Action.VIEW_SCHOOL_RESULTS,
        Action.VIEW_RESULTS,
    }
)
_TEAM_ADVISER = _TEAM_VIEWER | {
    Action.EDIT_CATALOGUE,
    Action.CANCEL_ANY_BOOKING,
    Action.DECIDE_APPLICATIONS,
    Action.KEEP_REGISTER,
    Action.WRITE_TO_ATTENDEES,
    Action.KEEP_MATERIALS,
    Action.NAME_FACILITATORS,
    Action.VIEW_PEOPLE,
    Action.RUN_REVIEWS,
    Action.EDIT_OFFERS,
    Action.IMPORT_OFFERS,
    Action.CHASE_SCHOOLS,
}
_GIVES_RUNS = frozenset(
    {
        Action.VIEW_PROVIDER_RUNS,
        Action.KEEP_REGISTER,
        Action.WRITE_TO_ATTENDEES,
        Action.KEEP_MATERIALS,
        Action.VIEW_FEEDBACK,
    }
)
_BOOKS_FOR_SCHOOL = frozenset(
    {
        Action.VIEW_SCHOOL_BOOKINGS,
        Action.BOOK_TRAINING,
        Action.MANAGE_STAFF_LIST,
        Action.VIEW_SCHOOL_RECORD,
        Action.ASK_FOR_SUPPORT,
    }
)

GRANTS: dict[Role, frozenset[Action]] = {
    Role.HEADTEACHER: _BOOKS_FOR_SCHOOL
    | {
        Action.DECIDE_REQUESTS,
        Action.MANAGE_SCHOOL_ACCOUNTS,
        Action.VIEW_SCHOOL_REVIEW,
        Action.LEAD_SCHOOL_REVIEW,
        Action.VIEW_SCHOOL_RESULTS,
    },
    Role.SENCO: _BOOKS_FOR_SCHOOL | {Action.VIEW_SCHOOL_REVIEW},
    Role.BOOKER: _BOOKS_FOR_SCHOOL | {Action.DECIDE_REQUESTS},
    Role.GOVERNOR: frozenset({Action.VIEW_SCHOOL_REVIEW}),
    Role.STAFF: frozenset({Action.VIEW_SCHOOL_REVIEW}),
    Role.REVIEWER: frozenset({Action.REVIEW_SCHOOLS}),
    Role.PROVIDER_MEMBER: _GIVES_RUNS | {Action.NAME_FACILITATORS, Action.KEEP_OWN_OFFERS, Action.ANSWER_SCHOOLS},
    Role.FACILITATOR: _GIVES_RUNS,
    Role.TEAM_VIEWER: _TEAM_VIEWER,
    Role.TEAM_ADVISER: _TEAM_ADVISER,
    Role.TEAM_MANAGER: _TEAM_ADVISER
    | {
        Action.WAIVE_CHARGES,
        Action.CHANGE_LOCKED_REGISTER,
        Action.REVOKE_CERTIFICATES,
        Action.IMPORT_ATTENDANCE,
        Action.PUBLISH_FRAMEWORK,
        Action.PUBLISH_IMPORTED,
        Action.IMPORT_SEND,
        Action.MANAGE_API_CLIENTS,
        Action.RETRY_MESSAGES,
        Action.MANAGE_PEOPLE,
        Action.VIEW_AUDIT,
        Action.VIEW_OUTBOX,
    },
}
