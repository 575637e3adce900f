"""Forms of the national file."""

from wtforms import FileField, HiddenField, StringField

from inclusion_app.foundation.forms import Form


class SendFileForm(Form):
    """The file, and its year where it does not say."""

    file = FileField("CSV file")
    year = StringField("Year")


class TakeSendForm(Form):
    """The file that was looked at, packed."""

    packed = HiddenField()
    name = HiddenField()
    year = HiddenField()
