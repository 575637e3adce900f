"""Searches of the demonstration: some that people keep, and some that found nothing."""

from datetime import datetime, timedelta

from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.directory.search.services.missing import count_empty_search
from inclusion_app.directory.search.services.saving import save_search
from inclusion_app.directory.search.wishes import wishes_of_query
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db

KEPT = (
    ("Autism, targeted support", "words=autism&level=targeted", True),
    ("Speech therapy", "words=speech+therapy", True),
    ("Free training for staff", "kind=training&cost=free", False),
)
ROLES = (Role.HEADTEACHER, Role.SENCO)
MISSED = (
    ("words=swimming+pool", (1, 3, 12, 30)),
    ("words=tourettes", (2, 9)),
    ("words=hydrotherapy", (4,)),
    ("words=makaton", (5, 6, 20)),
    ("words=forest+yoga", (8,)),
    ("words=autism&kind=home-tuition", (10, 11)),
)
"""What was searched, and how many days ago; what does find something is not counted."""


def keep_searches(*, now: datetime) -> None:
    """A few people keep searches; a few searches of the last weeks found nothing."""
    today = london(now).date()
    for role in ROLES:
        person_id = db.session.scalar(
            select(Membership.person_id).where(Membership.role == role).order_by(Membership.id).limit(1)
        )
        if person_id is None:
            continue
        actor = actor_for(person_id, today=today)
        for name, query, alerts in KEPT:
            save_search(actor, wishes_of_query(query), name=name, alerts=alerts, now=now - timedelta(days=3))
    for query, ago in MISSED:
        for days in ago:
            count_empty_search(wishes_of_query(query), today=today - timedelta(days=days))
