"""Courses, runs and sessions for tests: a published course, an open run with one morning session in 30 days."""

from datetime import time, timedelta

import factory

from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.training.models import Course, CourseOutcome, Run, Session
from inclusion_app.training.states import CourseState, Entry, RunState, Taker
from tests.factories.providers import ProviderFactory
from tests.factories.vocabulary import ConceptFactory


class CourseFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A published course for people; give ``concepts`` and ``prerequisites`` as lists of rows."""

    class Meta:
        model = Course
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    slug = factory.Sequence(lambda n: f"course-{n}")
    title = factory.Sequence(lambda n: f"Course {n}")
    strand = factory.SubFactory(ConceptFactory, scheme="strand")
    provider = factory.SubFactory(ProviderFactory)
    state = CourseState.PUBLISHED
    summary = "What staff need to know to include every pupil."
    description = "The first paragraph.\n\nThe second paragraph."
    aliases = factory.LazyFunction(list)
    length = "One morning"
    delivery = "in-person"
    taker = Taker.PERSON
    entry = Entry.BOOK
    cost_pence = 0
    created_at = factory.LazyFunction(clock.now)
    outcomes = factory.LazyFunction(lambda: [CourseOutcome(position=1, text="Plan a lesson that includes everybody")])
    concepts = factory.LazyFunction(list)
    prerequisites = factory.LazyFunction(list)
    search_text = factory.LazyAttribute(
        lambda o: " ".join([o.title, *o.aliases, o.summary, *(outcome.text for outcome in o.outcomes)]).lower()
    )


class SessionFactory(factory.alchemy.SQLAlchemyModelFactory):
    """One meeting, 9:30am to midday in London, of the ``run`` given. Does not move the run's own start and end."""

    class Meta:
        model = Session
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    day = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))
    start = time(9, 30)
    end = time(12, 0)
    starts_at = factory.LazyAttribute(lambda o: clock.from_london(o.day, o.start))
    ends_at = factory.LazyAttribute(lambda o: clock.from_london(o.day, o.end))
    venue = "Inclusion Centre, Maidstone"
    postcode = "ME14 1XX"


class RunFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An open run with 20 places and one session; ``day`` moves it, ``sessions`` replaces its session."""

    class Meta:
        model = Run
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    class Params:
        day = factory.LazyFunction(lambda: clock.today() + timedelta(days=30))

    course = factory.SubFactory(CourseFactory)
    provider_id = factory.LazyAttribute(lambda o: o.course.provider_id)  # its provider may not be loaded any more
    state = RunState.OPEN
    delivery = "in-person"
    capacity = 20
    taken = 0
    minimum = 0
    sessions = factory.LazyAttribute(lambda o: [SessionFactory.build(day=o.day)])
    starts_at = factory.LazyAttribute(lambda o: min(session.starts_at for session in o.sessions))
    ends_at = factory.LazyAttribute(lambda o: max(session.ends_at for session in o.sessions))
    opens_at = factory.LazyAttribute(lambda o: o.starts_at - timedelta(days=60))
    book_by = factory.LazyAttribute(lambda o: o.starts_at - timedelta(days=2))
    cancel_by = factory.LazyAttribute(lambda o: o.starts_at - timedelta(days=7))
    created_at = factory.LazyFunction(clock.now)
