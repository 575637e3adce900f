"""Reminding of what is due: by the service as days go by, then the office, then it stops; and by hand."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.outbox import DigestNote, post_digest_notes
from inclusion_app.reviews.cycles.chasing.notices import tell_of_what_is_owed
from inclusion_app.reviews.cycles.chasing.queries import (
    UNDER_WAY,
    WHOLE,
    Chased,
    Owing,
    chased,
    reminders_of,
    running_reviews,
)
from inclusion_app.reviews.cycles.chasing.rules import MOST_REMINDERS, step_due
from inclusion_app.reviews.cycles.rounds.queries import office_people
from inclusion_app.reviews.models import Review, ReviewReminder
from inclusion_app.reviews.states import ReminderStep
from inclusion_app.schools.queries import school_calendar
from inclusion_app.schools.rules.calendar import WorkingCalendar

MOST_AT_ONCE = 100
NOBODY_LEFT = "Nobody was reminded: each of them was reminded of this today, or five times in all, or owes nothing."


def chase(now: datetime) -> int:
    """Note every reminder that is due today in the daily digest of whoever owes it; returns how many.

    Only on working days in term. Any number of times and processes: a row of the day keeps anybody from being told
    twice. The last step goes to the office, and says that reminders stop.
    """
    today, calendar = london(now).date(), school_calendar()
    if not calendar.is_working_day(today):
        return 0
    with transaction():
        # the rows of the reviews, so that two processes do not both find the same thing undone
        reviews = running_reviews()
        db.session.execute(select(Review.id).where(Review.id.in_([r.id for r in reviews])).with_for_update())
        known, office = reminders_of([review.id for review in reviews]), office_people()
        posted = 0
        for found in chased(reviews, today=today):
            rows = list(_due(found, known[found.review.id], office, today=today, calendar=calendar))
            _post(found, rows, now=now)
            posted += len(rows)
    return posted


def _due(
    found: Chased,
    known: Sequence[ReviewReminder],
    office: Sequence[Person],
    *,
    today: date,
    calendar: WorkingCalendar,
) -> Iterator[tuple[Person, ReminderStep]]:
    if found.due is None or found.due.due_on is None:
        return
    mine = [row for row in known if (row.stage, row.due_on) == (found.due.stage, found.due.due_on)]
    taken = {(ReminderStep(row.step), row.sent_on) for row in mine}
    step = step_due(found.due.due_on, today, calendar, taken=taken)
    if step is None:
        return
    people = office if step == ReminderStep.OFFICE or not found.owing else [one.person for one in found.owing]
    for person in people:
        if step == ReminderStep.OFFICE or may_remind(known, person.id, found.due.stage, today=today):
            yield person, step


def may_remind(known: Sequence[ReviewReminder], person_id: int, stage: str, *, today: date) -> bool:
    """Not reminded of this stage today, and fewer than five times in all."""
    theirs = [row for row in known if (row.person_id, row.stage) == (person_id, stage)]
    return len(theirs) < MOST_REMINDERS and all(row.sent_on != today for row in theirs)


def _post(found: Chased, rows: Sequence[tuple[Person, ReminderStep]], *, now: datetime) -> None:
    if found.due is None or not rows:
        return
    due, today = found.due, london(now).date()
    db.session.add_all(_row(found, person, step, now=now) for person, step in rows)
    notes = [
        DigestNote(
            key=f"review:{found.review.id}:{due.stage}:{due.due_on}:{step}:{person.id}:{today}",
            person_id=person.id,
            school_id=found.review.school_id,
            text=_sentence(found, step),
            link=_link(found, step),
        )
        for person, step in rows
    ]
    post_digest_notes(notes)


def _sentence(found: Chased, step: ReminderStep) -> str:
    assert found.due is not None and found.due.due_on is not None  # noqa: S101, PT018  # nothing else is chased
    when = short_day(found.due.due_on)
    if step == ReminderStep.OFFICE:
        return f"Late: {found.due.stage.label} was due on {when}. Reminders of it have stopped; it is with you now."
    if step in {ReminderStep.AFTER_1, ReminderStep.AFTER_5}:
        return f"Late since {when}: please {found.what}."
    return f"Due by {when}: please {found.what}."


def _link(found: Chased, step: ReminderStep) -> str:
    return f"/team/cycles/{found.review.cycle_id}/board" if step == ReminderStep.OFFICE else "/reviews"


def _row(found: Chased, person: Person, step: ReminderStep, *, now: datetime) -> ReviewReminder:
    assert found.due is not None  # noqa: S101  # nothing else is chased
    return ReviewReminder(
        review_id=found.review.id,
        stage=found.due.stage,
        person_id=person.id,
        step=step,
        due_on=found.due.due_on,
        sent_on=london(now).date(),
        sent_at=now,
    )


def remind_now(actor: Actor, cycle_id: int, review_ids: Sequence[int], *, now: datetime) -> int:
    """Write to whoever owes the next stage of these reviews, one mail to each person; returns how many people.

    At most one reminder a day for person, review and stage, and five in all. Raises RuleBroken when nobody is chosen,
    when nobody is left to remind, and for more than a hundred at once.
    """
    if not review_ids:
        raise RuleBroken("reviews", "Choose at least one school")
    if len(review_ids) > MOST_AT_ONCE:
        raise RuleBroken("reviews", f"Choose {MOST_AT_ONCE} schools or fewer at a time")
    today = london(now).date()
    with transaction() as session:
        query = select(Review).where(Review.id.in_(review_ids), Review.cycle_id == cycle_id).options(*WHOLE)
        reviews = session.scalars(query.order_by(Review.id).with_for_update(of=Review)).all()
        known = reminders_of([review.id for review in reviews])
        rows: list[tuple[Chased, Owing]] = [
            (found, owing)
            for found in chased([r for r in reviews if r.cycle.state in UNDER_WAY], today=today)
            if found.due
            for owing in found.owing
            if may_remind(known[found.review.id], owing.person.id, found.due.stage, today=today)
        ]
        if not rows:
            raise RuleBroken("reviews", NOBODY_LEFT)
        detail = {"reviews": sorted({found.review.id for found, _ in rows}), "reminders": len(rows)}
        event = audit.record(actor, "remind_now", ("review_cycle", cycle_id), detail=detail)
        for found, owing in rows:
            row = _row(found, owing.person, ReminderStep.BY_HAND, now=now)
            row.sent_by_id = actor.person_id
            session.add(row)
        session.flush()
        return tell_of_what_is_owed(actor, rows, act=event.id)
