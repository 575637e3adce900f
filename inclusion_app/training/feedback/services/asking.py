"""Asking for feedback, and reminding once."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.message_groups import MessageGroup
from inclusion_app.accounts.queries.preferences import who_wants
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import transaction
from inclusion_app.training.feedback import notices
from inclusion_app.training.feedback.queries.asking import (
    bookings_to_ask,
    requests_to_remind_of,
    runs_with_somebody_to_ask,
    times_of_runs,
    times_of_runs_near,
)
from inclusion_app.training.feedback.rules.windows import RunTimes, Window, is_reminder_due, window_of
from inclusion_app.training.models import FeedbackRequest, Run
from inclusion_app.training.states import FeedbackPoint


def ask_for_feedback(now: datetime) -> int:
    """Ask everybody whose time has come, and remind once who has not answered. Returns how many were asked.

    Somebody who wants no such messages is asked as well, without one: they can answer from their bookings.
    """
    near, asked = times_of_runs_near(now), 0
    for point in FeedbackPoint:
        is_open = [run_id for run_id, times in near.items() if window_of(point, times).is_open(now)]
        for run_id in runs_with_somebody_to_ask(point, is_open):
            asked += ask_about_run(run_id, point, now=now)
        for run_id in _runs_to_remind(point, {run_id: near[run_id] for run_id in is_open}, now=now):
            _remind(run_id, point, now=now)
    return asked


def ask_about_run(run_id: int, point: FeedbackPoint, *, now: datetime) -> int:
    """Ask everybody on one run who has not been asked at that point, if it is open. Returns how many were asked.

    Under the lock of the run, so that two workers at once ask nobody twice.
    """
    with transaction() as session:
        run, window = _held(run_id, point)
        if window is None or not window.is_open(now):
            return 0
        bookings = bookings_to_ask(point, run_id)
        if not bookings:
            return 0
        session.add_all(FeedbackRequest(booking_id=b.id, point=point, asked_at=now) for b in bookings)
        audit.record(SYSTEM, "ask_for_feedback", run, detail={"point": point.value, "people": len(bookings)})
        wants = who_wants(MessageGroup.FEEDBACK, {b.person_id for b in bookings if b.person_id is not None})
        notices.ask([b for b in bookings if b.person_id in wants], point, closes_at=window.closes_at, now=now)
        return len(bookings)


def _runs_to_remind(point: FeedbackPoint, near: dict[int, RunTimes], *, now: datetime) -> list[int]:
    due = _due(point, {run_id: window_of(point, times) for run_id, times in near.items()}, now=now)
    return sorted({request.booking.run_id for request in due})


def _remind(run_id: int, point: FeedbackPoint, *, now: datetime) -> None:
    with transaction():
        run, window = _held(run_id, point)
        due = _due(point, {run_id: window} if window else {}, now=now)
        if window is None or not due:
            return
        for request in due:
            request.reminded_at = now
        audit.record(SYSTEM, "remind_of_feedback", run, detail={"point": point.value, "people": len(due)})
        notices.remind([request.booking for request in due], point, closes_at=window.closes_at, now=now)


def _due(point: FeedbackPoint, windows: dict[int, Window], *, now: datetime) -> list[FeedbackRequest]:
    requests = [
        request
        for request in requests_to_remind_of(point, windows)
        if is_reminder_due(point, windows[request.booking.run_id], asked_at=request.asked_at, now=now)
    ]
    wants = who_wants(MessageGroup.FEEDBACK, {r.booking.person_id for r in requests if r.booking.person_id is not None})
    return [request for request in requests if request.booking.person_id in wants]


def _held(run_id: int, point: FeedbackPoint) -> tuple[Run, Window | None]:
    """The run, held until the commit, and the window as it is now; none when the run has been cancelled."""
    with transaction() as session:
        run = session.scalars(
            select(Run).where(Run.id == run_id).with_for_update().execution_options(populate_existing=True)
        ).one()
        times = times_of_runs(Run.id == run_id).get(run_id)
    return run, window_of(point, times) if times else None
