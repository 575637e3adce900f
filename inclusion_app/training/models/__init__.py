"""The tables of training."""

from inclusion_app.training.models.baskets import Basket, BasketLine
from inclusion_app.training.models.bookings import (
    Booking,
    BookingChange,
    BookingNeed,
    BookingParticipant,
    OutcomeOfRun,
)
from inclusion_app.training.models.certificates import Certificate, LearningAddition
from inclusion_app.training.models.charges import ChargeRecord
from inclusion_app.training.models.courses import Course, CourseConcept, CourseOutcome, CoursePrerequisite
from inclusion_app.training.models.facilitators import RunFacilitator
from inclusion_app.training.models.feedback import FeedbackAnswer, FeedbackConfidence, FeedbackRequest
from inclusion_app.training.models.feeds import CalendarFeed
from inclusion_app.training.models.materials import MaterialContent, RunMailing, RunMaterial
from inclusion_app.training.models.past import AttendanceImport
from inclusion_app.training.models.registers import Attendance
from inclusion_app.training.models.requests import BookingLink, BookingRequest, CourseInterest
from inclusion_app.training.models.runs import RingFence, Run, Session
from inclusion_app.training.models.waiting import WaitingSkip

__all__ = [
    "Attendance",
    "AttendanceImport",
    "Basket",
    "BasketLine",
    "Booking",
    "BookingChange",
    "BookingLink",
    "BookingNeed",
    "BookingParticipant",
    "BookingRequest",
    "CalendarFeed",
    "Certificate",
    "ChargeRecord",
    "Course",
    "CourseConcept",
    "CourseInterest",
    "CourseOutcome",
    "CoursePrerequisite",
    "FeedbackAnswer",
    "FeedbackConfidence",
    "FeedbackRequest",
    "LearningAddition",
    "MaterialContent",
    "OutcomeOfRun",
    "RingFence",
    "Run",
    "RunFacilitator",
    "RunMailing",
    "RunMaterial",
    "Session",
    "WaitingSkip",
]
