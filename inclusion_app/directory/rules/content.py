"""Rules of what is said of an offer."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from inclusion_app.directory.choices import LinkChoices, OfferChoices, PlaceChoices
from inclusion_app.directory.rules.contacts import tidy_address, tidy_phone, tidy_postcode, tidy_web
from inclusion_app.directory.states import CostKind

LONGEST = {
    "title": 200,
    "summary": 400,
    "description": 20_000,
    "how_to_get": 5_000,
    "cost": 300,
    "waiting": 200,
    "evidence": 5_000,
    "contact_name": 200,
    "contact_email": 320,
    "contact_phone": 40,
    "website": 400,
}
MOST_LINKS, MOST_PLACES = 10, 10
LONGEST_OF_ROW = {"label": 200, "url": 400, "name": 200, "address": 400, "town": 100, "postcode": 10}
OLDEST = 25
TIDY: dict[str, Callable[[str], str]] = {
    "contact_email": tidy_address,
    "contact_phone": tidy_phone,
    "website": tidy_web,
}
Problem = tuple[str | None, str]


def tidied(choices: OfferChoices) -> tuple[OfferChoices, list[Problem]]:
    """The choices with contacts and addresses as they are kept, and what could not be read of them."""
    problems: list[Problem] = []
    said = {name: _tidy(name, getattr(choices, name), tidy, problems) for name, tidy in TIDY.items()}
    links = [_tidy_link(number, link, problems) for number, link in enumerate(choices.links)]
    places = [_tidy_place(number, place, problems) for number, place in enumerate(choices.places)]
    districts = () if choices.county_wide else choices.districts
    return replace(choices, **said, links=tuple(links), places=tuple(places), districts=districts), problems  # type: ignore[arg-type]  # texts for texts


def offer_problems(choices: OfferChoices) -> list[Problem]:
    """Everything wrong with what was said, for a draft too."""
    return [*_title(choices), *_too_long(choices), *_ages(choices), *_rows(choices)]


def submit_problems(choices: OfferChoices) -> list[Problem]:
    """What an offer still lacks before it can be approved."""
    return [(field, sentence) for field, sentence, is_there in _needed(choices) if not is_there]


def _needed(choices: OfferChoices) -> Iterator[tuple[str, str, object]]:
    yield "summary", "Enter a summary of the offer", choices.summary
    yield "description", "Describe what the offer is", choices.description
    yield "kind", "Choose what kind of support it is", choices.kind
    yield "levels", "Choose at least one level of the graduated approach", choices.levels
    yield "phases", "Choose at least one phase", choices.phases
    yield "deliveries", "Choose how it is given", choices.deliveries
    yield (
        "county_wide",
        "Say that it is for the whole county, or choose districts",
        (choices.county_wide or choices.districts),
    )
    yield "how_to_get", "Say how a school gets it", choices.how_to_get
    costs_nothing = choices.cost_kind == CostKind.FREE
    yield "cost", "Say what it costs, or who pays", costs_nothing or choices.cost
    yield "waiting", "Say how long a school waits now, such as: no waiting, or about six weeks", choices.waiting
    yield (
        "contact_email",
        "Enter an e-mail address or a telephone number by which schools reach you",
        (choices.contact_email or choices.contact_phone),
    )


def _title(choices: OfferChoices) -> Iterator[Problem]:
    if not choices.title:
        yield "title", "Enter the name of the offer"
    elif not any(character.isalnum() for character in choices.title):
        yield "title", "The name needs at least one letter or number"


def _too_long(choices: OfferChoices) -> Iterator[Problem]:
    for field, most in LONGEST.items():
        if len(getattr(choices, field)) > most:
            yield field, f"This must be {most:,} characters or fewer"


def _ages(choices: OfferChoices) -> Iterator[Problem]:
    for field in ("minimum_age", "maximum_age"):
        age = getattr(choices, field)
        if age is not None and not 0 <= age <= OLDEST:
            yield field, f"The age must be between 0 and {OLDEST}"
    youngest, oldest = choices.minimum_age, choices.maximum_age
    if youngest is not None and oldest is not None and oldest < youngest:
        yield "maximum_age", "The oldest age must be the same as or above the youngest"


def _rows(choices: OfferChoices) -> Iterator[Problem]:
    if len(choices.links) > MOST_LINKS:
        yield "links", f"There can be {MOST_LINKS} links at the most"
    if len(choices.places) > MOST_PLACES:
        yield "places", f"There can be {MOST_PLACES} places at the most"
    for name, rows in (("links", choices.links), ("places", choices.places)):
        for number, row in enumerate(rows):
            for field, value in vars(row).items():
                most = LONGEST_OF_ROW.get(field, 0)
                if isinstance(value, str) and len(value) > most:
                    yield f"{name}-{number}-{field}", f"This must be {most} characters or fewer"


def _tidy(name: str, typed: str, tidy: Callable[[str], str], problems: list[Problem]) -> str:
    try:
        return tidy(typed)
    except ValueError as problem:
        problems.append((name, str(problem)))
        return typed


def _tidy_link(number: int, link: LinkChoices, problems: list[Problem]) -> LinkChoices:
    url = _tidy(f"links-{number}-url", link.url, tidy_web, problems)
    if not url:
        problems.append((f"links-{number}-url", "Enter the web address of this link"))
    return LinkChoices(label=link.label or url, url=url)


def _tidy_place(number: int, place: PlaceChoices, problems: list[Problem]) -> PlaceChoices:
    return replace(place, postcode=_tidy(f"places-{number}-postcode", place.postcode, tidy_postcode, problems))
