"""The form of a mail."""

from collections.abc import Mapping
from typing import Self

from wtforms import HiddenField, RadioField
from wtforms.validators import DataRequired, Length

from inclusion_app.foundation.fields import LineField, TextField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.training.mailings.rules import LONGEST_SUBJECT, LONGEST_TEXT, Audience, people_said


class MailForm(Form):
    """To whom, about what, and what. ``people`` is how many the preview said it would reach."""

    audience = RadioField("Who to write to", validators=[DataRequired("Choose who to write to")])
    subject = LineField(
        "Subject",
        [
            DataRequired("Enter a subject"),
            Length(max=LONGEST_SUBJECT, message=f"The subject must be {LONGEST_SUBJECT} characters or fewer"),
        ],
    )
    text = TextField(
        "What you want to say",
        [
            DataRequired("Write what you want to say"),
            Length(max=LONGEST_TEXT, message=f"The text must be {LONGEST_TEXT:,} characters or fewer"),
        ],
        description=f"Plain text, up to {LONGEST_TEXT:,} characters. It begins with a greeting by name.",
    )
    people = HiddenField()

    @classmethod
    def to_show(cls, numbers: Mapping[Audience, int], *, blank: str = "") -> Self:
        """The form with how many people each choice reaches; ``blank`` is the choice of a form not yet filled in."""
        form = cls(formdata=None, audience=blank) if blank else cls()
        form.audience.choices = offered((a, f"{a.label} ({people_said(numbers[a])})") for a in Audience)
        return form
