"""The school, the offer and the enquiry in the address, and whether this person may do that there."""

from flask import abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.directory.asking.models import Enquiry
from inclusion_app.directory.asking.policy import may_answer, may_ask
from inclusion_app.directory.asking.queries.enquiries import enquiry_by_id
from inclusion_app.directory.models import Offer
from inclusion_app.directory.policy import may_see_offer
from inclusion_app.directory.queries.offers import offer_by_id
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import school_by_urn


def school_for(urn: int) -> School:
    """The school, for those who ask for support on its behalf."""
    school = school_by_urn(urn)
    if school is None:
        abort(404)
    enforce(may_ask(current_actor(), school))
    return school


def public_offer_for(offer_id: int) -> Offer:
    """An offer that the person may see in the directory."""
    offer = offer_by_id(offer_id)
    if offer is None:
        abort(404)
    enforce(may_see_offer(current_actor(), offer))
    return offer


def known_offer_for(offer_id: int) -> Offer:
    """An offer that has once been published: what a school has of it stays, whatever becomes of the offer."""
    offer = offer_by_id(offer_id)
    if offer is None or offer.published_version_id is None:
        abort(404)
    return offer


def enquiry_of_school(urn: int, enquiry_id: int) -> Enquiry:
    """One of the school's own enquiries."""
    school = school_for(urn)
    enquiry = enquiry_by_id(enquiry_id)
    if enquiry is None or enquiry.school_id != school.id:
        abort(404)
    return enquiry


def enquiry_for_provider(enquiry_id: int) -> Enquiry:
    """An enquiry about one of the own offers."""
    enquiry = enquiry_by_id(enquiry_id)
    if enquiry is None:
        abort(404)
    enforce(may_answer(current_actor(), enquiry.offer))
    return enquiry


def own_providers() -> frozenset[int]:
    """The providers for which the person answers."""
    return current_actor().providers_with(Action.ANSWER_SCHOOLS)
