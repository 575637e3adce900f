"""Arranging a workshop, and recording it."""

from collections.abc import Mapping
from typing import Any, Self

from wtforms import SelectField

from inclusion_app.foundation.fields import LineField, TextField, offered
from inclusion_app.foundation.forms import Form
from inclusion_app.improvement.forms import NOT_PUPILS, clock_time, day
from inclusion_app.improvement.models import Workshop
from inclusion_app.improvement.rules.workshops import MOST, Held, Meeting, Priority
from inclusion_app.reviews.models import Review


class MeetingForm(Form):
    """When and where the workshop is to be."""

    day = day("Day")
    starts = clock_time("Starts at")
    ends = clock_time("Ends at")
    place = LineField("Place", description="A room at the school, or how to join online.")

    @classmethod
    def to_show(cls, review: Review, workshop: Workshop | None) -> Self:
        """The form as it stands now, or as it was sent."""
        if workshop is None:
            return cls()
        return cls(
            day=review.workshop_on,
            starts=workshop.starts,
            ends=workshop.ends,
            place=workshop.place,
            version=str(workshop.version),
        )

    def said(self) -> Meeting:
        """What was typed."""
        return Meeting(self.day.data, self.starts.data, self.ends.data, self.place.data or "")


class HeldForm(Form):
    """The record of a workshop; made by ``held_form``, since its areas are those of the framework."""

    held_on = day("Day on which it was held")
    attended = TextField(
        "Who of the school was there",
        description="One on each line, with the role: Sam Reed, SENCO.",
    )

    @property
    def priorities(self) -> list[tuple[int, Any, Any]]:
        """Number, area and sentence of each."""
        return [(n, self[f"area_{n}"], self[f"text_{n}"]) for n in range(1, MOST + 1)]

    def said(self) -> Held:
        """What was typed. Rules look at it afterwards, so that each problem stands beside its field."""
        agreed = tuple(Priority(area.data or "", text.data or "") for _, area, text in self.priorities)
        return Held(self.held_on.data, self.attended.data or "", agreed)


def held_form(areas: Mapping[str, str]) -> type[HeldForm]:
    """The form with five lines for priorities, each with the areas to choose from."""
    fields: dict[str, Any] = {}
    for number in range(1, MOST + 1):
        choices = offered([("", "Choose an area"), *areas.items()])
        fields[f"area_{number}"] = SelectField(f"Area of priority {number}", choices=choices, validate_choice=False)
        fields[f"text_{number}"] = LineField(f"Priority {number}", description=NOT_PUPILS if number == 1 else "")
    return type("HeldForm", (HeldForm,), fields)


def recorded(review: Review, workshop: Workshop | None) -> dict[str, Any]:
    """A record as the form shows it again."""
    shown: dict[str, Any] = {"held_on": review.workshop_on}
    if workshop is None:
        return shown
    for priority in workshop.priorities:
        shown |= {f"area_{priority.position}": priority.area, f"text_{priority.position}": priority.text}
    return shown | {"attended": workshop.attended}
