"""The private address of a calendar: made, shown and ended here, and fetched by calendars."""

from hashlib import sha256

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.queries.actors import actor_behind_link
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.headers import keep_privately
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.signing import is_signed, signature
from inclusion_app.schools.models import School
from inclusion_app.schools.queries import schools_by_ids
from inclusion_app.training.bookings.calendar import feed as calendar_of
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.feeds.entries import entries_of_facilitator, entries_of_person, entries_of_school
from inclusion_app.training.feeds.queries import (
    current_feed,
    feed_by_id,
    places_of_person,
    places_of_school,
    runs_facilitated_by,
)
from inclusion_app.training.feeds.services import end_feed, make_feed
from inclusion_app.training.models import CalendarFeed

feeds = Blueprint("feeds", __name__)
PURPOSE = "calendar-feed"
OWN = "/my-bookings/calendar"
MADE = "The address is ready. Copy it into your calendar. Any address you had before has stopped working."
ENDED = "The address has stopped working."


@feeds.get("/my-bookings/calendar")
@allows(Action.VIEW_OWN_BOOKINGS)
def show_own() -> Response:
    """The address of one's own bookings, and what to do with it."""
    return _page(None, Form(formdata=None))


@feeds.post("/my-bookings/calendar")
@allows(Action.VIEW_OWN_BOOKINGS)
def make_own() -> Response:
    """A new address; the old one is dead at once."""
    return _make(None, OWN)


@feeds.post("/my-bookings/calendar/end")
@allows(Action.VIEW_OWN_BOOKINGS)
def end_own() -> Response:
    """No address any more."""
    return _end(None, OWN)


@feeds.get("/schools/<int:urn>/calendar")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def show_of_school(urn: int) -> Response:
    """The same for a school's bookings."""
    return _page(school_for(urn, Action.VIEW_SCHOOL_BOOKINGS), Form(formdata=None))


@feeds.post("/schools/<int:urn>/calendar")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def make_of_school(urn: int) -> Response:
    """A new address of one's own for the school's bookings."""
    return _make(school_for(urn, Action.VIEW_SCHOOL_BOOKINGS), f"/schools/{urn}/calendar")


@feeds.post("/schools/<int:urn>/calendar/end")
@allows(Action.VIEW_SCHOOL_BOOKINGS)
def end_of_school(urn: int) -> Response:
    """No address of the school's bookings any more."""
    return _end(school_for(urn, Action.VIEW_SCHOOL_BOOKINGS), f"/schools/{urn}/calendar")


@feeds.get("/feeds/<int:feed_id>-<token>.ics")
def fetch(feed_id: int, token: str) -> Response:
    """What a calendar fetches. Whatever is wrong with the address, or with whoever has it, answers the same."""
    feed = feed_by_id(feed_id)
    if feed is None or not is_signed(PURPOSE, _signed_text(feed), by=token):
        abort(404)
    text = _calendar(feed)
    if text is None:
        abort(404)
    response = Response(text, content_type="text/calendar; charset=utf-8")
    response.set_etag(sha256(text.encode()).hexdigest()[:32])
    keep_privately(response)
    return response.make_conditional(request)  # type: ignore[return-value]  # the same response, typed by werkzeug


def _calendar(feed: CalendarFeed) -> str | None:
    """The feed as it stands now; nothing when its owner has been deactivated or has lost the role at the school."""
    now = clock.now()
    actor = actor_behind_link(feed.person_id, today=clock.today())
    if actor is None:
        return None
    if feed.school_id is None:
        places = places_of_person(feed.person_id, now=now)
        given = entries_of_facilitator(runs_facilitated_by(actor, now=now), person_id=feed.person_id)
        return calendar_of("My training", [*entries_of_person(places, now=now), *given])
    if not actor.can(Action.VIEW_SCHOOL_BOOKINGS, school_id=feed.school_id):
        return None
    [school] = schools_by_ids([feed.school_id])
    places = places_of_school(school.id, now=now)
    return calendar_of(f"Training: {school.name}", list(entries_of_school(places, school_id=school.id)))


def _signed_text(feed: CalendarFeed) -> str:
    return f"{feed.id}:{feed.nonce}"


def _make(school: School | None, back: str) -> Response:
    actor, form = current_actor(), Form()

    def act() -> Done:
        make_feed(actor, school_id=school.id if school else None, now=clock.now())
        return Done(back, MADE)

    return submit(form, act, lambda: _page(school, form))


def _end(school: School | None, back: str) -> Response:
    actor, form = current_actor(), Form()

    def act() -> Done:
        end_feed(actor, school_id=school.id if school else None, now=clock.now())
        return Done(back, ENDED)

    return submit(form, act, lambda: _page(school, form))


def _page(school: School | None, form: Form) -> Response:
    feed = current_feed(current_actor().person_id or 0, school.id if school else None)
    address = full_address(f"/feeds/{feed.id}-{signature(PURPOSE, _signed_text(feed))}.ics") if feed else ""
    return page(
        "feeds/calendar.html",
        school=school,
        form=form,
        feed=feed,
        address=address,
        webcal=f"webcal://{address.partition('://')[2]}",
        action=f"/schools/{school.urn}/calendar" if school else OWN,
    )
