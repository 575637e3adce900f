"""Forms of charges."""

from wtforms import DateField, HiddenField, RadioField, SearchField, SelectField, StringField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # the stubs are of the release before
from wtforms.validators import Length, Optional

from inclusion_app.foundation.forms import Form
from inclusion_app.training.charges.queries import ChargeWishes
from inclusion_app.training.charges.rules import LONGEST_NOTE
from inclusion_app.training.states import ChargeKind, Waiver

KINDS = {"": "Any", ChargeKind.LATE_CANCEL: "Late cancellation", ChargeKind.NO_SHOW: "Did not come"}
WAIVED = {"": "Any", "no": "To pay", "yes": "Waived"}


class ChargeSearchForm(PlainForm):
    """Which charges are wanted; what cannot be read is not asked for."""

    words = SearchField("Find a school, person or course", [Length(max=200)])
    kind = SelectField(
        "For", choices=[SelectChoice(value, label) for value, label in KINDS.items()], default="", validate_choice=False
    )
    waived = SelectField(
        "State",
        choices=[SelectChoice(value, label) for value, label in WAIVED.items()],
        default="",
        validate_choice=False,
    )
    since = DateField("From", [Optional()])
    until = DateField("To", [Optional()])

    def wishes(self, *, school_id: int | None = None) -> ChargeWishes:
        """What is asked for."""
        self.validate()
        return ChargeWishes(
            words=self.words.data or "",
            kind=self.kind.data if self.kind.data in list(ChargeKind) else "",
            waived=self.waived.data if self.waived.data in WAIVED else "",
            since=self.since.data,
            until=self.until.data,
            school_id=school_id,
        )


class WaiveForm(Form):
    """Why a charge is waived."""

    waiver = RadioField(
        "Why is it waived?", choices=[SelectChoice(w.value, w.label) for w in Waiver], validate_choice=False
    )
    waiver_note = StringField("More about it (needed for another reason)", [Length(max=LONGEST_NOTE)])
    act = HiddenField()
