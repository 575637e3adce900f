"""Concepts for tests."""

import factory

from inclusion_app.foundation.database import db
from inclusion_app.vocabulary.models import Concept


class ConceptFactory(factory.alchemy.SQLAlchemyModelFactory):
    """A term of the scheme ``need``, unless the test names another."""

    class Meta:
        model = Concept
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    scheme = "need"
    code = factory.Sequence(lambda n: f"term-{n}")
    label = factory.Sequence(lambda n: f"Term {n}")
    definition = ""
    aliases = factory.LazyFunction(list)
    position = factory.Sequence(lambda n: n)
    retired = False
