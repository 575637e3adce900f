"""A basket with everything the rules need to know, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.rules import (
    PersonFacts,
    RunFacts,
    clash_text,
    line_problem,
    line_warnings,
    overlaps,
    quota_problem,
    run_problem,
)
from inclusion_app.training.models import (
    Basket,
    BasketLine,
    Booking,
    Course,
    CourseConcept,
    CoursePrerequisite,
    OutcomeOfRun,
    Run,
    Session,
)
from inclusion_app.training.states import ACTIVE, TAKES_A_PLACE, BookingState, RunOutcome
from inclusion_app.vocabulary.models import Concept


@dataclass
class LineView:
    """One line, with what refuses it and what warns."""

    line: BasketLine
    problem: str | None
    warnings: list[str]


@dataclass
class RunView:
    """The lines of one run, with what refuses them all."""

    run: Run
    facts: RunFacts
    lines: list[LineView]
    sessions: Sequence[Session]
    problem: str | None

    @property
    def line_ids(self) -> list[int]:
        """The lines, those put in first at the front."""
        return [view.line.id for view in self.lines]


@dataclass
class BasketView:
    """What a school is about to book."""

    basket: Basket | None
    runs: list[RunView] = field(default_factory=list)

    @property
    def size(self) -> int:
        """How many lines there are."""
        return sum(len(view.lines) for view in self.runs)


@dataclass
class _Known:
    """What was read about the runs and people of a basket."""

    sessions: dict[int, list[Session]]
    active: dict[int, list[tuple[int | None, int, BookingState]]]
    requires: dict[int, list[tuple[int, str]]]
    holds: dict[int, set[int]]
    audiences: dict[int, set[str]]
    roles: dict[int, set[Role]]
    elsewhere: dict[int, list[tuple[int, datetime, datetime, str]]]


def open_basket(owner_id: int, school_id: int) -> Basket | None:
    """The person's open basket for the school, with its lines and their people; the lines in order."""
    return (
        db.session.scalars(
            select(Basket)
            .outerjoin(Basket.lines)
            .outerjoin(BasketLine.person)
            .where(Basket.owner_id == owner_id, Basket.school_id == school_id, Basket.confirmed_at.is_(None))
            .options(contains_eager(Basket.lines).contains_eager(BasketLine.person))
            .order_by(BasketLine.id)
            .execution_options(populate_existing=True)
        )
        .unique()
        .first()
    )


def basket_view(owner_id: int, school_id: int, *, now: datetime, today: date, lock: str = "") -> BasketView:
    """The basket with problems and warnings; with ``lock="runs"`` the runs stay held until the transaction ends."""
    basket = open_basket(owner_id, school_id)
    if basket is None or not basket.lines:
        return BasketView(basket)
    run_ids = {line.run_id for line in basket.lines}
    runs = _runs(run_ids, lock)
    known = _known(runs, {line.person_id for line in basket.lines}, school_id, today=today)
    views = [_run_view(run, basket, known, school_id, now=now) for run in runs]
    return BasketView(basket, sorted(views, key=lambda view: (view.run.starts_at, view.run.id)))


def _runs(run_ids: Collection[int], lock: str) -> list[Run]:
    query = (
        select(Run)
        .where(Run.id.in_(run_ids))
        .options(joinedload(Run.course, innerjoin=True), joinedload(Run.provider, innerjoin=True))
        .order_by(Run.id)  # everybody locks in the same order, so that nobody waits in a circle
        .execution_options(populate_existing=True)
    )
    return list(db.session.scalars(query.with_for_update(of=Run) if lock else query))


def _known(runs: Sequence[Run], people: Collection[int], school_id: int, *, today: date) -> _Known:
    run_ids, course_ids = [run.id for run in runs], {run.course_id for run in runs}
    sessions = defaultdict(list)
    for session in db.session.scalars(
        select(Session).where(Session.run_id.in_(run_ids)).order_by(Session.starts_at, Session.id)
    ):
        sessions[session.run_id].append(session)
    active = defaultdict(list)
    for run_id, person_id, at_school, state in db.session.execute(
        select(Booking.run_id, Booking.person_id, Booking.school_id, Booking.state).where(
            Booking.run_id.in_(run_ids), Booking.state.in_(ACTIVE)
        )
    ):
        active[run_id].append((person_id, at_school, BookingState(state)))
    requires, holds = _prerequisites(course_ids, people, today=today)
    return _Known(
        sessions=sessions,
        active=active,
        requires=requires,
        holds=holds,
        audiences=_audiences(course_ids),
        roles=_roles(people, school_id, today=today),
        elsewhere=_elsewhere(people, sessions),
    )


