"""The form of a run, with its sessions."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Self

from wtforms import FieldList, FormField, HiddenField, RadioField, SelectField
from wtforms import Form as PlainForm
from wtforms.validators import DataRequired, InputRequired, Optional

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import (
    ClockTimeField,
    DayField,
    LineField,
    MomentField,
    TextField,
    WholeNumberField,
    offered,
)
from inclusion_app.foundation.forms import Form
from inclusion_app.training.catalogue.choices import FenceChoices, RunChoices, SessionChoices, texts_of
from inclusion_app.training.catalogue.forms.completion import RUN_COMPLETION, completion_words
from inclusion_app.training.catalogue.queries.fences import whom_to_keep_for
from inclusion_app.training.catalogue.rules.sessions import MOST_SESSIONS
from inclusion_app.training.states import Delivery

MOST_FENCES = 6
USUAL_RELEASE = 7
WHEN_OVER = {
    "keep": "Keep everybody: the run keeps as many places as are taken",
    "wait": "Those who booked last wait again, at the front of the waiting list, and are told",
}
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


class FenceForm(PlainForm):
    """Places kept for some schools; a row without a number of places is no row."""

    id = HiddenField()
    whom = SelectField("Kept for", default="")
    places = WholeNumberField("How many places")
    until = MomentField("Until", validators=[Optional()])


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
    released_at = MomentField("The rest is released", validators=[Optional()])
    warn_on = DayField("Warn if too few are booked on", validators=[Optional()])
    substitute_by = MomentField("Send a colleague instead until", validators=[Optional()])
    completion_rule = SelectField("What completes the run", default="")
    joining_release_days = WholeNumberField("Days before the start on which joining instructions are released")
    fences = FieldList(FormField(FenceForm), "Places kept for some schools", max_entries=MOST_FENCES)
    when_over = RadioField("More places are taken than that", choices=offered(WHEN_OVER.items()), validate_choice=False)
    joining_instructions = TextField("Joining instructions")
    access_facts = TextField("Access")

    @classmethod
    def to_show(cls, *, providers: Sequence[Provider], of: RunChoices | None = None, **defaults: Any) -> Self:
        """The form with its lists; filled with what is said of a run ``of``, or with what was sent."""
        form = cls(data=_on_the_wall(of) if of else defaults)
        form.provider.choices = offered([("", "Choose a provider"), *((p.code, p.name) for p in providers)])
        rule = of.completion_rule if of else ""
        rules = RUN_COMPLETION if rule in RUN_COMPLETION else RUN_COMPLETION | {rule: completion_words(rule)}
        form.completion_rule.choices = offered(rules.items())
        form._offer_fences()
        return form

    def _offer_fences(self) -> None:
        """Rows for the kept places there are and one more, each with whom places can be kept for."""
        if not self.is_submitted() and len(self.fences.entries) < MOST_FENCES:
            self.fences.append_entry()
        whom = offered([("", "Nobody in particular"), *whom_to_keep_for().items()])
        for entry in self.fences.entries:
            fence: Any = entry
            fence.form.whom.choices = whom

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
        lists: tuple[Any, ...] = (self.sessions, self.fences)
        nested = {
            f"{rows.short_name}-{number}-{field.short_name}": field
            for rows in lists
            for number, entry in enumerate(rows.entries)
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
            released_at=_moment(self.released_at.data) if self.released_at.data else None,
            warn_on=self.warn_on.data,
            substitute_by=_moment(self.substitute_by.data) if self.substitute_by.data else None,
            completion_rule=self.completion_rule.data or "",
            joining_release_days=USUAL_RELEASE
            if self.joining_release_days.data is None
            else self.joining_release_days.data,
            fences=self._fences(),
            **{name: _moment(self[name].data) for name in MOMENTS},
        )

    def _fences(self) -> tuple[FenceChoices, ...]:
        """The kept places that were said; the places of a row left to its end are kept until booking ends."""
        return tuple(
            FenceChoices(
                id=_row_id(entry.form.id.data),
                whom=entry.form.whom.data,
                places=entry.form.places.data or 0,
                until=_moment(entry.form.until.data or self.book_by.data or clock.now().replace(tzinfo=None)),
            )
            for entry in self.fences.entries
            if entry.form.whom.data
        )


class CancelRunForm(Form):
    """Why a run is cancelled."""

    reason = TextField("Why is it cancelled?")


def _session(form: Any) -> SessionChoices:
    return SessionChoices(
        id=_row_id(form.id.data),
        day=form.day.data,
        start=form.start.data,
        end=form.end.data,
        venue=form.venue.data,
        postcode=form.postcode.data.upper(),
        joining_link=form.joining_link.data,
    )


def _row_id(typed: str | None) -> int | None:
    return int(typed) if typed and typed.isascii() and typed.isdecimal() and len(typed) < 10 else None


def _moment(wall: datetime) -> datetime:
    """A wall time as the moment it is in London; a year no calendar has is left as it is, for the rules to refuse."""
    if not 2 <= wall.year <= 9998:
        return wall.replace(tzinfo=UTC)
    return clock.from_london(wall.date(), wall.time())


def _on_the_wall(choices: RunChoices) -> dict[str, Any]:
    shown = dict(vars(choices))
    for name in (*MOMENTS, "released_at", "substitute_by"):
        shown[name] = clock.london(shown[name]).replace(tzinfo=None) if shown[name] else None
    shown["fences"] = [
        vars(fence) | {"id": str(fence.id or ""), "until": clock.london(fence.until).replace(tzinfo=None)}
        for fence in choices.fences
    ]
    shown["sessions"] = [vars(session) | {"id": str(session.id or "")} for session in choices.sessions]
    return shown
