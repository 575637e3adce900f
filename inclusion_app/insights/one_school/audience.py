"""For whom a school's page is made: what is written for the school alone is left out for others."""

from enum import StrEnum

from inclusion_app.access.actions import Action
from inclusion_app.access.actor import Actor

FEWEST_PEOPLE = 5
"""So many people can be told as a number to those outside the school (domain.md 5, *small numbers*)."""


class Audience(StrEnum):
    """Who reads."""

    SCHOOL = "school"
    TEAM = "team"


def audience_of(actor: Actor, school_id: int) -> Audience:
    """The school's own people read all of it; everybody else reads as the team does."""
    return Audience.SCHOOL if school_id in actor.schools_with(Action.VIEW_SCHOOL_RESULTS) else Audience.TEAM


def people(number: int, audience: Audience) -> str:
    """A number of people as that audience reads it: outside the school fewer than five are ``1–4``."""
    if audience == Audience.TEAM and 0 < number < FEWEST_PEOPLE:
        return f"1–{FEWEST_PEOPLE - 1}"
    return f"{number:,}"
