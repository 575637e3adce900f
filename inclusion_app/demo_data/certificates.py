"""Certificates of the demonstration's past runs, and what people have added to their own records."""

from datetime import datetime, timedelta
from random import Random

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.training.certificates.services.issuing import see_to_certificates
from inclusion_app.training.certificates.services.revoking import revoke_certificate
from inclusion_app.training.models import Certificate, Run
from inclusion_app.training.records.services.additions import Addition, add_learning

PEOPLE = 40
ELSEWHERE = (
    ("Paediatric first aid", "A first aid charity", 12, 3 * 365),
    ("Level 2 safeguarding", "The diocese", 3, 365),
    ("Makaton, level 1", "A local tutor", 4, None),
    ("Reading group: belonging in school", "", 8, None),
    ("Visit to a special school’s sensory rooms", "", 3, None),
    ("National award for SEN coordination", "A university", 600, None),
)


def certify_and_add(*, random: Random, now: datetime) -> None:
    """Every closed register leads to certificates soon after; then some people say what else they have done."""
    closed = select(Run.id, Run.ends_at).where(Run.register_closed_at.is_not(None)).order_by(Run.ends_at, Run.id)
    for run_id, ended in db.session.execute(closed).all():
        see_to_certificates(run_id, now=min(now, ended + timedelta(days=1)))
    _revoke_one(now=now)
    _add_some(random, now=now)


def _revoke_one(*, now: datetime) -> None:
    """The latest one turns out to be somebody else's."""
    newest = db.session.scalar(select(Certificate.id).order_by(Certificate.issued_at.desc(), Certificate.id).limit(1))
    if newest is not None:
        revoke_certificate(SYSTEM, newest, reason="Two people of the same name were mixed up.", now=now)


def _add_some(random: Random, *, now: datetime) -> None:
    today = london(now).date()
    able = select(Person).where(Person.password_hash.is_not(None)).order_by(Person.id)
    for person in db.session.scalars(able.limit(PEOPLE)).all():
        for title, given_by, hours, lasts in random.sample(ELSEWHERE, random.randint(1, 3)):
            day = today - timedelta(days=random.randint(20, 500))
            said = Addition(
                title=title,
                given_by=given_by,
                hours=hours,
                done_on=day,
                valid_until=day + timedelta(days=lasts) if lasts else None,
            )
            add_learning(Actor(person.id, person.name), said, now=now, today=today)
