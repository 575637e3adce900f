"""People, for the inclusion team: found, invited, given roles, deactivated."""

from collections.abc import Callable

from flask import Blueprint, Response, abort, request
from sqlalchemy import select
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.access.roles import PROVIDER_ROLES, SCHOOL_ROLES, Role
from inclusion_app.accounts.forms import Nothing, PeopleSearchForm, PersonForm, RoleForm
from inclusion_app.accounts.models import Membership, Person, Provider
from inclusion_app.accounts.queries.people import people_found, person_with_memberships
from inclusion_app.accounts.services.memberships import give_role, take_role_away
from inclusion_app.accounts.services.people import add_person, deactivate_person, invite_person, reactivate_person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.schools.queries import school_by_urn

people = Blueprint("people", __name__)


@people.get("/team/people")
@allows(Action.VIEW_PEOPLE)
def search() -> Response:
    """Find people by name, address, school or role."""
    form = PeopleSearchForm(request.args)
    role = Role(form.role.data) if form.role.data in set(Role) else None
    found = paginate(people_found(form.words.data or "", role=role), request.args.get("page", 1, int))
    return page(
        "accounts/people.html",
        fragments={"results": "accounts/_partials/people_found.html"},
        form=form,
        found=found,
        asked={"words": form.words.data or "", "role": form.role.data or ""},
        today=clock.today(),
    )


@people.get("/team/people/new")
@allows(Action.MANAGE_PEOPLE)
def new() -> Response:
    """Somebody new."""
    return page("accounts/person_new.html", form=PersonForm(formdata=None))


@people.post("/team/people/new")
@allows(Action.MANAGE_PEOPLE)
def create() -> Response:
    """Add somebody; roles and the invitation come on the next page."""
    form, actor = PersonForm(), current_actor()

    def add() -> Done:
        person = add_person(
            actor, name=form.name.data or "", email=form.email.data or "", job_title=form.job_title.data or ""
        )
        return Done(f"/team/people/{person.id}", f"{person.name} has been added. Give a role, then invite them.")

    return submit(form, add, lambda: page("accounts/person_new.html", form=form))


@people.get("/team/people/<int:person_id>")
@allows(Action.VIEW_PEOPLE)
def show(person_id: int) -> Response:
    """One person, with roles held and past."""
    return _page(_person(person_id))


@people.post("/team/people/<int:person_id>/roles")
@allows(Action.MANAGE_PEOPLE)
def give(person_id: int) -> Response:
    """Give a role."""
    person, form, actor = _person(person_id), _role_form(), current_actor()

    def act() -> Done:
        problem = form.place_problem()
        if problem:
            raise RuleBroken(*problem)
        role = Role(form.role.data)
        give_role(actor, person_id, role, **_place(form, role), since=clock.today())
        return Done(f"/team/people/{person_id}", f"{person.name} is now {role.label}.")

    return submit(form, act, lambda: _page(_person(person_id), form))


@people.post("/team/people/<int:person_id>/roles/<int:membership_id>/remove")
@allows(Action.MANAGE_PEOPLE)
def take(person_id: int, membership_id: int) -> Response:
    """Take a role away."""
    held, actor = db.session.get(Membership, membership_id), current_actor()
    if held is None or held.person_id != person_id:
        abort(404)

    def act() -> Done:
        take_role_away(actor, membership_id, today=clock.today())
        return Done(f"/team/people/{person_id}", "The role has been taken away.")

    return _button(person_id, act)


@people.post("/team/people/<int:person_id>/invite")
@allows(Action.MANAGE_PEOPLE)
def invite(person_id: int) -> Response:
    """Send the link to choose a password with."""
    person, actor = _person(person_id), current_actor()

    def act() -> Done:
        invite_person(actor, person_id, now=clock.now())
        return Done(f"/team/people/{person_id}", f"The invitation to {person.email} is on its way.")

    return _button(person_id, act)


@people.post("/team/people/<int:person_id>/deactivate")
@allows(Action.MANAGE_PEOPLE)
def deactivate(person_id: int) -> Response:
    """Shut somebody out at once."""
    person, actor = _person(person_id), current_actor()

    def act() -> Done:
        if person_id == actor.person_id:
            raise RuleBroken(None, "You cannot deactivate yourself. Ask another manager.")
        deactivate_person(actor, person_id, now=clock.now())
        return Done(f"/team/people/{person_id}", f"{person.name} can no longer sign in.")

    return _button(person_id, act)


@people.post("/team/people/<int:person_id>/reactivate")
@allows(Action.MANAGE_PEOPLE)
def reactivate(person_id: int) -> Response:
    """Let somebody in again."""
    person, actor = _person(person_id), current_actor()

    def act() -> Done:
        reactivate_person(actor, person_id)
        return Done(f"/team/people/{person_id}", f"{person.name} can sign in again.")

    return _button(person_id, act)


def _person(person_id: int) -> Person:
    person = person_with_memberships(person_id)
    if person is None:
        abort(404)
    return person


def _role_form(*, empty: bool = False) -> RoleForm:
    form = RoleForm(formdata=None) if empty else RoleForm()
    providers = db.session.scalars(select(Provider).order_by(Provider.name))
    form.provider.choices = [SelectChoice("", "None"), *(SelectChoice(p.code, p.name) for p in providers)]
    return form


def _place(form: RoleForm, role: Role) -> dict[str, int | None]:
    """The school or the provider at which the role is to be held."""
    found: dict[str, int | None] = {"school_id": None, "provider_id": None}
    if form.place_problem() is None and (form.urn.data or "").strip() and role in SCHOOL_ROLES:
        school = school_by_urn(whole_number(form.urn.data))
        if school is None:
            raise RuleBroken("urn", "There is no school with this URN")
        found["school_id"] = school.id
    if role in PROVIDER_ROLES:
        found["provider_id"] = db.session.scalar(select(Provider.id).where(Provider.code == form.provider.data))
    return found


def _button(person_id: int, act: Callable[[], Done]) -> Response:
    form = Nothing()
    return submit(form, act, lambda: _page(_person(person_id), problems=form.problem))


def _page(person: Person, form: RoleForm | None = None, *, problems: list[str] | None = None) -> Response:
    return page(
        "accounts/person.html",
        person=person,
        form=form or _role_form(empty=True),
        button_form=Nothing(formdata=None),
        problems=problems or [],
        today=clock.today(),
    )
