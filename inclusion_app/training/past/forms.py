"""Forms of the import: the file, and what is confirmed after it was looked at."""

from wtforms import FileField, HiddenField

from inclusion_app.foundation.forms import Form


class UploadForm(Form):
    """A CSV file."""

    file = FileField("CSV file")


class TakeForm(Form):
    """The file that was looked at, packed."""

    packed = HiddenField()
    name = HiddenField()
