"""Whose review forms a review waits for."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Assignment, ReviewForm
from inclusion_app.reviews.states import AssignmentState, FormKind, Part


@dataclass(frozen=True)
class TeamForm:
    """One reviewer on the team, and their form: none where they have not begun it."""

    person_id: int
    name: str
    part: Part
    form_id: int | None
    submitted_at: datetime | None


def team_forms(review_id: int) -> list[TeamForm]:
    """Everybody who has accepted, the lead first, with their forms. One statement."""
    own = (
        (ReviewForm.review_id == Assignment.review_id)
        & (ReviewForm.author_id == Assignment.person_id)
        & (ReviewForm.kind == FormKind.REVIEW)
    )
    query = (
        select(Assignment.person_id, Person.name, Assignment.part, ReviewForm.id, ReviewForm.submitted_at)
        .join(Person, Person.id == Assignment.person_id)
        .outerjoin(ReviewForm, own)
        .where(Assignment.review_id == review_id, Assignment.state == AssignmentState.ACCEPTED)
        .order_by(Assignment.part, Person.name, Person.id)
    )
    rows = db.session.execute(query)
    return [TeamForm(person, name, Part(part), form, submitted) for person, name, part, form, submitted in rows]
