"""Who has completed the training of reviewers is confirmed by the office, and keeps what the completion says."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.improvement.accreditation import COURSE, accredit_reviewers, candidates, confirm_candidate
from inclusion_app.reviews.models import Reviewer
from inclusion_app.training.models import OutcomeOfRun, Run
from inclusion_app.training.states import RunOutcome
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.reviews import accredited
from tests.factories.training import CourseFactory, RunFactory
from tests.integration.improvement.conftest import ActorOf, SignIn
from tests.support.html import posting_forms

pytestmark = pytest.mark.usefixtures("database")
LIST = "/team/reviewers/candidates"


def completed(run: Run, person: Person | None = None, *, until: date | None = None) -> Person:
    """Somebody who has completed it, at a school of their own."""
    person = person or MembershipFactory().person
    booking = BookingFactory(run=run, person=person)
    outcome = OutcomeOfRun(booking_id=booking.id, outcome=RunOutcome.COMPLETED, decided_on=clock.today())
    outcome.valid_until = until
    db.session.add(outcome)
    db.session.commit()
    return person


def course_run() -> Run:
    run: Run = RunFactory(course=CourseFactory(slug=COURSE))
    return run


def in_days(days: int) -> date:
    return clock.today() + timedelta(days=days)


def acts_after(number: int) -> list[str]:
    return list(db.session.scalars(select(AuditEvent.act).where(AuditEvent.id > number).order_by(AuditEvent.id)))


def last_act() -> int:
    return db.session.scalar(select(func.max(AuditEvent.id))) or 0


def test_candidates_hold_a_current_completion_and_do_not_review_yet() -> None:
    run, reviewer = course_run(), accredited()
    current = completed(run, until=in_days(0))
    completed(run, until=in_days(-1))
    completed(run, reviewer)
    completed(RunFactory())  # of another course
    part = BookingFactory(run=run)
    db.session.add(OutcomeOfRun(booking_id=part.id, outcome=RunOutcome.PART, decided_on=clock.today()))
    gone = completed(run)
    gone.deactivated_at = clock.now()
    db.session.commit()

    found = candidates(today=clock.today())
    assert [(one.person.id, one.accredited.until, len(one.schools)) for one in found] == [(current.id, in_days(0), 1)]


def test_the_office_confirms_in_one_act_and_one_mail_and_a_second_time_nothing_happens(sign_in: SignIn) -> None:
    person = completed(course_run(), until=in_days(400))
    client = sign_in(somebody(Role.TEAM_ADVISER))
    shown = client.get(LIST)
    assert person.name in shown.text
    form = next(f for f in posting_forms(shown.text, LIST) if f.action.endswith(f"{LIST}/{person.id}"))
    before = last_act()

    assert client.post(form.action, data=form.fields).status_code == 303
    assert acts_after(before) == ["make_reviewer"]
    reviewer = db.session.scalars(select(Reviewer)).one()
    assert (reviewer.person_id, reviewer.accredited_until) == (person.id, in_days(400))
    roles = select(Membership.role).where(Membership.person_id == person.id, Membership.school_id.is_(None))
    assert list(db.session.scalars(roles)) == [Role.REVIEWER]
    mail = db.session.scalars(select(OutboxMessage)).one()
    assert (mail.person_id, "/reviewing" in mail.text) == (person.id, True)
    assert "has been told by mail" in client.get(LIST).text

    assert client.post(form.action, data=form.fields).status_code == 303  # the same form once more
    again = client.post(form.action, data=form.fields | {"form_key": ["another showing of the form"]})
    assert again.status_code == 422
    assert "is a reviewer already" in again.text
    assert acts_after(before) == ["make_reviewer"]
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 1


def test_nobody_but_the_office_confirms_and_only_candidates(sign_in: SignIn, actor_of: ActorOf) -> None:
    person, other = completed(course_run()), MembershipFactory().person
    for role in (Role.TEAM_VIEWER, Role.REVIEWER):
        assert sign_in(somebody(role)).get(LIST).status_code == 403
    assert sign_in(person).get(LIST).status_code == 403
    with pytest.raises(RuleBroken):
        confirm_candidate(actor_of(somebody(Role.TEAM_ADVISER)), other.id, now=clock.now())
    assert not db.session.scalars(select(Reviewer)).all()


def test_the_job_sets_what_the_longest_completion_says_and_leaves_the_rest() -> None:
    course, reviewer, by_hand = CourseFactory(slug=COURSE), accredited(), accredited()
    longest = RunFactory(course=course)
    completed(RunFactory(course=course), reviewer, until=in_days(30))
    completed(longest, reviewer, until=in_days(90))
    before = last_act()

    assert accredit_reviewers(clock.now()) == 1
    assert accredit_reviewers(clock.now()) == 0
    assert acts_after(before) == ["accredit_reviewer"]
    kept = {row.person_id: row for row in db.session.scalars(select(Reviewer))}
    assert (kept[reviewer.id].accredited_until, kept[by_hand.id].accredited_until) == (in_days(90), None)
    assert kept[reviewer.id].accredited_on == clock.london(longest.ends_at).date()


def test_the_list_takes_as_many_statements_for_any_number_of_candidates(
    sign_in: SignIn, statements: Callable[[], AbstractContextManager[list[str]]]
) -> None:
    run = course_run()
    completed(run)
    client = sign_in(somebody(Role.TEAM_ADVISER))
    client.get(LIST)
    with statements() as one:
        assert client.get(LIST).status_code == 200
    for _ in range(4):
        completed(run)
    with statements() as five:
        assert client.get(LIST).status_code == 200
    assert len(five) == len(one) <= 15
