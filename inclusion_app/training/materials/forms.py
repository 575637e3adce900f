"""The form for a file."""

from wtforms.validators import Length

from inclusion_app.foundation.fields import LineField
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.uploads import UploadField
from inclusion_app.training.materials.rules import LONGEST_TITLE


class MaterialForm(Form):
    """What it is called, and the file itself."""

    title = LineField(
        "Title",
        [Length(max=LONGEST_TITLE, message=f"The title must be {LONGEST_TITLE} characters or fewer")],
        description="What people see, for example: Slides of the morning.",
    )
    file = UploadField()
