"""Mails to those on a run: who gets them, once, and who may send them."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, insert, select, update

from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person, Provider
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db, transaction
from inclusion_app.foundation.outbox import MessageState, OutboxMessage
from inclusion_app.training.mailings.queries import mailings_of_run, numbers_to_write_to, people_to_write_to
from inclusion_app.training.mailings.rules import Audience
from inclusion_app.training.models import Attendance, Booking, BookingParticipant, Run, RunMailing, Session
from inclusion_app.training.states import Mark
from tests.factories.accounts import PersonFactory, somebody
from tests.factories.bookings import BookingFactory
from tests.factories.providers import ProviderFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import SignIn
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
WRITTEN = {"audience": "confirmed", "subject": "Where to park", "text": "Behind the hall.\n\nNot in front."}


def run_with_people() -> tuple[Run, dict[str, Booking]]:
    """Two with a place, one of them there, one not; one waiting; one who has cancelled; one of a school's place."""
    run: Run = RunFactory()
    bookings: dict[str, Booking] = {name: BookingFactory(run=run, person__name=name) for name in ("Ann", "Ben", "Cat")}
    BookingFactory(run=run, person__name="Wes", state="waiting")
    BookingFactory(run=run, person__name="Gone", state="cancelled", ended_at=clock.now())
    with transaction() as session:
        extra = PersonFactory.build(name="Pat")
        session.add(extra)
        session.flush()
        session.add(BookingParticipant(booking_id=bookings["Cat"].id, person_id=extra.id))
        for name, mark in (("Ann", Mark.PART), ("Ben", Mark.ABSENT)):
            mark_of(bookings[name], mark)
    return run, bookings


def mark_of(booking: Booking, mark: Mark) -> None:
    """What the register says of one place."""
    session_id, now = db.session.scalars(select(Session.id).where(Session.run_id == booking.run_id)).one(), clock.now()
    db.session.add(Attendance(session_id=session_id, booking_id=booking.id, mark=mark, marked_at=now, told_at=now))


def giver(run: Run, sign_in: SignIn) -> Visitor:
    """Somebody of the run's provider."""
    return sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id, name="Gil Giver"))


def send(visitor: Visitor, run: Run, **typed: str) -> dict[str, list[str]]:
    """Fill in the mail, look at it, send it; what was sent."""
    address = f"/runs/{run.id}/mails"
    shown = visitor.submit(f"{address}/new", **(WRITTEN | typed))
    assert shown.status_code == 200, shown.get_data(as_text=True)
    [form] = [f for f in posting_forms(shown.get_data(as_text=True), address) if f.action == address]
    fields = {name: value for name, value in form.fields.items() if name != "change"}
    assert visitor.post(address, data=fields).status_code == 303
    return fields


def mails() -> list[OutboxMessage]:
    query = select(OutboxMessage).where(OutboxMessage.kind == "run_mailing").order_by(OutboxMessage.id)
    return list(db.session.scalars(query))


@pytest.mark.parametrize(
    ("audience", "names"),
    [
        (Audience.CONFIRMED, ["Ann", "Ben", "Cat", "Pat"]),
        (Audience.WAITING, ["Wes"]),
        (Audience.ATTENDED, ["Ann"]),
        (Audience.ABSENT, ["Ben"]),
    ],
)
def test_each_choice_reaches_its_people(audience: Audience, names: list[str]) -> None:
    run, _ = run_with_people()
    assert [person.name for person in people_to_write_to(run.id, audience)] == names
    assert numbers_to_write_to(run.id)[audience] == len(names)


def test_who_is_on_two_places_or_deactivated_is_counted_once_or_not_at_all() -> None:
    run, bookings = run_with_people()
    with transaction() as session:
        session.add(BookingParticipant(booking_id=bookings["Cat"].id, person_id=bookings["Ann"].person_id or 0))
        session.execute(update(Person).where(Person.name == "Ben").values(deactivated_at=clock.now()))
    assert [person.name for person in people_to_write_to(run.id, Audience.CONFIRMED)] == ["Ann", "Cat", "Pat"]


