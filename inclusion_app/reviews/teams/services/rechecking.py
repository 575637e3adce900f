"""Conflicts are looked at again as people move, schools join trusts, and the day of the visit comes."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import contains_eager, joinedload

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import audit
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.reviews.models import Assignment, AssignmentConflict, Review, ReviewCycle
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ORDER, OVER, STANDING, ReviewState
from inclusion_app.reviews.teams import notices
from inclusion_app.reviews.teams.queries.facts import facts_of
from inclusion_app.reviews.teams.rules.conflicts import Code
from inclusion_app.reviews.teams.services.answering import held_assignment, record_on, refuse_ended
from inclusion_app.reviews.teams.services.asking import LONGEST_REASON, NEEDS_REASON

BEFORE_VISIT = ORDER[: ORDER.index(ReviewState.VISITED)]
_Mark = tuple[int, str]
"""An assignment, and the code of a conflict."""


def recheck_teams(now: datetime) -> int:
    """Look again at everybody who stands on a review not visited yet; how many new conflicts there are.

    The office is told once of each; one that is gone is marked so, and would be new if it came back. One transaction
    for each cycle that has changes; safe to run at any time, twice, and in two processes.
    """
    cycles = select(Review.cycle_id).where(Review.state.in_(BEFORE_VISIT), Review.side.not_in(OVER)).distinct()
    return sum(_recheck(cycle_id, now=now) for cycle_id in db.session.scalars(cycles).all())


def set_conflict_aside(
    actor: Actor, review_id: int, assignment_id: int, *, codes: Collection[str], reason: str
) -> Assignment:
    """The office lets somebody stay in spite of conflicts that have come up. Raises RuleBroken, LookupError."""
    said = reason.strip()
    if not said or len(said) > LONGEST_REASON:
        raise RuleBroken("reason", NEEDS_REASON)
    with transaction():
        review = locked_review(review_id)
        one = held_assignment(review, assignment_id)
        refuse_ended(one)
        known = {code for code in codes if code in list(Code)}
        record_on(actor, "set_conflict_aside", one, review, codes=sorted(known))
        one.overrides = sorted({*one.overrides, *known})
        one.override_reason = "; ".join(filter(None, (one.override_reason, said)))[-LONGEST_REASON:]
    return one


def _recheck(cycle_id: int, *, now: datetime) -> int:
    seen, marks = _conflicts_now(cycle_id, now=now), _marks(cycle_id)
    if not _new(seen, marks) and not _gone(seen, marks):
        return 0  # looked at without a lock: as a rule nothing has changed
    with transaction():
        cycle = db.session.scalars(select(ReviewCycle).where(ReviewCycle.id == cycle_id).with_for_update()).one()
        seen, marks = _conflicts_now(cycle_id, now=now), _marks(cycle_id)
        new, gone = _new(seen, marks), _gone(seen, marks)
        for mark in gone:
            marks[mark].gone_at = now
        for mark in new:
            _write(marks.get(mark), mark, now=now)
        if new or gone:
            _tell(cycle, new, gone)
    return len(new)


def _tell(cycle: ReviewCycle, new: Sequence[_Mark], gone: Sequence[_Mark]) -> None:
    detail = {"new": [f"{number} {code}" for number, code in new], "gone": [f"{n} {code}" for n, code in gone]}
    event = audit.record(SYSTEM, "recheck_teams", cycle, detail=detail)
    if new:
        notices.tell_office_of_conflicts(_named({number for number, _ in new}), key=str(event.id))


def _new(seen: Collection[_Mark], marks: Mapping[_Mark, AssignmentConflict]) -> list[_Mark]:
    return sorted(mark for mark in seen if mark not in marks or marks[mark].gone_at is not None)


def _gone(seen: Collection[_Mark], marks: Mapping[_Mark, AssignmentConflict]) -> list[_Mark]:
    return sorted(mark for mark, row in marks.items() if row.gone_at is None and mark not in seen)


def _write(row: AssignmentConflict | None, mark: _Mark, *, now: datetime) -> None:
    if row is None:
        db.session.add(AssignmentConflict(assignment_id=mark[0], code=mark[1], found_at=now))
    else:
        row.found_at, row.gone_at = now, None


def _conflicts_now(cycle_id: int, *, now: datetime) -> set[_Mark]:
    """Every conflict that holds and that nobody has set aside."""
    today = london(now).date()
    standing = db.session.scalars(_standing(cycle_id)).all()
    if not standing:
        return set()
    reviews = list({one.review_id: one.review for one in standing}.values())
    facts = facts_of(reviews[0].cycle, reviews, today=today, person_ids={one.person_id for one in standing})
    found = set[_Mark]()
    for one in standing:
        if one.person_id not in facts.reviewers:
            found.add((one.id, Code.NOT_ACCREDITED))
            continue
        conflicts = facts.conflicts(one.person_id, one.review_id, one.part)
        found |= {(one.id, c.code.value) for c in conflicts if c.code not in one.overrides and _is_news(c.code)}
    return found


def _is_news(code: Code) -> bool:
    """Room in the cycle is looked at when somebody is asked; a smaller wish afterwards changes nothing."""
    return code != Code.FULL


def _standing(cycle_id: int) -> Select[Assignment]:
    return (
        select(Assignment)
        .join(Assignment.review)
        .options(
            contains_eager(Assignment.review).options(joinedload(Review.cycle), joinedload(Review.participation)),
        )
        .where(Review.cycle_id == cycle_id, Review.state.in_(BEFORE_VISIT), Review.side.not_in(OVER))
        .where(Assignment.state.in_(STANDING))
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    )


def _marks(cycle_id: int) -> dict[_Mark, AssignmentConflict]:
    """What has been found before, of those who still stand."""
    query = (
        select(AssignmentConflict)
        .join(AssignmentConflict.assignment)
        .join(Assignment.review)
        .where(Review.cycle_id == cycle_id, Assignment.state.in_(STANDING), Review.state.in_(BEFORE_VISIT))
        .where(Review.side.not_in(OVER))
    )
    rows = db.session.scalars(query.execution_options(populate_existing=True))
    return {(row.assignment_id, row.code): row for row in rows}


def _named(assignment_ids: Collection[int]) -> list[tuple[Review, Person]]:
    query = (
        select(Assignment)
        .where(Assignment.id.in_(assignment_ids))
        .options(joinedload(Assignment.person), joinedload(Assignment.review).joinedload(Review.school))
        .order_by(Assignment.id)
        .execution_options(populate_existing=True)
    )
    return [(one.review, one.person) for one in db.session.scalars(query)]
