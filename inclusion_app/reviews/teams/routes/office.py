"""What the programme office does with a team."""

from flask import Blueprint, Response, abort
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Assignment
from inclusion_app.reviews.queries import SeenReview
from inclusion_app.reviews.routes.opening import review_as
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import STANDING, Part
from inclusion_app.reviews.teams.forms import AsideForm, ChooseForm, DecisionForm, NameForm, ReasonForm
from inclusion_app.reviews.teams.queries.candidates import suggestions_for
from inclusion_app.reviews.teams.queries.naming import people_to_name
from inclusion_app.reviews.teams.queries.teams import assignment_of, standing_teams
from inclusion_app.reviews.teams.routes.team import team_page
from inclusion_app.reviews.teams.rules.naming import Named
from inclusion_app.reviews.teams.services.asking import Wanted, ask_reviewer
from inclusion_app.reviews.teams.services.confirming import confirm_team
from inclusion_app.reviews.teams.services.naming import name_beside_team
from inclusion_app.reviews.teams.services.objecting import Decision, decide_objection
from inclusion_app.reviews.teams.services.rechecking import set_conflict_aside
from inclusion_app.reviews.teams.services.replacing import release_reviewer, replace_reviewer

office = Blueprint("team_office", __name__, url_prefix="/reviews/<int:review_id>/team")
CHOOSE = "Choose somebody"
OF_TEAM = {"S4": "Nobody on the team knows this phase", "S6": "The whole team comes from one school or one trust"}
"""What speaks against a team as a whole is known once somebody has been chosen."""


@office.post("/confirm")
@allows(Action.RUN_REVIEWS)
def confirm(review_id: int) -> Response:
    """Confirm the team without waiting."""
    seen, form, actor = _office(review_id), ReasonForm(), current_actor()

    def act() -> Done:
        said = form.reason.data or ""
        confirm_team(actor, review_id, reason=said, standings=seen.standings, now=clock.now(), today=clock.today())
        return Done(f"/reviews/{review_id}/team", "The team is confirmed. Team and school have been told.")

    return submit(form, act, lambda: team_page(_office(review_id), form))


@office.post("/<int:assignment_id>/decision")
@allows(Action.RUN_REVIEWS)
def decide(review_id: int, assignment_id: int) -> Response:
    """Uphold the school's objection, or do not."""
    _, form, actor = _one(review_id, assignment_id), DecisionForm(), current_actor()

    def act() -> Done:
        if form.decision.data not in list(Decision):
            raise RuleBroken(None, "Say whether the objection is upheld")
        decision = Decision(form.decision.data)
        decide_objection(actor, review_id, assignment_id, decision, now=clock.now(), today=clock.today())
        return Done(f"/reviews/{review_id}/team", "The school has been told.")

    return submit(form, act, lambda: team_page(_office(review_id), form))


@office.post("/<int:assignment_id>/set-aside")
@allows(Action.RUN_REVIEWS)
def set_aside(review_id: int, assignment_id: int) -> Response:
    """Let somebody stay in spite of what has come up."""
    _, form, actor = _one(review_id, assignment_id), AsideForm(), current_actor()

    def act() -> Done:
        codes, reason = (form.codes.data or "").split(), form.reason.data or ""
        set_conflict_aside(actor, review_id, assignment_id, codes=codes, reason=reason)
        return Done(f"/reviews/{review_id}/team", "Set aside, with your reason.")

    return submit(form, act, lambda: team_page(_office(review_id), form))


@office.post("/<int:assignment_id>/release")
@allows(Action.RUN_REVIEWS)
def release(review_id: int, assignment_id: int) -> Response:
    """Take somebody off the team."""
    _, form, actor = _one(review_id, assignment_id), ReasonForm(), current_actor()

    def act() -> Done:
        release_reviewer(actor, review_id, assignment_id, reason=form.reason.data or "", now=clock.now())
        return Done(
            f"/reviews/{review_id}/team", "Released. They have been told, and see nothing of the school any more."
        )

    return submit(form, act, lambda: team_page(_office(review_id), form))


@office.get("/add")
@allows(Action.RUN_REVIEWS)
def show_add(review_id: int) -> Response:
    """Choose one more."""
    return _choose(_office(review_id), ChooseForm(formdata=None), None)


