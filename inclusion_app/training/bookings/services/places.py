"""Places of a run: taken by one conditional UPDATE, so that a place is never given twice."""

from sqlalchemy import update

from inclusion_app.foundation.database import transaction
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

STILL_ON = (RunState.OPEN, RunState.CLOSED)


def take_places(run_id: int, number: int) -> bool:
    """Take so many places if there are so many; False, and nothing taken, when there are not.

    The database decides on the value it holds at that moment, not on one that was read before.
    """
    with transaction() as session:
        taken = session.execute(
            update(Run)
            .where(Run.id == run_id, Run.state.in_(STILL_ON), Run.taken + number <= Run.capacity)
            .values(taken=Run.taken + number)
            .execution_options(synchronize_session=False)
        )
        return bool(taken.rowcount)  # type: ignore[attr-defined]  # an UPDATE tells its rows


def take_numbers(run: Run, number: int) -> int:
    """The first of so many numbers at the end of the run's waiting list; nobody else gets them. The run is held."""
    first = run.next_in_queue
    if number:
        with transaction() as session:
            session.execute(
                update(Run)
                .where(Run.id == run.id)
                .values(next_in_queue=Run.next_in_queue + number)
                .execution_options(synchronize_session=False)
            )
    return first


def free_places(run_id: int, number: int) -> None:
    """Give places back."""
    with transaction() as session:
        session.execute(
            update(Run)
            .where(Run.id == run_id)
            .values(taken=Run.taken - number)
            .execution_options(synchronize_session=False)
        )
