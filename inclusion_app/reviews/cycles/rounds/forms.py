"""Forms of cycles and invitations."""

from collections.abc import Iterable, Sequence

from wtforms import BooleanField, Field, HiddenField, RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types
from wtforms.validators import InputRequired, NumberRange

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.fields import DayField, LineField, WholeNumberField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.reviews.cycles.rounds.rules import OPEN_IN, CycleChoices, days_field, is_open
from inclusion_app.reviews.models import Framework, ReviewCycle
from inclusion_app.reviews.rules.deadlines import DEFAULTS, VISIT
from inclusion_app.reviews.states import Mode, Preset, ReviewState
from inclusion_app.schools.states import Phase

RATED = {"yes": "Areas are judged on the scale", "no": "Enquiry only: no ratings at all"}
ABOUT_PRESET = {
    Preset.SCHOOL_OWNED: "The team sees stages, dates and counts. No text, no rating of a school.",
    Preset.SHARED: "The programme office also sees the final report and the plan.",
    Preset.COUNCIL_LED: "The officers named below get the final report and the plan.",
}
MUST = "Enter a date"


def _number(sent: object) -> int:
    """Whatever was sent as an id; 0, which nothing has, for what cannot be one."""
    return whole_number(str(sent))


class CycleForm(Form):
    """Everything a cycle is set to. Parts that can no longer be changed are taken out."""

    name = LineField("Name", [InputRequired("Enter a name")])
    school_year = WholeNumberField(
        "School year",
        [InputRequired("Enter a year"), NumberRange(2000, 2100, "Enter a year between 2000 and 2100")],
        description="The year in which it begins, for example 2026.",
    )
    framework_id = SelectField("Framework", coerce=_number, validate_choice=False)
    preset = RadioField(
        "Whose the texts are",
        choices=[SelectChoice(p.value, p.label, {"hint": ABOUT_PRESET[p]}) for p in Preset],
        default=Preset.SHARED,
    )
    officers = SelectMultipleField(
        "Officers who get the reports",
        coerce=_number,
        validate_choice=False,
        description="Only where the council leads. Schools read these names before they agree.",
    )
    newest_agreement = BooleanField("Use the newest wording of the agreement")
    mode = RadioField("Who reviews whom", choices=offered((m.value, m.label) for m in Mode), default=Mode.POOL)
    team_size = WholeNumberField(
        "People on each team",
        [InputRequired("Enter a number"), NumberRange(2, 9, "Enter a number from 2 to 9")],
        default=2,
    )
    uses_ratings = RadioField("Ratings", choices=offered(RATED.items()), default="yes")
    moderated = BooleanField("Somebody outside the team reads every draft report (moderation)")
    opens_team_forms = BooleanField("Reviewers read each other’s forms once their own is in", default=True)
    starts_on = DayField("Starts on", validators=[InputRequired(MUST)])
    enrol_by = DayField("Last day of enrolment", validators=[InputRequired(MUST)])
    visits_from = DayField("Visits from", validators=[InputRequired(MUST)])
    visits_until = DayField("Visits until", validators=[InputRequired(MUST)])

    def offer(self, frameworks: Iterable[Framework], team: Iterable[Person], cycle: ReviewCycle | None) -> None:
        """Offer what there is to choose from, and take out what this cycle's state has closed."""
        self.framework_id.choices = [SelectChoice(f.id, f"{f.title}, version {f.version_number}") for f in frameworks]
        self.officers.choices = [SelectChoice(person.id, person.name) for person in team]
        if cycle is None or cycle.state == "draft":
            del self.newest_agreement
        if cycle is None:
            return
        for part in OPEN_IN:
            if part in self and not is_open(part, cycle.state):
                del self[part]

    def show(self, said: CycleChoices) -> None:
        """Fill in what the cycle is set to."""
        for name, value in vars(said).items():
            if name in self:
                self[name].data = value
        if "uses_ratings" in self:
            self.uses_ratings.data = "yes" if said.uses_ratings else "no"
        if "officers" in self:
            self.officers.data = sorted(said.officers)
        for stage, days in said.deadlines.items():
            self[days_field(stage)].data = days

    def choices(self, before: CycleChoices | None) -> CycleChoices:
        """What was said; parts that were taken out stay as they are."""
        said = dict(vars(before)) if before else {}
        said |= {name: self[name].data for name in CycleChoices.__annotations__ if name in self}
        if "uses_ratings" in self:
            said["uses_ratings"] = self.uses_ratings.data == "yes"
        if "officers" in self:
            wanted = said["preset"] == Preset.COUNCIL_LED
            said["officers"] = frozenset(self.officers.data or ()) if wanted else frozenset()
        said["deadlines"] = {stage.value: self[days_field(stage)].data for stage in DEFAULTS}
        return CycleChoices(**said)

    @property
    def day_fields(self) -> Sequence[Field]:
        """The days of each stage, in order."""
        return [self[days_field(stage)] for stage in DEFAULTS]


def _about(stage: ReviewState) -> str:
    allowance = DEFAULTS[stage]
    if allowance.after != VISIT:
        return f"After “{ReviewState(allowance.after).label.lower()}”."
    return "Before the visit: a number below zero." if allowance.days < 0 else "From the visit."


for _stage, _allowance in DEFAULTS.items():
    _field = WholeNumberField(
        _stage.label,
        [InputRequired("Enter a number of days"), NumberRange(-400, 400, "Enter a number from -400 to 400")],
        default=_allowance.days,
        description=_about(_stage),
    )
    setattr(CycleForm, days_field(_stage), _field)


class InviteForm(Form):
    """Which schools to invite; ``expected`` is how many were shown."""

    group = SelectField("Group", validate_choice=False)
    phase = SelectField("Phase", validate_choice=False)
    expected = HiddenField()

    def offer(self, groups: list[tuple[str, list[tuple[str, str]]]]) -> None:
        """Offer groups, kind by kind, and phases."""
        self.group.choices = {"": [SelectChoice("", "All schools")]} | {
            kind: [SelectChoice(value, label) for value, label in choices] for kind, choices in groups
        }
        self.phase.choices = [SelectChoice("", "Any phase"), *(SelectChoice(p.value, p.label) for p in Phase)]


class Button(Form):
    """A button alone."""
