"""Keep the timetable of a visit."""

from sqlalchemy import delete, select
from sqlalchemy.orm.attributes import flag_modified

from inclusion_app.access.actor import Actor
from inclusion_app.foundation import audit
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.formats import wall_time
from inclusion_app.reviews.models import Review, TimetableActivity, TimetableMember
from inclusion_app.reviews.services import locked_review
from inclusion_app.reviews.states import ReviewState, Side
from inclusion_app.reviews.visits.kinds import kind_label
from inclusion_app.reviews.visits.queries.people import team_of
from inclusion_app.reviews.visits.queries.timetable import number_of_activities, number_of_days
from inclusion_app.reviews.visits.rules.timetable import (
    MOST_ACTIVITIES,
    USUAL_DAY,
    ActivityChoices,
    activity_problems,
)

NO_DATE = "Agree the date of the visit first; the timetable stands on its days."
HELD = "The visit has been held, so its timetable stays as it is."
ASIDE = "This review has been set aside. Nothing more can be done until it goes on."
NOT_EMPTY = "There is something in the timetable already, so the usual day was not put in."


def add_activity(actor: Actor, review_id: int, said: ActivityChoices) -> TimetableActivity:
    """Put one thing into the timetable. Raises RuleBroken, LookupError."""
    with transaction():
        review = _review_to_plan(review_id)
        if number_of_activities(review_id) >= MOST_ACTIVITIES:
            raise RuleBroken(None, f"A timetable has at most {MOST_ACTIVITIES} activities.")
        _refuse(said, review)
        activity = _put(review_id, said)
        audit.record(actor, "add_activity", activity, school_id=review.school_id, detail=_detail(said))
    return activity


def change_activity(actor: Actor, review_id: int, activity_id: int, said: ActivityChoices, *, version: int) -> None:
    """Change one thing. ``version`` is the one the person saw. Raises StaleEdit, RuleBroken, LookupError."""
    with transaction():
        review = _review_to_plan(review_id)
        activity = _locked(review_id, activity_id)
        theirs = choices_of(activity)
        if activity.version != version:
            raise StaleEdit(_differing(said, theirs, review_id), version=activity.version)
        _refuse(said, review)
        if said == theirs:
            return
        _write(activity, said)
        flag_modified(activity, "kind")  # a change of members alone is a new version too
        audit.record(actor, "change_activity", activity, school_id=review.school_id, detail=_detail(said))


def remove_activity(actor: Actor, review_id: int, activity_id: int) -> None:
    """Take one thing out. Raises RuleBroken, LookupError."""
    with transaction() as session:
        review = _review_to_plan(review_id)
        activity = _locked(review_id, activity_id)
        audit.record(actor, "remove_activity", activity, school_id=review.school_id)
        session.execute(delete(TimetableMember).where(TimetableMember.activity_id == activity_id))
        session.execute(delete(TimetableActivity).where(TimetableActivity.id == activity_id))


def begin_with_usual_day(actor: Actor, review_id: int) -> None:
    """Fill an empty timetable with a day as peers usually plan it. Raises RuleBroken, LookupError."""
    with transaction():
        review = _review_to_plan(review_id)
        if number_of_activities(review_id):
            raise RuleBroken(None, NOT_EMPTY)
        for said in USUAL_DAY:
            _put(review_id, said)
        audit.record(actor, "begin_with_usual_day", review, school_id=review.school_id)


def _review_to_plan(review_id: int) -> Review:
    review = locked_review(review_id)
    if review.side != Side.NONE:
        raise RuleBroken(None, ASIDE)
    if review.visit_on is None:
        raise RuleBroken(None, NO_DATE)
    if review.stage.has_reached(ReviewState.VISITED):
        raise RuleBroken(None, HELD)
    return review


def _refuse(said: ActivityChoices, review: Review) -> None:
    team = frozenset(person.id for person, _ in team_of(review.id))
    if problems := activity_problems(said, days=number_of_days(review), team=team):
        raise RuleBroken.several(problems)


def _put(review_id: int, said: ActivityChoices) -> TimetableActivity:
    activity = TimetableActivity(review_id=review_id, members=[])
    _write(activity, said)
    db.session.add(activity)
    db.session.flush()
    return activity


def _write(activity: TimetableActivity, said: ActivityChoices) -> None:
    for name in ("day", "starts", "ends", "kind", "with_whom", "how_many", "place", "alongside"):
        setattr(activity, name, getattr(said, name))
    standing = {member.person_id: member for member in activity.members}
    activity.members = [standing.get(number) or TimetableMember(person_id=number) for number in sorted(said.members)]


def _locked(review_id: int, activity_id: int) -> TimetableActivity:
    query = select(TimetableActivity).where(
        TimetableActivity.id == activity_id, TimetableActivity.review_id == review_id
    )
    found = db.session.scalars(query.with_for_update().execution_options(populate_existing=True)).first()
    if found is None:
        raise LookupError(f"There is no activity {activity_id} of review {review_id}.")
    db.session.refresh(found, ["members"])
    return found


def choices_of(activity: TimetableActivity) -> ActivityChoices:
    """What is said of an activity that comes with its members."""
    return ActivityChoices(
        day=activity.day,
        starts=activity.starts,
        ends=activity.ends,
        kind=activity.kind,
        with_whom=activity.with_whom,
        how_many=activity.how_many,
        place=activity.place,
        alongside=activity.alongside,
        members=frozenset(member.person_id for member in activity.members),
    )


def texts_of(said: ActivityChoices, review_id: int) -> dict[str, str]:
    """Each thing that is said as people read it, by the name of its field."""
    names = {person.id: person.name for person, _ in team_of(review_id)}
    return {
        "day": f"Day {said.day}",
        "starts": wall_time(said.starts),
        "ends": wall_time(said.ends),
        "kind": kind_label(said.kind),
        "with_whom": said.with_whom,
        "how_many": said.how_many,
        "place": said.place,
        "alongside": said.alongside,
        "members": ", ".join(sorted(names.get(number, "Somebody who has left the team") for number in said.members)),
    }


def _differing(mine: ActivityChoices, theirs: ActivityChoices, review_id: int) -> dict[str, str]:
    ours = texts_of(mine, review_id)
    return {name: text for name, text in texts_of(theirs, review_id).items() if ours[name] != text}


def _detail(said: ActivityChoices) -> dict[str, object]:
    return {"day": said.day, "starts": wall_time(said.starts), "kind": said.kind}
