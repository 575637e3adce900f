"""The form below a list of schools."""

from wtforms import SelectMultipleField

from inclusion_app.foundation.fields import LineField
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number


class RemindForm(Form):
    """Which schools, and a sentence to their headteachers."""

    schools = SelectMultipleField("Schools", choices=[], validate_choice=False)
    note = LineField("What should they know?")

    @property
    def chosen(self) -> list[int]:
        """Ids of the schools; what is no number is none."""
        return [number for number in map(whole_number, self.schools.data or []) if number]
