"""Forms of registers."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from wtforms import BooleanField, EmailField, HiddenField, SelectField, StringField
from wtforms.validators import DataRequired, Email, Length

from inclusion_app.accounts.forms import EMAIL_WRONG
from inclusion_app.accounts.rules import StaffEntry, tidy_email, tidy_name
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.schools.models import School
from inclusion_app.training.registers.rules import LONGEST_REASON, as_shown
from inclusion_app.training.registers.services.marking import Said
from inclusion_app.training.registers.services.walk_ins import WalkIn

WRONG_MINUTES = -1
LINE = "mark-"
LONGEST_AGO = timedelta(days=365)


class MarkForm(Form):
    """One tick, as the page sends it while it goes on. ``ago``: how many milliseconds ago it was made.

    Not the moment itself: the clocks of phones differ, and the later word counts.
    """

    mark = HiddenField()
    minutes = HiddenField()
    ago = HiddenField()

    def said(self, now: datetime) -> Said:
        """What was ticked, and when."""
        return Said(self.mark.data or "", _minutes(self.minutes.data), now - _duration(self.ago.data))


class RegisterForm(Form):
    """A whole session; marks stand in fields called ``mark-<booking>``, ``minutes-<booking>``, ``shown-<booking>``."""

    rest = BooleanField("Mark everybody else present")
    reason = StringField("Why is the closed register changed?", [Length(max=LONGEST_REASON)])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.wrong: dict[int, str] = {}

    def refuse(self, refusal: RuleBroken) -> None:
        """What is wrong with one line stands there."""
        other = []
        for name, sentence in refusal.problems:
            if name and name.startswith(LINE):
                self.wrong[int(name.removeprefix(LINE))] = sentence
            else:
                other.append((name, sentence))
        if other:
            super().refuse(RuleBroken.several(other))


class CloseForm(Form):
    """Is attendance complete?"""

    rest = BooleanField("Mark everybody absent who is not marked")


class CheckInForm(Form):
    """The code that is shown in the room, and the address of whoever is not signed in."""

    code = StringField("Code shown in the room", [Length(max=20)], render_kw={"autocomplete": "off"})
    email = EmailField(
        "Work e-mail address", [Length(max=320)], description="The one you were booked with.",
        render_kw={"autocomplete": "email"},
    )  # fmt: skip


class WalkInForm(Form):
    """Somebody who is not on the list."""

    name = StringField("Full name", [DataRequired("Enter their name"), Length(max=200)])
    email = EmailField("Work e-mail address", [DataRequired("Enter their e-mail address"), Email(EMAIL_WRONG)])
    urn = SelectField("School", [DataRequired("Choose the school")], validate_choice=False)
    has_room = BooleanField("There is room for one more than there are places")

    def offer(self, on_run: Sequence[School], others: Sequence[School]) -> None:
        """Schools to choose from: those with people on the run stand first."""
        self.urn.choices = {
            "": [("", "Choose")],
            "With people on this run": [(str(school.urn), school.name) for school in on_run],
            "Other schools": [(str(school.urn), school.name) for school in others],
        }

    @property
    def walk_in(self) -> WalkIn:
        """Who has come."""
        return WalkIn(
            StaffEntry(tidy_name(self.name.data or ""), tidy_email(self.email.data or "")),
            urn=whole_number((self.urn.data or "").strip()),
            has_room=bool(self.has_room.data),
        )


def marks_sent(sent: Mapping[str, str], booking_ids: Iterable[int]) -> dict[int, Said]:
    """What was changed on the page. Of lines left as they were shown nothing is said: another device may have."""
    found = {}
    for number in booking_ids:
        mark, minutes = sent.get(f"{LINE}{number}", ""), _minutes(sent.get(f"minutes-{number}"))
        if mark and as_shown(mark, minutes) != sent.get(f"shown-{number}", ""):
            found[number] = Said(mark, minutes)
    return found


def _minutes(typed: Any) -> int | None:
    text = str(typed or "").strip()
    if not text:
        return None
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 6 else WRONG_MINUTES


def _duration(typed: Any) -> timedelta:
    """Milliseconds; none when they cannot be read. Nobody waits for longer than a year."""
    text = str(typed or "")
    readable = text.isascii() and text.isdecimal() and len(text) <= 11
    return min(timedelta(milliseconds=int(text)), LONGEST_AGO) if readable else timedelta()
