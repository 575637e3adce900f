"""What documents need beside the offers themselves, as this installation has it."""

from datetime import date

from inclusion_app.directory.open_data.members import Around
from inclusion_app.directory.open_data.taxonomies import vocabulary
from inclusion_app.directory.queries.terms import districts
from inclusion_app.foundation.settings import text


def around(today: date) -> Around:
    """Two statements."""
    return Around(
        vocabulary=vocabulary(),
        districts=districts(today),
        county=text("county"),
        la_code=text("la_code"),
        assurer_email=text("contact_email"),
    )
