"""A school's staff list, and who of the school has access."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.access.roles import Role
from inclusion_app.accounts.forms import Nothing, PasteForm, PersonForm, SchoolRoleForm
from inclusion_app.accounts.models import Membership
from inclusion_app.accounts.policy import within_school
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.accounts.rules import StaffEntry, all_problems, parse_pasted_list
from inclusion_app.accounts.services.memberships import give_role, take_role_away
from inclusion_app.accounts.services.people import invite_person
from inclusion_app.accounts.services.staff import put_on_staff_list, take_off_staff_list
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import school_by_urn

school_people = Blueprint("school_people", __name__)


@school_people.get("/schools/<int:urn>/staff")
@allows(Action.MANAGE_STAFF_LIST)
def staff(urn: int) -> Response:
    """Who can be booked on training."""
    return _staff_page(_school(urn, Action.MANAGE_STAFF_LIST))


@school_people.post("/schools/<int:urn>/staff")
@allows(Action.MANAGE_STAFF_LIST)
def add_staff(urn: int) -> Response:
    """Put one person on the list."""
    school, form, actor = _school(urn, Action.MANAGE_STAFF_LIST), PersonForm(), current_actor()

    def add() -> Done:
        entry = StaffEntry(form.name.data or "", form.email.data or "", form.job_title.data or "")
        put_on_staff_list(actor, school.id, [entry], today=clock.today())
        return Done(f"/schools/{urn}/staff", f"{entry.name} is on your staff list.")

    return submit(form, add, lambda: _staff_page(school, one=form))


@school_people.post("/schools/<int:urn>/staff/paste")
@allows(Action.MANAGE_STAFF_LIST)
def paste_staff(urn: int) -> Response:
    """Put a whole list of people on, or none when a line is wrong."""
    school, form, actor = _school(urn, Action.MANAGE_STAFF_LIST), PasteForm(), current_actor()

    def add() -> Done:
        pasted = parse_pasted_list(form.people.data or "")
        if pasted.problems:
            raise RuleBroken.several(all_problems(pasted, "people"))
        people = put_on_staff_list(actor, school.id, pasted.entries, today=clock.today(), field="people")
        return Done(f"/schools/{urn}/staff", f"{len(people)} people are on your staff list.")

    return submit(form, add, lambda: _staff_page(school, many=form))


@school_people.post("/schools/<int:urn>/staff/<int:person_id>/remove")
@allows(Action.MANAGE_STAFF_LIST)
def remove_staff(urn: int, person_id: int) -> Response:
    """Take somebody off the list."""
    school, actor = _school(urn, Action.MANAGE_STAFF_LIST), current_actor()

    def remove() -> Done:
        take_off_staff_list(actor, school.id, person_id, today=clock.today())
        return Done(f"/schools/{urn}/staff", "They are no longer on your staff list.")

    return submit(Nothing(), remove, lambda: _staff_page(school))


@school_people.get("/schools/<int:urn>/accounts")
@allows(Action.MANAGE_SCHOOL_ACCOUNTS)
def accounts(urn: int) -> Response:
    """Who of the school can do what."""
    return _accounts_page(_school(urn, Action.MANAGE_SCHOOL_ACCOUNTS))


@school_people.post("/schools/<int:urn>/accounts")
@allows(Action.MANAGE_SCHOOL_ACCOUNTS)
def give_access(urn: int) -> Response:
    """Give somebody a role at the school, and invite them if they have no password yet."""
    school, form, actor = _school(urn, Action.MANAGE_SCHOOL_ACCOUNTS), SchoolRoleForm(), current_actor()

    def give() -> Done:
        entry = StaffEntry(form.name.data or "", form.email.data or "", form.job_title.data or "")
        person = put_on_staff_list(actor, school.id, [entry], today=clock.today())[0]
        give_role(actor, person.id, Role(form.role.data), school_id=school.id, since=clock.today())
        if person.password_hash is None:
            invite_person(actor, person.id, now=clock.now())
        return Done(f"/schools/{urn}/accounts", f"{person.name} has the role, and has been told how to sign in.")

    return submit(form, give, lambda: _accounts_page(school, form))


@school_people.post("/schools/<int:urn>/accounts/<int:membership_id>/remove")
@allows(Action.MANAGE_SCHOOL_ACCOUNTS)
def take_access(urn: int, membership_id: int) -> Response:
    """Take a role at the school away."""
    school, form, actor = _school(urn, Action.MANAGE_SCHOOL_ACCOUNTS), Nothing(), current_actor()
    held = db.session.get(Membership, membership_id)
    if held is None or held.school_id != school.id:
        abort(404)

    def take() -> Done:
        take_role_away(actor, membership_id, today=clock.today())
        return Done(f"/schools/{urn}/accounts", "The role has been taken away.")

    return submit(form, take, lambda: _accounts_page(school, problems=form.problem))


def _school(urn: int, action: Action) -> School:
    school = school_by_urn(urn)
    if school is None:
        abort(404)
    enforce(within_school(current_actor(), action, school))
    return school


def _staff_page(school: School, *, one: PersonForm | None = None, many: PasteForm | None = None) -> Response:
    return page(
        "accounts/staff.html",
        fragments={"staff": "accounts/_partials/staff.html"},
        school=school,
        colleagues=staff_of(school.id, today=clock.today()),
        one=one or PersonForm(formdata=None),
        many=many or PasteForm(formdata=None),
        button_form=Nothing(formdata=None),
        back=request.args.get("back", ""),
    )


def _accounts_page(
    school: School, form: SchoolRoleForm | None = None, *, problems: list[str] | None = None
) -> Response:
    return page(
        "accounts/school_accounts.html",
        school=school,
        colleagues=staff_of(school.id, today=clock.today()),
        form=form or SchoolRoleForm(formdata=None),
        button_form=Nothing(formdata=None),
        problems=problems or [],
    )
