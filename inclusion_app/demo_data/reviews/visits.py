"""The visit of a review in the demonstration county, one step further at a time, as its people would."""

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.uploads import file_to_keep
from inclusion_app.reviews.files.rules import Quota
from inclusion_app.reviews.files.services import add_file
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.queries import standings_on
from inclusion_app.reviews.states import STANDING, Part
from inclusion_app.reviews.visits.queries.dates import days_known
from inclusion_app.reviews.visits.rules.days import good_days
from inclusion_app.reviews.visits.services.dates import agree_days, propose_days
from inclusion_app.reviews.visits.services.preparation import finish_preparation, mark_visited, save_preparation
from inclusion_app.reviews.visits.services.timetable import begin_with_usual_day

BRIEFING = "The school has grown quickly. Staff are many and new; parents speak well of the SENCO."
LINES = (
    "How do pupils who find learning hard take part in ordinary lessons?",
    "Who notices when a pupil stops coming?",
)
PROVISION = b"Provision map\n\nReading in small groups, three times a week.\nA quiet room at lunchtime.\n"


def lay_file_beside(review_id: int, *, now: datetime) -> None:
    """The coordinator adds a provision map."""
    review = _review(review_id)
    actor = _actor(review.participation.coordinator_id, now=now)
    file, quota = file_to_keep("Provision map.txt", PROVISION), Quota(40, 100)
    add_file(actor, review_id, title="Provision map", area="", file=file, quota=quota, now=now)


def agree_date(review_id: int, *, now: datetime) -> None:
    """The head proposes the first day against which nothing speaks, and the lead says yes."""
    review, today = _review(review_id), london(now).date()
    known = days_known(review)
    days = good_days(known, today=today + timedelta(days=14)) or good_days(known, today=today)
    if not days:
        return
    head, lead = _actor(review.participation.accepted_by_id, now=now), _actor(_lead_of(review_id), now=now)
    standings = standings_on(head, review)
    option = propose_days(head, review_id, first=days[0], last=days[0], standings=standings, now=now)
    agree_days(lead, review_id, option.id, standings=standings_on(lead, _review(review_id)), now=now)


def prepare(review_id: int, *, now: datetime) -> None:
    """The lead writes the briefing and begins the timetable, and says that the team is ready."""
    review = _review(review_id)
    lead = _actor(_lead_of(review_id), now=now)
    save_preparation(lead, review_id, briefing=BRIEFING, lines=LINES, version=review.preparation_version)
    begin_with_usual_day(lead, review_id)
    finish_preparation(lead, review_id, standings=standings_on(lead, _review(review_id)), now=now)


def hold_visit(review_id: int, *, now: datetime) -> None:
    """The lead says that the visit has been held; ``now`` is on its last day, or later."""
    lead = _actor(_lead_of(review_id), now=now)
    mark_visited(lead, review_id, standings=standings_on(lead, _review(review_id)), now=now)


def _review(review_id: int) -> Review:
    whole = (joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation))
    query = select(Review).where(Review.id == review_id).options(*whole)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _lead_of(review_id: int) -> int:
    leads = Assignment.part == Part.LEAD, Assignment.state.in_(STANDING)
    return db.session.scalars(select(Assignment.person_id).where(Assignment.review_id == review_id, *leads)).one()


def _actor(person_id: int | None, *, now: datetime) -> Actor:
    assert person_id is not None  # noqa: S101  # an enrolled school has named its people
    return actor_for(person_id, today=london(now).date())
