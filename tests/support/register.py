"""Files as the national register writes them, with invented schools in them; and as others have damaged them."""

import csv
from collections.abc import Mapping, Sequence
from itertools import zip_longest
from pathlib import Path

from inclusion_app.schools.register.columns import KNOWN, READ

LINK_HEADINGS = ("URN", "LinkURN", "LinkName", "LinkType", "LinkEstablishedDate")
LEFT_THERE = tuple(sorted(KNOWN - set(READ)))
HEADINGS = tuple(name for pair in zip_longest(READ, LEFT_THERE) for name in pair if name)
"""Every heading of every layout, those that are read and those that are not in turns."""
PLAIN = {
    "LA (code)": "886",
    "LA (name)": "Kent",
    "EstablishmentName": "St Désirée's, Marsh Gibbet",
    "EstablishmentNumber": "0201",
    "TypeOfEstablishment (code)": "01",
    "TypeOfEstablishment (name)": "Community school",
    "EstablishmentTypeGroup (name)": "Local authority maintained schools",
    "EstablishmentStatus (code)": "1",
    "OpenDate": "01-09-1998",
    "PhaseOfEducation (code)": "2",
    "StatutoryLowAge": "4",
    "StatutoryHighAge": "11",
    "ReligiousCharacter (name)": "Does not apply",
    "NumberOfPupils": "210",
    "SchoolCapacity": "240",
    "PercentageFSM": "23.30",
    "Street": "1 School Lane",
    "Town": "Marsh Gibbet",
    "Postcode": "ZZ1 1AA",
    "Easting": "600000",
    "Northing": "150000",
    "TelephoneNum": "01632960001",
    "SchoolWebsite": "www.marsh-gibbet.example",
    "DistrictAdministrative (code)": "E07990001",
    "DistrictAdministrative (name)": "Lowerdale",
    "HeadFirstName": "Élodie",
    "HeadLastName": "Never-Imported",
    "PreviousLA (code)": "999",
}


def school_row(urn: int, **said: str) -> dict[str, str]:
    """One row; ``said`` replaces cells, by the short names of ``ALIASES``."""
    return PLAIN | {"URN": str(urn)} | {ALIASES[key]: value for key, value in said.items()}


ALIASES = {
    "name": "EstablishmentName",
    "status": "EstablishmentStatus (code)",
    "phase": "PhaseOfEducation (code)",
    "kind": "TypeOfEstablishment (code)",
    "la": "LA (code)",
    "opened": "OpenDate",
    "closed": "CloseDate",
    "fsm": "PercentageFSM",
    "pupils": "NumberOfPupils",
    "district": "DistrictAdministrative (code)",
    "district_name": "DistrictAdministrative (name)",
    "trust": "Trusts (code)",
    "trust_name": "Trusts (name)",
    "town": "Town",
    "postcode": "Postcode",
    "easting": "Easting",
    "northing": "Northing",
    "telephone": "TelephoneNum",
    "website": "SchoolWebsite",
    "number": "EstablishmentNumber",
    "low": "StatutoryLowAge",
    "high": "StatutoryHighAge",
}


def write_register(
    path: Path,
    rows: Sequence[Mapping[str, str]],
    *,
    headings: Sequence[str] = HEADINGS,
    encoding: str = "cp1252",
) -> Path:
    """Write the rows under the headings, quoted and ended as the register does it."""
    return _write(path, headings, rows, encoding)


def write_links(path: Path, links: Sequence[tuple[int, int, str]]) -> Path:
    """Write the register's second file from (URN, other URN, what the other is)."""
    rows = [
        {"URN": str(urn), "LinkURN": str(other), "LinkName": f"School {other}", "LinkType": kind,
         "LinkEstablishedDate": "01-09-2025"}
        for urn, other, kind in links
    ]  # fmt: skip
    return _write(path, LINK_HEADINGS, rows, "cp1252")


def _write(path: Path, headings: Sequence[str], rows: Sequence[Mapping[str, str]], encoding: str) -> Path:
    with path.open("w", encoding=encoding, newline="") as out:
        writer = csv.writer(out, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writerow(headings)
        writer.writerows([row.get(name, "") for name in headings] for row in rows)
    return path
