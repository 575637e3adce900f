"""Forms of registers."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, StringField
from wtforms.validators import DataRequired, Email, Length

from inclusion_app.accounts.forms import EMAIL_WRONG
from inclusion_app.accounts.rules import StaffEntry, tidy_email, tidy_name
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.training.registers.rules import LONGEST_REASON
from inclusion_app.training.registers.services.marking import Said
from inclusion_app.training.registers.services.walk_ins import WalkIn
from inclusion_app.training.states import Mark

WRONG_MINUTES = -1
REST_PRESENT = "present"


class MarkForm(Form):
    """One tick, as the page sends it while it goes on."""

    mark = HiddenField()
    minutes = HiddenField()
    told_at = HiddenField()
    reason = HiddenField()

    @property
    def said(self) -> Said:
        """What was ticked, and when on the device."""
        return Said(self.mark.data or "", _minutes(self.minutes.data), _moment(self.told_at.data))


class RegisterForm(Form):
    """A whole session; marks stand in fields called ``mark-<booking>`` and ``minutes-<booking>``."""

    reason = StringField("Why is the closed register changed?", [Length(max=LONGEST_REASON)])


class CloseForm(Form):
    """Is attendance complete?"""

    rest = BooleanField("Mark everybody absent who is not marked")


class CheckInForm(Form):
    """The code that is shown in the room."""

    code = StringField("Code shown in the room", [Length(max=20)])


class WalkInForm(Form):
    """Somebody who is not on the list."""

    name = StringField("Full name", [DataRequired("Enter their name"), Length(max=200)])
    email = EmailField("Work e-mail address", [DataRequired("Enter their e-mail address"), Email(EMAIL_WRONG)])
    urn = StringField("School’s number (URN)", [DataRequired("Enter the school’s number")])
    has_room = BooleanField("There is room for one more than there are places")

    @property
    def walk_in(self) -> WalkIn:
        """Who has come."""
        return WalkIn(
            StaffEntry(tidy_name(self.name.data or ""), tidy_email(self.email.data or "")),
            urn=whole_number((self.urn.data or "").strip()),
            has_room=bool(self.has_room.data),
        )


def marks_sent(sent: Mapping[str, str], booking_ids: list[int]) -> dict[int, Said]:
    """What was sent of each booking; of those without a mark nothing, unless everybody else was there."""
    found = {}
    for number in booking_ids:
        mark = sent.get(f"mark-{number}", "")
        if not mark and sent.get("rest") == REST_PRESENT:
            mark = Mark.PRESENT
        if mark:
            found[number] = Said(mark, _minutes(sent.get(f"minutes-{number}")))
    return found


def _minutes(typed: Any) -> int | None:
    text = str(typed or "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else WRONG_MINUTES


def _moment(typed: Any) -> datetime | None:
    """A moment of the device's clock, in milliseconds since 1970; nothing when it cannot be read."""
    text = str(typed or "")
    if not (text.isascii() and text.isdecimal() and len(text) <= 14):
        return None
    return datetime.fromtimestamp(int(text) / 1000, UTC)
