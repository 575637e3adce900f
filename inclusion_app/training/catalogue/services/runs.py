"""Runs: made and edited, with their sessions."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.services.lowering import move_last_to_waiting
from inclusion_app.training.bookings.services.moving import check_attendance_is_kept, move_bookings, slots_of
from inclusion_app.training.catalogue.choices import FenceChoices, RunChoices, SessionChoices
from inclusion_app.training.catalogue.queries.runs import choices_of_run
from inclusion_app.training.catalogue.rules import first_start, last_end, run_problems
from inclusion_app.training.catalogue.rules.sessions import ends_at, starts_at
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.catalogue.services.stale import stale_run
from inclusion_app.training.models import Course, RingFence, Run, Session
from inclusion_app.training.states import CourseState, Delivery, RunState

PLAIN = (
    "delivery",
    "capacity",
    "minimum",
    "opens_at",
    "book_by",
    "cancel_by",
    "places_per_school",
    "joining_instructions",
    "access_facts",
    "released_at",
    "warn_on",
    "substitute_by",
    "joining_release_days",
)
KEEP_ALL, LAST_WAIT = "keep", "wait"
SAID_OF_SESSION = ("day", "start", "end", "venue", "postcode", "joining_link")


def create_run(actor: Acting, course_id: int, choices: RunChoices, *, now: datetime) -> Run:
    """A new run, as a draft; it may lie in the past, which is how past training is recorded.

    Raises RuleBroken with everything that is wrong at once, LookupError when there is no such course.
    """
    with transaction():
        run = drafted_run(course_to_run(course_id), choices, now=now)
        audit.record(actor, "create_run", run, detail={"course_id": course_id})
    return run


def course_to_run(course_id: int) -> Course:
    """The course, when it can have another run. Raises RuleBroken when it is archived, LookupError."""
    course = db.session.get(Course, course_id)
    if course is None:
        raise LookupError(f"There is no course {course_id}.")
    if course.state == CourseState.ARCHIVED:
        raise RuleBroken(None, "This course is archived. Publish it again before you add a run")
    return course


def drafted_run(course: Course, choices: RunChoices, *, now: datetime) -> Run:
    """A run added as a draft, which whoever calls puts on the audit trail. Raises RuleBroken with all that is wrong."""
    provider = _checked(choices, taken=0)
    run = Run(course=course, state=RunState.DRAFT, taken=0, calendar_sequence=0, created_at=now, sessions=[], fences=[])
    _write(run, choices, provider=provider, now=now)
    db.session.add(run)
    return run


def save_run(
    actor: Actor, run_id: int, choices: RunChoices, *, version: int, now: datetime, when_over: str = ""
) -> Run:
    """Change a run and its sessions. Nobody can book in between: the row is held.

    ``when_over`` says what happens to those who have a place when fewer are left than are taken: ``keep`` leaves as
    many places as are taken, ``wait`` puts the last ones at the front of the waiting list.

    Raises StaleEdit when somebody else has saved it since ``version``, RuleBroken with everything that is wrong
    (so with fewer places than are taken, and nothing said about it), LookupError. Those on the run are told of
    other dates and places.
    """
    with transaction():
        run = locked_run(run_id)
        before, slots = choices_of_run(run), slots_of(run)
        if run.version != version:
            raise stale_run(choices, before, version=run.version)
        if run.state == RunState.CANCELLED:
            raise RuleBroken(None, "This run is cancelled, so it cannot be changed")
        if when_over == KEEP_ALL:
            choices = replace(choices, capacity=max(choices.capacity, run.taken))
        over = run.taken - choices.capacity
        provider = _checked(choices, taken=0 if when_over == LAST_WAIT else run.taken)
        if when_over == LAST_WAIT and over > 0:
            move_last_to_waiting(actor, run, over, now=now)
            run = locked_run(run_id)  # as it stands after that
        check_attendance_is_kept(run, {session.id for session in choices.sessions})
        if before.sessions != choices.sessions:
            run.calendar_sequence += 1  # calendars take only a greater number for news
        _write(run, choices, provider=provider, now=now)
        changed = [name for name in vars(choices) if getattr(choices, name) != getattr(before, name)]
        audit.record(actor, "save_run", run, detail={"changed": changed})
        move_bookings(actor, run, slots, now=now)
    return run


def _checked(choices: RunChoices, *, taken: int) -> Provider:
    """The provider that was chosen, when nothing is wrong."""
    found = run_problems(choices, taken=taken)
    if choices.delivery not in list(Delivery):
        found.append(("delivery", "Choose how the run is given"))
    provider = db.session.scalars(select(Provider).where(Provider.code == choices.provider)).first()
    if provider is None:
        found.append(("provider", "Choose a provider"))
    if found or provider is None:
        raise RuleBroken.several(found)
    return provider


def _write(run: Run, choices: RunChoices, *, provider: Provider, now: datetime) -> None:
    for name in PLAIN:
        setattr(run, name, getattr(choices, name))
    run.provider, run.changed_at = provider, now
    run.starts_at, run.ends_at = first_start(choices.sessions), last_end(choices.sessions)
    run.completion_rule = choices.completion_rule or None
    _write_sessions(run, choices.sessions)
    _write_fences(run, choices.fences)


def _write_sessions(run: Run, wanted: tuple[SessionChoices, ...]) -> None:
    """A session that is moved stays the same row: attendance will point at it."""
    there = {session.id: session for session in run.sessions}
    kept: list[Session] = []
    for choice in wanted:
        session = there.pop(choice.id, None) if choice.id is not None else None
        session = session or Session()
        for name in SAID_OF_SESSION:
            setattr(session, name, getattr(choice, name))
        session.starts_at, session.ends_at = starts_at(choice), ends_at(choice)
        kept.append(session)
    run.sessions = kept


def _write_fences(run: Run, wanted: tuple[FenceChoices, ...]) -> None:
    """Kept places that are changed stay the same row: bookings point at it."""
    there = {fence.id: fence for fence in run.fences}
    kept: list[RingFence] = []
    for choice in wanted:
        fence = there.pop(choice.id, None) if choice.id is not None else None
        fence = fence or RingFence()
        fence.kind, _, fence.code = choice.whom.partition(":")
        fence.places, fence.until = choice.places, choice.until
        kept.append(fence)
    run.fences = kept