def _prerequisites(
    course_ids: Collection[int], people: Collection[int], *, today: date
) -> tuple[dict[int, list[tuple[int, str]]], dict[int, set[int]]]:
    """What each course requires, and which of the courses required each person holds; one statement."""
    done = (
        select(Run.course_id, Booking.person_id)
        .join(Booking, Booking.run_id == Run.id)
        .join(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(
            Booking.person_id.in_(people),
            OutcomeOfRun.outcome == RunOutcome.COMPLETED,
            or_(OutcomeOfRun.valid_until.is_(None), OutcomeOfRun.valid_until >= today),
        )
        .subquery()
    )
    rows = db.session.execute(
        select(CoursePrerequisite.course_id, CoursePrerequisite.required_id, Course.title, done.c.person_id)
        .join(Course, Course.id == CoursePrerequisite.required_id)
        .outerjoin(done, done.c.course_id == CoursePrerequisite.required_id)
        .where(CoursePrerequisite.course_id.in_(course_ids))
        .order_by(CoursePrerequisite.required_id)
    )
    requires: dict[int, list[tuple[int, str]]] = defaultdict(list)
    holds: dict[int, set[int]] = defaultdict(set)
    for course_id, required_id, title, person_id in rows:
        if (required_id, title) not in requires[course_id]:
            requires[course_id].append((required_id, title))
        if person_id is not None:
            holds[person_id].add(required_id)
    return requires, holds


def _audiences(course_ids: Collection[int]) -> dict[int, set[str]]:
    found: dict[int, set[str]] = defaultdict(set)
    for course_id, code in db.session.execute(
        select(CourseConcept.course_id, Concept.code)
        .join(Concept, and_(Concept.id == CourseConcept.concept_id, Concept.scheme == "audience"))
        .where(CourseConcept.course_id.in_(course_ids))
    ):
        found[course_id].add(code)
    return found


def _roles(people: Collection[int], school_id: int, *, today: date) -> dict[int, set[Role]]:
    found: dict[int, set[Role]] = defaultdict(set)
    for person_id, role in db.session.execute(
        select(Membership.person_id, Membership.role).where(
            Membership.person_id.in_(people),
            Membership.school_id == school_id,
            Membership.since <= today,
            or_(Membership.until.is_(None), Membership.until > today),
        )
    ):
        found[person_id].add(Role(role))
    return found


def _elsewhere(
    people: Collection[int], sessions: dict[int, list[Session]]
) -> dict[int, list[tuple[int, datetime, datetime, str]]]:
    """Sessions the people are booked on in the span of the basket's runs: run, start, end, course."""
    every = [session for held in sessions.values() for session in held]
    found: dict[int, list[tuple[int, datetime, datetime, str]]] = defaultdict(list)
    if not every:
        return found
    rows = db.session.execute(
        select(Booking.person_id, Booking.run_id, Session.starts_at, Session.ends_at, Course.title)
        .join(Session, Session.run_id == Booking.run_id)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .where(
            Booking.person_id.in_(people),
            Booking.state.in_(TAKES_A_PLACE),
            Session.ends_at > min(session.starts_at for session in every),
            Session.starts_at < max(session.ends_at for session in every),
        )
        .order_by(Session.starts_at)
    )
    for person_id, run_id, starts_at, ends_at, title in rows:
        found[person_id or 0].append((run_id, starts_at, ends_at, title))
    return found


def _run_view(run: Run, basket: Basket, known: _Known, school_id: int, *, now: datetime) -> RunView:
    lines = [line for line in basket.lines if line.run_id == run.id]
    facts = _run_facts(run, known, school_id)
    others = _other_lines(basket, run, known)
    views = []
    for line in lines:
        person = _person_facts(line, run, known, others)
        views.append(LineView(line, line_problem(person, facts), line_warnings(person, facts)))
    problem = run_problem(facts, now=now) or quota_problem(facts, len(lines))
    return RunView(run, facts, views, known.sessions[run.id], problem)


def _run_facts(run: Run, known: _Known, school_id: int) -> RunFacts:
    active = known.active[run.id]
    return RunFacts(
        state=run.state,
        entry=run.course.entry,
        taker=run.course.taker,
        opens_at=run.opens_at,
        book_by=run.book_by,
        starts_at=run.starts_at,
        capacity=run.capacity,
        taken=run.taken,
        waiting=sum(state == BookingState.WAITING for _, _, state in active),
        places_per_school=run.places_per_school or run.course.places_per_school,
        school_has=sum(at == school_id for _, at, _ in active),
        audiences=frozenset(known.audiences[run.course_id]),
        requires=tuple(known.requires[run.course_id]),
    )


def _other_lines(basket: Basket, run: Run, known: _Known) -> dict[int, list[tuple[int, datetime, datetime, str]]]:
    """What each person has in this basket on other runs: it can clash too."""
    found: dict[int, list[tuple[int, datetime, datetime, str]]] = defaultdict(list)
    for line in basket.lines:
        if line.run_id != run.id:
            found[line.person_id] += [
                (line.run_id, s.starts_at, s.ends_at, "another course in this basket")
                for s in known.sessions[line.run_id]
            ]
    return found


def _person_facts(
    line: BasketLine, run: Run, known: _Known, others: dict[int, list[tuple[int, datetime, datetime, str]]]
) -> PersonFacts:
    spans = [(session.starts_at, session.ends_at) for session in known.sessions[run.id]]
    meanwhile = [*known.elsewhere[line.person_id], *others[line.person_id]]
    booked = [state for person_id, _, state in known.active[run.id] if person_id == line.person_id]
    return PersonFacts(
        name=line.person.name,
        booked_already=booked[0] if booked else None,
        has_left=not known.roles[line.person_id],
        roles=frozenset(known.roles[line.person_id]),
        holds=frozenset(known.holds[line.person_id]),
        clashes=tuple(
            clash_text(title, start)
            for run_id, start, end, title in meanwhile
            if run_id != run.id and overlaps((start, end), spans)
        ),
    )
