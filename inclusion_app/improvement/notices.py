"""Messages about workshops, plans and follow-ups. None carries anything that was written in a review: links do."""

from collections.abc import Sequence
from datetime import date, datetime
from urllib.parse import urlsplit

from inclusion_app.accounts.models import Person
from inclusion_app.foundation.clock import from_london
from inclusion_app.foundation.formats import short_day
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import DigestNote, Message, post_messages
from inclusion_app.foundation.settings import text as setting
from inclusion_app.improvement.models import PlanAction, Workshop
from inclusion_app.improvement.queries.people import (
    heads_of,
    people_by_ids,
    readers_of_plan,
    team_of,
    those_of_workshop,
)
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import Part
from inclusion_app.training.bookings.calendar import Attendance, Meeting, cancellation, invitation

ORGANISER = "Peer reviews"


def invite_to_workshop(review: Review, workshop: Workshop, *, now: datetime) -> None:
    """An invitation for everybody's calendar; the same entry again, with a greater SEQUENCE, when it is moved."""
    messages, meeting = [], _meeting(review, workshop)
    name = "workshop_moved" if workshop.sequence else "workshop_planned"
    for person in those_of_workshop(review):
        ics = invitation(meeting, _attendance(review, workshop, person), now=now)
        messages.append(_of_workshop(review, workshop, person, name=name, calendar=(ics, "REQUEST")))
    _post(messages)


def take_out_of_calendars(review: Review, workshop: Workshop, *, now: datetime) -> None:
    """It was held on another day than calendars say, so what stands there goes. The review still has the old day."""
    messages, meeting = [], _meeting(review, workshop)
    for person in those_of_workshop(review):
        ics = cancellation(meeting, _attendance(review, workshop, person), now=now)
        messages.append(_of_workshop(review, workshop, person, name="workshop_elsewhere", calendar=(ics, "CANCEL")))
    _post(messages)


def tell_of_plan(review: Review, *, event_id: int, but: int | None) -> None:
    """The plan has been published: those who may read it hear so, but for whoever has just done it."""
    readers = [person for person in readers_of_plan(review) if person.id != but]
    page = full_address(f"/reviews/{review.id}/plan")
    _post(
        [
            _message(f"plan:{review.id}:{event_id}", "plan_agreed", person, review=review, page=page)
            for person in readers
        ]
    )


def tell_owners(review: Review, actions: Sequence[PlanAction]) -> None:
    """Everybody who owns one of these actions hears so, in one message."""
    number = {action.owner_id: sum(a.owner_id == action.owner_id for a in actions) for action in actions}
    owners = people_by_ids(set(number))
    which = "-".join(f"{action.id}.{action.version}" for action in actions)
    page = full_address("/my-actions")
    _post(
        [
            _message(
                f"owner:{review.id}:{which}", "actions_given", owner, review=review, page=page, number=number[owner.id]
            )
            for owner in owners
        ]
    )


def due_note(review: Review, action: PlanAction) -> DigestNote:
    """A line in the owner's digest: an action is due soon."""
    assert action.owner_id is not None  # noqa: S101  # the caller has looked
    assert action.due_on is not None  # noqa: S101
    said = f"An action of the improvement plan that you own is due on {short_day(action.due_on)}. Say how it goes."
    return DigestNote(
        key=f"action:{action.id}:due:{action.due_on}:{action.owner_id}",
        person_id=action.owner_id,
        school_id=review.school_id,
        text=said,
        link=f"/my-actions/{action.id}",
    )


def follow_up_messages(review: Review) -> list[Message]:
    """For head, champion and lead: the day of the follow-up is near."""
    assert review.follow_up_on is not None  # noqa: S101  # the caller has looked
    leads = [person for person, part in team_of(review.id) if part == Part.LEAD]
    whom = {p.id: p for p in (*heads_of(review.school_id), *people_by_ids({review.champion_id}), *leads)}
    page = full_address(f"/reviews/{review.id}/follow-up")
    key = f"follow-up:{review.id}:{review.follow_up_on}"
    return [_message(key, "follow_up_due", person, review=review, page=page) for person in whom.values()]


def ask_for_evaluations(review: Review) -> None:
    """Head and reviewers are asked how the process was; once for each review."""
    team = [person for person, _ in team_of(review.id)]
    whom = {person.id: person for person in (*heads_of(review.school_id), *team)}
    page = full_address(f"/reviews/{review.id}/evaluation")
    key = f"evaluation:{review.id}"
    _post([_message(key, "evaluation_asked", person, review=review, page=page) for person in whom.values()])


def tell_new_reviewer(person: Person) -> None:
    """Somebody is a peer reviewer from now on: what they can be asked, and where they keep their page. Once."""
    _post([_message("reviewer-confirmed", "reviewer_confirmed", person, page=full_address("/reviewing"))])


def _post(messages: Sequence[Message]) -> None:
    if messages:
        post_messages(messages)


def _message(key: str, name: str, person: Person, **said: object) -> Message:
    subject, text = render_message(f"improvement/{name}", person=person, **said)
    return Message(
        key=f"{key}:{person.id}", kind=name, person_id=person.id, email=person.email, subject=subject, text=text
    )


def _of_workshop(
    review: Review, workshop: Workshop, person: Person, *, name: str, calendar: tuple[str, str]
) -> Message:
    meeting, page = _meeting(review, workshop), full_address(f"/reviews/{review.id}/workshop")
    subject, text = render_message(f"improvement/{name}", person=person, review=review, meeting=meeting, page=page)
    return Message(
        key=f"workshop:{review.id}:{workshop.sequence}:{name}:{person.id}",
        kind=name,
        person_id=person.id,
        email=person.email,
        subject=subject,
        text=text,
        calendar=calendar[0],
        calendar_method=calendar[1],
    )


def _meeting(review: Review, workshop: Workshop) -> Meeting:
    day: date | None = review.workshop_on
    assert day is not None  # noqa: S101  # it has been arranged
    assert workshop.starts is not None  # noqa: S101
    assert workshop.ends is not None  # noqa: S101
    return Meeting(
        session_id=review.id,
        title=f"Improvement workshop: {review.school.name}",
        starts_at=from_london(day, workshop.starts),
        ends_at=from_london(day, workshop.ends),
        place=workshop.place,
        description=f"The workshop of the peer review: {full_address(f'/reviews/{review.id}/workshop')}",
    )


def _attendance(review: Review, workshop: Workshop, person: Person) -> Attendance:
    domain = urlsplit(full_address("/")).hostname or "localhost"
    return Attendance(
        uid=f"{review.uid}-workshop",
        sequence=workshop.sequence,
        name=person.name,
        email=person.email,
        organiser=ORGANISER,
        organiser_email=setting("contact_email") or f"no-reply@{domain}",
        domain=domain,
    )
