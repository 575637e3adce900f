"""People: added, changed, invited, deactivated."""

from datetime import datetime

from sqlalchemy import select

from inclusion_app.accounts import notices
from inclusion_app.accounts.models import LinkPurpose, Person
from inclusion_app.accounts.passwords import hash_password
from inclusion_app.accounts.rules import password_problem, tidy_email, tidy_name
from inclusion_app.accounts.services.links import cancel_links, make_link
from inclusion_app.accounts.services.sessions import end_all_sessions
from inclusion_app.foundation import audit, clock
from inclusion_app.foundation.audit import Acting, AuditEvent
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit


def add_person(actor: Acting, *, name: str, email: str, job_title: str = "") -> Person:
    """Somebody new, who cannot sign in yet. Raises RuleBroken when the address is somebody's already."""
    email, name = tidy_email(email), tidy_name(name)
    with transaction() as session:
        if session.scalar(select(Person.id).where(Person.email == email)):
            raise RuleBroken("email", "Somebody with this e-mail address is known already")
        person = Person(name=name, email=email, job_title=job_title, created_at=clock.now())
        session.add(person)
        audit.record(actor, "add_person", person)
    return person


def change_person(actor: Acting, person_id: int, *, name: str, job_title: str, version: int) -> Person:
    """Correct a name or a job title. Raises StaleEdit when somebody else has since ``version``, LookupError."""
    with transaction():
        person = _locked(person_id)
        if person.version != version:
            raise StaleEdit({"name": person.name, "job_title": person.job_title}, version=person.version)
        person.name, person.job_title = tidy_name(name), tidy_name(job_title)
        audit.record(actor, "change_person", person)
    return person


def invite_person(actor: Acting, person_id: int, *, now: datetime) -> None:
    """Send a link with which the person chooses a password. Raises RuleBroken for whom it would be of no use."""
    with transaction():
        person = _locked(person_id)
        if person.deactivated_at is not None:
            raise RuleBroken(None, f"{person.name} is deactivated. Reactivate the account first.")
        if person.password_hash is not None:
            raise RuleBroken(None, f"{person.name} can sign in already.")
        event = audit.record(actor, "invite_person", person)
        token = make_link(person.id, LinkPurpose.INVITATION, now=now)
        notices.tell_of_invitation(person, token, act=event.id)


def set_password(actor: Acting, person_id: int, password: str, *, now: datetime, keep_session: str = "") -> AuditEvent:
    """Give the person a password; every session but ``keep_session`` ends, and links that were under way die.

    Raises RuleBroken when the password is not good enough, LookupError.
    """
    with transaction():
        person = _locked(person_id)
        problem = password_problem(password, name=person.name, email=person.email)
        if problem:
            raise RuleBroken("new_password", problem)
        person.password_hash = hash_password(password)
        end_all_sessions(person_id, now=now, but=keep_session)
        cancel_links(person_id, now=now)
        return audit.record(actor, "set_password", person)


def deactivate_person(actor: Acting, person_id: int, *, now: datetime) -> None:
    """Shut somebody out at once: sessions and links end. Doing it again changes nothing."""
    with transaction():
        person = _locked(person_id)
        if person.deactivated_at is None:
            person.deactivated_at = now
            end_all_sessions(person_id, now=now)
            cancel_links(person_id, now=now)
            audit.record(actor, "deactivate_person", person)


def reactivate_person(actor: Acting, person_id: int) -> None:
    """Let somebody in again, with the password they had. Doing it again changes nothing."""
    with transaction():
        person = _locked(person_id)
        if person.deactivated_at is not None:
            person.deactivated_at = None
            audit.record(actor, "reactivate_person", person)


def _locked(person_id: int) -> Person:
    with transaction() as session:
        person = session.scalars(select(Person).where(Person.id == person_id).with_for_update()).first()
    if person is None:
        raise LookupError(f"There is no person {person_id}.")
    return person
