"""Forms of the import: the file, and what its columns mean."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from wtforms import FileField, HiddenField, SelectField, SelectMultipleField

from inclusion_app.directory.open_data.importing.mapping import LEFT_OUT, MEANINGS, Otherwise
from inclusion_app.directory.open_data.importing.sheet import MOST_COLUMNS
from inclusion_app.directory.queries.terms import labels
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.fields import LineField
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.words import plain

LONGEST_SOURCE = 100
NOTHING = ("", "Nothing")
MANY = ("levels", "phases", "deliveries")
ONE = ("kind", "cost_kind")
TEXTS = ("cost", "how_to_get", "waiting")


class UploadForm(Form):
    """A file, and the directory it is from."""

    source = LineField("Which directory is it from?")
    file = FileField("File")


class MappingForm(Form):
    """The file that was looked at, what its columns mean, and what holds where it says nothing."""

    packed = HiddenField()
    name = HiddenField()
    source = HiddenField()
    seen = HiddenField()
    fate = HiddenField()
    kind = SelectField("Kind of support", validate_choice=False)
    levels = SelectMultipleField("Levels of the graduated approach", validate_choice=False)
    phases = SelectMultipleField("Phases", validate_choice=False)
    deliveries = SelectMultipleField("How it is given", validate_choice=False)
    cost_kind = SelectField("Who pays", validate_choice=False)
    cost = LineField("Cost in words")
    how_to_get = LineField("How a school gets it")
    waiting = LineField("How long one waits now")

    def offer_terms(self, today: date) -> None:
        """Let the lists offer the terms there are."""
        names = labels(today)
        for field in ONE:
            self[field].choices = [NOTHING, *names[field].items()] if field == "kind" else list(names[field].items())
        for field in MANY:
            self[field].choices = list(names[field].items())

    @property
    def otherwise(self) -> Otherwise:
        """What holds where the file says nothing; codes that stand for nothing are passed over."""
        given: dict[str, Any] = {name: self[name].data or "" for name in TEXTS}
        for name in ONE:
            known = {code for code, _ in self[name].choices}
            given[name] = self[name].data if self[name].data in known else ""
        for name in MANY:
            known = {code for code, _ in self[name].choices}
            given[name] = tuple(sorted(known & set(self[name].data or ())))
        return Otherwise(**given | {"cost_kind": given["cost_kind"] or "free"})


def source_of(typed: str | None) -> str:
    """The name of a directory, so written that the same one is known again. Raises RuleBroken."""
    said = plain(typed or "").strip()
    if not said:
        raise RuleBroken("source", "Enter the name of the directory the file is from")
    if len(said) > LONGEST_SOURCE:
        raise RuleBroken("source", f"The name must be {LONGEST_SOURCE} characters or fewer")
    return said


def chosen_meanings(sent: Mapping[str, str], columns: Sequence[str]) -> dict[str, str]:
    """What was chosen for each column, by its place in the file; what is no meaning is left out."""
    chosen = {column: sent.get(f"column-{number}", LEFT_OUT) for number, column in enumerate(columns[:MOST_COLUMNS])}
    return {column: meaning if meaning in MEANINGS else LEFT_OUT for column, meaning in chosen.items()}
