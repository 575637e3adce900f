"""The form of an offer."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Self

from wtforms import BooleanField, FieldList, FormField, RadioField, SelectField, SelectMultipleField
from wtforms import Form as PlainForm

from inclusion_app.accounts.models import Provider
from inclusion_app.directory.choices import TAGS, LinkChoices, OfferChoices, PlaceChoices, texts_of
from inclusion_app.directory.queries.terms import districts, labels
from inclusion_app.directory.rules.content import MOST_LINKS, MOST_PLACES
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import LineField, ShownAs, TextField, WholeNumberField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.rich_text import html_of, typed_of
from inclusion_app.vocabulary.queries import concepts

LISTS = (*TAGS, "districts")
TEXTS = ("title", "summary", "kind", "how_to_get", "cost_kind", "cost", "waiting", "evidence", "contact_name",
         "contact_email", "contact_phone", "website")  # fmt: skip


class TicksField(ShownAs, SelectMultipleField):
    """Several of a list, as tick boxes."""

    shown_as = "SelectMultipleField"


class LinkForm(PlainForm):
    """A page elsewhere; a row without anything in it is no row."""

    label = LineField("What it is called")
    url = LineField("Web address")


class PlaceForm(PlainForm):
    """A place where it is given; a row without anything in it is no row."""

    name = LineField("Name of the place")
    address = LineField("Street")
    town = LineField("Town")
    postcode = LineField("Postcode")


class OfferForm(Form):
    """Everything that is said of an offer. Fields are called as in OfferChoices; a description is typed with marks."""

    provider = SelectField("Provider", validate_choice=False)
    title = LineField("Name of the offer")
    summary = TextField("Summary")
    description = TextField("Description")
    kind = SelectField("Kind of support")
    needs = TicksField("Needs it answers")
    levels = TicksField("Level of the graduated approach")
    phases = TicksField("Phases")
    minimum_age = WholeNumberField("Youngest age")
    maximum_age = WholeNumberField("Oldest age")
    deliveries = TicksField("How it is given")
    county_wide = BooleanField("It is for the whole county")
    districts = TicksField("Districts, if it is not for the whole county")
    places = FieldList(FormField(PlaceForm), "Places")
    how_to_get = TextField("How a school gets it")
    cost_kind = RadioField("What schools pay")
    cost = LineField("Cost in words")
    waiting = LineField("How long a school waits now")
    evidence = TextField("How you know that it helps")
    framework_areas = TicksField("Areas of the review framework it helps with")
    contact_name = LineField("Name of a contact")
    contact_email = LineField("E-mail address")
    contact_phone = LineField("Telephone number")
    website = LineField("Web address")
    links = FieldList(FormField(LinkForm), "Links")

    @classmethod
    def to_show(cls, *, today: date, of: OfferChoices | None = None, providers: Sequence[Provider] = ()) -> Self:
        """The form with its lists; filled with what is said of an offer ``of``, or with what was sent.

        ``providers`` are those a new offer can belong to.
        """
        form = cls(data=_as_typed(of) if of else {"cost_kind": "free"})
        form.provider.choices = offered([("", "Choose a provider"), *((str(p.id), p.name) for p in providers)])
        form.kind.choices = offered([("", "Choose one"), *_terms("offer-kind")])
        form.cost_kind.choices = offered(_terms("offer-cost"))
        for name, scheme in TAGS.items():
            form[name].choices = offered(_terms(scheme), finer=_finer(scheme))
        form.districts.choices = offered(districts(today).items())
        for rows, most in ((form.links, MOST_LINKS), (form.places, MOST_PLACES)):
            if not form.is_submitted() and len(rows.entries) < most:
                rows.append_entry()
        return form

    @property
    def provider_id(self) -> int:
        """The provider chosen; 0 for none."""
        return whole_number(self.provider.data)

    def mine(self, today: date) -> dict[str, str]:
        """What was sent, beside what somebody else has saved."""
        return texts_of(self.choices, labels(today)) if self.conflict else {}

    @property
    def choices(self) -> OfferChoices:
        """What was sent, for the service."""
        said: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        said |= {name: tuple(self[name].data or ()) for name in LISTS}
        return OfferChoices(
            **said,
            description=html_of(self.description.data or ""),
            minimum_age=self.minimum_age.data,
            maximum_age=self.maximum_age.data,
            county_wide=bool(self.county_wide.data),
            links=tuple(LinkChoices(**row.data) for row in _filled(self.links)),
            places=tuple(PlaceChoices(**row.data) for row in _filled(self.places)),
        )

    def refuse(self, refusal: RuleBroken) -> None:
        """Problems of a link or a place stand beside its own fields."""
        lists: tuple[Any, ...] = (self.links, self.places)
        nested = {
            f"{rows.short_name}-{number}-{field.short_name}": field
            for rows in lists
            for number, row in enumerate(_filled(rows))
            for field in row
        }
        others: list[tuple[str | None, str]] = []
        for name, sentence in refusal.problems:
            if name in nested:
                nested[name].errors = [*nested[name].errors, sentence]
            else:
                others.append((name, sentence))
        if others:
            super().refuse(RuleBroken.several(others))


def _filled(rows: Any) -> list[Any]:
    """The rows that say something."""
    return [entry.form for entry in rows.entries if any(entry.form.data.values())]


def _terms(scheme: str) -> Iterable[tuple[str, str]]:
    return ((concept.code, concept.label) for concept in concepts(scheme))


def _finer(scheme: str) -> set[str]:
    return {concept.code for concept in concepts(scheme) if concept.broader_id}


def _as_typed(choices: OfferChoices) -> dict[str, Any]:
    shown = dict(vars(choices))
    shown["description"] = typed_of(choices.description)
    for name in ("links", "places"):
        shown[name] = [vars(row) for row in getattr(choices, name)]
    return shown
