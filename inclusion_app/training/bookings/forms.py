"""Forms of booking."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from wtforms import EmailField, HiddenField, RadioField, SearchField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import Email, Length, Optional

from inclusion_app.accounts.queries.people import Colleague
from inclusion_app.accounts.rules import StaffEntry, all_problems, parse_pasted_list
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import TextField
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.words import plain
from inclusion_app.training.bookings.services.cancelling import Acceptance
from inclusion_app.training.bookings.services.confirming import Confirmation
from inclusion_app.training.charges.rules import ASKED_BY_SCHOOLS

MOST_IN_A_NAME = 200
MOST_AT_A_GLANCE = 12


@dataclass(frozen=True)
class Offered:
    """One person who can be ticked, unless they are on the run; ``number`` is the place on the whole list."""

    number: int
    person_id: int
    name: str
    hint: str
    is_on_run: bool

    @property
    def said(self) -> str:
        """What a search looks in."""
        return plain(f"{self.name} {self.hint}")


class PeopleForm(Form):
    """Who is to go: people of the list, somebody new, or a pasted list."""

    find = SearchField("Find in your staff list", [Length(max=MOST_IN_A_NAME)])
    people = SelectMultipleField("Choose people from your staff list", coerce=int)
    name = StringField("Full name", [Length(max=MOST_IN_A_NAME)])
    email = EmailField(
        "Work e-mail address",
        [Optional(), Email("Enter an e-mail address in the correct format, like name@school.example")],
    )
    job_title = StringField("Job title (optional)", [Length(max=MOST_IN_A_NAME)])
    pasted = TextAreaField(
        "Paste a list",
        [Length(max=40_000)],
        description="One person a line: name, comma, e-mail address. For example: Sam Reed, sam.reed@school.example",
    )

    offered: Sequence[Offered] = ()

    def offer(self, colleagues: Iterable[Colleague], booked: Mapping[int, str]) -> None:
        """Offer the school's people; those on the run already say so."""
        self.offered = [
            Offered(number, c.person.id, c.person.name, booked.get(c.person.id) or _said_of(c), c.person.id in booked)
            for number, c in enumerate(colleagues)
        ]
        self.people.choices = [SelectChoice(offered.person_id, offered.name) for offered in self.offered]

    def tick(self, person_id: int) -> None:
        """Choose one of those offered, unless they are on the run."""
        if any(o.person_id == person_id and not o.is_on_run for o in self.offered):
            self.people.data = [person_id]

    @property
    def chosen(self) -> Collection[int]:
        """The ids of those who are ticked."""
        return self.people.data or ()

    @property
    def is_long(self) -> bool:
        """So many people that one wants to search among them."""
        return len(self.offered) > MOST_AT_A_GLANCE

    def shown(self) -> list[Offered]:
        """Whoever is looked for; whoever is chosen stays in sight."""
        words = plain(self.find.data or "").split()
        return [o for o in self.offered if o.person_id in self.chosen or all(f" {word}" in o.said for word in words)]

    def newcomers(self) -> list[StaffEntry]:
        """People typed or pasted. Raises RuleBroken naming what is wrong, line by line."""
        entries = []
        name, email = (self.name.data or "").strip(), (self.email.data or "").strip()
        if name or email:
            if not name:
                raise RuleBroken("name", "Enter their name")
            if not email:
                raise RuleBroken("email", "Enter their work e-mail address")
            entries.append(StaffEntry(name, email, self.job_title.data or ""))
        pasted = parse_pasted_list(self.pasted.data or "")
        if pasted.problems:
            raise RuleBroken.several(all_problems(pasted, "pasted"))
        return [*entries, *pasted.entries]


class BasketForm(Form):
    """The whole basket; what is typed per line is read by ``read_confirmation``."""

    found: Sequence[tuple[str | None, str]] = ()

    def refuse(self, refusal: RuleBroken) -> None:
        """Keep each problem with the name of the line or run it is about."""
        self.found = refusal.problems
        self.problem = [sentence for _, sentence in refusal.problems]

    def said_of(self, name: str | None) -> list[str]:
        """The problems of one line or run; without a name those of the whole."""
        return [sentence for about, sentence in self.found if about == name]


class CancelForm(Form):
    """Why a booking is cancelled."""

    reason = StringField("Reason (optional)", [Length(max=500)])
    waiver = RadioField(
        "Is there a reason not to charge?",
        choices=[SelectChoice("", "No"), *(SelectChoice(w.value, w.label) for w in ASKED_BY_SCHOOLS)],
        default="",
        validate_choice=False,
    )
    waiver_note = StringField("More about it (needed for another reason)", [Length(max=500)])
    shown_pence = HiddenField()

    @property
    def accepted(self) -> Acceptance:
        """What was shown of the charge, and what was said about it."""
        shown = self.shown_pence.data or ""
        return Acceptance(
            amount_pence=int(shown) if shown.isascii() and shown.isdecimal() and len(shown) < 9 else None,
            waiver=self.waiver.data or "",
            note=self.waiver_note.data or "",
        )


class BookingSearchForm(Form):
    """Words to find bookings by."""

    class Meta:
        csrf = False

    words = SearchField("Name or course")


def read_confirmation(sent: Mapping[str, str]) -> Confirmation:
    """What was said on the basket's page, by line and by run; anything else is left out."""
    return Confirmation(
        access=_numbered(sent, "access-"),
        diet=_numbered(sent, "diet-"),
        accepted=frozenset(_numbered(sent, "accept-")),
        when_full=_numbered(sent, "when-full-"),
        shown=frozenset(_numbered(sent, "shown-")),
    )


def _numbered(sent: Mapping[str, str], prefix: str) -> dict[int, str]:
    return {
        int(name.removeprefix(prefix)): text
        for name, text in sent.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and len(name) < len(prefix) + 10
    }


def _said_of(colleague: Colleague) -> str:
    title = colleague.person.job_title
    roles = [role.label for role in colleague.roles if role.label.casefold() != title.casefold()]
    return ", ".join([title, *roles] if title else roles)


class OfferForm(Form):
    """Is the place wanted?"""

    answer = HiddenField()


class JoiningForm(Form):
    """What people are told about coming to a run."""

    joining_instructions = TextField(
        "Joining instructions",
        description="Where to park, what to bring, whom to ask for. People see them once their place is certain.",
    )
