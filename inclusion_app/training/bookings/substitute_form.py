"""The form that sends a colleague instead."""

from wtforms import StringField, TextAreaField

from inclusion_app.foundation.forms import Form
from inclusion_app.training.bookings.services.substituting import NOBODY

LONGEST_NUMBER = 9


class SubstituteForm(Form):
    """Who comes instead, and what to provide for them. The page lists who can be chosen."""

    person = StringField(NOBODY)
    access = TextAreaField("Access, for example large print or a seat near the door (optional)")
    diet = TextAreaField("Diet (optional)")

    @property
    def person_id(self) -> int | None:
        """Who is chosen; nothing where that is no number of a person."""
        said = self.person.data or ""
        return int(said) if said.isascii() and said.isdecimal() and len(said) <= LONGEST_NUMBER else None
