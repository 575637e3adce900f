"""Every test begins with an empty database that really commits."""

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import func, select, text

from inclusion_app.access.actor import SYSTEM
from inclusion_app.accounts.models import Provider
from inclusion_app.foundation.audit import record
from inclusion_app.foundation.database import transaction
from tests.factories.providers import ProviderFactory
from tests.support.databases import Store
from tests.support.server import serving


@pytest.mark.parametrize("time", [1, 2])
def test_what_one_test_commits_is_gone_in_the_next(database: SQLAlchemy, time: int) -> None:
    assert database.session.scalar(select(func.count()).select_from(Provider)) == 0

    provider = ProviderFactory()

    assert provider.id == 1
    with transaction():
        record(SYSTEM, "make_provider", provider)  # which no statement of the service could take out again


def test_what_is_committed_is_seen_by_another_connection(database: SQLAlchemy) -> None:
    ProviderFactory()

    with database.engine.connect() as other:
        assert other.execute(text("SELECT count(*) FROM provider")).scalar() == 1


def test_a_copy_for_a_server_has_the_schema_and_no_rows(
    database: SQLAlchemy, store: Store, tmp_path_factory: pytest.TempPathFactory
) -> None:
    ProviderFactory()

    with serving(store.copy("other"), tmp_path_factory.mktemp("server"), workers=1) as server:
        assert server.process.poll() is None  # it has answered that it is ready, so the schema is there
