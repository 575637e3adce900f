"""The row of a run, held until the commit: nobody books or edits in between."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run


def locked_run(run_id: int) -> Run:
    """The run as it stands after the lock is held, with course, provider and sessions. Raises LookupError."""
    run = db.session.scalars(
        select(Run)
        .where(Run.id == run_id)
        .with_for_update(of=Run)
        .execution_options(populate_existing=True)
        .options(joinedload(Run.course), joinedload(Run.provider), selectinload(Run.sessions), selectinload(Run.fences))
    ).first()
    if run is None:
        raise LookupError(f"There is no run {run_id}.")
    return run
