"""Messages about the visit, in the transaction of the act they tell of. No text of a review is in them."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from inclusion_app.accounts.models import Person
from inclusion_app.foundation import settings
from inclusion_app.foundation.calendars import DaysEntry, Invited, days_for
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.reviews.models import Review, VisitOption
from inclusion_app.reviews.visits.queries.people import people_of_visit

PRODUCT = "-//Inclusion App//Reviews//EN"
NO_REPLY = "no-reply"
Days = tuple[date, date]


def tell_of_proposal(review: Review, option: VisitOption, *, by: int | None, now: datetime) -> None:
    """Everybody who comes or hosts, but whoever proposed it, hears that days have been proposed."""
    messages = []
    for person in people_of_visit(review, today=london(now).date()):
        if person.id != by:
            subject, text = _written("proposed", review, person, days=(option.starts, option.ends))
            key = f"review:{review.id}:days:{option.id}:{person.id}"
            messages.append(_message(person, key, "visit_days_proposed", subject=subject, text=text))
    post_messages(messages)


def tell_of_date(review: Review, *, now: datetime, was: Days | None = None) -> None:
    """An invitation to everybody; ``was`` are the days before, when the visit has been moved."""
    tell_people(review, people_of_visit(review, today=london(now).date()), now=now, was=was)


def tell_people(review: Review, people: Sequence[Person], *, now: datetime, was: Days | None = None) -> None:
    """An invitation to these people, also to somebody who has come onto the team since the date was agreed."""
    days = days_of(review)
    if days is None:
        return
    template = "moved" if was else "invited"
    post_messages([_entry(review, person, template, days, method="REQUEST", now=now, was=was) for person in people])


def clear_calendars(
    review: Review, *, now: datetime, days: Days | None = None, people: Sequence[Person] | None = None
) -> None:
    """Take the visit out of calendars: of everybody, or of these people, as when somebody leaves the team."""
    taken = days or days_of(review)
    if taken is None:
        return
    told = people_of_visit(review, today=london(now).date()) if people is None else people
    template = "taken_out" if people is None else "left"
    post_messages([_entry(review, person, template, taken, method="CANCEL", now=now) for person in told])


def _entry(
    review: Review,
    person: Person,
    template: str,
    days: Days,
    *,
    method: str,
    now: datetime,
    was: Days | None = None,
) -> Message:
    subject, text = _written(template, review, person, days=days, was=was)
    domain = urlsplit(full_address("/")).hostname or "localhost"
    school = review.school
    entry = DaysEntry(
        uid=f"{review.uid}-{person.id}@{domain}",
        sequence=review.sequence,
        title=f"Peer review visit: {school.name}",
        first=days[0],
        last=days[1],
        place=", ".join([school.name, *school.address_lines]),
        description=f"Times and activities are in the timetable: {_page_of(review)}",
    )
    who = Invited(person.name, person.email, settings.text("service_name"), f"{NO_REPLY}@{domain}")
    return _message(
        person,
        f"review:{review.id}:visit:{review.sequence}:{template}:{person.id}",
        f"visit_{template}",
        subject=subject,
        text=text,
        calendar=(days_for(entry, who, method=method, product=PRODUCT, now=now), method),
    )


def _written(template: str, review: Review, person: Person, *, days: Days, was: Days | None = None) -> tuple[str, str]:
    return render_message(
        f"reviews/visits/{template}", person=person, review=review, days=days, was=was, link=_page_of(review)
    )


def _message(
    person: Person, key: str, kind: str, *, subject: str, text: str, calendar: tuple[str, str] | None = None
) -> Message:
    part, method = calendar or (None, None)
    return Message(
        key=key,
        kind=kind,
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
        calendar=part,
        calendar_method=method,
    )


def days_of(review: Review) -> Days | None:
    """First and last day of the visit; nothing while none are agreed."""
    if review.visit_on is None:
        return None
    return review.visit_on, review.visit_until or review.visit_on


def _page_of(review: Review) -> str:
    return full_address(f"/reviews/{review.id}/dates")
