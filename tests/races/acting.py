"""What people of the county do over HTTP, ready to be let go, and what has come of it."""

from collections import Counter
from collections.abc import Callable
from functools import partial

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Booking
from tests.races.county import Booker
from tests.support.crowd import Answer, SignedIn, get, post
from tests.support.html import posting_forms
from tests.support.server import Server

TRIES = 3
CHANGED = {"csrf_token", "capacity"}


def states_on(run_id: int) -> Counter[str]:
    db.session.rollback()  # what was read before is old
    return Counter(db.session.scalars(select(Booking.state).where(Booking.run_id == run_id)))


def confirming(server: Server, booker: Booker, run_id: int, **more: str) -> Callable[[], Answer]:
    fields = [(f"when-full-{run_id}", "wait"), *more.items()]
    return partial(post, server.url, f"{booker.basket}/confirm", booker.browser, fields)


def cancelling(server: Server, booker: Booker, run_id: int) -> Callable[[], Answer]:
    db.session.rollback()
    booking_id = db.session.scalar(
        select(Booking.id).where(Booking.run_id == run_id, Booking.person_id == booker.staff_id)
    )
    path = f"/schools/{booker.urn}/bookings/{booking_id}/cancel"
    return partial(post, server.url, path, booker.browser, [("reason", "Ill")])


def organising(server: Server, adviser: SignedIn, run_id: int, capacity: int) -> Answer:
    """Change the number of places on the run's own page; whoever finds it changed meanwhile looks and tries again."""
    answer = _changing(server, adviser, run_id, capacity)
    for _ in range(TRIES):
        if answer.status != 409:
            break
        answer = _changing(server, adviser, run_id, capacity)
    return answer


def _changing(server: Server, adviser: SignedIn, run_id: int, capacity: int) -> Answer:
    path = f"/team/runs/{run_id}/edit"
    shown = get(server.url, path, adviser)
    form = next(form for form in posting_forms(shown.body, path) if "capacity" in form.names)
    fields = [(name, value) for name, values in form.fields.items() if name not in CHANGED for value in values]
    return post(server.url, path, adviser, [*fields, ("capacity", str(capacity))])
