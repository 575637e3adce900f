"""Forms of shortlists, and of what has been used."""

from typing import Any, Self

from wtforms import BooleanField, RadioField

from inclusion_app.directory.asking.choices import UseChoices
from inclusion_app.directory.asking.forms.enquiries import NOT_PUPILS
from inclusion_app.directory.asking.models import OfferUse
from inclusion_app.directory.asking.states import Helped
from inclusion_app.foundation.fields import DayField, LineField, TextField, offered
from inclusion_app.foundation.forms import Form

LATER = "It is too early to say"


class NoteForm(Form):
    """A note beside an offer of the shortlist."""

    note = LineField("Note for colleagues (optional)", description="Why it is on the list, or who looks into it.")


class UseForm(Form):
    """That the school has used an offer, and what came of it."""

    used_on = DayField("When did you use it last?")
    helped = RadioField(
        "Did it help?",
        choices=[],
        validate_choice=False,
        default="",
        description="Counted together with what other schools say, and shown when five schools or more have said so.",
    )
    comment = TextField(
        "Comment for the provider (optional)",
        description=f"The provider sees it with the name of your school. {NOT_PUPILS}",
    )
    may_share = BooleanField(
        "Everybody may read this comment",
        description="Without the name of your school, when five schools or more have said whether it helped.",
    )

    @classmethod
    def to_show(cls, use: OfferUse | None) -> Self:
        """The form as it stands now, or as it was sent."""
        given: dict[str, Any] = {"version": "0"}
        if use is not None:
            given = {
                "used_on": use.used_on, "helped": use.helped, "comment": use.comment, "may_share": use.may_share,
                "version": str(use.version),
            }  # fmt: skip
        form = cls(**given)
        form.helped.choices = offered([*((one.value, one.label) for one in Helped), ("", LATER)])
        return form

    def said(self) -> UseChoices:
        """What was typed."""
        return UseChoices(
            used_on=self.used_on.data,
            helped=self.helped.data or "",
            comment=self.comment.data or "",
            may_share=bool(self.may_share.data),
        )


class AnswerForm(Form):
    """A provider's answer to a comment."""

    answer = TextField(
        "Your answer", description="Everybody who can read the comment can read it. Leave it empty to take it back."
    )


class HideForm(Form):
    """Why the team takes a comment out of sight."""

    reason = LineField("Why is it hidden?", description="The school and the provider go on seeing the comment.")
