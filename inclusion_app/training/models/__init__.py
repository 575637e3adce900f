"""The tables of training."""

from inclusion_app.training.models.baskets import Basket, BasketLine
from inclusion_app.training.models.bookings import Booking, BookingChange, BookingNeed, OutcomeOfRun
from inclusion_app.training.models.courses import Course, CourseConcept, CourseOutcome, CoursePrerequisite
from inclusion_app.training.models.runs import Run, Session

__all__ = [
    "Basket",
    "BasketLine",
    "Booking",
    "BookingChange",
    "BookingNeed",
    "Course",
    "CourseConcept",
    "CourseOutcome",
    "CoursePrerequisite",
    "OutcomeOfRun",
    "Run",
    "Session",
]