@office.post("/add")
@allows(Action.RUN_REVIEWS)
def add(review_id: int) -> Response:
    """Ask them."""
    _office(review_id)
    form, actor = ChooseForm(), current_actor()

    def act() -> Done:
        ask_reviewer(actor, review_id, _wanted(form), now=clock.now(), today=clock.today())
        return Done(f"/reviews/{review_id}/team", "They have been asked.")

    return submit(form, act, lambda: _choose(_office(review_id), form, None))


@office.get("/<int:assignment_id>/replace")
@allows(Action.RUN_REVIEWS)
def show_replace(review_id: int, assignment_id: int) -> Response:
    """Choose somebody in another's place."""
    seen = _office(review_id)
    return _choose(seen, ChooseForm(formdata=None), _of_team(seen, assignment_id))


@office.post("/<int:assignment_id>/replace")
@allows(Action.RUN_REVIEWS)
def put_in_place(review_id: int, assignment_id: int) -> Response:
    """Ask them, and release whoever is there."""
    _one(review_id, assignment_id)
    form, actor = ChooseForm(), current_actor()

    def act() -> Done:
        leaving, now = form.leaving.data or "", clock.now()
        replace_reviewer(actor, review_id, assignment_id, _wanted(form), reason=leaving, now=now, today=clock.today())
        return Done(f"/reviews/{review_id}/team", "Somebody else has been asked.")

    return submit(form, act, lambda: _choose(_office(review_id), form, _one(review_id, assignment_id)))


@office.get("/<any(champion, moderator):part>")
@allows(Action.RUN_REVIEWS)
def show_name(review_id: int, part: str) -> Response:
    """Choose a champion or a moderator."""
    return _name(_office(review_id), NameForm(formdata=None), Named(part))


@office.post("/<any(champion, moderator):part>")
@allows(Action.RUN_REVIEWS)
def name(review_id: int, part: str) -> Response:
    """Name them."""
    _office(review_id)
    form, actor = NameForm(), current_actor()

    def act() -> Done:
        name_beside_team(actor, review_id, Named(part), form.person.data or None, today=clock.today())
        return Done(f"/reviews/{review_id}/team", "Saved.")

    return submit(form, act, lambda: _name(_office(review_id), form, Named(part)))


def _office(review_id: int) -> SeenReview:
    return review_as(review_id, Standing.OFFICE)


def _one(review_id: int, assignment_id: int) -> Assignment:
    return _of_team(_office(review_id), assignment_id)


def _of_team(seen: SeenReview, assignment_id: int) -> Assignment:
    one = assignment_of(seen.review.id, assignment_id)
    if one is None:
        abort(404)
    return one


def _wanted(form: ChooseForm) -> Wanted:
    if not form.person.data:
        raise RuleBroken("person", CHOOSE)
    part = Part(form.part.data) if form.part.data in list(Part) else Part.REVIEWER
    accepted = frozenset(form.accepted.data or ())
    return Wanted(person_id=form.person.data, part=part, accepted=accepted, reason=form.reason.data or "")


def _choose(seen: SeenReview, form: ChooseForm, leaving: Assignment | None) -> Response:
    part = leaving.part if leaving else Part.REVIEWER
    team = [one.person_id for one in standing_teams([seen.review.id]).get(seen.review.id, [])]
    suggestions = suggestions_for(seen.review, part, today=clock.today(), without=team)
    form.offer(suggestions)
    codes = {
        c.code.value: c.sentence for one in suggestions for c in one.conflicts if one.person_id == form.person.data
    }
    if form.accepted.errors:
        codes |= OF_TEAM
    form.accepted.choices = [SelectChoice(code, said) for code, said in codes.items()]
    return page(
        "reviews/teams/choose.html",
        seen=seen,
        review=seen.review,
        form=form,
        leaving=leaving,
        suggestions=suggestions,
        stands=leaving is not None and leaving.state in STANDING,
    )


def _name(seen: SeenReview, form: NameForm, part: Named) -> Response:
    form.offer(people_to_name(seen.review, part, today=clock.today()))
    return page("reviews/teams/name.html", seen=seen, review=seen.review, form=form, part=part)