def test_looking_shows_who_gets_it_and_how_and_sends_nothing(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    shown = giver(run, sign_in).submit(f"/runs/{run.id}/mails/new", **WRITTEN).get_data(as_text=True)
    assert "This will go to 4 people. Nothing has been sent yet." in shown
    assert "Hello Ann," in shown
    assert "Behind the hall." in shown
    assert "Gil Giver wrote this" in shown
    assert mails() == []
    assert db.session.scalar(select(func.count(RunMailing.id))) == 0


def test_whoever_goes_back_from_the_look_finds_what_was_typed_until_it_is_sent(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor, page = giver(run, sign_in), f"/runs/{run.id}/mails/new"
    visitor.submit(page, **WRITTEN)
    assert "Behind the hall." in visitor.get(page).text
    send(visitor, run)
    assert "Behind the hall." not in visitor.get(page).text


def test_everybody_gets_one_of_their_own_that_says_who_writes_and_why(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    with transaction() as session:
        session.execute(update(Provider).values(email="answers@provider.example"))
    visitor = giver(run, sign_in)
    send(visitor, run)
    sent = mails()
    assert len(sent) == len({m.email for m in sent}) == 4
    first = sent[0]
    assert (first.subject, first.reply_to) == ("Where to park", "answers@provider.example")
    assert first.text.startswith("Hello Ann,\n\nBehind the hall.\n\nNot in front.\n")
    assert "You get it because you have a place on it." in first.text
    assert "Answers to this mail go to answers@provider.example." in first.text
    assert all(other.email not in first.text for other in sent[1:])
    [event] = db.session.scalars(select(AuditEvent).where(AuditEvent.act == "send_mailing"))
    assert event.detail == {"run": run.id, "audience": "confirmed", "recipients": 4}


def test_the_same_form_sent_twice_is_one_mail(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor = giver(run, sign_in)
    fields = send(visitor, run)
    assert visitor.post(f"/runs/{run.id}/mails", data=fields).status_code == 303
    assert len(mails()) == 4
    assert db.session.scalar(select(func.count(RunMailing.id))) == 1


def test_who_has_booked_since_is_shown_before_it_is_sent(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor, address = giver(run, sign_in), f"/runs/{run.id}/mails"
    shown = visitor.submit(f"{address}/new", **WRITTEN)
    [form] = [f for f in posting_forms(shown.get_data(as_text=True), address) if f.action == address]
    BookingFactory(run=run, person__name="New")
    refused = visitor.post(address, data=form.fields)
    assert refused.status_code == 422
    assert "The mail would now go to 5 people" in refused.get_data(as_text=True)
    assert mails() == []
    [again] = [f for f in posting_forms(refused.get_data(as_text=True), address) if f.action == address]
    assert visitor.post(address, data=again.fields).status_code == 303
    assert len(mails()) == 5


def test_five_a_day_is_enough(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor = giver(run, sign_in)
    for number in range(5):
        send(visitor, run, subject=f"News {number}")
    refused = visitor.submit(f"/runs/{run.id}/mails/new", **WRITTEN)
    assert refused.status_code == 422
    assert "You can write again tomorrow" in refused.get_data(as_text=True)
    with time_machine.travel(clock.now() + timedelta(days=1), tick=True):
        send(giver(run, sign_in), run)
    assert len(mails()) == 24


def test_a_sixth_is_refused_also_when_its_preview_was_seen_before(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor, address = giver(run, sign_in), f"/runs/{run.id}/mails"
    shown = visitor.submit(f"{address}/new", **WRITTEN)
    [form] = [f for f in posting_forms(shown.get_data(as_text=True), address) if f.action == address]
    for number in range(5):
        send(visitor, run, subject=f"News {number}")
    refused = visitor.post(address, data=form.fields)
    assert refused.status_code == 422
    assert "You can write again tomorrow" in refused.get_data(as_text=True)
    assert len(mails()) == 20


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"subject": " "}, "Enter a subject"),
        ({"subject": "x" * 201}, "The subject must be 200 characters or fewer"),
        ({"text": ""}, "Write what you want to say"),
        ({"text": "x" * 5001}, "The text must be 5,000 characters or fewer"),
        ({"audience": "everybody"}, "Not a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    run, _ = run_with_people()
    refused = giver(run, sign_in).submit(f"/runs/{run.id}/mails/new", **(WRITTEN | {"text": "My long text"} | typed))
    assert refused.status_code == 422
    assert sentence in refused.get_data(as_text=True)
    assert "Where to park" in refused.get_data(as_text=True) or "subject" in typed
    assert mails() == []


def test_an_audience_of_nobody_is_refused(sign_in: SignIn) -> None:
    run = RunFactory()
    refused = giver(run, sign_in).submit(f"/runs/{run.id}/mails/new", **WRITTEN)
    assert refused.status_code == 422
    assert "There is nobody to write to" in refused.get_data(as_text=True)


def test_a_subject_with_a_line_end_cannot_add_a_line_to_the_head_of_the_mail(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    send(giver(run, sign_in), run, subject="News\r\nBcc: all@county.example")
    assert mails()[0].subject == "News Bcc: all@county.example"


def test_what_is_typed_is_text_and_no_template(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    send(giver(run, sign_in), run, text="{{ config }} {% raw %} <b>bold</b>", subject="{{ 7*7 }}")
    assert (mails()[0].subject, "{{ config }} {% raw %} <b>bold</b>" in mails()[0].text) == ("{{ 7*7 }}", True)


def test_the_list_says_how_many_were_delivered(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    visitor = giver(run, sign_in)
    send(visitor, run)
    one, two, *_ = mails()
    with transaction() as session:
        session.execute(
            update(OutboxMessage).where(OutboxMessage.id == one.id).values(state=MessageState.SENT, sent_at=clock.now())
        )
        session.execute(update(OutboxMessage).where(OutboxMessage.id == two.id).values(state=MessageState.DEAD))
    [sent] = mailings_of_run(run.id)
    assert (sent.delivered, sent.failed, sent.on_their_way) == (1, 1, 2)
    shown = visitor.get(f"/runs/{run.id}/mails").get_data(as_text=True)
    assert "1 of 4" in shown
    assert "1 could not be delivered" in shown


def test_counts_of_one_mail_are_not_those_of_another_whose_number_begins_alike(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    row = {"run_id": run.id, "audience": "waiting", "subject": "S", "text": "T", "recipients": 1}
    with transaction() as session:
        session.execute(insert(RunMailing), [row | {"sent_at": clock.now() - timedelta(days=2)} for _ in range(11)])
    send(giver(run, sign_in), run)  # the twelfth: its number begins with that of the first
    with transaction() as session:
        session.execute(update(OutboxMessage).values(state=MessageState.SENT, sent_at=clock.now()))
    newest, *others = mailings_of_run(run.id)
    assert (newest.mailing.id, others[-1].mailing.id) == (12, 1)
    assert (newest.delivered, {sent.delivered for sent in others}) == (4, {0})


def test_another_provider_does_not_know_the_run(sign_in: SignIn) -> None:
    run, _ = run_with_people()
    stranger = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id))
    assert stranger.get(f"/runs/{run.id}/mails").status_code == 404
    assert stranger.get(f"/runs/{run.id}/mails/new").status_code == 404
    assert giver(run, sign_in).get(f"/runs/{run.id}/mails/new").status_code == 200
    assert sign_in(somebody(Role.TEAM_ADVISER)).get(f"/runs/{run.id}/mails").status_code == 200
    assert sign_in(somebody(Role.TEAM_VIEWER)).get(f"/runs/{run.id}/mails").status_code == 403
