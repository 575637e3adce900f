"""The form for an evidence file."""

from wtforms import SelectField

from inclusion_app.foundation.fields import LineField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.uploads import UploadField


class EvidenceFileForm(Form):
    """What it is called, which area it speaks to, and the file itself."""

    title = LineField(
        "Title",
        description="What it is, for example: Provision map of this term. Leave out names of children and parents.",
    )
    area = SelectField("Area of the framework", default="", validate_choice=False)
    file = UploadField()

    def offer(self, areas: dict[str, str]) -> None:
        """The areas there are to choose from."""
        self.area.choices = offered([("", "All areas"), *areas.items()])
