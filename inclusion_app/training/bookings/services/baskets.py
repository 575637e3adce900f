"""Baskets: people put in and taken out. Nothing here takes a place."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import delete, or_, select
from sqlalchemy.exc import IntegrityError

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.accounts.models import Membership
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings.ways import OFFICE_DECIDES
from inclusion_app.training.models import Basket, BasketLine, Course, Run
from inclusion_app.training.states import Entry

MOST_LINES = 200


def put_in_basket(
    actor: Actor, school_id: int, run_id: int, *, person_ids: Collection[int], now: datetime, today: date
) -> int:
    """Put people of the school on a run into the actor's basket; returns how many were not in it already.

    Raises RuleBroken when somebody is not on the school's list, the basket would hold more than 200 lines, or somebody
    else at the school decides on this course;
    LookupError when there is no such run.
    """
    with transaction() as session:
        entry = session.scalar(select(Course.entry).join(Run, Run.course_id == Course.id).where(Run.id == run_id))
        if entry is None:
            raise LookupError(f"There is no run {run_id}.")
        if entry == Entry.REQUEST and not actor.can(Action.DECIDE_REQUESTS, school_id=school_id):
            raise RuleBroken("people", OFFICE_DECIDES)
        basket = _open_basket(actor, school_id, now=now)
        _check_people(person_ids, school_id, today=today)
        there = set(
            session.scalars(
                select(BasketLine.person_id).where(BasketLine.basket_id == basket.id, BasketLine.run_id == run_id)
            )
        )
        fresh = [person_id for person_id in dict.fromkeys(person_ids) if person_id not in there]
        if len(there) + len(fresh) > MOST_LINES:
            raise RuleBroken("people", f"A basket holds {MOST_LINES} places at the most. Confirm it, then go on")
        session.add_all(BasketLine(basket_id=basket.id, run_id=run_id, person_id=person_id) for person_id in fresh)
        if fresh:
            audit.record(
                actor, "put_in_basket", basket, school_id=school_id, detail={"run_id": run_id, "people": fresh}
            )
    return len(fresh)


def take_out_of_basket(actor: Actor, school_id: int, line_id: int) -> None:
    """Take one line out of the actor's own basket; a line that is not there changes nothing."""
    with transaction() as session:
        own = select(Basket.id).where(
            Basket.owner_id == actor.person_id, Basket.school_id == school_id, Basket.confirmed_at.is_(None)
        )
        gone = session.execute(delete(BasketLine).where(BasketLine.id == line_id, BasketLine.basket_id.in_(own)))
        if gone.rowcount:  # type: ignore[attr-defined]  # a DELETE tells its rows
            audit.record(actor, "take_out_of_basket", ("basket_line", line_id), school_id=school_id)


def _open_basket(actor: Actor, school_id: int, *, now: datetime) -> Basket:
    query = (
        select(Basket)
        .where(Basket.owner_id == actor.person_id, Basket.school_id == school_id, Basket.confirmed_at.is_(None))
        .with_for_update()
    )
    basket = db.session.scalars(query).first()
    if basket is None:
        basket = Basket(owner_id=actor.person_id, school_id=school_id, created_at=now)
        try:
            with db.session.begin_nested():
                db.session.add(basket)
        except IntegrityError:  # another tab began it at the same moment
            return db.session.scalars(query).one()
    return basket


def _check_people(person_ids: Collection[int], school_id: int, *, today: date) -> None:
    listed = set(
        db.session.scalars(
            select(Membership.person_id).where(
                Membership.person_id.in_(person_ids),
                Membership.school_id == school_id,
                or_(Membership.until.is_(None), Membership.until > today),
            )
        )
    )
    if set(person_ids) - listed:
        raise RuleBroken("people", "Choose people from your school's staff list")
