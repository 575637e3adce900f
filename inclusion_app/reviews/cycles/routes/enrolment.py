"""A school's reviews, and its invitation: enrol, decline, defer, name other people, withdraw."""

from typing import TypeVar

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.accounts.policy import within_school
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.enrolment.forms import ContactsForm, DeferForm, EnrolForm, ReasonForm
from inclusion_app.reviews.cycles.enrolment.queries import (
    participation_of,
    participations_of,
    reviews_by_participation,
    visible_reviews,
)
from inclusion_app.reviews.cycles.enrolment.rules import Enrolment, closed_to_answers
from inclusion_app.reviews.cycles.enrolment.services import (
    change_contacts,
    decline_invitation,
    defer_invitation,
    enrol_school,
    withdraw_school,
)
from inclusion_app.reviews.cycles.enrolment.services.newcomers import name_newcomer
from inclusion_app.reviews.cycles.rounds.queries import later_cycles, team_people
from inclusion_app.reviews.models import Participation
from inclusion_app.reviews.rules.standing import Standing
from inclusion_app.reviews.states import ParticipationState, Preset
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import school_by_urn

Shown = TypeVar("Shown", ReasonForm, DeferForm, ContactsForm, EnrolForm)
enrolment = Blueprint("enrolment", __name__, url_prefix="/schools/<int:urn>/reviews")


@enrolment.get("")
@allows(Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def listed(urn: int) -> Response:
    """Every cycle of the school: the invitation that waits, and its reviews."""
    school = _school(urn, Action.VIEW_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
    actor = current_actor()
    parts = participations_of([school.id])
    seen = visible_reviews(actor, [part.id for part in parts])
    leads = actor.can(Action.LEAD_SCHOOL_REVIEW, school_id=school.id)
    shown = [part for part in parts if leads or actor.can(Action.VIEW_REVIEWS) or part.id in seen]
    return page("enrolment/list.html", school=school, parts=shown, reviews=seen, leads=leads, today=clock.today())


@enrolment.get("/<int:cycle_id>")
@allows(Action.LEAD_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
def show(urn: int, cycle_id: int) -> Response:
    """The invitation, or what has been answered, with the agreement in full."""
    school = _school(urn, Action.LEAD_SCHOOL_REVIEW, Action.VIEW_REVIEWS)
    part = _part(school, cycle_id)
    form = _blank(EnrolForm(formdata=None), part)
    form.agreement_id.data = str(part.cycle.agreement_id)
    return _page(part, form)


@enrolment.post("/<int:cycle_id>/enrol")
@allows(Action.LEAD_SCHOOL_REVIEW)
def enrol(urn: int, cycle_id: int) -> Response:
    """Accept the agreement and name who takes part."""
    part, actor = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id), current_actor()
    form, now = EnrolForm(), clock.now()
    form.offer(staff_of(part.school_id, today=clock.today()))

    def act() -> Done:
        if not form.accept.data:
            raise RuleBroken("accept", "Tick this once you have read the agreement")
        said = _said(form, part)
        agreement_id = whole_number(form.agreement_id.data)
        enrol_school(actor, part.id, said, agreement_id=agreement_id, version=form.edited_version, now=now)
        return Done(f"/schools/{urn}/reviews/{cycle_id}", "Your school is enrolled. Everybody you named has been told.")

    return submit(form, act, lambda: _page(part, form), draft=_draft(part))


@enrolment.get("/<int:cycle_id>/decline")
@allows(Action.LEAD_SCHOOL_REVIEW)
def ask_to_decline(urn: int, cycle_id: int) -> Response:
    """Why not?"""
    part = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id)
    return _reason(part, _blank(ReasonForm(formdata=None), part), act="decline")


@enrolment.post("/<int:cycle_id>/decline")
@allows(Action.LEAD_SCHOOL_REVIEW)
def decline(urn: int, cycle_id: int) -> Response:
    """Not this time."""
    part, actor = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id), current_actor()
    form, now = ReasonForm(), clock.now()

    def act() -> Done:
        said = form.reason.data or ""
        decline_invitation(actor, part.id, reason=said, version=form.edited_version, now=now)
        return Done(f"/schools/{urn}/reviews", "You have declined. You can still enrol until the last day.")

    return submit(form, act, lambda: _reason(part, form, act="decline"))


@enrolment.get("/<int:cycle_id>/defer")
@allows(Action.LEAD_SCHOOL_REVIEW)
def ask_to_defer(urn: int, cycle_id: int) -> Response:
    """When instead, and why?"""
    part = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id)
    return _reason(part, _blank(DeferForm(formdata=None), part), act="defer")


@enrolment.post("/<int:cycle_id>/defer")
@allows(Action.LEAD_SCHOOL_REVIEW)
def defer(urn: int, cycle_id: int) -> Response:
    """Later."""
    part, actor = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id), current_actor()
    form, now = DeferForm(), clock.now()

    def act() -> Done:
        said, to = form.reason.data or "", form.to_cycle.data or None
        defer_invitation(actor, part.id, reason=said, to_cycle_id=to, version=form.edited_version, now=now)
        return Done(f"/schools/{urn}/reviews", "Put off. You can still enrol until the last day.")

    return submit(form, act, lambda: _reason(part, form, act="defer"))


