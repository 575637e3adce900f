"""Which column of a file says what of an offer: guessed from its name, shown, and changed by whoever imports."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from inclusion_app.directory.open_data.importing.problems import Fault
from inclusion_app.foundation.words import plain

LEFT_OUT = ""
MEANINGS = {
    "source_id": "Id in the directory it is from",
    "title": "Name of the offer",
    "provider": "Provider",
    "status": "Whether it is active",
    "summary": "Summary",
    "description": "Description",
    "kind": "Kind of support",
    "needs": "Needs",
    "levels": "Levels of the graduated approach",
    "phases": "Phases",
    "terms": "Terms of any of these",
    "minimum_age": "Youngest age",
    "maximum_age": "Oldest age",
    "deliveries": "How it is given",
    "county_wide": "Whether it is for the whole county",
    "districts": "Districts",
    "places": "Places",
    "how_to_get": "How a school gets it",
    "cost_kind": "Who pays",
    "cost": "Cost in words",
    "waiting": "How long one waits now",
    "evidence": "How one knows that it helps",
    "framework_areas": "Areas of the review framework",
    "contact_name": "Contact: name",
    "contact_email": "Contact: e-mail",
    "contact_phone": "Contact: telephone",
    "website": "Website",
    "links": "Links",
}
"""What a column can say, as people read it."""
NEEDED = ("source_id", "title", "provider")
NAMES = {
    "source_id": ("id", "source id", "reference"),
    "title": ("title", "name", "service name", "offer"),
    "provider": ("provider", "organisation", "organization", "organization name", "organisation name", "supplier"),
    "status": ("status",),
    "summary": ("summary", "short description"),
    "description": ("description", "long description", "details"),
    "kind": ("kind", "type", "service type"),
    "needs": ("needs", "need"),
    "levels": ("levels", "level"),
    "phases": ("phases", "phase"),
    "terms": ("attributes taxonomy term", "terms", "tags", "categories", "category"),
    "minimum_age": ("minimum age", "min age", "age from"),
    "maximum_age": ("maximum age", "max age", "age to"),
    "deliveries": ("ways of giving it", "delivery", "how it is given"),
    "county_wide": ("whole county", "county wide"),
    "districts": ("districts", "district", "service areas name", "area"),
    "places": ("places", "service at locations location"),
    "how_to_get": ("how to get it", "application process", "referral", "how to refer"),
    "cost_kind": ("who pays",),
    "cost": ("cost", "fees", "fees description", "price", "cost options"),
    "waiting": ("waiting", "wait time", "waiting time"),
    "evidence": ("evidence", "accreditations"),
    "framework_areas": ("framework areas",),
    "contact_name": ("contact name", "contact", "contacts name"),
    "contact_email": ("contact e mail", "contact email", "email", "e mail", "contacts email"),
    "contact_phone": ("contact phone", "phone", "telephone", "phones number"),
    "website": ("website", "url", "web address"),
    "links": ("links",),
}
"""What columns are called that say it, the likeliest first."""
Meanings = Mapping[str, str]
"""What each column means: the name of a field, or nothing where it is left out."""


def guessed(columns: Iterable[str]) -> dict[str, str]:
    """What each column is likely to say; each meaning is given once, to the column whose name is likeliest."""
    bare = {column: plain(column).strip() for column in columns}
    found = dict.fromkeys(bare, LEFT_OUT)
    for meaning, names in NAMES.items():
        for name in names:
            column = next((c for c, said in bare.items() if said == name and not found[c]), None)
            if column is not None:
                found[column] = meaning
                break
    return found


def mapping_faults(meanings: Meanings) -> list[Fault]:
    """What is wrong with a choice of meanings."""
    counted = Counter(meaning for meaning in meanings.values() if meaning)
    twice = [name for name, count in counted.items() if count > 1]
    absent = [name for name in NEEDED if name not in counted]
    return [
        *(Fault(f"Choose one column alone for ‘{MEANINGS[name]}’.") for name in twice),
        *(Fault(f"Choose the column for ‘{MEANINGS[name]}’: it is needed.") for name in absent),
    ]


@dataclass(frozen=True, kw_only=True)
class Otherwise:
    """What is said of an offer where the file says nothing, by the names of its fields."""

    kind: str = ""
    levels: tuple[str, ...] = ()
    phases: tuple[str, ...] = ()
    deliveries: tuple[str, ...] = ()
    cost_kind: str = "free"
    cost: str = ""
    how_to_get: str = ""
    waiting: str = ""
