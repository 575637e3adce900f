"""Forms around the search."""

from wtforms import BooleanField, HiddenField, StringField

from inclusion_app.foundation.forms import Form


class NothingFoundForm(Form):
    """Tell the team what was looked for: ``query`` as the address of the search has it."""

    query = HiddenField()


class SaveSearchForm(Form):
    """Keep a search under a name."""

    query = HiddenField()
    name = StringField("Name of the search", description="For example: autism outreach in our district")
    alerts = BooleanField("Tell me of new offers that fit, in the daily summary")


class ButtonForm(Form):
    """One button."""
