"""What a head does with an invitation."""

from inclusion_app.reviews.cycles.enrolment.services.answering import decline_invitation, defer_invitation
from inclusion_app.reviews.cycles.enrolment.services.enrolling import change_contacts, enrol_school
from inclusion_app.reviews.cycles.enrolment.services.withdrawing import withdraw_school

__all__ = ["change_contacts", "decline_invitation", "defer_invitation", "enrol_school", "withdraw_school"]
