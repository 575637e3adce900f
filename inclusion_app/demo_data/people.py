"""The people of the fictitious county: who leads, books for and works at each school, and the rest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from random import Random

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person, Provider
from inclusion_app.accounts.services.memberships import give_role
from inclusion_app.accounts.services.people import add_person
from inclusion_app.demo_data.names import Names
from inclusion_app.schools.models import School

STAFF_TITLES = (
    "Class teacher", "Teaching assistant", "Early career teacher", "Assistant headteacher", "Head of year",
    "Learning mentor", "Higher level teaching assistant", "Deputy headteacher", "Subject leader",
)  # fmt: skip
TEAM_DOMAIN = "council.example"


@dataclass
class SchoolPeople:
    """The people of one school, by what they do there."""

    school: School
    head: Person
    booker: Person
    senco: Person
    staff: list[Person] = field(default_factory=list)

    @property
    def trainable(self) -> list[Person]:
        """Everybody who could be booked on a course."""
        return [self.head, self.senco, *self.staff]


def people_schools(
    schools: Sequence[School], *, random: Random, names: Names, since: date, progress: Callable[[], None]
) -> list[SchoolPeople]:
    """A headteacher, a booker, a SENCO and some staff at every school; a governor at every third."""
    found = []
    for number, school in enumerate(schools):
        found.append(_people_of(school, number, random=random, names=names, since=since))
        progress()
    return found


def add_with_role(  # the demonstration's own shorthand for two services
    name: str, email: str, role: Role, *, since: date, title: str = "", school: School | None = None,
    provider: Provider | None = None,
) -> Person:  # fmt: skip
    """One more person with one role."""
    person = add_person(SYSTEM, name=name, email=email, job_title=title)
    give_role(
        SYSTEM,
        person.id,
        role,
        school_id=school.id if school else None,
        provider_id=provider.id if provider else None,
        since=since,
    )
    return person


def _people_of(school: School, number: int, *, random: Random, names: Names, since: date) -> SchoolPeople:
    domain = f"school{school.urn}.example"

    def person(role: Role, title: str) -> Person:
        name = names.person()
        return add_with_role(name, names.email(name, domain), role, since=since, title=title, school=school)

    people = SchoolPeople(
        school=school,
        head=person(Role.HEADTEACHER, "Headteacher"),
        booker=person(Role.BOOKER, "Office manager"),
        senco=person(Role.SENCO, "SENCO"),
    )
    people.staff = [person(Role.STAFF, random.choice(STAFF_TITLES)) for _ in range(random.randint(3, 5))]
    if number % 3 == 0:
        person(Role.GOVERNOR, "SEND link governor")
    return people
