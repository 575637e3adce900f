"""The school in the address, and whether this person may do that there."""

from flask import abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.accounts.policy import within_school
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import school_by_urn


def school_for(urn: int, action: Action) -> School:
    """The school, or the refusal that its address answers with."""
    school = school_by_urn(urn)
    if school is None:
        abort(404)
    enforce(within_school(current_actor(), action, school))
    return school
