"""Matching a cycle: propose, look, change, lock, solve again, confirm."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.matching.forms import ConfirmForm, LockForm, PlaceForm, WeightsForm
from inclusion_app.reviews.matching.queries.pages import shown_teams, why_not, with_proposed
from inclusion_app.reviews.matching.queries.proposals import (
    cycle_by_id,
    fingerprint_of,
    open_proposal,
    place_by_id,
    places_of,
    problem_of,
    reviews_to_match,
)
from inclusion_app.reviews.matching.services.proposing import (
    choose_for_place,
    confirm_proposal,
    keep_proposal,
    lock_place,
)
from inclusion_app.reviews.matching.solver import solve
from inclusion_app.reviews.models import ProposedPlace, ReviewCycle
from inclusion_app.reviews.teams.queries.candidates import suggestions_for

matching = Blueprint("matching", __name__, url_prefix="/team/cycles/<int:cycle_id>/matching")


@matching.get("")
@allows(Action.RUN_REVIEWS)
def show(cycle_id: int) -> Response:
    """The proposal there is, or the button that makes one."""
    return _page(cycle_id, None)


@matching.post("")
@allows(Action.RUN_REVIEWS)
def propose(cycle_id: int) -> Response:
    """Read, solve without holding anything, then keep it unless something has changed meanwhile."""
    cycle, form, actor = _cycle(cycle_id), WeightsForm(), current_actor()
    fingerprint = fingerprint_of(cycle_id)
    problem = problem_of(cycle, form.weights, today=clock.today()) if form.validate() else None
    answer = solve(problem) if problem is not None else None

    def act() -> Done:
        if problem is None or answer is None:
            raise RuleBroken(None, "Look at the numbers again")
        if not problem.hosts:
            raise RuleBroken(None, "Every school of this cycle has a team already, or none has enrolled")
        keep_proposal(actor, cycle_id, problem, answer, fingerprint=fingerprint, now=clock.now())
        return Done(
            f"/team/cycles/{cycle_id}/matching", f"Proposed in {answer.seconds:.1f} seconds. Nobody has been told."
        )

    return submit(form, act, lambda: _page(cycle_id, form))


@matching.post("/confirm")
@allows(Action.RUN_REVIEWS)
def confirm(cycle_id: int) -> Response:
    """Ask everybody."""
    _cycle(cycle_id)
    form, actor = ConfirmForm(), current_actor()

    def act() -> Done:
        number = confirm_proposal(actor, cycle_id, version=form.edited_version, now=clock.now(), today=clock.today())
        said = f"{number} {'team has' if number == 1 else 'teams have'} been asked, and their schools told."
        return Done(f"/team/cycles/{cycle_id}/matching", said)

    return submit(form, act, lambda: _page(cycle_id, form))


@matching.get("/places/<int:place_id>")
@allows(Action.RUN_REVIEWS)
def show_place(cycle_id: int, place_id: int) -> Response:
    """Who could be in this place, with conflicts and distances; and why not somebody."""
    return _place_page(_cycle(cycle_id), _place(cycle_id, place_id), PlaceForm(formdata=None))


@matching.post("/places/<int:place_id>")
@allows(Action.RUN_REVIEWS)
def choose(cycle_id: int, place_id: int) -> Response:
    """Put somebody there."""
    _place(cycle_id, place_id)
    form, actor = PlaceForm(), current_actor()

    def act() -> Done:
        if not form.person.data:
            raise RuleBroken("person", "Choose somebody")
        choose_for_place(
            actor,
            cycle_id,
            place_id,
            form.person.data,
            accepted=form.accepted.data or (),
            reason=form.reason.data or "",
            today=clock.today(),
        )
        return Done(f"/team/cycles/{cycle_id}/matching", "Chosen, and locked.")

    return submit(form, act, lambda: _place_page(_cycle(cycle_id), _place(cycle_id, place_id), form))


@matching.post("/places/<int:place_id>/lock")
@allows(Action.RUN_REVIEWS)
def lock(cycle_id: int, place_id: int) -> Response:
    """Keep it when solving again, or let it go."""
    _place(cycle_id, place_id)
    form, actor = LockForm(), current_actor()

    def act() -> Done:
        place = lock_place(actor, cycle_id, place_id, act=form.act.data or "")
        return Done(f"/team/cycles/{cycle_id}/matching", "Locked." if place.locked else "Not locked any more.")

    return submit(form, act, lambda: _page(cycle_id, form))


def _cycle(cycle_id: int) -> ReviewCycle:
    cycle = cycle_by_id(cycle_id)
    if cycle is None:
        abort(404)
    return cycle


def _place(cycle_id: int, place_id: int) -> ProposedPlace:
    place = place_by_id(cycle_id, place_id)
    if place is None:
        abort(404)
    return place


def _page(cycle_id: int, form: Form | None) -> Response:
    cycle, proposal, today = _cycle(cycle_id), open_proposal(cycle_id), clock.today()
    weights = form if isinstance(form, WeightsForm) else WeightsForm(formdata=None)
    if proposal is not None and weights is not form:
        weights.process(data=proposal.weights)
    confirming = ConfirmForm(formdata=None)
    confirming.version.data = str(proposal.version) if proposal else ""
    number = request.args.get("page", 1, int)
    return page(
        "reviews/matching/matching.html",
        cycle=cycle,
        proposal=proposal,
        form=form or weights,
        weights=weights,
        confirming=confirming,
        to_match=0 if proposal else len(reviews_to_match(cycle_id)),
        found=shown_teams(cycle, proposal, number=number, today=today) if proposal else None,
    )


def _place_page(cycle: ReviewCycle, place: ProposedPlace, form: PlaceForm) -> Response:
    """The page, or what is to be known of the reviewer who is being considered: whoever was asked for, or chosen."""
    proposal, review = open_proposal(cycle.id), place.review  # reading all places forgets the review of this one
    assert proposal is not None  # noqa: S101  # the place is one of it
    places = places_of(proposal.id)
    others = [p.person_id for p in places if p.review_id == place.review_id and p.person_id and p.id != place.id]
    every = with_proposed(suggestions_for(review, place.part, today=clock.today(), without=others), places)
    now = next((one for one in every if one.person_id == place.person_id), None)
    found = [one for one in every if one is not now]
    if form.person.data is None:
        form.person.data = whole_number(request.args.get("person"))
    form.offer(found, told_by=request.path)
    about = next((one for one in found if one.person_id == form.person.data), None)
    elsewhere = sum(p.person_id == about.person_id for p in places) if about else 0
    return page(
        "reviews/matching/place.html",
        fragments={"about": "reviews/matching/_partials/about.html"},
        cycle=cycle,
        place=place,
        review=review,
        form=form,
        suggestions=found,
        about=about,
        reason=why_not(about, now=now, elsewhere=elsewhere) if about else "",
    )


BLUEPRINTS = (matching,)
