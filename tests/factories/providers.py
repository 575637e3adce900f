"""Providers for tests."""

import factory

from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.database import db


class ProviderFactory(factory.alchemy.SQLAlchemyModelFactory):
    """An organisation that delivers courses."""

    class Meta:
        model = Provider
        sqlalchemy_session = db.session
        sqlalchemy_session_persistence = "commit"

    code = factory.Sequence(lambda n: f"provider-{n}")
    name = factory.Sequence(lambda n: f"Provider {n}")
    summary = "Works with schools on inclusion."
    email = factory.LazyAttribute(lambda o: f"{o.code}@provider.example")
