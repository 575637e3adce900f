"""A question about one's booking, answered signed in or by the link in the mail."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from flask import Response, abort

from inclusion_app.access.actor import Actor
from inclusion_app.access.guard import current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.training.bookings import policy
from inclusion_app.training.bookings.forms import OfferForm
from inclusion_app.training.bookings.queries.bookings import booking_by_id
from inclusion_app.training.bookings.routes.behind_links import answered_by_link, reader_and_booking, shown_by_link
from inclusion_app.training.links import LinkFor
from inclusion_app.training.models import Booking


class Act(Protocol):
    """What an answer does."""

    def __call__(self, actor: Actor, booking_id: int, *, now: datetime) -> object: ...


@dataclass(frozen=True)
class Question:
    """What is asked: ``page`` shows it, with the address that takes the answer; each answer has its act, and the words
    that say what has come of it."""

    purpose: LinkFor
    page: Callable[[Booking, OfferForm, str], Response]
    answers: Mapping[str, tuple[Act, str]]
    unanswered: str

    def shown(self, booking_id: int, address: str) -> Response:
        """To somebody signed in."""
        return self.page(_booking(booking_id), OfferForm(formdata=None), address)

    def answered(self, booking_id: int, address: str) -> Response:
        """By somebody signed in."""
        booking, form, actor = _booking(booking_id), OfferForm(), current_actor()
        own = booking.person_id == actor.person_id
        back = "/my-bookings" if own else f"/schools/{booking.school.urn}/bookings/{booking_id}"
        act = partial(self._act, actor, booking_id, form, back)
        return submit(form, act, lambda: self.page(_booking(booking_id), form, address))

    def shown_to_reader(self, token: str, address: str) -> Response:
        """To whoever has the link."""
        form = OfferForm(formdata=None)
        return shown_by_link(self._behind(token), show=lambda found: self.page(found[1], form, address))

    def answered_by_reader(self, token: str, address: str) -> Response:
        """By whoever has the link."""
        form = OfferForm()

        def prepare(found: tuple[Actor, Booking]) -> Callable[[], Done]:
            actor, booking = found
            back = f"/catalogue/{booking.run.course.slug}/runs/{booking.run_id}"
            return partial(self._act, actor, booking.id, form, back)

        return answered_by_link(
            lambda: self._behind(token), form, prepare=prepare, show=lambda found: self.page(found[1], form, address)
        )

    def _act(self, actor: Actor, booking_id: int, form: OfferForm, back: str) -> Done:
        act, said = self.answers.get(form.answer.data or "", (None, ""))
        if act is None:
            raise RuleBroken("answer", self.unanswered)
        act(actor, booking_id, now=clock.now())
        return Done(back, said)

    def _behind(self, token: str) -> tuple[Actor, Booking] | None:
        return reader_and_booking(token, self.purpose, may=policy.may_answer_offer)


def _booking(booking_id: int) -> Booking:
    booking = booking_by_id(booking_id)
    if booking is None:
        abort(404)
    enforce(policy.may_answer_offer(current_actor(), booking))
    return booking
