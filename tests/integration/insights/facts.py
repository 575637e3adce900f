"""One small county in which something of every kind has happened."""

from datetime import date, timedelta

from inclusion_app.access.actor import SYSTEM
from inclusion_app.directory.asking.states import EnquiryState
from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.improvement.models import ActionBooking, ActionCourse
from inclusion_app.reviews.models import Review, ReviewChange, StageDeadline
from inclusion_app.reviews.states import FormKind, ReviewState
from inclusion_app.schools.models import BankHoliday, School
from inclusion_app.schools.rules.calendar import SATURDAY
from inclusion_app.training.models import (
    Attendance,
    Booking,
    FeedbackAnswer,
    FeedbackConfidence,
    OutcomeOfRun,
    Run,
)
from inclusion_app.training.states import FeedbackPoint, Mark, RunOutcome
from tests.factories.asking import EnquiryFactory, OfferUseFactory, ShortlistEntryFactory
from tests.factories.bookings import BookingFactory
from tests.factories.directory import OfferFactory
from tests.factories.improvement import planned_review
from tests.factories.reviews import assigned, form_of
from tests.factories.schools import SchoolFactory, SchoolLinkFactory, TermFactory
from tests.factories.training import RunFactory
from tests.factories.vocabulary import ConceptFactory


def everything_has_happened() -> None:
    """Training that was attended and missed, a review with its plan, and support that was asked for and used."""
    today = clock.today()
    for number, days in enumerate((400, 200, 20)):
        lasts = 80 if days == 20 else 15
        TermFactory(number=number + 1, starts=today - timedelta(days=days), ends=today + timedelta(days=lasts - days))
    before, school = SchoolFactory(), SchoolFactory()
    SchoolLinkFactory(urn=before.urn, link_urn=school.urn)
    ConceptFactory(scheme="strand", code="another")
    booking = _trained(before, school)
    _reviewed(school, booking)
    _supported(school)


def next_weekday(day: date) -> date:
    """The next day after this that is none of a weekend."""
    days = (day + timedelta(days=number) for number in range(1, 4))
    return next(one for one in days if one.weekday() < SATURDAY)


def _trained(before: School, school: School) -> Booking:
    run = RunFactory(day=clock.today() - timedelta(days=5))
    came, did_not = BookingFactory(run=run, school=school), BookingFactory(run=run, school=before)
    session_id = db.session.execute(db.text("SELECT id FROM session")).scalar_one()
    with transaction() as session:
        now, today = clock.now(), clock.today()
        session.get_one(Run, run.id).register_closed_at = now
        for booking, mark, outcome in (
            (came, Mark.PRESENT, RunOutcome.COMPLETED),
            (did_not, Mark.ABSENT, RunOutcome.NOT),
        ):
            session.add(Attendance(session_id=session_id, booking_id=booking.id, mark=mark, marked_at=now, told_at=now))
            session.add(OutcomeOfRun(booking_id=booking.id, outcome=outcome, decided_on=today))
        outcome_id = session.execute(db.text("SELECT id FROM course_outcome")).scalar_one()
        for point, value in ((FeedbackPoint.BEFORE, 2), (FeedbackPoint.AFTER, 4)):
            answer = FeedbackAnswer(booking_id=came.id, point=point, answered_at=now)
            answer.confidences = [FeedbackConfidence(outcome_id=outcome_id, value=value)]
            session.add(answer)
    return came


def _reviewed(school: School, booking: Booking) -> None:
    review = planned_review(ReviewState.PLAN_AGREED, school=school)
    reviewer = assigned(review)
    form = form_of(review, FormKind.REVIEW, author=reviewer)
    named = db.session.get_one(Run, booking.run_id).course_id
    with transaction() as session:
        now = clock.now()
        form.submitted_at, form.snapshot = now, {}
        event = audit.record(SYSTEM, "move_review", review)
        row = session.get_one(Review, review.id)
        for before, after in (("points-answered", "final"), ("final", "plan-agreed")):
            session.add(
                ReviewChange(review_id=row.id, audit_id=event.id, act="move", before=before, after=after, at=now)
            )
        session.add(StageDeadline(review_id=row.id, stage="closed", due_on=clock.today(), reason="", set_at=now))
        session.add(BankHoliday(day=next_weekday(clock.today()), name="A day off"))
        first, second = session.scalars(db.text("SELECT id FROM plan_action ORDER BY id")).all()
        session.execute(
            db.text("UPDATE plan_action SET due_on = :day, progress = 'part' WHERE id = :id"),
            {"day": clock.today() - timedelta(days=1), "id": first},
        )
        session.add(ActionCourse(action_id=first, course_id=named))
        session.add(ActionBooking(action_id=second, booking_id=booking.id, linked_at=now))


def _supported(school: School) -> None:
    offer = OfferFactory()
    ShortlistEntryFactory(school_id=school.id, offer_id=offer.id)
    EnquiryFactory(school_id=school.id, offer_id=offer.id, state=EnquiryState.ACCEPTED, accepted_at=clock.now())
    OfferUseFactory(school_id=school.id, offer_id=offer.id)
