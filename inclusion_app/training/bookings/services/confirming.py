"""Confirming a basket: everybody is placed as the school chose, or nothing changes and it is said why."""

import secrets
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import repeat

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.bookings import notices
from inclusion_app.training.bookings.queries.baskets import BasketView, LineView, RunView, basket_view
from inclusion_app.training.bookings.rules import LONGEST_NEED, Problems, Split, split_places
from inclusion_app.training.bookings.services.places import take_numbers, take_places
from inclusion_app.training.bookings.sharing import kept_place
from inclusion_app.training.bookings.ways import OFFICE_DECIDES
from inclusion_app.training.models import Basket, Booking, BookingChange, BookingNeed
from inclusion_app.training.states import BookingState, Entry

OTHER_WINDOW = "Somebody was put into this basket in another window. Look at everybody, then confirm"
JUST_GONE = "The last places have just been taken. Look again at what should happen"


@dataclass(frozen=True)
class Confirmation:
    """What the school said on the basket's page: what to provide by line, warnings accepted, what if a run is full.

    ``shown`` are the lines that stood there; where it is given, nothing else is booked.
    """

    access: Mapping[int, str] = field(default_factory=dict)
    diet: Mapping[int, str] = field(default_factory=dict)
    accepted: frozenset[int] = frozenset()
    when_full: Mapping[int, str] = field(default_factory=dict)
    shown: frozenset[int] = frozenset()


def line_field(line_id: int) -> str:
    """The name under which a line's problems are reported."""
    return f"line-{line_id}"


def run_field(run_id: int) -> str:
    """The name under which a run's problems are reported."""
    return f"run-{run_id}"


def confirm_basket(actor: Actor, school_id: int, said: Confirmation, *, now: datetime, today: date) -> Basket:
    """Book everybody in the actor's basket for the school, in one transaction.

    The runs are held while places are counted and taken. Raises RuleBroken naming, line by line and run by run,
    who cannot be booked and why (service.md, *Booking*); nothing has changed then.
    """
    with transaction():
        view = basket_view(actor.person_id or 0, school_id, now=now, today=today, lock="runs")
        if view.basket is None or not view.size:
            raise RuleBroken(None, "Your basket is empty")
        if said.shown and any(not set(run.line_ids) <= said.shown for run in view.runs):
            raise RuleBroken(None, OTHER_WINDOW)
        splits = _splits_or_refusal(view, said, decides=actor.can(Action.DECIDE_REQUESTS, school_id=school_id))
        event = audit.record(actor, "confirm_basket", view.basket, school_id=school_id, detail={"lines": view.size})
        booked = {
            run.run.id: _book_run(run, splits[run.run.id], said, actor, school_id=school_id, event=event, now=now)
            for run in view.runs
        }
        view.basket.confirmed_at, view.basket.audit_id = now, event.id
        notices.tell_of_confirmation(actor, view, booked)
    return view.basket


def _splits_or_refusal(view: BasketView, said: Confirmation, *, decides: bool) -> dict[int, Split]:
    problems, splits = Problems(), {}
    for run in view.runs:
        asks_first = run.facts.entry == Entry.REQUEST and not decides
        problems.add(run_field(run.run.id), run.problem or (OFFICE_DECIDES if asks_first else None))
        for line in run.lines:
            _check_line(line, said, problems)
        if run.problem is None:
            choice = said.when_full.get(run.run.id, "")
            split = split_places(run.line_ids, left=run.facts.left, capacity=run.facts.capacity, choice=choice)
            problems.add(run_field(run.run.id), split.needs_choice)
            splits[run.run.id] = split
    if problems.found:
        raise RuleBroken.several(problems.found)
    return splits


def _check_line(view: LineView, said: Confirmation, problems: Problems) -> None:
    name = line_field(view.line.id)
    problems.add(name, view.problem)
    if view.problem is None and view.line.id not in said.accepted:
        for warning in view.warnings:
            problems.add(name, f"{warning}. Tick the box to book all the same, or remove this line")
    for text in (said.access.get(view.line.id, ""), said.diet.get(view.line.id, "")):
        if len(text) > LONGEST_NEED:
            problems.add(name, f"What to provide must be {LONGEST_NEED} characters or fewer")


def _book_run(
    view: RunView, split: Split, said: Confirmation, actor: Actor, *, school_id: int, event: AuditEvent, now: datetime
) -> list[Booking]:
    """Take the places and write the bookings of one run; the waiting list goes on where it stands."""
    if split.placed and not take_places(view.run.id, len(split.placed)):
        raise RuleBroken(run_field(view.run.id), JUST_GONE)
    first_number = take_numbers(view.run, len(split.waiting))
    group = secrets.token_hex(8) if split.together else None
    kept = _kept_places(view, len(split.placed), school_id=school_id)
    bookings = []
    for line_view in view.lines:
        waits = line_view.line.id in split.waiting
        bookings.append(
            Booking(
                run_id=view.run.id,
                run=view.run,
                holder=f"person:{line_view.line.person_id}",
                person_id=line_view.line.person_id,
                person=line_view.line.person,
                school_id=school_id,
                state=BookingState.WAITING if waits else BookingState.CONFIRMED,
                queue_number=first_number + split.waiting.index(line_view.line.id) if waits else None,
                group_key=group if waits else None,
                ring_fence_id=None if waits else next(kept),
                overridden=line_view.warnings,
                placed_by_id=actor.person_id,
                placed_at=now,
                uid=uuid.uuid4().hex,
            )
        )
    _write(bookings, view, said, event=event, now=now)
    return bookings


def _kept_places(view: RunView, number: int, *, school_id: int) -> Iterator[int | None]:
    """Which kept places the newcomers count among; the view is from before they took theirs."""
    if not view.fences:
        return repeat(None)
    return iter(kept_place(view.run.places_left, view.fences, school_id=school_id, number=number))


def _write(bookings: list[Booking], view: RunView, said: Confirmation, *, event: AuditEvent, now: datetime) -> None:
    name = run_field(view.run.id)  # after a clash nothing can be read any more
    db.session.add_all(bookings)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise RuleBroken(name, "Somebody here has just been booked on this run already") from clash
    db.session.execute(
        insert(BookingChange),
        [
            {"booking_id": b.id, "audit_id": event.id, "before": None, "after": b.state, "at": now, "reason": ""}
            for b in bookings
        ],
    )
    needs = [
        {"booking_id": booking.id, "access": access, "diet": diet}
        for booking, line_view in zip(bookings, view.lines, strict=True)
        for access, diet in [_needs(said, line_view.line.id)]
        if access or diet
    ]
    if needs:
        db.session.execute(insert(BookingNeed), needs)


def _needs(said: Confirmation, line_id: int) -> tuple[str, str]:
    return said.access.get(line_id, "").strip(), said.diet.get(line_id, "").strip()
