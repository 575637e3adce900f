"""Inviting schools, and watching how they answer."""

from urllib.parse import urlencode

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.reviews.cycles.rounds.forms import Button, InviteForm
from inclusion_app.reviews.cycles.rounds.queries.answers import AnswerWishes, answers_found, numbers_of_answers
from inclusion_app.reviews.cycles.rounds.queries.inviting import InviteWishes, group_choices, schools_to_invite
from inclusion_app.reviews.cycles.rounds.rules import ENROLS_IN, INVITES_IN
from inclusion_app.reviews.cycles.rounds.services.inviting import invite_schools, remind_unanswered
from inclusion_app.reviews.cycles.routes.opening import cycle_at
from inclusion_app.reviews.models import ReviewCycle
from inclusion_app.reviews.states import ParticipationState
from inclusion_app.schools.states import Phase

invitations = Blueprint("review_invitations", __name__, url_prefix="/team/cycles/<int:cycle_id>")


@invitations.get("/invite")
@allows(Action.RUN_REVIEWS)
def choose(cycle_id: int) -> Response:
    """Which schools, and how many these are."""
    form = InviteForm(request.args)
    return _choosing(cycle_at(cycle_id), form, InviteWishes.of(request.args))


@invitations.post("/invite")
@allows(Action.RUN_REVIEWS)
def send(cycle_id: int) -> Response:
    """Invite them."""
    cycle, form, actor = cycle_at(cycle_id), InviteForm(), current_actor()
    form.offer(group_choices())
    wishes = InviteWishes.of(request.form)

    def act() -> Done:
        expected = whole_number(form.expected.data)
        invited = invite_schools(actor, cycle_id, wishes, expected=expected, now=clock.now())
        schools = "1 school" if invited == 1 else f"{invited} schools"
        later = "" if cycle.state in ENROLS_IN else " Their heads are written to when you open enrolment."
        return Done(f"/team/cycles/{cycle_id}/schools", f"{schools} invited.{later}")

    return submit(form, act, lambda: _choosing(cycle, form, wishes))


@invitations.get("/schools")
@allows(Action.VIEW_REVIEWS)
def answers(cycle_id: int) -> Response:
    """Every school of the cycle with its answer."""
    return _answers(cycle_at(cycle_id), Button(formdata=None))


@invitations.post("/remind")
@allows(Action.RUN_REVIEWS)
def remind(cycle_id: int) -> Response:
    """Write to those who have not answered."""
    cycle, form, actor = cycle_at(cycle_id), Button(), current_actor()

    def act() -> Done:
        mails = remind_unanswered(actor, cycle_id, now=clock.now())
        heads = "1 headteacher has" if mails == 1 else f"{mails} headteachers have"
        return Done(f"/team/cycles/{cycle_id}/schools?state=invited", f"{heads} been reminded.")

    return submit(form, act, lambda: _answers(cycle, form))


def _choosing(cycle: ReviewCycle, form: InviteForm, wishes: InviteWishes) -> Response:
    form.offer(group_choices())
    found = schools_to_invite(cycle.id, wishes)
    form.expected.data = str(len(found.schools))
    return page(
        "review_cycles/invite.html",
        fragments={"to-invite": "review_cycles/_partials/to_invite.html"},
        cycle=cycle,
        form=form,
        found=found,
        is_open=cycle.state in INVITES_IN,
        writes=cycle.state in ENROLS_IN,
    )


def _answers(cycle: ReviewCycle, form: Button) -> Response:
    wishes = AnswerWishes.of(request.args)
    address = f"/team/cycles/{cycle.id}/schools"
    return page(
        "review_cycles/schools.html",
        fragments={"results": "review_cycles/_partials/schools.html"},
        cycle=cycle,
        form=form,
        wishes=wishes,
        numbers=numbers_of_answers(cycle.id),
        found=paginate(answers_found(cycle.id, wishes), request.args.get("page", 1, int), per_page=50),
        groups=group_choices(),
        phases=list(Phase),
        states=list(ParticipationState),
        reminds=cycle.state in ENROLS_IN and clock.today() <= cycle.enrol_by,
        page_address=lambda number: f"{address}?{urlencode(wishes.parameters | {'page': str(number)})}",
    )
