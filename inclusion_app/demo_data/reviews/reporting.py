"""Brings one review further with its report, as its people would: consolidated, released, answered, final."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from inclusion_app.access.actor import Actor
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, Review
from inclusion_app.reviews.queries import standings_on
from inclusion_app.reviews.reporting.queries.content import report_form_of
from inclusion_app.reviews.reporting.queries.desk import desk_of
from inclusion_app.reviews.reporting.queries.points import points_on_draft
from inclusion_app.reviews.reporting.rules.content import FIELDS, OVERALL, SUMMARY
from inclusion_app.reviews.reporting.rules.points import Answer
from inclusion_app.reviews.reporting.services.finishing import finalise_report
from inclusion_app.reviews.reporting.services.points import (
    TypedPoint,
    answer_point,
    close_points,
    send_points,
    write_point,
)
from inclusion_app.reviews.reporting.services.releasing import release_draft
from inclusion_app.reviews.reporting.services.responding import save_response
from inclusion_app.reviews.reporting.services.writing import TypedArea, add_theme, area_version, save_area
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import STANDING, Part

IN_SHORT = (
    "Children with SEND belong in this school, and adults know them well.\n\n"
    "The next step is to find out what extra help achieves, and to stop what does not help."
)
WORDS = {
    "working": "Staff say what inclusion means here in much the same words, and classrooms bear them out.",
    "better": "Plans could be kept alive between reviews, with families in the room.",
    "questions": "What would tell you by half-term that a change has reached every class?",
}
THEMES = ("support-staff", "families", "checking-impact")


def consolidate(review_id: int, *, now: datetime) -> None:
    """The lead writes every area, the summary and three themes. Ratings stay where evidence does not bear them."""
    review, lead = _review(review_id), _lead(review_id, now=now)
    areas = desk_of(review).content.areas
    for area in areas:
        bears = area.pieces > 1 and len(area.basis) > 1
        typed = TypedArea({field: WORDS[field] for field in FIELDS}, rating="3" if bears else "N")
        version = area_version(report_form_of(review_id), area.code)
        save_area(lead, review_id, area=area.code, typed=typed, version=version, now=now)
    version = area_version(report_form_of(review_id), OVERALL)
    save_area(lead, review_id, area=OVERALL, typed=TypedArea({SUMMARY: IN_SHORT}), version=version, now=now)
    for area, code in zip(areas, THEMES, strict=False):
        add_theme(lead, review_id, area=area.code, code=code, words="", now=now)


def release(review_id: int, *, now: datetime) -> None:
    """The lead sends the draft to the school."""
    lead = _lead(review_id, now=now)
    release_draft(lead, review_id, standings=_standings(lead, review_id), now=now)


def make_points(review_id: int, *, now: datetime) -> None:
    """The head sends one point, and writes a response."""
    head = _head(review_id, now=now)
    point = TypedPoint("Area 1", "There are eleven support staff.", "There are twelve.", "The staff list of September.")
    write_point(head, review_id, None, typed=point, version=0, now=now)
    send_points(head, review_id, standings=_standings(head, review_id), now=now)
    text = "Thank you for your time and care. We have begun with our plans for children."
    save_response(head, review_id, text=text, version=0, now=now)


def answer_points(review_id: int, *, now: datetime) -> None:
    """The lead answers each point, and the review goes on."""
    lead = _lead(review_id, now=now)
    on_draft = points_on_draft(_review(review_id), today=london(now).date())
    for point in on_draft.unanswered if on_draft else ():
        said = "We counted again: twelve. The report says so now."
        answer_point(lead, review_id, point.id, answer=Answer.ACCEPTED, reason=said, version=point.version, now=now)
    close_points(lead, review_id, standings=_standings(lead, review_id), now=now)


def finish(review_id: int, *, now: datetime) -> None:
    """The lead makes the report final."""
    lead = _lead(review_id, now=now)
    finalise_report(lead, review_id, standings=_standings(lead, review_id), version=0, now=now)


def _review(review_id: int) -> Review:
    whole = (joinedload(Review.cycle), joinedload(Review.school), joinedload(Review.participation))
    query = select(Review).where(Review.id == review_id).options(*whole)
    return db.session.scalars(query.execution_options(populate_existing=True)).one()


def _lead(review_id: int, *, now: datetime) -> Actor:
    query = select(Assignment.person_id).where(
        Assignment.review_id == review_id, Assignment.part == Part.LEAD, Assignment.state.in_(STANDING)
    )
    return actor_for(db.session.scalars(query).one(), today=london(now).date())


def _head(review_id: int, *, now: datetime) -> Actor:
    head_id = _review(review_id).participation.accepted_by_id
    assert head_id is not None  # noqa: S101  # an enrolled school has accepted
    return actor_for(head_id, today=london(now).date())


def _standings(actor: Actor, review_id: int) -> frozenset[Standing]:
    return standings_on(actor, _review(review_id))
