"""Training that people had elsewhere and put on their own record: always shown as their own word."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import short_day
from inclusion_app.training.models import LearningAddition
from inclusion_app.vocabulary.queries import concept_by_code

EARLIEST = date(1950, 1, 1)
MOST_HOURS = 2_000
NO_TITLE = "Say what you did"
NO_DAY = "Enter the day on which you finished"
TO_COME = "The day must be today or earlier: this is a record of what you have done"
LONG_AGO = "The day must be in 1950 or later"
RUNS_OUT_FIRST = "The day it runs out must be after the day you finished"
HOURS = f"Hours must be a whole number from 1 to {MOST_HOURS}"
NO_STRAND = "Choose a strand from the list"


@dataclass(frozen=True, kw_only=True)
class Addition:
    """What somebody says they did. ``strand`` is the code of a strand, empty for none."""

    title: str
    given_by: str = ""
    done_on: date | None
    hours: int | None = None
    strand: str = ""
    valid_until: date | None = None
    note: str = ""


def add_learning(actor: Actor, said: Addition, *, now: datetime, today: date) -> LearningAddition:
    """Put it on the actor's own record. Raises RuleBroken with every problem."""
    _check(said, today=today)
    if actor.person_id is None:
        raise LookupError("Only people have a learning record.")
    with transaction() as session:
        addition = LearningAddition(person_id=actor.person_id, created_at=now)
        _write(addition, said)
        session.add(addition)
        audit.record(actor, "add_learning", addition)
    return addition


def change_learning(actor: Actor, addition_id: int, said: Addition, *, version: int, today: date) -> None:
    """Change it. Raises RuleBroken, StaleEdit when it has been changed since ``version``, LookupError."""
    _check(said, today=today)
    with transaction():
        addition = _locked(addition_id)
        if addition.version != version:
            raise StaleEdit(_as_text(addition), version=addition.version)
        _write(addition, said)
        audit.record(actor, "change_learning", addition)


def remove_learning(actor: Actor, addition_id: int) -> None:
    """Take it off the record. Raises LookupError when it is not there."""
    with transaction() as session:
        addition = _locked(addition_id)
        audit.record(actor, "remove_learning", addition)
        session.delete(addition)


def _check(said: Addition, *, today: date) -> None:
    problems = [*_day_problems(said, today=today)]
    if not said.title.strip():
        problems.insert(0, ("title", NO_TITLE))
    if said.hours is not None and not 0 < said.hours <= MOST_HOURS:
        problems.append(("hours", HOURS))
    if said.strand and concept_by_code("strand", said.strand) is None:
        problems.append(("strand", NO_STRAND))
    if problems:
        raise RuleBroken.several(problems)


def _day_problems(said: Addition, *, today: date) -> list[tuple[str | None, str]]:
    if said.done_on is None:
        return [("done_on", NO_DAY)]
    if said.done_on > today:
        return [("done_on", TO_COME)]
    if said.done_on < EARLIEST:
        return [("done_on", LONG_AGO)]
    ends_first = said.valid_until is not None and said.valid_until <= said.done_on
    return [("valid_until", RUNS_OUT_FIRST)] if ends_first else []


def _write(addition: LearningAddition, said: Addition) -> None:
    strand = concept_by_code("strand", said.strand) if said.strand else None
    assert said.done_on is not None  # noqa: S101  # checked before
    addition.title, addition.given_by, addition.note = said.title.strip(), said.given_by.strip(), said.note.strip()
    addition.done_on, addition.valid_until, addition.hours = said.done_on, said.valid_until, said.hours
    addition.strand_id = strand.id if strand else None


def _locked(addition_id: int) -> LearningAddition:
    query = select(LearningAddition).where(LearningAddition.id == addition_id)
    found = db.session.scalars(
        query.options(joinedload(LearningAddition.strand))
        .with_for_update(of=LearningAddition)
        .execution_options(populate_existing=True)
    ).first()
    if found is None:
        raise LookupError(f"There is no addition {addition_id}.")
    return found


def _as_text(addition: LearningAddition) -> dict[str, str]:
    return {
        "title": addition.title,
        "given_by": addition.given_by,
        "done_on": short_day(addition.done_on),
        "hours": str(addition.hours or ""),
        "strand": addition.strand.label if addition.strand else "",
        "valid_until": short_day(addition.valid_until) if addition.valid_until else "",
        "note": addition.note,
    }
