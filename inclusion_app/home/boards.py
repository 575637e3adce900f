"""What each kind of person finds on the first page: figures, next dates, and what to do next."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking.queries.owed import ProviderOwes, TeamOwes, owed_by_providers, owed_by_team
from inclusion_app.foundation.clock import london
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import schools_by_ids
from inclusion_app.training import summaries
from inclusion_app.training.feedback.queries.answers import ToGive, feedback_to_give
from inclusion_app.training.planning.queries.risks import count_risks
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.summaries import CountyTraining, NextBooking, RunFill, SchoolTraining


@dataclass(frozen=True)
class SchoolBoard:
    """The first page of whoever books for a school or several."""

    schools: Sequence[tuple[School, SchoolTraining]]
    coming: Sequence[NextBooking]
    decides: frozenset[int] = frozenset()
    """Ids of the schools for which the person says yes or no to what staff ask for."""


@dataclass(frozen=True)
class ProviderBoard:
    """The first page of a provider's member, or of a facilitator."""

    runs: Sequence[RunFill]
    to_close: Sequence[RunFill] = ()
    owes: ProviderOwes = field(default_factory=ProviderOwes)


@dataclass(frozen=True)
class TeamBoard:
    """The first page of the inclusion team."""

    figures: CountyTraining
    short: Sequence[RunFill]
    waiting: Sequence[RunFill]
    risks: Mapping[Risk, int] = field(default_factory=dict)
    owes: TeamOwes = field(default_factory=TeamOwes)


def school_board(actor: Actor, *, now: datetime) -> SchoolBoard | None:
    """For those who see a school's bookings; nothing for others."""
    ids = actor.schools_with(Action.VIEW_SCHOOL_BOOKINGS)
    if not ids or actor.person_id is None:
        return None
    figures = {s.school_id: s for s in summaries.training_of_schools(ids, owner_id=actor.person_id, now=now)}
    schools = sorted(schools_by_ids(ids), key=lambda school: school.name)
    return SchoolBoard(
        schools=[(school, figures[school.id]) for school in schools],
        coming=summaries.next_bookings_of_schools(ids, now=now),
        decides=actor.schools_with(Action.DECIDE_REQUESTS),
    )


def provider_board(actor: Actor, *, now: datetime) -> ProviderBoard | None:
    """For members of a provider and facilitators; nothing for others."""
    if not actor.can(Action.VIEW_PROVIDER_RUNS):
        return None
    own = actor.providers_with(Action.ANSWER_SCHOOLS)
    return ProviderBoard(
        summaries.next_runs_given_by(actor, now=now),
        to_close=summaries.registers_to_close(actor, now=now),
        owes=owed_by_providers(own, today=london(now).date()),
    )


def team_board(actor: Actor, *, now: datetime) -> TeamBoard | None:
    """For the inclusion team; nothing for others."""
    if not actor.can(Action.VIEW_CATALOGUE_ADMIN):
        return None
    return TeamBoard(
        figures=summaries.training_of_county(now=now),
        short=summaries.short_runs(now=now),
        waiting=summaries.longest_waiting_lists(now=now),
        risks=count_risks(now=now),
        owes=owed_by_team() if actor.can(Action.VIEW_OFFERS) else TeamOwes(),
    )


def feedback_of(actor: Actor, *, now: datetime) -> Sequence[ToGive]:
    """What this person is asked to say of their training, and has not said yet."""
    found = feedback_to_give(actor.person_id, now=now) if actor.person_id and not actor.in_team else []
    return [one for one in found if not one.given]


def own_bookings(actor: Actor, *, now: datetime) -> Sequence[NextBooking]:
    """What this person is booked on, or waits for."""
    return summaries.next_bookings_of_person(actor.person_id, now=now) if actor.person_id else []
