"""Forms by which offers are returned, and said to be still true."""

from typing import Self

from wtforms import RadioField

from inclusion_app.directory.offers.services.checking import FACTS, Facts
from inclusion_app.foundation.fields import LineField, TextField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.vocabulary.queries import concepts


class DecideForm(Form):
    """What has to change before a text can be approved."""

    reason = TextField("What has to change?")


class StillTrueForm(Form):
    """The facts most likely to change. Fields are called as in Facts."""

    contact_name = LineField("Name of a contact")
    contact_email = LineField("E-mail address")
    contact_phone = LineField("Telephone number")
    waiting = LineField("How long does a school wait now?")
    cost_kind = RadioField("What do schools pay?")
    cost = LineField("Cost in words")

    @classmethod
    def to_show(cls, facts: Facts) -> Self:
        """The form with the facts as they stand, or with what was sent."""
        form = cls(data=vars(facts))
        form.cost_kind.choices = offered((concept.code, concept.label) for concept in concepts("offer-cost"))
        return form

    @property
    def facts(self) -> Facts:
        """What was sent, for the service."""
        return Facts(**{name: self[name].data or "" for name in FACTS})
