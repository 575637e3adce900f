"""Forms of enquiries."""

from typing import Any

from wtforms import RadioField
from wtforms.validators import Optional

from inclusion_app.directory.asking.choices import EnquiryChoices
from inclusion_app.directory.asking.states import DeclineReason
from inclusion_app.foundation.fields import DayField, LineField, TextField, offered
from inclusion_app.foundation.forms import Form

NOT_PUPILS = "Do not name pupils, and leave out what would tell who one is: a birthday, or a unique pupil number."


class EnquiryForm(Form):
    """What a school asks a provider for."""

    needed = TextField(
        "What do you need?",
        description=f"What you have noticed, for which year groups, and what you hope for. {NOT_PUPILS}",
    )
    wanted_by = DayField("By when would you like it? (optional)", validators=[Optional()])
    contact_name = LineField("Who is the provider to speak with?", render_kw={"autocomplete": "name"})
    contact_email = LineField(
        "E-mail address",
        description="An e-mail address, a telephone number, or both.",
        render_kw={"autocomplete": "email"},
    )
    contact_phone = LineField("Telephone number", render_kw={"autocomplete": "tel"})

    def said(self) -> EnquiryChoices:
        """What was typed."""
        return EnquiryChoices(
            needed=self.needed.data or "",
            wanted_by=self.wanted_by.data,
            contact_name=self.contact_name.data or "",
            contact_email=self.contact_email.data or "",
            contact_phone=self.contact_phone.data or "",
        )


class MessageForm(Form):
    """Something to add to an enquiry."""

    text = TextField("Your message", description=NOT_PUPILS)


class AcceptForm(Form):
    """The provider will help."""

    accept_text = TextField("What happens next?", description="When you will come or ring, and who will.")


class DeclineForm(Form):
    """The provider cannot help."""

    reason_kind = RadioField("Why can you not help?", choices=[], validate_choice=False)
    reason = TextField("Say more (optional)", description="Perhaps you know who can help instead.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.reason_kind.choices = offered((reason.value, reason.label) for reason in DeclineReason)
