"""What results have besides the facts themselves: the national file, a month that is frozen, and a reminder."""

from datetime import datetime
from random import Random

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.insights.chasing.services import remind_schools
from inclusion_app.insights.equity.reading import SendLine
from inclusion_app.insights.equity.services import import_send
from inclusion_app.insights.filters import Filters
from inclusion_app.insights.frozen.services import freeze_last_month
from inclusion_app.insights.queries import Which, measure_by_code, schools_behind
from inclusion_app.schools.queries import open_schools

REMINDED = 3


def make_results(*, random: Random, now: datetime) -> None:
    """After all else has been committed, so that the summaries say it."""
    year = london(now).year
    lines = [_line(school.urn, school.pupils or 200, year, random) for school in open_schools()]
    import_send(SYSTEM, lines, name=f"send-{year}-made-up.csv", data=b"made up for the demonstration")
    freeze_last_month(now)
    _remind(now)


def _line(urn: int, pupils: int, year: int, random: Random) -> SendLine:
    share = random.choice((0.06, 0.1, 0.13, 0.17, 0.22, 0.3))
    return SendLine(urn, year, pupils, round(pupils * share), round(pupils * share / 4))


def _remind(now: datetime) -> None:
    """Some schools that the county has not reached, by somebody of the team."""
    office, measure = _adviser(now), measure_by_code("reach")
    if office is None or measure is None:
        return
    behind = schools_behind(measure, Filters(), today=london(now).date(), which=Which.OUT)
    chosen = [school.school_id for school in behind[:REMINDED]]
    if chosen:
        remind_schools(office, measure, chosen, note="We would like to help you to find a date.", now=now)


def _adviser(now: datetime) -> Actor | None:
    query = select(Membership.person_id).where(Membership.role == Role.TEAM_ADVISER).order_by(Membership.id).limit(1)
    person_id = db.session.scalar(query)
    return actor_for(person_id, today=london(now).date()) if person_id else None
