"""Somebody new who is named for a review: put on the school's list, with the role it needs, and invited to sign in."""

from datetime import datetime

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.accounts.services.memberships import give_role
from inclusion_app.accounts.services.people import invite_person
from inclusion_app.accounts.services.staff import put_on_staff_list
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import transaction


def name_newcomer(actor: Actor, school_id: int, entry: StaffEntry, *, part: str, now: datetime) -> int:
    """The id of the person, found by e-mail address or made. ``part`` is ``coordinator`` or ``governor``.

    Raises RuleBroken beside the part's e-mail field when the address is known under another name.
    """
    today = london(now).date()
    with transaction():
        [person] = put_on_staff_list(actor, school_id, [entry], today=today, field=f"{part}_email")
        if part == "governor":
            give_role(actor, person.id, Role.GOVERNOR, school_id=school_id, since=today)
        if person.password_hash is None and person.deactivated_at is None:
            invite_person(actor, person.id, now=now)
    return person.id
