"""The form for an evidence file."""

from wtforms import SelectField

from inclusion_app.foundation.fields import LineField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.uploads import UploadField


class _OfAreas(Form):
    area = SelectField("Area of the framework", default="", validate_choice=False)

    def offer(self, areas: dict[str, str]) -> None:
        """The areas there are to choose from."""
        self.area.choices = offered([("", "All areas"), *areas.items()])


class EvidenceFileForm(_OfAreas):
    """What it is called, which area it speaks to, and the file itself."""

    title = LineField(
        "Title",
        description="What it is, for example: Provision map of this term. Leave out names of children and parents.",
    )
    file = UploadField()


class AreaForm(_OfAreas):
    """Which area a file that is there speaks to."""
