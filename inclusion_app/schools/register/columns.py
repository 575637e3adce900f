"""Which columns of the register are read, and what becomes of each.

The register's layout changes from year to year, so columns are found by name. ``NEEDED`` must be there; ``WELCOME``
came or went with a year, and a file without one says nothing about it. ``KNOWN`` are those of every layout so far,
read or left in the register; any other is reported, since it may be worth reading.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from inclusion_app.schools.register import cells


@dataclass(frozen=True)
class Column:
    """A column of the file, and the column of ``school`` that its value goes to."""

    name: str
    field: str
    read: Callable[[str], Any]


def _text(longest: int) -> Callable[[str], str]:
    return partial(cells.text, longest=longest)


COLUMNS = (
    Column("EstablishmentName", "name", _text(300)),
    Column("LA (code)", "la_code", partial(cells.code, digits=3)),
    Column("LA (name)", "la_name", _text(100)),
    Column("EstablishmentNumber", "establishment_number", partial(cells.code, digits=4)),
    Column("UKPRN", "ukprn", cells.code),
    Column("TypeOfEstablishment (code)", "type_code", partial(cells.code, digits=2)),
    Column("TypeOfEstablishment (name)", "type_name", _text(100)),
    Column("EstablishmentTypeGroup (name)", "type_group", _text(100)),
    Column("EstablishmentStatus (code)", "status", cells.code),
    Column("OpenDate", "open_date", cells.day),
    Column("CloseDate", "close_date", cells.day),
    Column("ReasonEstablishmentClosed (name)", "close_reason", _text(100)),
    Column("LastChangedDate", "last_changed", cells.day),
    Column("PhaseOfEducation (code)", "phase", cells.code),
    Column("StatutoryLowAge", "low_age", cells.whole),
    Column("StatutoryHighAge", "high_age", cells.whole),
    Column("Gender (name)", "gender", _text(30)),
    Column("ReligiousCharacter (name)", "religious_character", _text(100)),
    Column("AdmissionsPolicy (name)", "admissions", _text(60)),
    Column("NurseryProvision (name)", "nursery", _text(60)),
    Column("OfficialSixthForm (name)", "sixth_form", _text(60)),
    Column("SchoolCapacity", "capacity", cells.whole),
    Column("NumberOfPupils", "pupils", cells.whole),
    Column("CensusDate", "census_date", cells.day),
    Column("PercentageFSM", "fsm_percent", cells.percent),
    Column("SENStat", "sen_with_statement", cells.whole),
    Column("SENNoStat", "sen_without_statement", cells.whole),
    Column("TypeOfResourcedProvision (name)", "resourced_provision", _text(60)),
    Column("ResourcedProvisionOnRoll", "resourced_on_roll", cells.whole),
    Column("ResourcedProvisionCapacity", "resourced_capacity", cells.whole),
    Column("SenUnitOnRoll", "sen_unit_on_roll", cells.whole),
    Column("SenUnitCapacity", "sen_unit_capacity", cells.whole),
    Column("SpecialClasses (name)", "special_classes", _text(60)),
    Column("Street", "street", _text(200)),
    Column("Locality", "locality", _text(200)),
    Column("Address3", "address3", _text(200)),
    Column("Town", "town", _text(100)),
    Column("Postcode", "postcode", _text(10)),
    Column("AdministrativeWard (name)", "ward", _text(100)),
    Column("UrbanRural (name)", "urban_rural", _text(100)),
    Column("LSOA (code)", "lsoa", cells.code),
    Column("UPRN", "uprn", cells.code),
    Column("Easting", "easting", cells.metres),
    Column("Northing", "northing", cells.metres),
    Column("TelephoneNum", "telephone", partial(cells.telephone, longest=30)),
    Column("SchoolWebsite", "website", partial(cells.website, longest=400)),
)
SEN_TYPES = tuple(f"SEN{number} (name)" for number in range(1, 14))
GROUPINGS = {
    "district": ("DistrictAdministrative (code)", "DistrictAdministrative (name)"),
    "trust": ("Trusts (code)", "Trusts (name)"),
    "federation": ("Federations (code)", "Federations (name)"),
}
LONGEST_GROUPING_NAME = 200

READ = ("URN", *(c.name for c in COLUMNS), *SEN_TYPES, *(name for pair in GROUPINGS.values() for name in pair))
WELCOME = frozenset({"LSOA (code)", "UPRN", "SENStat", "SENNoStat", "Address3", "CensusDate", *SEN_TYPES})
NEEDED = tuple(name for name in READ if name not in WELCOME)
KNOWN = frozenset(READ) | frozenset(
    tomllib.loads((Path(__file__).parent.parent / "data" / "register-columns.toml").read_text(encoding="utf-8"))["left"]
)
