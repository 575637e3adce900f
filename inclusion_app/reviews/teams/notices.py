"""Messages about teams, in the transaction of the act they tell of. None of them carries what was declared."""

from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import or_, select

from inclusion_app.access.actions import Action
from inclusion_app.access.grants import GRANTS
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation.database import db
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.messages import render_message
from inclusion_app.foundation.outbox import Message, post_messages
from inclusion_app.reviews.models import Assignment, Participation, Review
from inclusion_app.reviews.teams.queries.teams import may_object_until
from inclusion_app.schools.queries import school_calendar


def tell_those_asked(review: Review, asked: Sequence[Assignment]) -> None:
    """Each is asked to declare, and told that the host's papers stay shut until then."""
    people = _people(one.person_id for one in asked)
    _post(review, [("asked", people[one.person_id], one.id, {"assignment": one}) for one in asked])


def tell_school_of_team(review: Review, asked: Sequence[Assignment]) -> None:
    """Headteacher and coordinator learn who has been asked, and until when the head may object."""
    names = _people(one.person_id for one in asked)
    until = max(may_object_until(one, calendar=school_calendar()) for one in asked)
    said = {"names": [names[one.person_id].name for one in asked], "until": until}
    key = "-".join(str(one.id) for one in asked)
    _post(review, [("team_for_school", reader, key, said) for reader in _school(review)])


def tell_office_of_answer(review: Review, one: Assignment, answer: str) -> None:
    """The office learns that somebody has answered; what was said stands behind the sign-in."""
    who = _people([one.person_id])[one.person_id]
    said = {"who": who, "answer": answer}
    _post(review, [("answered", reader, f"{one.id}-{answer}", said) for reader in office()])


def tell_office_of_objection(review: Review, one: Assignment) -> None:
    """The school objects to somebody: the office decides."""
    who = _people([one.person_id])[one.person_id]
    _post(review, [("objection", reader, one.id, {"who": who}) for reader in office()])


def tell_school_of_decision(review: Review, one: Assignment) -> None:
    """The school learns what came of its objection."""
    who = _people([one.person_id])[one.person_id]
    said: dict[str, object] = {"who": who, "upheld": one.objection_upheld}
    _post(review, [("objection_decided", reader, one.id, said) for reader in _school(review)])


def tell_released(review: Review, one: Assignment) -> None:
    """Somebody is not needed on a team any more."""
    reader = _people([one.person_id])[one.person_id]
    _post(review, [("released", reader, one.id, {})])


def tell_of_confirmed_team(review: Review, team: Sequence[Assignment]) -> None:
    """Team and school learn that the team stands: now they agree a date."""
    people = _people(one.person_id for one in team)
    members = [(people[one.person_id], one.part) for one in team]
    readers = {person.id: person for person, _ in members} | {person.id: person for person in _school(review)}
    _post(review, [("confirmed", reader, "team", {"members": members}) for reader in readers.values()])


def tell_named(review: Review, person: Person, part: str) -> None:
    """Somebody has been named champion or moderator."""
    _post(review, [("named", person, f"{part}-{review.version}", {"part": part})])


def tell_office_of_conflicts(found: Sequence[tuple[Review, Person]], *, key: str) -> None:
    """One message to each of the office, however many conflicts have come up; why stands behind the sign-in."""
    lines = [(review.school.name, who.name, full_address(f"/reviews/{review.id}/team")) for review, who in found]
    messages = []
    for reader in office():
        subject, text = render_message("reviews/teams/conflicts", reader=reader, lines=lines)
        messages.append(
            _message(f"conflicts:{key}:{reader.id}", "review_conflicts", reader, subject=subject, text=text)
        )
    post_messages(messages)


def office() -> Sequence[Person]:
    """Everybody who runs the programme."""
    roles = [role for role, actions in GRANTS.items() if Action.RUN_REVIEWS in actions]
    holds = Person.memberships.any(Membership.role.in_(roles) & Membership.until.is_(None))
    return db.session.scalars(select(Person).where(holds, Person.deactivated_at.is_(None)).order_by(Person.id)).all()


def _school(review: Review) -> Sequence[Person]:
    """Those who lead the school, and the coordinator the head has named."""
    roles = [role for role, actions in GRANTS.items() if Action.LEAD_SCHOOL_REVIEW in actions]
    at_school = (Membership.school_id == review.school_id) & Membership.until.is_(None)
    leads = Person.memberships.any(at_school & Membership.role.in_(roles))
    named = select(Participation.coordinator_id).where(Participation.id == review.participation_id)
    coordinates = Person.id.in_(named) & Person.memberships.any(at_school)
    query = select(Person).where(or_(leads, coordinates), Person.deactivated_at.is_(None))
    return db.session.scalars(query.order_by(Person.id)).all()


def _people(ids: Iterable[int]) -> dict[int, Person]:
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(set(ids))))}


def _post(review: Review, told: Collection[tuple[str, Person, object, dict[str, object]]]) -> None:
    page = full_address(f"/reviews/{review.id}/team")
    messages = []
    for template, reader, key, said in told:
        subject, text = render_message(f"reviews/teams/{template}", reader=reader, review=review, page=page, **said)
        name = f"review:{review.id}:{template}:{key}:{reader.id}"
        messages.append(_message(name, f"review_{template}", reader, subject=subject, text=text))
    post_messages(messages)


def _message(key: str, kind: str, reader: Person, *, subject: str, text: str) -> Message:
    return Message(key=key[:200], kind=kind, person_id=reader.id, email=reader.email, subject=subject, text=text)
