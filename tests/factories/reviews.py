"""Cycles, reviews, reviewers and forms for tests, written straight into the database."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import factory

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import (
    AgreementText,
    Assignment,
    Framework,
    FrameworkArea,
    FrameworkLevel,
    FrameworkPrompt,
    Participation,
    Review,
    ReviewCycle,
    Reviewer,
    ReviewForm,
)
from inclusion_app.reviews.rules.deadlines import DEFAULTS
from inclusion_app.reviews.states import (
    AssignmentState,
    CycleState,
    FormKind,
    Mode,
    Part,
    ParticipationState,
    Preset,
    ReviewState,
)
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.schools import SchoolFactory

AREAS = ("leading", "teaching")
"""Two areas of two prompts each: enough for a test to tell them apart."""


def framework_areas() -> list[FrameworkArea]:
    """Two areas of two prompts each."""
    return [
        FrameworkArea(
            position=number,
            code=code,
            title=f"Area {number}",
            prompts=[
                FrameworkPrompt(
                    code=f"{number}{letter}", commitment="equitable-access", wording=f"Question {number}{letter}?"
                )
                for letter in "ab"
            ],
        )
        for number, code in enumerate(AREAS, 1)
    ]


def framework_levels() -> list[FrameworkLevel]:
    """The scale from 1 to 4, and N."""
    return [
        FrameworkLevel(position=number, code=code, title=title, meaning=f"What {title} means.")
        for number, (code, title) in enumerate(
            (("1", "Starting"), ("2", "Building"), ("3", "Secure"), ("4", "Sharing"), ("N", "Not looked at")), 1
        )
    ]


class _Factory(factory.alchemy.SQLAlchemyModelFactory):
    class Meta:
        abstract = True
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"


class FrameworkFactory(_Factory):
    """A published framework with two areas of two prompts, and the scale."""

    class Meta:
        model = Framework

    version_number = factory.Sequence(lambda n: n + 100)
    title = factory.LazyAttribute(lambda o: f"Framework {o.version_number}")
    published_at = factory.LazyFunction(clock.now)
    areas = factory.LazyFunction(framework_areas)
    levels = factory.LazyFunction(framework_levels)


class AgreementFactory(_Factory):
    """What heads agree to."""

    class Meta:
        model = AgreementText

    preset = Preset.SHARED
    version_number = factory.Sequence(lambda n: n + 100)
    text = "The school takes part, and what is written is shared as said here."
    created_at = factory.LazyFunction(clock.now)


class CycleFactory(_Factory):
    """A cycle that is running, with its visits in the next hundred days. Ratings are used."""

    class Meta:
        model = ReviewCycle

    name = factory.Sequence(lambda n: f"Reviews {n}")
    school_year = 2026
    state = CycleState.RUNNING
    mode = Mode.POOL
    preset = Preset.SHARED
    framework = factory.SubFactory(FrameworkFactory)
    agreement = factory.LazyAttribute(lambda o: AgreementFactory(preset=o.preset))
    starts_on = factory.LazyFunction(lambda: clock.today() - timedelta(days=60))
    enrol_by = factory.LazyFunction(lambda: clock.today() - timedelta(days=30))
    visits_from = factory.LazyFunction(clock.today)
    visits_until = factory.LazyFunction(lambda: clock.today() + timedelta(days=100))
    deadlines = factory.LazyFunction(lambda: {stage.value: allowance.days for stage, allowance in DEFAULTS.items()})
    created_at = factory.LazyFunction(clock.now)


def review_at(
    stage: ReviewState = ReviewState.PLANNED,
    *,
    head: Person | None = None,
    visit_on: date | None = None,
    preset: Preset = Preset.SHARED,
    **cycle: Any,
) -> Review:
    """A review at that stage, of a new school whose head has enrolled it; from *date agreed* on it has a visit.

    ``cycle`` are attributes of its cycle, or ``cycle=`` and ``school=`` themselves. It comes with both, and with the
    school's participation; head and coordinator are ``review.participation``'s.
    """
    school = cycle.pop("school", None) or SchoolFactory()
    of = cycle.pop("cycle", None) or CycleFactory(preset=preset, **cycle)
    head = head or somebody(Role.HEADTEACHER, school=school)
    coordinator = somebody(Role.SENCO, school=school)
    participation = Participation(
        cycle=of,
        school=school,
        state=ParticipationState.ENROLLED,
        invited_at=clock.now(),
        answered_at=clock.now(),
        agreement_id=of.agreement_id,
        accepted_by_id=head.id,
        accepted_at=clock.now(),
        coordinator=coordinator,
        governor=somebody(Role.GOVERNOR, school=school),
    )
    if visit_on is None and stage.has_reached(ReviewState.DATE_AGREED):
        visit_on = clock.today() + timedelta(days=0 if stage.has_reached(ReviewState.VISITED) else 30)
    review = Review(
        cycle=of,
        school=school,
        participation=participation,
        state=stage,
        visit_on=visit_on,
        visit_until=visit_on,
        created_at=clock.now(),
        uid=f"review-{uuid4()}",
    )
    db.session.add_all([participation, review])
    db.session.commit()
    return review


def accredited(name: str = "", *, may_lead: bool = False, **reviewer: Any) -> Person:
    """A peer reviewer, accredited last year, at a school of their own."""
    school = reviewer.pop("home_school", None) or SchoolFactory()
    who = PersonFactory(**({"name": name} if name else {}))
    make_reviewer(who)
    row = Reviewer(
        person_id=who.id,
        home_school_id=school.id,
        accredited_on=clock.today() - timedelta(days=200),
        may_lead=may_lead,
        phases=[school.phase],
        created_at=clock.now(),
        **reviewer,
    )
    db.session.add(row)
    db.session.commit()
    return who


def make_reviewer(who: Person) -> None:
    """Give the person the county-wide role of a peer reviewer."""
    MembershipFactory(person=who, role=Role.REVIEWER, school=None)


def assigned(
    review: Review,
    person: Person | None = None,
    *,
    part: Part = Part.REVIEWER,
    state: AssignmentState = AssignmentState.ACCEPTED,
) -> Person:
    """Put somebody on the team of a review; they have declared no conflict unless ``state`` says otherwise."""
    person = person or accredited(may_lead=part == Part.LEAD)
    ended = clock.now() if state in {AssignmentState.DECLINED, AssignmentState.RELEASED} else None
    row = Assignment(
        review_id=review.id,
        person_id=person.id,
        part=part,
        state=state,
        proposed_at=clock.now(),
        answered_at=None if state == AssignmentState.PROPOSED else clock.now(),
        ended_at=ended,
    )
    db.session.add(row)
    db.session.commit()
    return person


def form_of(review: Review, kind: FormKind = FormKind.SELF_REVIEW, *, author: Person | None = None) -> ReviewForm:
    """An open, empty form of a review; a review form needs its author."""
    form = ReviewForm(review_id=review.id, kind=kind, author_id=author.id if author else None, begun_at=clock.now())
    db.session.add(form)
    db.session.commit()
    return form
