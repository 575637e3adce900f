"""The form of a run, with its sessions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Form
from inclusion_app.training.catalogue.choices import RunChoices, SessionChoices, texts_of
from inclusion_app.training.catalogue.forms.fields import (
    ClockTimeField,
    DayField,
    LineField,
    MomentField,
    TextField,
    WholeNumberField,
    offered,
)
from inclusion_app.training.catalogue.rules.sessions import MOST_SESSIONS
from inclusion_app.training.states import Delivery

MOMENTS = ("opens_at", "book_by", "cancel_by")
CARRIED_ON = ("start", "end", "venue", "postcode", "joining_link")


class SessionForm(PlainForm):
    """One meeting."""

    id = HiddenField()
    day = DayField("Date", validators=[InputRequired("Enter the date of the session")])
    start = ClockTimeField("Starts at", validators=[InputRequired("Enter when the session starts")])
    end = ClockTimeField("Ends at", validators=[InputRequired("Enter when the session ends")])
    venue = LineField("Venue")
    postcode = LineField("Postcode")
    joining_link = LineField("Joining link")


class RunForm(Form):
    """Everything that is said of a run. Fields are called as in RunChoices."""

    provider = SelectField("Provider", validators=[DataRequired("Choose a provider")])
    delivery = RadioField("How it is given", choices=offered((d.value, d.label) for d in Delivery))
    capacity = WholeNumberField("Places", validators=[InputRequired("Enter the number of places")])
    minimum = WholeNumberField("Fewest people the run needs")
    places_per_school = WholeNumberField("Most places for one school")
    opens_at = MomentField("Booking opens", validators=[InputRequired("Enter when booking opens")])
    book_by = MomentField("Book by", validators=[InputRequired("Enter the last moment to book")])
    cancel_by = MomentField("Cancel by", validators=[InputRequired("Enter the last moment to cancel")])
    sessions = FieldList(FormField(SessionForm), "Sessions", min_entries=1, max_entries=MOST_SESSIONS)
    joining_instructions = TextField("Joining instructions")
    access_facts = TextField("Access")

    @classmethod
    def to_show(cls, *, providers: Sequence[Provider], of: RunChoices | None = None, **defaults: Any) -> Self:
        """The form with its lists; filled with what is said of a run ``of``, or with what was sent."""
        form = cls(data=_on_the_wall(of) if of else defaults)
        form.provider.choices = offered([("", "Choose a provider"), *((p.code, p.name) for p in providers)])
        return form

    def add_session(self) -> None:
        """One more row, at the time and place of the last."""
        if len(self.sessions.entries) < MOST_SESSIONS:
            last = self.sessions.entries[-1].form.data if self.sessions.entries else {}
            self.sessions.append_entry({name: last.get(name) for name in CARRIED_ON})

    def remove_session(self, number: int) -> None:
        """Without the row of that number, counted from 0; the last one stays."""
        if 0 <= number < len(self.sessions.entries) and len(self.sessions.entries) > 1:
            del self.sessions.entries[number]

    def refuse(self, refusal: RuleBroken) -> None:
        """Problems of a session stand beside its own fields."""
        nested = {
            f"sessions-{number}-{field.short_name}": field
            for number, entry in enumerate(self.sessions.entries)
            for field in entry.form
        }
        others: list[tuple[str | None, str]] = []
        for name, sentence in refusal.problems:
            if name in nested:
                nested[name].errors = [*nested[name].errors, sentence]
            else:
                others.append((name, sentence))
        if others:
            super().refuse(RuleBroken.several(others))

    @property
    def mine(self) -> dict[str, str]:
        """What was sent, beside what somebody else has saved."""
        return texts_of(self.choices) if self.conflict else {}

    @property
    def choices(self) -> RunChoices:
        """What was sent, for the service."""
        return RunChoices(
            provider=self.provider.data,
            delivery=self.delivery.data or "",
            capacity=self.capacity.data or 0,
            minimum=self.minimum.data or 0,
            places_per_school=self.places_per_school.data,
            joining_instructions=self.joining_instructions.data or "",
            access_facts=self.access_facts.data or "",
            sessions=tuple(_session(entry.form) for entry in self.sessions.entries),
            **{name: _moment(self[name].data) for name in MOMENTS},
        )


class CancelRunForm(Form):
    """Why a run is cancelled."""

    reason = TextField("Why is it cancelled?")


def _session(form: Any) -> SessionChoices:
    return SessionChoices(
        id=int(form.id.data) if (form.id.data or "").isdecimal() and len(form.id.data) < 10 else None,
        day=form.day.data,
        start=form.start.data,
        end=form.end.data,
        venue=form.venue.data,
        postcode=form.postcode.data.upper(),
        joining_link=form.joining_link.data,
    )


def _moment(wall: datetime) -> datetime:
    """A wall time as the moment it is in London; a year no calendar has is left as it is, for the rules to refuse."""
    if not 2 <= wall.year <= 9998:
        return wall.replace(tzinfo=UTC)
    return clock.from_london(wall.date(), wall.time())


def _on_the_wall(choices: RunChoices) -> dict[str, Any]:
    shown = dict(vars(choices))
    for name in MOMENTS:
        shown[name] = clock.london(shown[name]).replace(tzinfo=None)
    shown["sessions"] = [vars(session) | {"id": str(session.id or "")} for session in choices.sessions]
    return shown
