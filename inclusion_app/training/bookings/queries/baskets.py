"""A basket with everything the rules need to know, in a fixed number of statements."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from inclusion_app.foundation.database import db
from inclusion_app.training.bookings.queries.facts import Known, Meeting, what_is_known
from inclusion_app.training.bookings.queries.fences import fences_of
from inclusion_app.training.bookings.queries.seen import person_facts, run_facts
from inclusion_app.training.bookings.rules import RunFacts, line_problem, line_warnings, quota_problem, run_problem
from inclusion_app.training.bookings.sharing import Fence, left_for_newcomer
from inclusion_app.training.models import Basket, BasketLine, Run, Session


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
    fences: list[Fence] = field(default_factory=list)

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


def basket_view(owner_id: int, school_id: int, *, now: datetime, today: date, lock: str = "") -> BasketView:
    """The basket with problems and warnings, in two statements; with ``lock="runs"`` basket and runs stay held
    until the transaction ends."""
    basket = _open_basket(owner_id, school_id, lock)
    if basket is None:
        return BasketView(None)
    runs = list({line.run_id: line.run for line in basket.lines}.values())
    known = what_is_known(runs, {line.person_id for line in basket.lines}, school_id, today=today)
    fences = _fences(school_id, runs, known, now=now)
    views = [_run_view(run, basket, known, fences.get(run.id, []), now=now) for run in runs]
    return BasketView(basket, sorted(views, key=lambda view: (view.run.starts_at, view.run.id)))


def _open_basket(owner_id: int, school_id: int, lock: str) -> Basket | None:
    """The person's open basket for the school with lines, people, runs and sessions; nothing when it is empty."""
    run = contains_eager(Basket.lines).contains_eager(BasketLine.run)
    query = (
        select(Basket)
        .join(Basket.lines)
        .join(BasketLine.person)
        .join(BasketLine.run)
        .join(Run.course)
        .join(Run.provider)
        .outerjoin(Run.sessions)
        .where(Basket.owner_id == owner_id, Basket.school_id == school_id, Basket.confirmed_at.is_(None))
        .options(contains_eager(Basket.lines).contains_eager(BasketLine.person), run.contains_eager(Run.course))
        .options(run.contains_eager(Run.provider), run.contains_eager(Run.sessions))
        # everybody locks in the same order, so that nobody waits in a circle
        .order_by(Run.id, BasketLine.id, Session.starts_at, Session.id)
        .execution_options(populate_existing=True)
    )
    return db.session.scalars(query.with_for_update(of=[Basket, Run]) if lock else query).unique().first()


def _fences(school_id: int, runs: Sequence[Run], known: Known, *, now: datetime) -> dict[int, list[Fence]]:
    """The kept places of each run, where there are any."""
    if not known.fenced:
        return {}
    schools = {school_id}.union(*(known.schools_waiting[run.id] for run in runs))
    return fences_of([run.id for run in runs if run.id in known.fenced], schools, now=now)


def _run_view(run: Run, basket: Basket, known: Known, fences: list[Fence], *, now: datetime) -> RunView:
    lines = [line for line in basket.lines if line.run_id == run.id]
    waiting = known.schools_waiting[run.id]
    left = left_for_newcomer(run.places_left, fences, school_id=basket.school_id, waiting=waiting)
    facts = run_facts(run, known, left=left)
    others = _other_lines(basket, run)
    views = []
    for line in lines:
        person = person_facts(line.person, run, known, others[line.person_id])
        views.append(LineView(line, line_problem(person, facts), line_warnings(person, facts)))
    problem = run_problem(facts, now=now) or quota_problem(facts, sum(view.problem is None for view in views), now=now)
    return RunView(run, facts, views, run.sessions, problem, fences)


def _other_lines(basket: Basket, run: Run) -> dict[int, list[Meeting]]:
    """What each person has in this basket on other runs: it can clash too."""
    found: dict[int, list[Meeting]] = defaultdict(list)
    for line in basket.lines:
        if line.run_id != run.id:
            found[line.person_id] += [
                Meeting(line.run_id, "another course in this basket", session.starts_at, session.ends_at)
                for session in line.run.sessions
            ]
    return found
