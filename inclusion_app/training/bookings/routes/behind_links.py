"""Pages behind the links in mails: they show before they act, and end with the answer, the account or the role."""

from collections.abc import Callable
from typing import TypeVar

from flask import Response

from inclusion_app.access.actor import Actor
from inclusion_app.access.refusal import Refusal
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.links import LinkFor, booking_link
from inclusion_app.training.models import Booking

Found = TypeVar("Found")
DEAD = "pages/dead_link.html"


def reader_and_booking(
    token: str, purpose: LinkFor, *, may: Callable[[Actor, Booking], Refusal | None]
) -> tuple[Actor, Booking] | None:
    """Who has the link and what it is about, while both still hold and the reader still may."""
    link = booking_link(token, purpose, now=clock.now())
    if link is None:
        return None
    actor, booking = actor_behind_link(link.person_id, today=clock.today()), booking_by_id(link.booking_id)
    if actor is None or booking is None or may(actor, booking) is not None:
        return None
    return actor, booking


def shown_by_link(found: Found | None, *, show: Callable[[Found], Response]) -> Response:
    """What the link leads to, or that it no longer works."""
    return keep_address_secret(page(DEAD) if found is None else show(found))


def answered_by_link(
    find: Callable[[], Found | None],
    form: Form,
    *,
    prepare: Callable[[Found], Callable[[], Done]],
    show: Callable[[Found], Response],
) -> Response:
    """The answer of whoever has the link. ``prepare`` takes from what was found all that the act needs: inside the
    transaction nothing that was read before holds any more."""
    found = find()
    if found is None:
        return keep_address_secret(sent_already() or page(DEAD, status=422))

    def again() -> Response:
        now_found = find()
        return page(DEAD) if now_found is None else show(now_found)

    return keep_address_secret(submit(form, prepare(found), again))
