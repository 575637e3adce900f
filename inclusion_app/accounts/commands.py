"""Commands for people: how the very first one gets in."""

import click
from flask.cli import AppGroup

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import TEAM_ROLES, Role
from inclusion_app.accounts.queries.people import person_by_email
from inclusion_app.accounts.services.memberships import give_role
from inclusion_app.accounts.services.people import add_person, invite_person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.foundation.errors import RuleBroken

people = AppGroup("people", help="People of the service.")


@people.command("invite")
@click.argument("email")
@click.argument("name")
@click.argument("role", type=click.Choice(sorted(role.value for role in TEAM_ROLES)))
def invite(email: str, name: str, role: str) -> None:
    """Invite somebody into the inclusion team, such as the first manager; everybody else is invited in the browser."""
    try:
        with transaction():
            person = person_by_email(email) or add_person(SYSTEM, name=name, email=email)
            give_role(SYSTEM, person.id, Role(role), since=clock.today())
            invite_person(SYSTEM, person.id, now=clock.now())
    except RuleBroken as refusal:
        raise click.ClickException(str(refusal)) from refusal
    click.echo(f"The invitation to {email} is in the outbox; the worker sends it.")
