"""The form by which a facilitator is named."""

from collections.abc import Iterable

from wtforms import EmailField, SelectField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Email, Length, Optional

from inclusion_app.accounts.forms import EMAIL_WRONG
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.rules import StaffEntry, tidy_email, tidy_name
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number

SOMEBODY_NEW = SelectChoice(0, "Somebody new")


class FacilitatorForm(Form):
    """Somebody the provider knows, or somebody new by name and address."""

    person = SelectField("Who is it?", coerce=lambda sent: whole_number(str(sent)), validate_choice=False)
    name = StringField("Full name", [Length(max=200, message="The name must be 200 characters or fewer")])
    email = EmailField("Work e-mail address", [Optional(), Email(EMAIL_WRONG)])

    def offer(self, people: Iterable[Person]) -> None:
        """Whom the provider knows."""
        self.person.choices = [SOMEBODY_NEW, *(SelectChoice(person.id, person.name) for person in people)]

    @property
    def chosen_id(self) -> int:
        """Who was chosen of those the provider knows; 0 for somebody new."""
        return self.person.data or 0

    @property
    def entry(self) -> StaffEntry:
        """Somebody new, as typed."""
        return StaffEntry(tidy_name(self.name.data or ""), tidy_email(self.email.data or ""))
