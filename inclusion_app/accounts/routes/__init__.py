"""The pages of accounts."""

from inclusion_app.accounts.routes.account import account
from inclusion_app.accounts.routes.audit_trail import audit_trail
from inclusion_app.accounts.routes.choice_links import choice_links
from inclusion_app.accounts.routes.links import invitations, passwords
from inclusion_app.accounts.routes.people import people
from inclusion_app.accounts.routes.preferences import preferences
from inclusion_app.accounts.routes.school_people import school_people
from inclusion_app.accounts.routes.sign_in import sign_in

BLUEPRINTS = (
    sign_in,
    passwords,
    invitations,
    account,
    preferences,
    choice_links,
    school_people,
    people,
    audit_trail,
)

__all__ = ["BLUEPRINTS"]
