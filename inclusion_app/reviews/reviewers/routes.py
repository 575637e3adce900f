"""Reviewers, for the office; and a reviewer's own page."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.models import Reviewer
from inclusion_app.reviews.reviewers.forms import AwayForm, ButtonForm, MarksForm, ProfileForm, SearchForm, TieForm
from inclusion_app.reviews.reviewers.queries import (
    Wishes,
    reviewer_by_id,
    reviewer_of_person,
    reviewers_found,
    reviews_of_person,
    standing_of,
)
from inclusion_app.reviews.reviewers.rules import KINDS
from inclusion_app.reviews.reviewers.services import (
    Marks,
    Profile,
    add_away,
    add_tie,
    mark_reviewer,
    remove_away,
    remove_tie,
    save_profile,
)
from inclusion_app.schools.queries import school_by_urn
from inclusion_app.vocabulary.models import Concept
from inclusion_app.vocabulary.queries import concepts

team_reviewers = Blueprint("team_reviewers", __name__, url_prefix="/team/reviewers")
reviewing = Blueprint("reviewing", __name__, url_prefix="/reviewing")
NO_SCHOOL = "There is no school with this URN"
SAVED = "Saved."


@team_reviewers.get("")
@allows(Action.RUN_REVIEWS)
def listed() -> Response:
    """Everybody who reviews, as narrowed."""
    form = SearchForm(request.args)
    form.offer(*_terms())
    asked = {name: request.args.get(name, "") for name in ("words", "phase", "expertise", "standing", "role", "load")}
    found = reviewers_found(Wishes(**asked, page=request.args.get("page", 1, int)), today=clock.today())
    return page(
        "reviews/reviewers/list.html",
        fragments={"results": "reviews/reviewers/_found.html"},
        form=form,
        found=found,
        asked=asked,
        labels={c.code: c.label for group in _terms() for c in group},
        standings={row.id: standing_of(row, today=clock.today()) for row, _ in found.items},
    )


@team_reviewers.get("/<int:reviewer_id>")
@allows(Action.RUN_REVIEWS)
def show(reviewer_id: int) -> Response:
    """One reviewer, with what the office keeps of them."""
    return _team_page(reviewer_id)


@team_reviewers.post("/<int:reviewer_id>")
@allows(Action.RUN_REVIEWS)
def mark(reviewer_id: int) -> Response:
    """Who may lead and run workshops."""
    _reviewer(reviewer_id)
    form, actor = MarksForm(), current_actor()

    def act() -> Done:
        said = Marks(
            may_lead=bool(form.may_lead.data),
            may_champion=bool(form.may_champion.data),
            inclusion_leader=bool(form.inclusion_leader.data),
        )
        mark_reviewer(actor, reviewer_id, said, version=form.edited_version)
        return Done(f"/team/reviewers/{reviewer_id}", SAVED)

    return submit(form, act, lambda: _team_page(reviewer_id, marks=form))


@team_reviewers.post("/<int:reviewer_id>/profile")
@allows(Action.RUN_REVIEWS)
def save_for(reviewer_id: int) -> Response:
    """What else is kept of them, by the office."""
    _reviewer(reviewer_id)
    return _saved(reviewer_id, f"/team/reviewers/{reviewer_id}", lambda form: _team_page(reviewer_id, profile=form))


@reviewing.get("")
@allows(Action.REVIEW_SCHOOLS)
def own() -> Response:
    """What a reviewer is asked, and what they have said of themselves."""
    return _own_page()


@reviewing.post("")
@allows(Action.REVIEW_SCHOOLS)
def save_own() -> Response:
    """Keep it."""
    return _saved(_mine().id, "/reviewing", lambda form: _own_page(profile=form))


@reviewing.post("/ties")
@allows(Action.REVIEW_SCHOOLS)
def tie() -> Response:
    """A school they must not review."""
    mine, form, actor = _mine(), TieForm(), current_actor()

    def act() -> Done:
        school_id = _school_id(form.urn.data, field="urn")
        add_tie(actor, mine.id, school_id=school_id or 0, kind=form.kind.data or "", until=form.until.data)
        return Done("/reviewing", SAVED)

    return submit(form, act, lambda: _own_page(tie=form))


@reviewing.post("/ties/<int:tie_id>/remove")
@allows(Action.REVIEW_SCHOOLS)
def untie(tie_id: int) -> Response:
    """That was a mistake."""
    if earlier := sent_already():  # what the first sending removed is not there for the second
        return earlier
    mine, actor = _mine(), current_actor()
    if all(one.id != tie_id for one in mine.ties):
        abort(404)
    return _button(lambda: remove_tie(actor, mine.id, tie_id))


@reviewing.post("/away")
@allows(Action.REVIEW_SCHOOLS)
def go_away() -> Response:
    """Days on which they cannot come."""
    mine, form, actor = _mine(), AwayForm(), current_actor()

    def act() -> Done:
        assert form.starts.data is not None  # noqa: S101  # the form has asked for both
        assert form.ends.data is not None  # noqa: S101
        add_away(actor, mine.id, starts=form.starts.data, ends=form.ends.data)
        return Done("/reviewing", SAVED)

    return submit(form, act, lambda: _own_page(away=form))


@reviewing.post("/away/<int:away_id>/remove")
@allows(Action.REVIEW_SCHOOLS)
def come_back(away_id: int) -> Response:
    """They can come after all."""
    if earlier := sent_already():  # what the first sending removed is not there for the second
        return earlier
    mine, actor = _mine(), current_actor()
    if all(one.id != away_id for one in mine.away):
        abort(404)
    return _button(lambda: remove_away(actor, mine.id, away_id))


def _button(remove: Callable[[], None]) -> Response:
    def act() -> Done:
        remove()
        return Done("/reviewing", "Removed.")

    return submit(ButtonForm(), act, _own_page)


def _saved(reviewer_id: int, back: str, otherwise: Callable[[ProfileForm], Response]) -> Response:
    form, actor = ProfileForm(), current_actor()
    form.offer(*_terms())

    def act() -> Done:
        profile = Profile(
            phases=form.phases.data or (),
            expertise=form.expertise.data or (),
            capacity=form.capacity.data if form.capacity.data is not None else -1,
            home_school_id=_school_id(form.home_urn.data, field="home_urn"),
            paused_until=form.paused_until.data,
            about=form.about.data or "",
        )
        save_profile(actor, reviewer_id, profile, version=form.edited_version)
        return Done(back, SAVED)

    return submit(form, act, lambda: otherwise(form))


def _school_id(urn: str | None, *, field: str) -> int | None:
    if not (urn or "").strip():
        return None
    school = school_by_urn(whole_number(urn))
    if school is None:
        raise RuleBroken(field, NO_SCHOOL)
    return school.id


def _terms() -> tuple[list[Concept], list[Concept]]:
    return concepts("phase"), [*concepts("need"), *concepts("framework-area")]


def _reviewer(reviewer_id: int) -> Reviewer:
    found = reviewer_by_id(reviewer_id)
    if found is None:
        abort(404)
    return found


def _mine() -> Reviewer:
    mine = reviewer_of_person(current_actor().person_id)
    if mine is None:
        abort(404)
    return mine


def _profile(reviewer: Reviewer, form: ProfileForm | None) -> ProfileForm:
    if form is None:
        form = ProfileForm(formdata=None)
        form.show(reviewer)
        form.offer(*_terms())
    return form


def _team_page(reviewer_id: int, *, marks: MarksForm | None = None, profile: ProfileForm | None = None) -> Response:
    reviewer = _reviewer(reviewer_id)
    shown = profile or marks
    if marks is None:
        marks = MarksForm(formdata=None)
        marks.show(reviewer)
    return page(
        "reviews/reviewers/one.html",
        reviewer=reviewer,
        form=shown or marks,
        marks=marks,
        profile=_profile(reviewer, profile),
        reviews=reviews_of_person(reviewer.person_id),
        standing=standing_of(reviewer, today=clock.today()),
        kinds=KINDS,
    )


def _own_page(
    *, profile: ProfileForm | None = None, tie: TieForm | None = None, away: AwayForm | None = None
) -> Response:
    reviewer = reviewer_of_person(current_actor().person_id)
    if reviewer is None:
        return page("reviews/reviewers/not_yet.html")
    shown: Form | None = profile or tie or away
    kept = _profile(reviewer, profile)
    return page(
        "reviews/reviewers/own.html",
        reviewer=reviewer,
        form=shown or kept,
        profile=kept,
        tie=tie or TieForm(formdata=None),
        away=away or AwayForm(formdata=None),
        reviews=reviews_of_person(reviewer.person_id),
        standing=standing_of(reviewer, today=clock.today()),
        kinds=KINDS,
    )


BLUEPRINTS = (team_reviewers, reviewing)
