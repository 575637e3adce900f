"""Is the process alive, and can it serve?"""

from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Blueprint, Response, current_app
from sqlalchemy.exc import SQLAlchemyError

from inclusion_app.foundation.database import db

health = Blueprint("health", __name__)
READ_ONLY_TEXT = "text/plain; charset=utf-8"


@health.get("/healthz")
def alive() -> Response:
    """200 as long as the process answers; asks nothing of the database."""
    return Response("ok\n", content_type=READ_ONLY_TEXT)


@health.get("/readyz")
def ready() -> Response:
    """200 when the database answers and has the schema this code expects, otherwise 503 saying which fails."""
    problem = _problem()
    return Response(f"{problem or 'ready'}\n", status=503 if problem else 200, content_type=READ_ONLY_TEXT)


def _problem() -> str | None:
    try:
        found = MigrationContext.configure(db.session.connection()).get_current_revision()
    except SQLAlchemyError:
        return "The database does not answer."
    expected = ScriptDirectory(current_app.extensions["migrate"].directory).get_current_head()
    return None if found == expected else f"The database is at revision {found}, the code expects {expected}."
