"""Forms of asking, deciding, and of places for a whole school."""

from collections.abc import Iterable, Mapping

from wtforms import BooleanField, HiddenField, SearchField, SelectField, SelectMultipleField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Length

from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.training.requests.rules import LONGEST_NOTE, LONGEST_REASON, LONGEST_STATEMENT
from inclusion_app.training.requests.services.claims import Asked
from inclusion_app.training.requests.services.school_places import Coming

NOT_PUPILS = "Do not name pupils or families."
TO_PROVIDE = "Write what to provide, not why. Only the organiser sees it, until 30 days after the run."
NOBODY = SelectChoice(0, "Choose somebody")


def _number(sent: object) -> int:
    """Whatever was sent as the id of a person; 0, which nobody has, for what cannot be one."""
    return whole_number(str(sent))


class _Needs(Form):
    """What to provide."""

    access = TextAreaField("Access, for example large print or a seat near the door (optional)", description=TO_PROVIDE)
    diet = TextAreaField("Diet (optional)")


class AskForm(_Needs):
    """Why a place is wanted; who decides for the school says for whom."""

    person = SelectField("Who is it for?", coerce=_number, validate_choice=False)
    statement = TextAreaField("Why do you want to come? (optional)", description=NOT_PUPILS)

    def for_anybody(self, staff: Iterable[Colleague], *, label: str) -> None:
        """Offer the school's people."""
        self.person.label.text = label
        self.person.choices = [NOBODY, *_people(staff)]

    def asks_for_reasons(self) -> None:
        """An application has to say something."""
        self.statement.label.text = "Why should this place be yours?"
        self.statement.description = f"Up to {LONGEST_STATEMENT:,} characters. {NOT_PUPILS}"

    @property
    def asked(self) -> Asked:
        """What was said."""
        return Asked(self.statement.data or "", self.access.data or "", self.diet.data or "")


class DecisionForm(Form):
    """Yes or no; a no says why."""

    answer = HiddenField()
    reason = TextAreaField("Reason, if you say no", description=f"They read it. Up to {LONGEST_REASON} characters.")


class WithdrawForm(Form):
    """A button."""


class InterestForm(Form):
    """Tell me when there are dates."""

    note = TextAreaField(
        "What would suit you? (optional)", [Length(max=LONGEST_NOTE)], description="For example a day of the week."
    )


class WhoComesForm(Form):
    """The contact of a school's place, and who comes."""

    contact = SelectField("Whom do we write to?", coerce=_number, validate_choice=False)
    participants = SelectMultipleField("Who comes?", coerce=_number, validate_choice=False)

    names: Mapping[int, str] = {}  # a form of its own fills it

    def offer(self, staff: Iterable[Colleague], *, names_people: bool) -> None:
        """Offer the school's people; where nobody is named but the contact, only for that."""
        people = _people(staff)
        self.names = {choice.value: choice.label for choice in people}
        self.contact.choices = [NOBODY, *people]
        if names_people:
            self.participants.choices = people
        else:
            del self.participants

    @property
    def in_words(self) -> dict[str, str]:
        """Who was chosen, by field, as people read it."""
        coming = self.coming
        chosen = {"contact": [coming.contact_id], "participants": coming.participant_ids}
        return {field: ", ".join(self.names.get(number, "") for number in ids) for field, ids in chosen.items()}

    @property
    def coming(self) -> Coming:
        """Who was chosen."""
        chosen = self.participants.data if "participants" in self else None
        return Coming(self.contact.data or 0, tuple(dict.fromkeys(chosen or ())))


class SchoolPlaceForm(WhoComesForm, _Needs):
    """A place for the school or its leadership team."""

    when_full = BooleanField("Join the waiting list")


class ApplicationSearchForm(Form):
    """Words to find applications by."""

    class Meta:
        csrf = False

    words = SearchField("Name, school or course")


def _people(staff: Iterable[Colleague]) -> list[SelectChoice]:
    named = ((one.person.id, one.person.name, one.person.job_title) for one in staff)
    return [SelectChoice(number, f"{name}, {title}" if title else name) for number, name, title in named]
