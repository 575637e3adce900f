"""The fictitious county's schools, written as the national register writes its file."""

import csv
from dataclasses import dataclass
from pathlib import Path
from random import Random

from inclusion_app.demo_data.names import DISTRICTS, SAINTS, TRUST_WORDS, Names

FIRST_URN = 990_001
SPREAD_METRES = 9_000
PROVISION = ("", "Resourced provision", "SEN unit")


@dataclass(frozen=True)
class Kind:
    """One kind of school as the register codes it, and how often it occurs among a hundred."""

    type_code: str
    type_name: str
    group: str
    phase_code: str
    phase_name: str
    low: int
    high: int
    share: int
    called: str


KINDS = (
    Kind("01", "Community school", "Local authority maintained schools", "2", "Primary", 4, 11, 33, "Primary School"),
    Kind("02", "Voluntary aided school", "Local authority maintained schools", "2", "Primary", 4, 11, 11,
         "Church Primary School"),
    Kind("34", "Academy converter", "Academies", "2", "Primary", 4, 11, 27, "Primary Academy"),
    Kind("34", "Academy converter", "Academies", "4", "Secondary", 11, 18, 10, "School"),
    Kind("28", "Academy sponsor led", "Academies", "4", "Secondary", 11, 18, 5, "Academy"),
    Kind("05", "Foundation school", "Local authority maintained schools", "4", "Secondary", 11, 18, 4, "High School"),
    Kind("07", "Community special school", "Special schools", "0", "Not applicable", 3, 19, 5, "School"),
    Kind("14", "Pupil referral unit", "Local authority maintained schools", "0", "Not applicable", 11, 16, 2,
         "Learning Centre"),
    Kind("15", "Local authority nursery school", "Local authority maintained schools", "1", "Nursery", 2, 5, 1,
         "Nursery School"),
    Kind("34", "Academy converter", "Academies", "7", "All-through", 4, 18, 2, "All-through Academy"),
)  # fmt: skip


def write_register(path: Path, *, schools: int, la_code: str, la_name: str, random: Random, names: Names) -> None:
    """Write the register file of a county with that many schools, in twelve districts."""
    rows = [_row(number, la_code=la_code, la_name=la_name, random=random, names=names) for number in range(schools)]
    with path.open("w", encoding="cp1252", newline="") as out:
        writer = csv.DictWriter(out, rows[0].keys(), quoting=csv.QUOTE_ALL, lineterminator="\r\n")
        writer.writeheader()
        writer.writerows(rows)


def _row(number: int, *, la_code: str, la_name: str, random: Random, names: Names) -> dict[str, str]:
    kind = random.choices(KINDS, weights=[k.share for k in KINDS])[0]
    place = names.place()
    closed = number % 97 == 96
    return (
        {
            "URN": str(FIRST_URN + number),
            "LA (code)": la_code,
            "LA (name)": la_name,
            "EstablishmentNumber": f"{2000 + number:04}",
            "EstablishmentName": _school_name(place, kind, random),
            "EstablishmentStatus (code)": "2" if closed else "1",
            "EstablishmentStatus (name)": "Closed" if closed else "Open",
            "OpenDate": random.choice(("", "01-09-1998", "01-04-2013")),
            "CloseDate": "31-08-2025" if closed else "",
            "UKPRN": str(10_090_000 + number),
            "LastChangedDate": "12-10-2026",
        }
        | _kind_cells(kind)
        | _trust_cells(kind, random)
        | _size_cells(kind, random)
        | _place_cells(number, place, random)
    )


def _school_name(place: str, kind: Kind, random: Random) -> str:
    saint = f"{random.choice(SAINTS)} " if kind.type_code == "02" else ""
    return f"{saint}{place} {kind.called}"


