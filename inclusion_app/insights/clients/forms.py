"""The form of a new tool."""

from wtforms import SelectMultipleField

from inclusion_app.foundation.fields import LineField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.insights.clients.rules import Scope


class ClientForm(Form):
    """What it is called, and what it may read."""

    name = LineField("What is the tool called?")
    scopes = SelectMultipleField(
        "What may it read?", choices=offered((scope.value, scope.label) for scope in Scope), validate_choice=False
    )
