"""A school as a line of a file."""

from collections.abc import Mapping

from inclusion_app.schools.models import School
from inclusion_app.schools.states import Phase, Status

HEADINGS = (
    "URN", "Name", "Status", "Phase", "Type", "District", "Trust", "Local authority", "Establishment number",
    "Pupils", "Capacity", "FSM %", "Lowest age", "Highest age", "Resourced provision", "Street", "Locality", "Town",
    "Postcode", "Telephone", "Website", "Easting", "Northing", "Opened", "Closed",
)  # fmt: skip


def export_row(school: School, groups: Mapping[str, str]) -> tuple[object, ...]:
    """The cells of one school, as ``HEADINGS`` names them; ``groups`` has its groups' names by kind."""
    return (
        school.urn,
        school.name,
        Status(school.status).label,
        Phase(school.phase).label,
        school.type_name,
        groups.get("district"),
        groups.get("trust"),
        school.la_name,
        school.establishment_number,
        school.pupils,
        school.capacity,
        school.fsm_percent,
        school.low_age,
        school.high_age,
        school.resourced_provision,
        school.street,
        school.locality,
        school.town,
        school.postcode,
        school.telephone,
        school.website,
        school.easting,
        school.northing,
        school.open_date,
        school.close_date,
    )
