"""What other rooms have to show of a school, for the school's own page, which stands below them."""

from urllib.parse import urlencode

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.schools.models import School


def links_of_school(actor: Actor, school: School) -> list[tuple[str, str]]:
    """Where this person can go from a school's page: text and address."""
    return [*_of_its_own_work(actor, school), *_of_support_and_people(actor, school)]


def _of_its_own_work(actor: Actor, school: School) -> list[tuple[str, str]]:
    found = []
    if actor.can(Action.VIEW_SCHOOL_RESULTS, school_id=school.id):
        found.append(("Results on one page", f"/schools/{school.urn}/results"))
    if actor.can(Action.VIEW_SCHOOL_BOOKINGS, school_id=school.id):
        found.append(("Training bookings", f"/schools/{school.urn}/bookings"))
        found.append(("Training in your own calendar", f"/schools/{school.urn}/calendar"))
    if actor.can(Action.DECIDE_REQUESTS, school_id=school.id):
        found.append(("Requests for a place", f"/schools/{school.urn}/requests"))
    if actor.can(Action.VIEW_SCHOOL_RECORD, school_id=school.id):
        found.append(("Staff training: who holds what", f"/schools/{school.urn}/training-record"))
    if actor.can(Action.VIEW_SCHOOL_REVIEW, school_id=school.id) or actor.can(Action.VIEW_REVIEWS):
        found.append(("Peer reviews", f"/schools/{school.urn}/reviews"))
    return found


def _of_support_and_people(actor: Actor, school: School) -> list[tuple[str, str]]:
    found = []
    if school.id in actor.schools_with(Action.LEAD_SCHOOL_REVIEW):
        found.append(("Actions of improvement plans", f"/schools/{school.urn}/actions"))
    if school.id in actor.schools_with(Action.ASK_FOR_SUPPORT):
        found.append(("Support: shortlist", f"/schools/{school.urn}/shortlist"))
        found.append(("Support: enquiries", f"/schools/{school.urn}/enquiries"))
    if actor.can(Action.VIEW_PEOPLE):
        found.append(("People with a role here", f"/team/people?{urlencode({'words': school.name})}"))
    return found
