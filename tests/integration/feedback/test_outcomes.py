"""A course's outcomes may be edited, and what people have answered keeps its meaning."""

from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.access.actor import SYSTEM
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.training.catalogue.queries.courses import choices_of_course
from inclusion_app.training.catalogue.services.courses import save_course
from inclusion_app.training.models import Course, FeedbackConfidence
from tests.integration.feedback.conftest import BEFORE, Group


def course_of(group: Group) -> Course:
    query = select(Course).where(Course.id == group.run.course_id).execution_options(populate_existing=True)
    loaded = (Course.outcomes, Course.concepts, Course.prerequisites)
    options = (*(selectinload(name) for name in loaded), joinedload(Course.strand), joinedload(Course.provider))
    return db.session.scalars(query.options(*options)).one()


def save(group: Group, *outcomes: str) -> dict[str, int]:
    """Change the outcomes; returns which row each is now."""
    course = course_of(group)
    choices = replace(choices_of_course(course), outcomes=outcomes)
    save_course(SYSTEM, course.id, choices, version=course.version, now=clock.now())
    return {outcome.text: outcome.id for outcome in course_of(group).outcomes}


@pytest.mark.parametrize(
    "wanted",
    [("Ask pupils", "Plan for all"), ("Begin", "Plan for all", "Ask pupils"), ("Plan for all", "Ask all pupils")],
)
def test_outcomes_keep_their_answers_when_moved_joined_or_reworded(group: Group, wanted: tuple[str, ...]) -> None:
    plan, ask = group.outcomes()
    group.ask(BEFORE)
    group.give(0, BEFORE)
    now = save(group, *wanted)
    assert list(now) == list(wanted)
    assert (now["Plan for all"], now.get("Ask pupils", now.get("Ask all pupils"))) == (plan, ask)


def test_an_outcome_that_people_have_answered_cannot_go(group: Group) -> None:
    group.ask(BEFORE)
    group.give(0, BEFORE)
    with pytest.raises(RuleBroken, match="People have given feedback on this outcome, so it must stay: Plan for all"):
        save(group, "Ask pupils")
    assert len(db.session.scalars(select(FeedbackConfidence.outcome_id)).all()) == 2


def test_one_that_nobody_has_answered_goes(group: Group) -> None:
    _, ask = group.outcomes()
    assert save(group, "Ask pupils") == {"Ask pupils": ask}
