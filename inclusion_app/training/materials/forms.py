"""The form for a file."""

from wtforms import FileField
from wtforms.validators import Length

from inclusion_app.foundation.forms import Form
from inclusion_app.training.catalogue.forms.fields import LineField
from inclusion_app.training.materials.kinds import KINDS, OTHER_NAMES
from inclusion_app.training.materials.rules import LONGEST_TITLE

ENDINGS = ",".join(f".{name}" for name in (*KINDS, *OTHER_NAMES))


class MaterialForm(Form):
    """What it is called, and the file itself."""

    title = LineField(
        "Title",
        [Length(max=LONGEST_TITLE, message=f"The title must be {LONGEST_TITLE} characters or fewer")],
        description="What people see, for example: Slides of the morning.",
    )
    file = FileField(
        "File",
        description="PDF, Word, PowerPoint, Excel, OpenDocument, PNG, JPEG or plain text, up to 10 MB. "
        "What a camera has noted in a picture, such as the place, is removed.",
        render_kw={"accept": ENDINGS},
    )