@enrolment.get("/<int:cycle_id>/contacts")
@allows(Action.LEAD_SCHOOL_REVIEW)
def contacts(urn: int, cycle_id: int) -> Response:
    """Who takes part, to change."""
    part = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id)
    return _contacts(part, _blank(ContactsForm(formdata=None), part))


@enrolment.post("/<int:cycle_id>/contacts")
@allows(Action.LEAD_SCHOOL_REVIEW)
def save_contacts(urn: int, cycle_id: int) -> Response:
    """Name other people."""
    part, actor = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id), current_actor()
    form, now = ContactsForm(), clock.now()
    form.offer(staff_of(part.school_id, today=clock.today()))

    def act() -> Done:
        change_contacts(actor, part.id, _said(form, part), version=form.edited_version, now=now)
        return Done(f"/schools/{urn}/reviews/{cycle_id}", "Saved. Whoever is new has been told.")

    return submit(form, act, lambda: _contacts(part, form))


@enrolment.get("/<int:cycle_id>/withdraw")
@allows(Action.LEAD_SCHOOL_REVIEW)
def ask_to_withdraw(urn: int, cycle_id: int) -> Response:
    """Why, and what becomes of it."""
    part = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id)
    return _reason(part, _blank(ReasonForm(formdata=None), part), act="withdraw")


@enrolment.post("/<int:cycle_id>/withdraw")
@allows(Action.LEAD_SCHOOL_REVIEW)
def withdraw(urn: int, cycle_id: int) -> Response:
    """Leave the cycle."""
    part, actor = _part(_school(urn, Action.LEAD_SCHOOL_REVIEW), cycle_id), current_actor()
    form, now, as_head = ReasonForm(), clock.now(), frozenset({Standing.HEAD})

    def act() -> Done:
        said, version = form.reason.data or "", form.edited_version
        withdraw_school(actor, part.id, reason=said, standings=as_head, version=version, now=now)
        return Done(f"/schools/{urn}/reviews", "Your school has withdrawn. The inclusion team has been told.")

    return submit(form, act, lambda: _reason(part, form, act="withdraw"))


def _school(urn: int, *actions: Action) -> School:
    school = school_by_urn(urn)
    if school is None:
        abort(404)
    actor = current_actor()
    if not any(actor.can(action, school_id=school.id) for action in actions):
        enforce(within_school(actor, actions[0], school))
    return school


def _part(school: School, cycle_id: int) -> Participation:
    part = participation_of(school.id, cycle_id)
    if part is None:
        abort(404)
    return part


def _said(form: ContactsForm, part: Participation) -> Enrolment:
    ids = {}
    for name in ("coordinator", "governor"):
        ids[f"{name}_id"] = form[name].data or 0
        if newcomer := form.newcomer(name):
            ids[f"{name}_id"] = name_newcomer(current_actor(), part.school_id, newcomer, part=name, now=clock.now())
    return form.said(**ids)


def _blank(form: Shown, part: Participation) -> Shown:
    form.version.data = str(part.version)
    if isinstance(form, ContactsForm):
        form.offer(staff_of(part.school_id, today=clock.today()))
        form.show(part)
    return form


def _draft(part: Participation) -> str:
    return f"enrol-{part.id}"


def _again(part: Participation) -> Participation:
    """The same, read anew with all that pages show: an act that was refused has let go of it."""
    found = participation_of(part.school_id, part.cycle_id)
    return found if found is not None else part


def _page(part: Participation, form: EnrolForm) -> Response:
    part = _again(part)
    actor, cycle = current_actor(), part.cycle
    names = {person.id: person.name for person in team_people()} if cycle.officers else {}
    review = reviews_by_participation([part.id]).get(part.id)
    return page(
        "enrolment/show.html",
        part=part,
        cycle=cycle,
        school=part.school,
        form=form,
        review=review,
        draft=_draft(part),
        preset=Preset(cycle.preset),
        officers=[names.get(officer.person_id, "somebody who has left") for officer in cycle.officers],
        closed=closed_to_answers(cycle.state, cycle.enrol_by, today=clock.today()),
        leads=actor.can(Action.LEAD_SCHOOL_REVIEW, school_id=part.school_id),
        answers=part.state in {ParticipationState.INVITED, ParticipationState.DECLINED, ParticipationState.DEFERRED},
    )


def _contacts(part: Participation, form: ContactsForm) -> Response:
    part = _again(part)
    return page("enrolment/contacts.html", part=part, cycle=part.cycle, school=part.school, form=form)


def _reason(part: Participation, form: ReasonForm, *, act: str) -> Response:
    part = _again(part)
    if isinstance(form, DeferForm):
        form.offer(later_cycles(part.cycle))
    return page("enrolment/reason.html", part=part, cycle=part.cycle, school=part.school, form=form, act=act)
