"""The offers of the demonstration, as their file says them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from inclusion_app.directory.choices import LinkChoices, OfferChoices, PlaceChoices
from inclusion_app.foundation.rich_text import html_of
from inclusion_app.schools.models import School
from inclusion_app.training.catalogue.files import ProviderEntry

FILE = Path(__file__).with_name("offers.txt")
PHASES = {
    "e": "nursery",
    "p": "primary",
    "s": "secondary",
    "x": "16-plus",
    "S": "special",
    "a": "alternative-provision",
    "t": "all-through",
}
AREAS = {
    "training": "staff-confidence",
    "assessment": "noticing-need",
    "equipment": "resources",
    "parenting-and-family-support": "partnership",
    "network": "leading",
    "therapy": "resources",
    "consultation": "teaching",
    "outreach": "teaching",
    "mentoring": "belonging",
    "transition": "belonging",
}
PROVIDERS = (
    ("brookfield-outreach", "Brookfield School Outreach", "A special school that works in mainstream schools."),
    (
        "saltmarsh-special-school",
        "Saltmarsh School",
        "A special school for pupils with complex needs, and its outreach.",
    ),
    ("estuary-therapies", "Estuary Children's Therapies", "Occupational therapists and physiotherapists for schools."),
    ("calm-minds-counselling", "Calm Minds Counselling", "Counsellors and trainers for young people's mental health."),
    ("bridge-education", "Bridge Education", "Alternative provision and help around exclusion."),
    ("numbers-and-letters", "Numbers and Letters", "Specialist teachers and assessors of dyslexia and dyscalculia."),
)
STEPS = """## What happens

1. You write or ring, and we answer within three working days.
2. We agree what you hope for, and who takes part.
3. We come, or meet online, and leave you with a short note of what was agreed.

## What we ask of you

- Somebody on your side who **knows the pupils** and has time for it.
- The agreement of parents and carers where one pupil is talked about.
"""


@dataclass(frozen=True)
class Line:
    """One line of the file."""

    provider: str
    title: str
    kind: str
    needs: str
    levels: str
    phases: str
    deliveries: str
    cost_kind: str
    cost: str
    where: str
    waiting: str
    ages: str
    summary: str


def read_lines() -> list[Line]:
    """Every offer of the file."""
    said = (line for line in FILE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#"))
    return [Line(*(cell.strip() for cell in line.split("|"))) for line in said]


def provider_entries() -> list[ProviderEntry]:
    """Providers that give offers and no courses."""
    return [
        ProviderEntry(code=code, name=name, summary=summary, email=f"office@{code}.example")
        for code, name, summary in PROVIDERS
    ]


def choices_of(line: Line, *, number: int, districts: Sequence[str], place: School | None) -> OfferChoices:
    """What the line says of its offer. ``districts`` are the county's, ``place`` a school at which it is given."""
    ages = [int(age) for age in line.ages.split("-")] if line.ages else [None, None]
    is_given_there = place is not None and line.deliveries != "online"
    return OfferChoices(
        title=line.title,
        summary=line.summary,
        description=html_of(STEPS),
        kind=line.kind,
        needs=tuple(line.needs.split()),
        levels=tuple(line.levels.split()),
        phases=tuple(PHASES[letter] for letter in line.phases.split()),
        minimum_age=ages[0],
        maximum_age=ages[1],
        deliveries=tuple(line.deliveries.split()),
        county_wide=line.where == "*",
        districts=() if line.where == "*" else tuple(districts[int(n) % len(districts)] for n in line.where.split()),
        places=(_place(place),) if is_given_there and place is not None else (),
        how_to_get="The SENCO or a school leader writes to us or rings. There is no form to fill in.",
        cost_kind=line.cost_kind,
        cost=line.cost,
        waiting=line.waiting,
        evidence="Schools tell us a term later what has changed; nine of ten say that they would ask again."
        if number % 3 == 0
        else "",
        framework_areas=(AREAS[line.kind],) if line.kind in AREAS else (),
        contact_name="Schools desk",
        contact_email=f"schools@{line.provider}.example",
        contact_phone=f"01632 {960_000 + number:06}",
        website=f"https://www.{line.provider}.example/schools",
        links=(LinkChoices(label="What schools say", url=f"https://www.{line.provider}.example/stories"),)
        if number % 4 == 0
        else (),
    )


def _place(school: School) -> PlaceChoices:
    return PlaceChoices(
        name=school.name,
        address=school.street,
        town=school.town,
        postcode=school.postcode,
        easting=school.easting,
        northing=school.northing,
    )
