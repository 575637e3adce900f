"""Everything that has happened with a school, as one list: each kind of thing is read by one statement."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import and_, case, func, select

from inclusion_app.access.actor import Actor
from inclusion_app.directory.asking.models import Enquiry, OfferUse
from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.foundation.paging import Page
from inclusion_app.insights.one_school.audience import Audience, audience_of
from inclusion_app.insights.one_school.queries.reviews import rounds_of
from inclusion_app.reviews.states import ReviewState
from inclusion_app.schools.models import Grouping, School, SchoolGrouping, SchoolLink
from inclusion_app.schools.queries import earlier_schools
from inclusion_app.training.models import Booking, Course, OutcomeOfRun, Run
from inclusion_app.training.states import BookingState, RunOutcome

ON_A_PAGE = 25


class Kind(StrEnum):
    """What has happened; the words stand in the template."""

    OPENED = "opened"
    GROUP = "group"
    LINK = "link"
    INVITED = "invited"
    ANSWERED = "answered"
    STAGE = "stage"
    TRAINING = "training"
    ENQUIRY = "enquiry"
    OFFER = "offer"


@dataclass(frozen=True)
class Event:
    """One thing on one day. ``name`` says of what, ``detail`` what came of it, ``href`` where more of it stands."""

    day: date
    kind: Kind
    name: str
    detail: str = ""
    number: int = 0
    completed: int = 0
    href: str = ""


@dataclass(frozen=True)
class Timeline:
    """One page of what has happened, and for whom it is written."""

    events: Page[Event]
    audience: Audience


def timeline_of(actor: Actor, school: School, *, number: int, now: datetime) -> Timeline:
    """The latest first. At most nine statements, whatever there is."""
    today, audience = london(now).date(), audience_of(actor, school.id)
    ids = {school.id, *earlier_schools([school.id]).get(school.id, ())}
    opens = ids if audience == Audience.TEAM else {school.id}  # a review of a school before this one is not its own
    reviews = _of_reviews(actor, ids, opens=opens, today=today)
    found = [*_of_register(school), *reviews, *_of_training(school, ids, now), *_of_support(ids)]
    if audience == Audience.TEAM:  # what a school asks of providers is its own
        found = [event for event in found if event.kind not in {Kind.ENQUIRY, Kind.OFFER}]
    found.sort(key=lambda event: (event.day, event.kind, event.name), reverse=True)
    number = min(max(1, number), max(1, -(-len(found) // ON_A_PAGE)))
    start = (number - 1) * ON_A_PAGE
    return Timeline(Page(found[start : start + ON_A_PAGE], number, ON_A_PAGE, len(found)), audience)


def _of_register(school: School) -> Iterator[Event]:
    if school.open_date:
        yield Event(school.open_date, Kind.OPENED, school.name)
    joined = select(SchoolGrouping.since, Grouping.kind, Grouping.name).join(SchoolGrouping.grouping)
    joined = joined.where(SchoolGrouping.school_id == school.id)
    for since, kind, name in db.session.execute(joined):
        if since is not None:
            yield Event(since, Kind.GROUP, name, kind)
    links = select(SchoolLink.established, SchoolLink.link_name, SchoolLink.link_type)
    links = links.where(SchoolLink.urn == school.urn)
    for established, name, link_type in db.session.execute(links):
        if established is not None:
            yield Event(established, Kind.LINK, name, link_type)


def _of_reviews(actor: Actor, ids: Collection[int], *, opens: Collection[int], today: date) -> Iterator[Event]:
    for found in rounds_of(actor, ids, today=today):
        part, cycle = found.participation, found.cycle
        yield Event(london(part.invited_at).date(), Kind.INVITED, cycle.name)
        if part.answered_at:
            yield Event(london(part.answered_at).date(), Kind.ANSWERED, cycle.name, part.state)
        if found.review is None or found.schedule is None:
            continue
        href = f"/reviews/{found.review.id}" if part.school_id in opens else ""
        for due in found.schedule.stages:
            if due.reached_on and due.stage != ReviewState.PLANNED:
                yield Event(due.reached_on, Kind.STAGE, cycle.name, due.stage.label, href=href)


def _of_training(school: School, ids: Collection[int], now: datetime) -> Iterator[Event]:
    """Each run on which somebody of the school was."""
    query = (
        select(
            Run.ends_at,
            Course.title,
            func.count(),
            func.count(case((OutcomeOfRun.outcome == RunOutcome.COMPLETED, 1))),
        )
        .select_from(Booking)
        .join(Run, Run.id == Booking.run_id)
        .join(Course, Course.id == Run.course_id)
        .outerjoin(OutcomeOfRun, OutcomeOfRun.booking_id == Booking.id)
        .where(and_(Booking.school_id.in_(ids), Booking.state == BookingState.CONFIRMED, Run.ends_at <= now))
        .group_by(Run.id, Run.ends_at, Course.title)
    )
    for ends_at, title, number, completed in db.session.execute(query):
        here = f"/schools/{school.urn}/bookings?state=past"
        yield Event(london(ends_at).date(), Kind.TRAINING, title, number=number, completed=completed, href=here)


def _of_support(ids: Collection[int]) -> Iterator[Event]:
    title = select(OfferVersion.title, Offer.id).join(Offer, Offer.published_version_id == OfferVersion.id).subquery()
    asked = select(Enquiry.sent_at, title.c.title, Enquiry.state).join(title, title.c.id == Enquiry.offer_id)
    for sent_at, name, state in db.session.execute(asked.where(Enquiry.school_id.in_(ids))):
        yield Event(london(sent_at).date(), Kind.ENQUIRY, name, state)
    used = select(OfferUse.used_on, title.c.title, OfferUse.helped).join(title, title.c.id == OfferUse.offer_id)
    for used_on, name, helped in db.session.execute(used.where(OfferUse.school_id.in_(ids))):
        yield Event(used_on, Kind.OFFER, name, helped)
