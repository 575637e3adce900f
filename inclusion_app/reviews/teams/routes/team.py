"""The page of a review's team, for everybody who sees it."""

from flask import Blueprint, Response

from inclusion_app.access.guard import allows
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import ANY_SIDE, review_for
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.rules.visibility import Paper
from inclusion_app.reviews.states import STANDING
from inclusion_app.reviews.teams.forms import ReasonForm
from inclusion_app.reviews.teams.queries.facts import Facts, facts_of
from inclusion_app.reviews.teams.queries.teams import may_object_until, open_conflicts, people_named, team_of
from inclusion_app.reviews.teams.rules.conflicts import Code
from inclusion_app.reviews.teams.services.confirming import obstacles_of
from inclusion_app.schools.queries import school_calendar

team = Blueprint("review_team", __name__, url_prefix="/reviews/<int:review_id>/team")


@team.get("")
@allows(*ANY_SIDE)
def show(review_id: int) -> Response:
    """Who is on it, who was, and what is still to be done."""
    return team_page(review_for(review_id, Paper.TEAM), ReasonForm(formdata=None))


def team_page(seen: SeenReview, form: Form) -> Response:
    """The page, with a form that was refused in it."""
    review, today = seen.review, clock.today()
    members, calendar = team_of(review.id), school_calendar()
    standing = [one for one in members if one.state in STANDING]
    is_office = seen.is_any_of(Standing.OFFICE)
    people = [one.person_id for one in standing]
    facts = (
        facts_of(review.cycle, [review], today=today, person_ids=people, terms=calendar.terms)
        if is_office
        else Facts({}, {})
    )
    return page(
        "reviews/teams/team.html",
        seen=seen,
        review=review,
        form=form,
        standing=standing,
        past=[one for one in members if one.state not in STANDING],
        named=people_named(review),
        until={one.id: may_object_until(one, calendar=calendar) for one in standing},
        today=today,
        is_office=is_office,
        is_head=seen.is_any_of(Standing.HEAD),
        conflicts={
            one.id: facts.conflicts(one.person_id, review.id, one.part)
            for one in standing
            if one.person_id in facts.reviewers
        },
        label_of=lambda code: Code(code).label,
        new=open_conflicts([review.id]) if is_office else {},
        obstacles=obstacles_of(review, standing, facts, calendar=calendar, today=today) if is_office else [],
    )
