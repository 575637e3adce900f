"""Who a mail would reach, and what has been sent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, case, cast, exists, func, literal, or_, select, union_all

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import MessageState, OutboxMessage
from inclusion_app.training.mailings.rules import Audience
from inclusion_app.training.models import Attendance, Booking, BookingParticipant, RunMailing
from inclusion_app.training.states import BookingState, Mark

WAS_THERE = (Mark.PRESENT, Mark.PART)


@dataclass(frozen=True)
class Sent:
    """One mail, who wrote it, and what became of its messages."""

    mailing: RunMailing
    sender: str | None
    delivered: int
    failed: int

    @property
    def on_their_way(self) -> int:
        """Neither delivered nor given up."""
        return max(0, self.mailing.recipients - self.delivered - self.failed)


def people_to_write_to(run_id: int, audience: Audience) -> Sequence[Person]:
    """Everybody the mail goes to, each once; also those who come on a place of their school."""
    return db.session.scalars(_people(run_id, audience).order_by(Person.name, Person.id)).all()


def numbers_to_write_to(run_id: int) -> dict[Audience, int]:
    """How many people each choice would reach; one statement."""
    each = (
        select(literal(audience.value), func.count()).select_from(_people(run_id, audience).subquery())
        for audience in Audience
    )
    return {Audience(audience): number for audience, number in db.session.execute(union_all(*each))}


def mailings_of_run(run_id: int) -> list[Sent]:
    """What has been sent, the latest first, with what became of it; one statement."""
    key = literal("mailing:") + cast(RunMailing.id, String) + literal(":%")
    delivered = func.count(case((OutboxMessage.state == MessageState.SENT, 1)))
    failed = func.count(case((OutboxMessage.state == MessageState.DEAD, 1)))
    rows = db.session.execute(
        select(RunMailing, Person.name, delivered, failed)
        .outerjoin(Person, Person.id == RunMailing.sender_id)
        .outerjoin(OutboxMessage, (OutboxMessage.kind == "run_mailing") & OutboxMessage.key.like(key))
        .where(RunMailing.run_id == run_id)
        .group_by(RunMailing.id, Person.name)
        .order_by(RunMailing.sent_at.desc(), RunMailing.id.desc())
    )
    return [Sent(*row) for row in rows]


def number_sent_since(run_id: int, since: datetime) -> int:
    """How many mails have gone out to people on the run."""
    query = select(func.count()).where(RunMailing.run_id == run_id, RunMailing.sent_at >= since)
    return db.session.scalar(query) or 0


def _people(run_id: int, audience: Audience) -> Select[Person]:
    wanted = (Booking.run_id == run_id) & _is_of(audience)
    booked = select(Booking.person_id).where(wanted)
    comes = (
        select(BookingParticipant.person_id).join(Booking, Booking.id == BookingParticipant.booking_id).where(wanted)
    )
    is_of_them = or_(Person.id.in_(booked), Person.id.in_(comes))
    return select(Person).where(is_of_them, Person.deactivated_at.is_(None))


def _is_of(audience: Audience) -> ColumnElement[bool]:
    marked = exists().where(Attendance.booking_id == Booking.id)
    was_there = exists().where(Attendance.booking_id == Booking.id, Attendance.mark.in_(WAS_THERE))
    has_place = Booking.state == BookingState.CONFIRMED
    match audience:
        case Audience.CONFIRMED:
            return has_place
        case Audience.WAITING:
            return Booking.state.in_([BookingState.WAITING, BookingState.OFFERED])
        case Audience.ATTENDED:
            return has_place & was_there
        case Audience.ABSENT:
            return has_place & marked & ~was_there