def _kind_cells(kind: Kind) -> dict[str, str]:
    return {
        "TypeOfEstablishment (code)": kind.type_code,
        "TypeOfEstablishment (name)": kind.type_name,
        "EstablishmentTypeGroup (name)": kind.group,
        "PhaseOfEducation (code)": kind.phase_code,
        "PhaseOfEducation (name)": kind.phase_name,
        "StatutoryLowAge": str(kind.low),
        "StatutoryHighAge": str(kind.high),
        "Gender (name)": "Mixed",
        "ReligiousCharacter (name)": "Church of England" if kind.type_code == "02" else "Does not apply",
        "AdmissionsPolicy (name)": "Not applicable" if kind.phase_code != "4" else "Non-selective",
        "NurseryProvision (name)": "Has Nursery Classes" if kind.low < 4 else "No Nursery Classes",
        "OfficialSixthForm (name)": "Has a sixth form" if kind.high >= 18 else "Does not have a sixth form",
        "ReasonEstablishmentClosed (name)": "",
    }


def _trust_cells(kind: Kind, random: Random) -> dict[str, str]:
    trust = random.randrange(len(TRUST_WORDS)) if kind.group == "Academies" and random.random() < 0.85 else None
    return {
        "TrustSchoolFlag (name)": "Not applicable" if trust is None else "Supported by a multi-academy trust",
        "Trusts (code)": "" if trust is None else str(4000 + trust),
        "Trusts (name)": "" if trust is None else f"{TRUST_WORDS[trust]} Learning Trust",
        "Federations (code)": "",
        "Federations (name)": "",
    }


def _size_cells(kind: Kind, random: Random) -> dict[str, str]:
    largest = {"4": 1500, "7": 1700, "1": 120}.get(kind.phase_code, 460 if kind.high == 11 else 220)
    pupils = random.randint(largest // 5, largest)
    provision = random.choices(PROVISION, weights=(86, 9, 5))[0]
    return {
        "NumberOfPupils": str(pupils),
        "SchoolCapacity": str(pupils + random.randint(0, 60)),
        "CensusDate": "15-01-2026",
        "PercentageFSM": ".." if random.random() < 0.03 else f"{random.uniform(3, 52):.1f}",
        "FSM": str(int(pupils * random.uniform(0.03, 0.5))),
        "SENStat": str(int(pupils * random.uniform(0.01, 0.06))),
        "SENNoStat": str(int(pupils * random.uniform(0.06, 0.2))),
        "TypeOfResourcedProvision (name)": provision,
        "ResourcedProvisionOnRoll": str(random.randint(6, 20)) if provision == PROVISION[1] else "",
        "ResourcedProvisionCapacity": "24" if provision == PROVISION[1] else "",
        "SenUnitOnRoll": str(random.randint(6, 20)) if provision == PROVISION[2] else "",
        "SenUnitCapacity": "24" if provision == PROVISION[2] else "",
        "SpecialClasses (name)": "Not applicable",
        **{f"SEN{number} (name)": "" for number in range(1, 14)},
    }


def _place_cells(number: int, place: str, random: Random) -> dict[str, str]:
    district = number % len(DISTRICTS)
    east, north = 560_000 + district % 4 * 20_000, 140_000 + district // 4 * 16_000
    return {
        "Street": f"{random.randint(1, 180)} School Lane",
        "Locality": "",
        "Address3": "",
        "Town": place,
        "County (name)": "",
        "Postcode": f"ZZ{district + 1} {random.randint(1, 9)}{random.choice('ABDEF')}{random.choice('GHJLN')}",
        "SchoolWebsite": f"www.{place.lower()}.example",
        "TelephoneNum": f"01632{960_000 + number % 1000:06}",
        "DistrictAdministrative (code)": f"E0799{district:04}",
        "DistrictAdministrative (name)": DISTRICTS[district],
        "AdministrativeWard (name)": f"{place} ward",
        "UrbanRural (name)": random.choice(("Rural village", "Urban city and town")),
        "GSSLACode (name)": "E99999999",
        "LSOA (code)": f"E0199{number:04}",
        "Easting": str(east + random.randint(-SPREAD_METRES, SPREAD_METRES)),
        "Northing": str(north + random.randint(-SPREAD_METRES, SPREAD_METRES)),
        "UPRN": str(100_060_000_000 + number),
    }
