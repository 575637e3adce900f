"""Who can sign in to the demonstration: at least two people for every role."""

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person, Provider
from inclusion_app.accounts.services.memberships import give_role
from inclusion_app.accounts.services.people import set_password
from inclusion_app.demo_data.names import Names
from inclusion_app.demo_data.people import TEAM_DOMAIN, SchoolPeople, add_with_role
from inclusion_app.foundation.database import db
from inclusion_app.schools.models import School

WORDS = (
    "amber", "basil", "cedar", "clover", "copper", "fennel", "ginger", "hazel", "indigo", "jasmine", "laurel", "maple",
    "meadow", "nutmeg", "olive", "pepper", "quince", "russet", "saffron", "sorrel", "thyme", "umber", "violet",
    "willow",
)  # fmt: skip
SCHOOLS_WITH_ACCOUNTS = 3
FILE = "demo-accounts.json"


@dataclass(frozen=True)
class DemoAccount:
    """Somebody who can sign in to the demonstration, and where they belong."""

    role: str
    email: str
    password: str
    school: str | None = None
    urn: int | None = None


def new_passphrase() -> str:
    """A password for this demonstration alone: nobody can know it beforehand."""
    return "-".join(secrets.choice(WORDS) for _ in range(4))


def open_accounts(
    schools: Sequence[SchoolPeople], *, names: Names, password: str, now: datetime, since: date
) -> list[DemoAccount]:
    """Give passwords to people of the first schools, and make reviewers, providers' members and the team."""
    found = [
        opened(person, role, password, now, school=people.school)
        for people in schools[:SCHOOLS_WITH_ACCOUNTS]
        for role, person in _people_with_roles(people, names, since)
    ]
    give_role(SYSTEM, schools[0].head.id, Role.HEADTEACHER, school_id=schools[3].school.id, since=since)  # executive
    give_role(SYSTEM, schools[1].head.id, Role.REVIEWER, since=since)  # one person may hold several roles
    for number, provider in enumerate(db.session.scalars(select(Provider).order_by(Provider.id)).all()):
        for _ in range(2 if number < 2 else 1):
            name = names.person()
            member = add_with_role(
                name,
                names.email(name, f"{provider.code}.example"),
                Role.PROVIDER_MEMBER,
                since=since,
                provider=provider,
            )
            found.append(opened(member, Role.PROVIDER_MEMBER, password, now))
    for role in (Role.REVIEWER, Role.TEAM_VIEWER, Role.TEAM_ADVISER, Role.TEAM_MANAGER):
        for _ in range(2):
            name = names.person()
            person = add_with_role(name, names.email(name, TEAM_DOMAIN), role, since=since)
            found.append(opened(person, role, password, now))
    return found


def write_accounts(accounts: Sequence[DemoAccount], path: Path) -> None:
    """Keep the accounts in a file that only its owner can read."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps([vars(account) for account in accounts], indent=1, ensure_ascii=False) + "\n")


def read_accounts(path: Path) -> list[DemoAccount]:
    """The accounts of the demonstration that was loaded last; none where there was none."""
    return [DemoAccount(**entry) for entry in json.loads(path.read_text())] if path.exists() else []


def _people_with_roles(people: SchoolPeople, names: Names, since: date) -> list[tuple[Role, Person]]:
    governor = db.session.scalars(
        select(Person)
        .join(Membership, Membership.person_id == Person.id)
        .where(Membership.school_id == people.school.id, Membership.role == Role.GOVERNOR)
    ).first()
    if governor is None:
        name = names.person()
        email = names.email(name, f"school{people.school.urn}.example")
        governor = add_with_role(name, email, Role.GOVERNOR, since=since, school=people.school)
    return [
        (Role.HEADTEACHER, people.head),
        (Role.BOOKER, people.booker),
        (Role.SENCO, people.senco),
        (Role.GOVERNOR, governor),
        (Role.STAFF, people.staff[0]),
    ]


def opened(person: Person, role: Role, password: str, now: datetime, *, school: School | None = None) -> DemoAccount:
    """Somebody who can now sign in."""
    set_password(SYSTEM, person.id, password, now=now)
    return DemoAccount(
        role=role,
        email=person.email,
        password=password,
        school=school.name if school else None,
        urn=school.urn if school else None,
    )
