"""Offers of a freed place: the clock in working hours, who may answer, lapse, the log of who was passed over."""

import re
from datetime import datetime, timedelta

import pytest
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import select

from inclusion_app.access.actor import SYSTEM
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Membership, Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.invariants import findings
from inclusion_app.training.bookings.services.cancelling import cancel_booking
from inclusion_app.training.bookings.services.offers import accept_offer, decline_offer, end_waiting, lapse_offers
from inclusion_app.training.bookings.services.waiting import keep_lists_moving
from inclusion_app.training.models import Booking, RingFence, Run, WaitingSkip
from tests.factories.accounts import somebody
from tests.factories.bookings import BookingFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office, states_of, taken
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def offered(office: Office, *names: str) -> tuple[Run, list[Booking]]:
    """A run with one place, given up, and so many of the school in line: the first has been offered the place."""
    run = RunFactory(capacity=1)
    first = BookingFactory(run=run, person__name="First")
    office.book(run, office.staff(*names), choice="wait")
    cancel_booking(SYSTEM, first.id, reason="", now=clock.now())
    in_line = db.session.scalars(select(Booking).where(Booking.run_id == run.id).order_by(Booking.queue_number))
    return run, [booking for booking in in_line if booking.queue_number]


def in_order() -> None:
    assert {f.name: f.wrong for f in findings() if f.wrong} == {}


def mails(kind: str) -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


def links_in(mail: OutboxMessage) -> str:
    found = re.search(r"/offers/\S+", mail.text)
    assert found
    return found[0]


def test_both_who_waits_and_who_booked_are_asked_each_with_a_link_of_their_own(office: Office) -> None:
    _, [ann, _] = offered(office, "Ann", "Ben")
    told = mails("booking_offered")
    assert {m.person_id for m in told} == {ann.person_id, office.head.id}
    assert len({links_in(m) for m in told}) == 2
    assert ann.offered_until is not None
    assert ann.offered_until > clock.now()


def test_taking_the_place_confirms_it_once_and_invites(office: Office) -> None:
    run, [ann, _] = offered(office, "Ann", "Ben")
    for _ in range(2):
        accept_offer(office.actor, ann.id, now=clock.now())
    assert states_of(run)["Ann"] == "confirmed"
    assert taken(run) == 1
    assert len(mails("booking_confirmed")) == 1
    in_order()


def test_turning_it_down_offers_it_to_the_next_and_nobody_re_enters(office: Office) -> None:
    run, [ann, ben] = offered(office, "Ann", "Ben")
    for _ in range(2):
        decline_offer(office.actor, ann.id, now=clock.now())
    assert (states_of(run)["Ann"], states_of(run)["Ben"]) == ("declined", "offered")
    decline_offer(office.actor, ben.id, now=clock.now())
    assert keep_lists_moving(clock.now()) == 0
    assert (states_of(run)["Ann"], states_of(run)["Ben"], taken(run)) == ("declined", "declined", 0)
    in_order()


def test_an_offer_lapses_when_its_working_hours_have_passed_and_moves_on_once(office: Office) -> None:
    run, [ann, _] = offered(office, "Ann", "Ben")
    until = ann.offered_until or clock.now()
    assert lapse_offers(until - timedelta(seconds=1)) == 0
    assert lapse_offers(until) == 1
    assert lapse_offers(until) == 0
    assert (states_of(run)["Ann"], states_of(run)["Ben"]) == ("declined", "offered")
    assert [m.person_id for m in mails("booking_offer_lapsed")] == [ann.person_id, office.head.id]
    with pytest.raises(RuleBroken, match="no longer open"):
        accept_offer(office.actor, ann.id, now=until)
    in_order()


def test_an_offer_that_has_run_out_cannot_be_taken_even_before_anybody_has_ended_it(office: Office) -> None:
    run, [ann] = offered(office, "Ann")
    with pytest.raises(RuleBroken, match="no longer open"):
        accept_offer(office.actor, ann.id, now=ann.offered_until or clock.now())
    assert states_of(run)["Ann"] == "offered"


def test_cancelling_an_offered_place_offers_it_to_the_next(office: Office) -> None:
    run, [ann, _] = offered(office, "Ann", "Ben")
    cancel_booking(office.actor, ann.id, reason="", now=clock.now())
    assert (states_of(run)["Ann"], states_of(run)["Ben"], taken(run)) == ("cancelled", "offered", 1)
    in_order()


