"""What to do next, the most pressing first; made from what the first page has read anyway."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from inclusion_app.foundation.formats import short_day
from inclusion_app.home.answers_owed import provider_owes, team_owes
from inclusion_app.home.boards import ProviderBoard, SchoolBoard, TeamBoard
from inclusion_app.home.task import Task
from inclusion_app.reviews.cycles.chasing.mine import OwnReviews
from inclusion_app.training.feedback.queries.answers import ToGive
from inclusion_app.training.planning.rules.risks import Risk
from inclusion_app.training.registers.rules import OPENS_BEFORE as REGISTER_OPENS_BEFORE
from inclusion_app.training.states import BookingState
from inclusion_app.training.summaries import NextBooking

MOST = 4


def tasks_for(
    *,
    school: SchoolBoard | None,
    provider: ProviderBoard | None,
    team: TeamBoard | None,
    own: Sequence[NextBooking],
    now: datetime,
    to_say: Sequence[ToGive] = (),
    reviews: OwnReviews | None = None,
) -> list[Task]:
    """At most four things to do, what cannot wait first; everybody has at least one."""
    found = [
        *_that_cannot_wait(own, school),
        *(_of_reviews(reviews) if reviews else ()),
        *(_of_school(school) if school else ()),
        *(_of_team(team) if team else ()),
        *(_of_provider(provider, now) if provider else ()),
    ]
    said = list(_feedback(to_say))
    if not found:
        return [*said, *_of_anybody(own)]
    return found[: MOST - len(said)] + said


def _that_cannot_wait(own: Sequence[NextBooking], board: SchoolBoard | None) -> Iterator[Task]:
    """Offers of a place run out within hours, and colleagues wait for a word."""
    for booking in own:
        if booking.state == BookingState.OFFERED:
            why = "It is kept for a few working hours."
            yield Task(f"A place is free for you: {booking.course_title}", f"/bookings/{booking.booking_id}/offer", why)
    if board is None:
        return
    for school, figures in board.schools:
        if figures.offered:
            text = "A place is offered" if figures.offered == 1 else f"{figures.offered} places are offered"
            why = "Say whether it is wanted: after a few working hours it goes to the next in line."
            yield Task(f"{text} to {school.name}", f"/schools/{school.urn}/bookings?state=offered", why)
        if figures.requested and school.id in board.decides:
            asks = "1 person asks" if figures.requested == 1 else f"{figures.requested} people ask"
            yield Task(
                "Say yes or no to your staff", f"/schools/{school.urn}/requests", f"{asks} for a place: {school.name}."
            )


def _feedback(to_say: Sequence[ToGive]) -> Iterator[Task]:
    for one in to_say[:1]:
        more = f", and {len(to_say) - 1} more" if len(to_say) > 1 else ""
        here = f"/my-bookings/{one.booking_id}/feedback/{one.point}"
        yield Task(f"Give feedback: {one.course_title}", here, f"Until {short_day(one.closes_at)}{more}.")


def _of_reviews(own: OwnReviews) -> Iterator[Task]:
    for part in own.invitations[:1]:
        why = f"{part.school.name} is invited to {part.cycle.name}. Answer by {short_day(part.cycle.enrol_by)}."
        yield Task("Answer the invitation", f"/schools/{part.school.urn}/reviews/{part.cycle_id}", why)
    for one in own.owed[:1]:
        if one.due and one.due.due_on:
            when = (
                f"It was due on {short_day(one.due.due_on)}"
                if one.due.is_overdue
                else f"By {short_day(one.due.due_on)}"
            )
            yield Task(f"{one.review.school.name}: {one.what}", "/reviews", f"{when}, for the peer review.")


def _of_school(board: SchoolBoard) -> Iterator[Task]:
    for school, figures in board.schools:
        if figures.in_basket:
            places = "place" if figures.in_basket == 1 else "places"
            why = f"{figures.in_basket} {places} for {school.name} {_are(figures.in_basket)} not booked yet."
            yield Task("Confirm your basket", f"/schools/{school.urn}/basket", why)
    for school, figures in board.schools:
        if not figures.booked:
            yield Task(f"Book training for {school.name}", "/catalogue", "Nobody there is booked on anything to come.")
    if board.coming:
        first = board.coming[0]
        urn = next(school.urn for school, _ in board.schools if school.id == first.school_id)
        why = f"{first.course_title}, {short_day(first.starts_at)}. Check that they can go."
        yield Task(f"{first.person_name} is next to go", f"/schools/{urn}/bookings/{first.booking_id}", why)
    yield Task("Find training for your staff", "/catalogue", "Courses with dates and places left.")


def _of_team(board: TeamBoard) -> Iterator[Task]:
    short = board.risks.get(Risk.UNDER_MINIMUM, 0)
    if short > 1:
        yield Task(f"{short} runs are under their minimum", f"/team/runs?risk={Risk.UNDER_MINIMUM}", "They start soon.")
    elif board.short:
        run = board.short[0]
        why = f"{run.taken} of the {run.minimum} people it needs, and it starts within 30 days."
        yield Task(f"Too few people for {run.course_title}", f"/team/runs/{run.run_id}", why)
    if registers := board.risks.get(Risk.REGISTER_OPEN, 0):
        text = "1 register is open" if registers == 1 else f"{registers} registers are open"
        yield Task(text, f"/team/runs?risk={Risk.REGISTER_OPEN}", "The runs are over, and nobody has closed them.")
    yield from team_owes(board.owes)
    if board.waiting:
        run = board.waiting[0]
        people = "person waits" if run.waiting == 1 else "people wait"
        yield Task(
            f"People wait for {run.course_title}", f"/team/runs/{run.run_id}", f"{run.waiting} {people} for a place."
        )
    yield Task("Look after courses and runs", "/team/courses", f"{board.figures.runs} runs are open.")


def _of_provider(board: ProviderBoard, now: datetime) -> Iterator[Task]:
    yield from provider_owes(board.owes)
    for run in board.runs[:1]:
        if run.starts_at <= now + REGISTER_OPENS_BEFORE:
            yield Task(f"Take the register of {run.course_title}", f"/runs/{run.run_id}/register", "The run has begun.")
        why = f"{run.taken} of {run.capacity} places are taken."
        yield Task(f"See who is coming to {run.course_title}", f"/provider/runs/{run.run_id}", why)
    for run in board.to_close[:1]:
        why = f"The run of {short_day(run.starts_at)} is over. Then outcomes are decided, and certificates go out."
        yield Task(f"Close the register of {run.course_title}", f"/runs/{run.run_id}/register", why)
    yield Task("See all your runs", "/provider/runs", "Past and to come.")


def _of_anybody(own: Sequence[NextBooking]) -> Iterator[Task]:
    if own:
        yield Task("Get ready for your next course", "/my-bookings", own[0].course_title)
    yield Task("Look for a course", "/catalogue", "Then ask your school office or headteacher to book you.")


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
