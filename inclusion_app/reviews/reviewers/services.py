"""Keeping reviewers: made, accredited, edited, their ties and days away. Each change is one act."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.services.memberships import give_county_role, give_role
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.reviews.models import Assignment, Review, Reviewer, ReviewerAway, ReviewerTie
from inclusion_app.reviews.reviewers.rules import KINDS, MOST_REVIEWS
from inclusion_app.reviews.states import OVER, STANDING, ReviewState
from inclusion_app.reviews.teams.rules.conflicts import Code


@dataclass(frozen=True)
class Accredited:
    """What a completion of the training says."""

    on: date
    until: date | None


@dataclass(frozen=True, kw_only=True)
class Profile:
    """What a reviewer says of themselves."""

    phases: Collection[str] = ()
    expertise: Collection[str] = ()
    capacity: int = 2
    home_school_id: int | None = None
    paused_until: date | None = None
    about: str = ""


@dataclass(frozen=True, kw_only=True)
class Marks:
    """What the office says of a reviewer."""

    may_lead: bool = False
    may_champion: bool = False
    inclusion_leader: bool = False
    names: tuple[str, ...] = field(default=("may_lead", "may_champion", "inclusion_leader"), init=False)


def make_reviewer(
    actor: Actor, person_id: int, *, accredited: Accredited | None, now: datetime, today: date
) -> Reviewer:
    """Make somebody a peer reviewer: the role, and a row with their school. A second time changes nothing."""
    with transaction():
        there = db.session.scalars(select(Reviewer).where(Reviewer.person_id == person_id)).first()
        if there is not None:
            give_role(actor, person_id, Role.REVIEWER, since=today)  # it may have been taken away in between
            return there
        give_county_role(person_id, Role.REVIEWER, since=today)
        reviewer = Reviewer(person_id=person_id, home_school_id=_school_of(person_id), created_at=now)
        if accredited is not None:
            reviewer.accredited_on, reviewer.accredited_until = accredited.on, accredited.until
        db.session.add(reviewer)
        audit.record(actor, "make_reviewer", reviewer, detail={"person_id": person_id, "role": Role.REVIEWER})
    return reviewer


def accredit(actor: Acting, reviewer_id: int, accredited: Accredited) -> bool:
    """Set since when, and until when, somebody is accredited; whether that changes anything."""
    with transaction():
        reviewer = held_reviewer(reviewer_id)
        if (reviewer.accredited_on, reviewer.accredited_until) == (accredited.on, accredited.until):
            return False
        reviewer.accredited_on, reviewer.accredited_until = accredited.on, accredited.until
        detail = {"on": str(accredited.on), "until": str(accredited.until or "")}
        audit.record(actor, "accredit_reviewer", reviewer, detail=detail)
    return True


def save_profile(actor: Actor, reviewer_id: int, profile: Profile, *, version: int) -> Reviewer:
    """Keep what a reviewer says of themselves. ``version`` is the one the person saw.

    Raises RuleBroken for more reviews than there can be, or fewer than they stand on; StaleEdit; LookupError.
    """
    with transaction():
        reviewer = held_reviewer(reviewer_id)
        _refuse_stale(reviewer, version)
        if not 0 <= profile.capacity <= MOST_REVIEWS:
            raise RuleBroken("capacity", f"Enter a number from 0 to {MOST_REVIEWS}")
        if profile.capacity < (load := _greatest_load(reviewer.person_id)):
            raise RuleBroken("capacity", f"There are {load} reviews in one cycle already. The office can release some")
        reviewer.phases, reviewer.expertise = sorted(profile.phases), sorted(profile.expertise)
        reviewer.capacity, reviewer.home_school_id = profile.capacity, profile.home_school_id
        reviewer.paused_until, reviewer.about = profile.paused_until, profile.about.strip()[:2_000]
        audit.record(actor, "save_reviewer", reviewer, detail={"capacity": profile.capacity})
    return reviewer


def mark_reviewer(actor: Actor, reviewer_id: int, marks: Marks, *, version: int) -> Reviewer:
    """The office says who may lead, run a workshop, and is an inclusion leader. Raises StaleEdit, LookupError."""
    with transaction():
        reviewer = held_reviewer(reviewer_id)
        _refuse_stale(reviewer, version)
        said = {name: getattr(marks, name) for name in marks.names}
        for name, value in said.items():
            setattr(reviewer, name, value)
        audit.record(actor, "mark_reviewer", reviewer, detail=said)
    return reviewer


def add_tie(actor: Actor, reviewer_id: int, *, school_id: int, kind: str, until: date | None) -> ReviewerTie:
    """Keep a tie between a reviewer and a school. What it is stays out of the audit trail. Raises RuleBroken."""
    if kind not in KINDS:
        raise RuleBroken("kind", "Choose what ties you to the school")
    with transaction():
        reviewer = held_reviewer(reviewer_id)
        tie = ReviewerTie(reviewer_id=reviewer.id, school_id=school_id, kind=kind, until=until)
        db.session.add(tie)
        audit.record(actor, "add_reviewer_tie", reviewer, detail={"school_id": school_id})
    return tie


def remove_tie(actor: Actor, reviewer_id: int, tie_id: int) -> None:
    """Take a tie away that was a mistake. Raises LookupError."""
    with transaction():
        reviewer, tie = held_reviewer(reviewer_id), db.session.get(ReviewerTie, tie_id)
        if tie is None or tie.reviewer_id != reviewer.id:
            raise LookupError(f"There is no tie {tie_id} of reviewer {reviewer_id}.")
        audit.record(actor, "remove_reviewer_tie", reviewer, detail={"school_id": tie.school_id})
        db.session.delete(tie)


def add_away(actor: Actor, reviewer_id: int, *, starts: date, ends: date) -> ReviewerAway:
    """Keep days on which a reviewer cannot come. Raises RuleBroken when they end before they begin."""
    if ends < starts:
        raise RuleBroken("ends", "The last day must not be before the first")
    with transaction():
        reviewer = held_reviewer(reviewer_id)
        away = ReviewerAway(reviewer_id=reviewer.id, starts=starts, ends=ends)
        db.session.add(away)
        audit.record(actor, "add_reviewer_away", reviewer, detail={"starts": str(starts), "ends": str(ends)})
    return away


def remove_away(actor: Actor, reviewer_id: int, away_id: int) -> None:
    """Take days away. Raises LookupError."""
    with transaction():
        reviewer, away = held_reviewer(reviewer_id), db.session.get(ReviewerAway, away_id)
        if away is None or away.reviewer_id != reviewer.id:
            raise LookupError(f"There are no days {away_id} of reviewer {reviewer_id}.")
        audit.record(actor, "remove_reviewer_away", reviewer, detail={"starts": str(away.starts)})
        db.session.delete(away)


def held_reviewer(reviewer_id: int) -> Reviewer:
    """The row as it stands, held until the transaction ends. Raises LookupError."""
    query = select(Reviewer).where(Reviewer.id == reviewer_id).with_for_update()
    reviewer = db.session.scalars(query.execution_options(populate_existing=True)).first()
    if reviewer is None:
        raise LookupError(f"There is no reviewer {reviewer_id}.")
    return reviewer


def _refuse_stale(reviewer: Reviewer, version: int) -> None:
    if version and reviewer.version != version:
        theirs = {"capacity": str(reviewer.capacity), "about": reviewer.about}
        raise StaleEdit(theirs, version=reviewer.version)


def _school_of(person_id: int) -> int | None:
    """Where they work: the school of the role they have held longest, governors left out."""
    query = (
        select(Membership.school_id)
        .where(Membership.person_id == person_id, Membership.school_id.is_not(None), Membership.until.is_(None))
        .where(Membership.role != Role.GOVERNOR)
        .order_by(Membership.since, Membership.id)
    )
    return db.session.scalars(query).first()


def _greatest_load(person_id: int) -> int:
    """The most reviews of one cycle they stand on, those left out for which the office has set the number aside."""
    query = (
        select(Review.cycle_id, Assignment.overrides)
        .join(Review, Review.id == Assignment.review_id)
        .where(Assignment.person_id == person_id, Assignment.state.in_(STANDING))
        .where(Review.state != ReviewState.CLOSED, Review.side.not_in(OVER))
    )
    loads: dict[int, int] = {}
    for cycle_id, overrides in db.session.execute(query):
        loads[cycle_id] = loads.get(cycle_id, 0) + (Code.FULL not in overrides)
    return max(loads.values(), default=0)
