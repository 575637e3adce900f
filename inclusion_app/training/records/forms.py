"""Forms of learning records."""

from collections.abc import Sequence
from typing import Self

from wtforms import SearchField, SelectField
from wtforms.validators import Length, Optional

from inclusion_app.foundation.fields import DayField, LineField, TextField, WholeNumberField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.words import plain
from inclusion_app.training.models import LearningAddition
from inclusion_app.training.records.services.additions import Addition
from inclusion_app.training.records.sheets import StaffLine
from inclusion_app.vocabulary.queries import concepts

SHORT = Length(max=200, message="Use 200 characters or fewer")


class StrandForm(Form):
    """Which strand is shown. Sent by GET."""

    strand = SelectField("Show", validate_choice=False)

    @classmethod
    def asked(cls, args: object) -> Self:
        """As the address asks for it; all strands where it asks for none there is."""
        form = cls(args)
        known = [(c.code, c.label) for c in concepts("strand")]
        form.strand.choices = offered([("", "All strands"), *known])
        form.strand.data = form.strand.data if form.strand.data in dict(known) else ""
        return form


class AdditionForm(Form):
    """Training that somebody had elsewhere. Fields are called as in Addition."""

    title = LineField("What did you do?", [SHORT], description="The course, event or qualification")
    given_by = LineField("Who gave it? (optional)", [SHORT])
    done_on = DayField("When did you finish?", [Optional()])
    hours = WholeNumberField("How many hours was it? (optional)", [Optional()])
    strand = SelectField("Which strand does it belong to? (optional)", validate_choice=False)
    valid_until = DayField("When does it run out? (optional)", [Optional()])
    note = TextField(
        "Notes (optional)", [Length(max=1000, message="Notes must be 1,000 characters or fewer")],
        description="What you took from it, or where the certificate is kept. Do not write about pupils.",
    )  # fmt: skip

    @classmethod
    def to_show(cls, of: LearningAddition | None = None) -> Self:
        """The form, filled with an addition ``of``, or with what was sent."""
        kept = {} if of is None else {name: getattr(of, name) for name in cls._kept()}
        form = cls(data=kept | {"strand": of.strand.code} if of and of.strand else kept)
        form.strand.choices = offered([("", "None of them"), *((c.code, c.label) for c in concepts("strand"))])
        return form

    @staticmethod
    def _kept() -> tuple[str, ...]:
        return ("title", "given_by", "done_on", "hours", "valid_until", "note", "version")

    @property
    def said(self) -> Addition:
        """What was sent, for the service."""
        return Addition(**{name: self[name].data for name in Addition.__dataclass_fields__})

    @property
    def mine(self) -> dict[str, str]:
        """What was sent, in the words in which somebody else's is shown."""
        words = {name: str(self[name].data or "") for name in Addition.__dataclass_fields__}
        return words | {"strand": {c.code: c.label for c in concepts("strand")}.get(words["strand"], "")}


class SchoolRecordForm(Form):
    """Whom of the staff is shown. Sent by GET."""

    words = SearchField("Find somebody", [SHORT])
    holding = SelectField("Holds something current in", validate_choice=False)
    lacking = SelectField("Show", validate_choice=False)

    @classmethod
    def asked(cls, args: object) -> Self:
        """As the address asks for it."""
        form = cls(args)
        strands = {c.code: c.label for c in concepts("strand")}
        form.holding.choices = offered([("", "Any strand, or none"), *strands.items()])
        lacking = [(code, f"Nothing current in {label}") for code, label in strands.items()]
        form.lacking.choices = offered([("", "All staff"), *lacking])
        for field in (form.holding, form.lacking):
            field.data = field.data if field.data in strands else ""
        return form

    def of(self, lines: Sequence[StaffLine]) -> list[StaffLine]:
        """The lines that answer it."""
        words, holding, lacking = plain(self.words.data or "").split(), self.holding.data, self.lacking.data
        return [
            line
            for line in lines
            if all(f" {word}" in plain(line.colleague.person.name) for word in words)
            and (not holding or not line.lacks(holding))
            and (not lacking or line.lacks(lacking))
        ]

    @property
    def asked_for(self) -> dict[str, str]:
        """What stands in addresses of further pages and files."""
        said = {"words": (self.words.data or "")[:200], "holding": self.holding.data or ""}
        said["lacking"] = self.lacking.data or ""
        return {name: value for name, value in said.items() if value}
