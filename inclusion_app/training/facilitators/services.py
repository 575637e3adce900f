"""Facilitators named and taken off."""

from datetime import date, datetime

from sqlalchemy import delete, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.accounts.rules import StaffEntry, same_name
from inclusion_app.accounts.services.memberships import give_role, take_role_away
from inclusion_app.accounts.services.people import add_person, invite_person
from inclusion_app.accounts.services.staff import ANOTHER_NAME
from inclusion_app.foundation import audit
from inclusion_app.foundation.audit import Acting
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.services.locking import locked_run
from inclusion_app.training.facilitators import notices
from inclusion_app.training.facilitators.queries import people_to_choose
from inclusion_app.training.models import Run, RunFacilitator
from inclusion_app.training.states import RunState

CANCELLED = "This run has been cancelled"
CHOOSE = "Choose somebody from the list, or enter the name and address of somebody new"
DEACTIVATED = "This person's account has been closed. Ask the inclusion team"


def name_facilitator(
    actor: Acting, run_id: int, *, chosen_id: int = 0, entry: StaffEntry, now: datetime, today: date
) -> Person:
    """Name somebody the provider knows (``chosen_id``), or somebody by name and address, as facilitator of a run.

    They get the role at the provider, a mail that says so and, where they cannot sign in yet, an invitation. Raises
    RuleBroken beside its field when nobody is meant, the address is known under another name, the account is closed,
    the run is cancelled or they are named already; LookupError when there is no such run.
    """
    with transaction() as session:
        run = locked_run(run_id)
        if run.state == RunState.CANCELLED:
            raise RuleBroken(None, CANCELLED)
        person = _chosen(run, chosen_id) if chosen_id else _typed(actor, entry)
        field = "person" if chosen_id else "email"
        if person.deactivated_at is not None:
            raise RuleBroken(field, DEACTIVATED)
        if session.get(RunFacilitator, (run_id, person.id)) is not None:
            raise RuleBroken(field, f"{person.name} facilitates this run already")
        session.add(RunFacilitator(run_id=run_id, person_id=person.id, named_at=now))
        give_role(actor, person.id, Role.FACILITATOR, provider_id=run.provider_id, since=today)
        event = audit.record(actor, "name_facilitator", run, detail={"person_id": person.id})
        if person.password_hash is None:
            invite_person(actor, person.id, now=now)
        notices.tell_of_naming(person, run, act=event.id)
    return person


def take_facilitator_off(actor: Acting, run_id: int, person_id: int, *, today: date) -> None:
    """They no longer see the run; with the provider's last run of theirs the role ends as well.

    Raises LookupError when they are not named on the run.
    """
    with transaction() as session:
        run = locked_run(run_id)
        row = session.get(RunFacilitator, (run_id, person_id))
        if row is None:
            raise LookupError(f"Person {person_id} does not facilitate run {run_id}.")
        session.execute(
            delete(RunFacilitator).where(RunFacilitator.run_id == run_id, RunFacilitator.person_id == person_id)
        )
        event = audit.record(actor, "take_facilitator_off", run, detail={"person_id": person_id})
        if not _has_other_runs(person_id, run.provider_id):
            _end_role(actor, person_id, run.provider_id, today=today)
        notices.tell_of_taking_off(session.get_one(Person, person_id), run, act=event.id)


def _chosen(run: Run, person_id: int) -> Person:
    known = {person.id: person for person in people_to_choose(run.provider_id, but=())}
    if person_id not in known:  # nothing is said of anybody elsewhere
        raise RuleBroken("person", CHOOSE)
    return known[person_id]


def _typed(actor: Acting, entry: StaffEntry) -> Person:
    missing = [("name", "Enter their name")] if not entry.name else []
    missing += [("email", "Enter their e-mail address")] if not entry.email else []
    if missing:
        raise RuleBroken.several(missing)
    known = db.session.scalars(select(Person).where(Person.email == entry.email)).first()
    if known is None:
        return add_person(actor, name=entry.name, email=entry.email)
    if not same_name(known.name, entry.name):
        raise RuleBroken("email", ANOTHER_NAME)
    return known


def _has_other_runs(person_id: int, provider_id: int) -> bool:
    query = select(RunFacilitator.run_id).join(Run, Run.id == RunFacilitator.run_id)
    others = query.where(RunFacilitator.person_id == person_id, Run.provider_id == provider_id)
    return db.session.scalar(others.limit(1)) is not None


def _end_role(actor: Acting, person_id: int, provider_id: int, *, today: date) -> None:
    held = db.session.scalar(
        select(Membership.id).where(
            Membership.person_id == person_id,
            Membership.role == Role.FACILITATOR,
            Membership.provider_id == provider_id,
            Membership.until.is_(None),
        )
    )
    if held is not None:
        take_role_away(actor, held, today=today)