def test_when_the_run_starts_nobody_waits_any_more(office: Office) -> None:
    run, _ = offered(office, "Ann", "Ben")
    assert end_waiting(run.starts_at - timedelta(seconds=1)) == 0
    assert end_waiting(run.starts_at) == 2
    assert end_waiting(run.starts_at) == 0
    assert (states_of(run)["Ann"], states_of(run)["Ben"], taken(run)) == ("declined", "declined", 0)
    assert len(mails("booking_waiting_ended")) == 2
    in_order()


def fenced_run(*, special: object, until: datetime) -> Run:
    run: Run = RunFactory(capacity=2)
    with transaction() as session:
        session.add(RingFence(run_id=run.id, kind="phase", code="special", places=1, until=until))
    return run


def test_kept_places_pass_over_those_they_are_not_for_and_it_is_logged_once(database: SQLAlchemy) -> None:
    special = SchoolFactory(phase="special")
    run = fenced_run(special=special, until=clock.now() + timedelta(days=5))
    ordinary = new_office()
    ordinary.book(run, ordinary.staff("Ann", "Ben"), choice="wait")
    assert states_of(run) == {"Ann": "confirmed", "Ben": "waiting"}
    for _ in range(2):
        assert keep_lists_moving(clock.now()) == 0
    assert db.session.scalars(select(WaitingSkip.reason)).all() == ["What is free is kept for special schools"]
    office = Office(special, somebody(Role.HEADTEACHER, school=special))
    office.book(run, office.staff("Sue"))
    assert states_of(run) == {"Ann": "confirmed", "Ben": "waiting", "Sue": "confirmed"}
    in_order()


def test_places_that_are_kept_no_longer_go_to_those_who_wait(database: SQLAlchemy) -> None:
    until = clock.now() + timedelta(days=5)
    run = fenced_run(special=None, until=until)
    office = new_office()
    office.book(run, office.staff("Ann", "Ben"), choice="wait")
    assert keep_lists_moving(until - timedelta(seconds=1)) == 0
    assert keep_lists_moving(until) == 1
    assert states_of(run) == {"Ann": "confirmed", "Ben": "offered"}


def test_the_link_shows_before_it_acts_and_ends_with_the_answer(office: Office, client: Visitor) -> None:
    run, [ann, _] = offered(office, "Ann", "Ben")
    mine, heads = (links_in(m) for m in mails("booking_offered"))
    for _ in range(2):
        assert "kept until" in client.get(mine).text
    assert states_of(run)["Ann"] == "offered"
    assert client.submit(mine, answer="accept").status_code == 303
    assert states_of(run)["Ann"] == "confirmed"
    assert "no longer works" in client.get(heads).text
    assert client.get(mine).headers["Referrer-Policy"] == "strict-origin"
    assert ann.id


def test_without_an_answer_the_page_says_so_and_nothing_changes(office: Office, client: Visitor) -> None:
    run, _ = offered(office, "Ann")
    [mine, _] = mails("booking_offered")
    refused = client.submit(links_in(mine))
    assert refused.status_code == 422
    assert "Say whether the place is wanted" in refused.text
    assert states_of(run)["Ann"] == "offered"


@pytest.mark.parametrize("lost", ["role", "account"])
def test_a_link_dies_with_the_right_to_answer(office: Office, client: Visitor, lost: str) -> None:
    offered(office, "Ann")
    heads = links_in(mails("booking_offered")[1])
    assert "kept until" in client.get(heads).text
    with transaction() as session:
        if lost == "account":
            session.get_one(Person, office.head.id).deactivated_at = clock.now()
        else:
            query = select(Membership).where(Membership.person_id == office.head.id)
            session.scalars(query).one().until = clock.today()
    assert "no longer works" in client.get(heads).text


def test_the_person_answers_under_my_bookings_and_a_colleague_may_not(office: Office, sign_in: SignIn) -> None:
    run, [ann, ben] = offered(office, "Ann", "Ben")
    own = sign_in(db.session.get_one(Person, ann.person_id))
    assert "Answer the offer" in own.get("/my-bookings").text
    other = sign_in(db.session.get_one(Person, ben.person_id))
    assert other.get(f"/bookings/{ann.id}/offer").status_code == 403
    assert own.submit(f"/bookings/{ann.id}/offer", answer="decline").status_code == 303
    assert states_of(run)["Ann"] == "declined"
