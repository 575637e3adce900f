"""The public directory as one table: a line for each offer. The import reads the same columns back."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from inclusion_app.directory.models import Offer, OfferVersion
from inclusion_app.directory.queries.terms import SCHEMES, labels
from inclusion_app.foundation.rich_text import typed_of

AND = "; "
"""Between several terms in one cell."""
BETWEEN = " | "
"""Between the parts of a link or a place."""
Names = dict[str, dict[str, str]]
Pair = tuple[Offer, OfferVersion]
PLACE_PARTS = ("name", "address", "town", "postcode", "easting", "northing")


@dataclass(frozen=True)
class Column:
    """A heading, what stands below it, and how that is found."""

    heading: str
    definition: str
    cell: Callable[[Offer, OfferVersion, Names], object]


def _says(field: str) -> Callable[[Offer, OfferVersion, Names], object]:
    return lambda _offer, version, _names: getattr(version, field)


def _terms(field: str) -> Callable[[Offer, OfferVersion, Names], object]:
    def cell(_offer: Offer, version: OfferVersion, names: Names) -> str:
        codes = version.codes(SCHEMES[field])
        return AND.join(label for code, label in names[field].items() if code in codes)

    return cell


def _term(field: str) -> Callable[[Offer, OfferVersion, Names], object]:
    return lambda _offer, version, names: names[field].get(getattr(version, field), "")


def _districts(_offer: Offer, version: OfferVersion, names: Names) -> str:
    return AND.join(names["districts"].get(one.district, one.district) for one in version.districts)


def _links(_offer: Offer, version: OfferVersion, _names: Names) -> str:
    return "\n".join(f"{link.label}{BETWEEN}{link.url}" for link in version.links)


def _places(_offer: Offer, version: OfferVersion, _names: Names) -> str:
    return "\n".join(
        BETWEEN.join("" if (said := getattr(place, part)) is None else str(said) for part in PLACE_PARTS)
        for place in version.places
    )


COLUMNS = (
    Column("id", "The offer's id in open data: a UUID that never changes.", lambda o, _v, _n: o.public_id),
    Column("title", "What it is called.", _says("title")),
    Column("provider", "Who gives it.", lambda o, _v, _n: o.provider.name),
    Column("summary", "What it is, in a sentence or two.", _says("summary")),
    Column(
        "description",
        "What it is, at length: paragraphs, with ## before a heading, - before an item of a list and [words](address).",
        lambda _o, v, _n: typed_of(v.description),
    ),
    Column("kind", "What kind of support it is.", _term("kind")),
    Column("needs", "The needs it answers, with semicolons between them.", _terms("needs")),
    Column("levels", "Universal, targeted or specialist; more than one with semicolons.", _terms("levels")),
    Column("phases", "The phases of schools it is for, with semicolons.", _terms("phases")),
    Column("minimum age", "The youngest it is for, in years; empty where there is none.", _says("minimum_age")),
    Column("maximum age", "The oldest it is for, in years; empty where there is none.", _says("maximum_age")),
    Column("ways of giving it", "In person, online or both.", _terms("deliveries")),
    Column("whole county", "yes or no.", lambda _o, v, _n: "yes" if v.county_wide else "no"),
    Column("districts", "Where it is for, if not for the whole county, with semicolons.", _districts),
    Column("how to get it", "What a school does to get it.", _says("how_to_get")),
    Column("who pays", "Free, funded for some, or schools pay.", _term("cost_kind")),
    Column("cost", "What it costs, or who pays, in words.", _says("cost")),
    Column("waiting", "How long a school waits now.", _says("waiting")),
    Column("evidence", "How one knows that it helps.", _says("evidence")),
    Column("framework areas", "Areas of the review framework it helps with, as above.", _terms("framework_areas")),
    Column("contact name", "Whom to ask for.", _says("contact_name")),
    Column("contact e-mail", "Where to write.", _says("contact_email")),
    Column("contact phone", "Where to call.", _says("contact_phone")),
    Column("website", "Its own page.", _says("website")),
    Column("links", "More pages, one on each line of the cell: what it is called | its address.", _links),
    Column(
        "places",
        "Where it is given, one place on each line of the cell: name | address | town | postcode | easting | northing.",
        _places,
    ),
    Column("checked on", "When somebody last found it to be true.", lambda o, _v, _n: o.checked_on),
    Column("next check on", "When that is to be done again.", lambda o, _v, _n: o.next_check_on),
)  # fmt: skip


def rows(offers: Iterable[Pair], *, today: date) -> Iterator[list[object]]:
    """A row for each offer, which has everything loaded that hangs on it."""
    names: Names = {name: dict(said) for name, said in labels(today).items()}
    return ([column.cell(offer, version, names) for column in COLUMNS] for offer, version in offers)
