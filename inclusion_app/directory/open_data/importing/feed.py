"""Feeds of the Open Referral standard (HSDS), page by page or whole, as rows of a table."""

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from inclusion_app.directory.open_data.grid import easting_northing
from inclusion_app.directory.open_data.importing.problems import Fault, OffersRefused
from inclusion_app.directory.open_data.importing.sheet import Record
from inclusion_app.directory.open_data.table import AND, BETWEEN

NO_SERVICE = "There should be a service here: an object with members such as id and name."
TOO_DEEP = "The file is nested too deeply."


def records_of_feed(text: str) -> list[Record]:
    """A row for each service: of one page, of several pages one after another or in a list, of a list of services, or
    one service alone. Raises OffersRefused with line or JSON path."""
    pages = list(_documents(text))
    many = len(pages) > 1
    faults: list[Fault] = []
    records: list[Record] = []
    for number, page in enumerate(pages, start=1):
        for path, service in _services(page, f"Page {number}: $" if many else "$"):
            if isinstance(service, dict):
                records.append(Record(path, _cells(service)))
            else:
                faults.append(Fault(NO_SERVICE, path))
    if faults:
        raise OffersRefused(faults)
    return records


def _documents(text: str) -> Iterator[Any]:
    """Each JSON document of the file."""
    decoder, place = json.JSONDecoder(parse_constant=_refuse_constant), 0
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        line = text.count("\n", 0, place) + 1
        try:
            found, place = decoder.raw_decode(text, place)
        except json.JSONDecodeError as problem:
            raise OffersRefused([Fault(f"This is not JSON ({problem.msg}).", f"Line {problem.lineno}")]) from problem
        except RecursionError as problem:
            raise OffersRefused([Fault(TOO_DEEP, f"Line {line}")]) from problem
        except ValueError as problem:  # a number with thousands of digits, or one that is none
            raise OffersRefused([Fault("There is a number that is none.", f"Line {line}")]) from problem
        yield found


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(name)


def _services(page: Any, path: str) -> Iterator[tuple[str, Any]]:
    if isinstance(page, dict) and isinstance(page.get("contents"), list):
        yield from ((f"{path}.contents[{n}]", service) for n, service in enumerate(page["contents"]))
    elif isinstance(page, dict) and isinstance(page.get("services"), list):
        yield from ((f"{path}.services[{n}]", service) for n, service in enumerate(page["services"]))
    elif isinstance(page, list):
        for n, one in enumerate(page):
            is_page = isinstance(one, dict) and "contents" in one
            yield from _services(one, f"{path}[{n}]") if is_page else [(f"{path}[{n}]", one)]
    else:
        yield path, page


def _cells(service: dict[str, Any]) -> dict[str, str]:
    """Every plain member by its name, and what is read of those that have members of their own."""
    cells = {name[:100]: said for name, value in service.items() if (said := _text(value)) is not None}
    organization = _first(service.get("organization"))
    contact, areas = _first(service.get("contacts")), _dicts(service.get("service_areas"))
    phones = _dicts(service.get("phones")) + _dicts(contact.get("phones"))
    derived = {
        "organization.name": _said(organization, "name"),
        "contacts.name": _said(contact, "name"),
        "contacts.email": _said(contact, "email"),
        "phones.number": next((_said(phone, "number") for phone in phones), ""),
        "service_areas.name": AND.join(_said(area, "name") or _said(area, "service_area") for area in areas),
        "cost_options": AND.join(_cost(option) for option in _dicts(service.get("cost_options"))),
        "attributes.taxonomy_term": AND.join(_term(one) for one in _dicts(service.get("attributes"))),
        "service_at_locations.location": "\n".join(_places(service)),
    }
    return cells | {name: text for name, text in derived.items() if text}


def _cost(option: dict[str, Any]) -> str:
    amount = _said(option, "amount")
    parts = (_said(option, "option"), f"£{amount}" if amount else "", _said(option, "amount_description"))
    return ", ".join(part for part in parts if part)


def _term(attribute: dict[str, Any]) -> str:
    term = _first(attribute.get("taxonomy_term"))
    taxonomy, name = _said(term, "taxonomy"), _said(term, "name") or _said(attribute, "label")
    return f"{taxonomy}: {name}" if taxonomy else name


def _places(service: dict[str, Any]) -> Iterator[str]:
    for found in _dicts(service.get("service_at_locations")):
        location = _first(found.get("location"))
        address = _first(location.get("addresses"))
        street = ", ".join(filter(None, (_said(address, "address_1"), _said(address, "address_2"))))
        parts = (_said(location, "name"), street, _said(address, "city"), _said(address, "postal_code"))
        if any(parts):
            yield BETWEEN.join(" ".join(part.replace("|", "/").split()) for part in (*parts, *_metres(location)))


def _metres(location: dict[str, Any]) -> tuple[str, ...]:
    """Easting and northing; nothing where the feed does not say where that is, or where it is no place in Britain."""
    degrees = location.get("latitude"), location.get("longitude")
    if not all(isinstance(one, (int, float)) and not isinstance(one, bool) for one in degrees):
        return ()
    found = easting_northing(float(degrees[0] or 0), float(degrees[1] or 0))
    return tuple(str(metres) for metres in found or ())


def _text(value: Any) -> str | None:
    """What a plain value says; nothing for what has members of its own."""
    match value:
        case str():
            return value
        case bool():
            return "yes" if value else "no"
        case int() | float():
            return f"{value:.15g}" if isinstance(value, float) else str(value)[:30]
        case _:
            return None


def _said(found: dict[str, Any], name: str) -> str:
    return (_text(found.get(name)) or "").strip()


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _first(value: Any) -> dict[str, Any]:
    """The object, or the first of a list of them; an empty one for anything else."""
    if isinstance(value, dict):
        return value
    return next(iter(_dicts(value)), {})
