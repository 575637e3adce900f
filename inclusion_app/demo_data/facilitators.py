"""Facilitators of the demonstration: people who give runs for a provider without belonging to it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.demo_data.accounts import DemoAccount, opened
from inclusion_app.demo_data.names import Names
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.training.facilitators.services import name_facilitator
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

PROVIDERS = 2
RUNS_TO_COME, RUNS_PAST = 3, 2
DOMAIN = "freelance.example"


def name_facilitators(*, names: Names, password: str, now: datetime) -> list[DemoAccount]:
    """One each for the two providers whose runs are next: on a run that goes on, some to come, and some past."""
    found = []
    for provider_id in _providers(now):
        name = names.person()
        entry = StaffEntry(name, names.email(name, DOMAIN))
        people = [
            name_facilitator(SYSTEM, run_id, entry=entry, now=now, today=london(now).date())
            for run_id in _runs(provider_id, now)
        ]
        found.append(opened(people[0], Role.FACILITATOR, password, now))
    return found


def _providers(now: datetime) -> Sequence[int]:
    query = select(Run.provider_id, Run.starts_at).where(Run.ends_at > now, Run.state == RunState.OPEN)
    rows = db.session.execute(query.order_by(Run.starts_at, Run.id)).all()
    return list(dict.fromkeys(row.provider_id for row in rows))[:PROVIDERS]


def _runs(provider_id: int, now: datetime) -> Sequence[int]:
    of_provider = select(Run.id).where(Run.provider_id == provider_id, Run.state == RunState.OPEN)
    coming = of_provider.where(Run.ends_at > now).order_by(Run.starts_at, Run.id).limit(RUNS_TO_COME)
    past = of_provider.where(Run.ends_at <= now).order_by(Run.ends_at.desc(), Run.id).limit(RUNS_PAST)
    return [*db.session.scalars(coming), *db.session.scalars(past)]
