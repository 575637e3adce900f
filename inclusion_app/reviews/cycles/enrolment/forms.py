"""The head's forms."""

from collections.abc import Iterable

from wtforms import BooleanField, EmailField, HiddenField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Email, Length, Optional

from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.accounts.rules import StaffEntry
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import TextField
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.cycles.enrolment.rules import MOST_AUTHORS, Enrolment
from inclusion_app.reviews.models import Participation, ReviewCycle

EMAIL_WRONG = "Enter an e-mail address in the correct format, like name@school.example"
NOT_PUPILS = "Do not name pupils or families."


def _number(sent: object) -> int:
    """Whatever was sent as the id of a person; 0, which nobody has, for what cannot be one."""
    return whole_number(str(sent))


def _email() -> EmailField:
    return EmailField("Their work e-mail address", [Optional(), Email(EMAIL_WRONG), Length(max=320)])


class ContactsForm(Form):
    """Who takes part for the school: from its people, or somebody new by name and work e-mail address."""

    coordinator = SelectField(
        "Who coordinates the self-review?",
        coerce=_number,
        validate_choice=False,
        description="As a rule the SENCO. They prepare the self-review and the timetable; you sign it off.",
    )
    coordinator_name = StringField("Somebody new: full name", [Length(max=200)])
    coordinator_email = _email()
    governor = SelectField(
        "Who is the SEND governor?",
        coerce=_number,
        validate_choice=False,
        description="They read the signed self-review, the final report and the plan.",
    )
    governor_name = StringField("Somebody new: full name", [Length(max=200)])
    governor_email = _email()
    authors = SelectMultipleField(
        "Who else writes the self-review? (optional)",
        coerce=_number,
        validate_choice=False,
        description=f"Up to {MOST_AUTHORS} people.",
    )
    wishes = TextField(
        "What would you like the reviewers to look at? (optional)",
        description=f"One to three lines of enquiry. {NOT_PUPILS}",
    )

    def offer(self, staff: Iterable[Colleague]) -> None:
        """Offer the school's people with their roles."""
        people = [
            SelectChoice(one.person.id, f"{one.person.name}, {', '.join(role.label.lower() for role in one.roles)}")
            for one in staff
        ]
        self.coordinator.choices = [SelectChoice(0, "Choose somebody"), *people]
        self.governor.choices = [SelectChoice(0, "Choose somebody"), *people]
        self.authors.choices = people

    def show(self, part: Participation) -> None:
        """Fill in whom the school has named before."""
        self.coordinator.data, self.governor.data = part.coordinator_id or 0, part.governor_id or 0
        self.authors.data = [author.person_id for author in part.authors]
        self.wishes.data = part.wishes

    def newcomer(self, part: str) -> StaffEntry | None:
        """Somebody new for that part, if typed. Raises RuleBroken for half of it."""
        name, email = ((self[f"{part}_{what}"].data or "").strip() for what in ("name", "email"))
        if bool(name) != bool(email):
            missing = "email" if name else "name"
            raise RuleBroken(f"{part}_{missing}", f"Enter their {'work e-mail address' if name else 'name'}")
        return StaffEntry(name, email) if name else None

    def said(self, *, coordinator_id: int, governor_id: int) -> Enrolment:
        """Who was chosen."""
        authors = frozenset(self.authors.data or ()) - {coordinator_id, governor_id}
        return Enrolment(coordinator_id, governor_id, authors, (self.wishes.data or "").strip())


class EnrolForm(ContactsForm):
    """The agreement, accepted, and who takes part."""

    accept = BooleanField("I have read the agreement, and I accept it for my school")
    agreement_id = HiddenField()


class ReasonForm(Form):
    """Why a school does not take part."""

    reason = TextField("Why?", description=f"The inclusion team reads it. Up to 500 characters. {NOT_PUPILS}")


class DeferForm(ReasonForm):
    """Why not now, and when."""

    to_cycle = SelectField("When instead?", coerce=_number, validate_choice=False)

    def offer(self, later: Iterable[ReviewCycle]) -> None:
        """Offer later cycles, or some time."""
        known = [SelectChoice(cycle.id, cycle.name) for cycle in later]
        self.to_cycle.choices = [SelectChoice(0, "Some time: ask us again"), *known]
