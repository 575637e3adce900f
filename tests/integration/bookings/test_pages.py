"""The pages of booking: who may, what is kept, what is told, how many statements they cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.training.models import BasketLine, Booking, BookingNeed
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.bookings import BookingFactory, need_of
from tests.factories.providers import ProviderFactory
from tests.factories.training import RunFactory, SessionFactory
from tests.integration.bookings.conftest import Office, SignIn, new_office, taken
from tests.support.html import posting_forms
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], AbstractContextManager[list[str]]]


def basket_of(office: Office) -> str:
    return f"/schools/{office.school.urn}/basket"


def count(model: object) -> int:
    return db.session.scalar(select(func.count()).select_from(model)) or 0  # type: ignore[arg-type]  # a table


def test_people_are_chosen_added_and_pasted_in_one_go(office: Office, sign_in: SignIn) -> None:
    run, [ann] = RunFactory(), office.staff("Ann")
    answer = sign_in(office.head).submit(
        f"{basket_of(office)}/runs/{run.id}",
        people=[ann],
        name="Ben New",
        email="ben@school.example",
        pasted="Cat New, cat@school.example\nDot New\tdot@school.example\tTeaching assistant",
    )
    assert answer.status_code == 303
    page = sign_in(office.head).get(basket_of(office)).text
    assert all(name in page for name in ("Ann", "Ben New", "Cat New", "Dot New"))
    assert "Confirm 4 bookings" in page


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "Choose at least one person, or add somebody new"),
        ({"name": "Ben"}, "Enter their work e-mail address"),
        ({"email": "ben@school.example"}, "Enter their name"),
        ({"name": "Ben", "email": "ben at school"}, "Enter an e-mail address in the correct format"),
        ({"pasted": "Ben"}, "Line 1: write a name, a comma and an e-mail address"),
    ],
)
def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_is_kept(
    office: Office, sign_in: SignIn, typed: dict[str, str], sentence: str
) -> None:
    run = RunFactory()
    office.staff("Ann")
    answer = sign_in(office.head).submit(f"{basket_of(office)}/runs/{run.id}", **{"job_title": "Cook"} | typed)
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert sentence.replace("'", "&#39;") in page
    assert all(text in page for text in [*typed.values(), "Cook"])
    assert count(BasketLine) == 0


def test_a_long_list_is_searched_and_whoever_is_ticked_stays_in_sight(office: Office, sign_in: SignIn) -> None:
    run = RunFactory()
    ann, *_others = office.staff("Ann Ash", "Zoë Reed", *(f"Robin Number{n}" for n in range(20)))
    here, client = f"{basket_of(office)}/runs/{run.id}", sign_in(office.head)
    found = client.submit(here, people=[ann], find="zoe", finding="yes", name="Kept Name").text
    assert "Zoë Reed" in found
    assert "Ann Ash" in found
    assert "Robin Number3" not in found
    assert "Kept Name" in found
    assert count(BasketLine) == 0


def test_somebody_of_another_school_cannot_be_put_into_the_basket(office: Office, sign_in: SignIn) -> None:
    run, [foreign] = RunFactory(), new_office().staff("Foreign")
    office.staff("Ann")
    answer = sign_in(office.head).submit(f"{basket_of(office)}/runs/{run.id}", people=[foreign])
    assert answer.status_code == 422
    assert "Foreign" not in answer.get_data(as_text=True)


def test_the_basket_says_what_stands_in_the_way_before_anybody_confirms(office: Office, sign_in: SignIn) -> None:
    run = RunFactory(capacity=1, places_per_school=None)
    office.put(run, office.staff("Ann", "Ben"))
    page = sign_in(office.head).get(basket_of(office)).text
    assert "There is 1 place left for 2 people" in page
    assert "Wait together until there is room for all 2" in page
    assert "You can cancel free of charge until" in page


def test_a_refused_confirmation_keeps_what_was_typed_and_chosen(office: Office, sign_in: SignIn) -> None:
    full, closed = RunFactory(capacity=1), RunFactory(state="closed", day=clock.today() + timedelta(days=50))
    office.put(full, office.staff("Ann", "Ben"))
    office.put(closed, office.staff("Cat"))
    line = db.session.scalars(select(BasketLine.id).order_by(BasketLine.id)).first()
    answer = sign_in(office.head).submit(
        f"{basket_of(office)}/confirm",
        on=basket_of(office),
        **{f"when-full-{full.id}": "together", f"access-{line}": "Large <print>"},
    )
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "This run is not open for booking" in page
    assert "Large &lt;print&gt;</textarea>" in page
    assert f'id="when-full-{full.id}-together" value="together" checked' in page
    assert count(Booking) == 0


def test_taking_somebody_out_keeps_what_was_typed_for_the_others(office: Office, sign_in: SignIn) -> None:
    office.put(RunFactory(), office.staff("Ann", "Ben"))
    ann, ben = db.session.scalars(select(BasketLine.id).order_by(BasketLine.id)).all()
    client = sign_in(office.head)
    form = _form(client, basket_of(office))
    sent = form | {f"access-{ben}": ["A seat near the front"]}
    assert client.post(f"{basket_of(office)}/lines/{ann}/remove", data=sent).status_code == 303
    page = client.get(basket_of(office)).text
    assert "A seat near the front" in page
    assert "Confirm 1 booking<" in page.replace("\n", "").replace("  ", "")
    assert client.submit(f"{basket_of(office)}/confirm", on=basket_of(office)).status_code == 303
    assert [need.access for need in db.session.scalars(select(BookingNeed))] == ["A seat near the front"]
    assert "A seat near the front" not in client.get(basket_of(office)).text


def test_the_same_form_twice_books_once_and_says_so(office: Office, sign_in: SignIn) -> None:
    run = RunFactory()
    office.put(run, office.staff("Ann"))
    client = sign_in(office.head)
    form = _form(client, basket_of(office))
    first, second = (client.post(f"{basket_of(office)}/confirm", data=form) for _ in range(2))
    assert (first.status_code, second.status_code) == (303, 303)
    assert first.location == second.location
    assert "You have already sent this form" in client.get(second.location).text
    assert (count(Booking), taken(run)) == (1, 1)
    assert count(OutboxMessage) == 2


def test_another_form_for_the_same_person_says_that_they_are_booked(office: Office, sign_in: SignIn) -> None:
    run, [ann] = RunFactory(), office.staff("Ann")
    office.book(run, [ann])
    office.put(run, [ann])
    answer = sign_in(office.head).submit(f"{basket_of(office)}/confirm", on=basket_of(office))
    assert answer.status_code == 422
    assert "Ann is booked on this run already" in answer.get_data(as_text=True)


def test_the_confirmation_lists_everybody_with_place_and_position_and_where_they_were_told(
    office: Office, sign_in: SignIn
) -> None:
    run = RunFactory(capacity=1)
    office.put(run, office.staff("Ann", "Ben"))
    client = sign_in(office.head)
    done = client.submit(f"{basket_of(office)}/confirm", on=basket_of(office), **{f"when-full-{run.id}": "wait"})
    page = client.get(done.location).text
    emails = db.session.scalars(select(OutboxMessage.email).where(OutboxMessage.kind.like("booking_%"))).all()
    assert all(text in page for text in ("1 place booked", "Number 1 in line", "Ann", "Ben", *emails))
    assert sign_in(new_office().head).get(done.location).status_code == 404
    assert sign_in(somebody(Role.BOOKER, school=office.school)).get(done.location).status_code == 404


def test_everybody_is_told_once_and_the_booker_gets_one_summary(office: Office) -> None:
    days = [clock.today() + timedelta(days=n) for n in (30, 37)]
    run = RunFactory(capacity=2, sessions=[SessionFactory.build(day=day) for day in days])
    office.book(run, office.staff("Ann", "Ben", "Cat"), choice="wait")
    messages = db.session.scalars(select(OutboxMessage).order_by(OutboxMessage.id)).all()
    kinds = [message.kind for message in messages]
    assert kinds.count("booking_confirmed") == 4  # two people, two dates: an invitation holds one calendar entry
    assert kinds.count("booking_waiting") == 1
    assert kinds.count("basket_summary") == 1
    assert len(messages) == 6
    assert "number 1 on its waiting list" in next(m.text for m in messages if m.kind == "booking_waiting")


def test_a_name_with_a_line_break_adds_no_header_and_no_calendar_line(office: Office) -> None:
    person = MembershipFactory(school=office.school, person__name="Ann\r\nBcc: x@x.example").person
    office.book(RunFactory(course__title="Calm\r\nATTENDEE:mailto:x@x.example"), [person.id])
    for message in db.session.scalars(select(OutboxMessage)):
        assert "\n" not in message.subject
        assert "\r" not in message.subject
        assert "\r\nATTENDEE:mailto:x" not in (message.calendar or "")


@pytest.mark.parametrize(
    ("role", "status"),
    [(Role.HEADTEACHER, 200), (Role.SENCO, 200), (Role.BOOKER, 200), (Role.GOVERNOR, 403), (Role.STAFF, 403)],
)
def test_at_the_own_school_only_those_who_book_see_basket_and_list(
    office: Office, sign_in: SignIn, role: Role, status: int
) -> None:
    run = RunFactory()
    client = sign_in(somebody(role, school=office.school))
    for path in ("basket", f"basket/runs/{run.id}", "bookings", "bookings.csv"):
        assert client.get(f"/schools/{office.school.urn}/{path}").status_code == status


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.BOOKER])
def test_another_school_s_pages_do_not_exist(office: Office, sign_in: SignIn, role: Role) -> None:
    run = RunFactory()
    booking = BookingFactory(school=office.school)
    client = sign_in(new_office(role).head)
    for path in ("basket", f"basket/runs/{run.id}", "bookings", "bookings.csv", f"bookings/{booking.id}"):
        assert client.get(f"/schools/{office.school.urn}/{path}").status_code == 404


def test_the_team_sees_who_is_booked_but_does_not_book_for_schools(office: Office, sign_in: SignIn) -> None:
    booking = BookingFactory(school=office.school, person__name="Ann Ash")
    viewer = sign_in(somebody(Role.TEAM_VIEWER))
    page = viewer.get(f"/team/runs/{booking.run_id}/bookings")
    assert page.status_code == 200
    assert "Ann Ash" in page.text
    assert viewer.get(basket_of(office)).status_code == 403


def test_needs_are_shown_to_the_organiser_and_to_whoever_said_them_alone(office: Office, sign_in: SignIn) -> None:
    provider = ProviderFactory()
    run = RunFactory(course__provider=provider)
    booking = BookingFactory(
        run=run, school=office.school, placed_by_id=office.head.id, person__email="ann@school.example"
    )
    need_of(booking, access="Large print")
    here = f"/schools/{office.school.urn}/bookings/{booking.id}"
    organiser = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=provider.id))
    assert "Large print" in organiser.get(f"/provider/runs/{run.id}").text
    assert "Large print" in organiser.get(f"/provider/runs/{run.id}/people.csv").text
    assert "Large print" in sign_in(office.head).get(here).text
    manager = sign_in(somebody(Role.TEAM_MANAGER))
    for path in (here, f"/team/runs/{run.id}/bookings", f"/team/runs/{run.id}/bookings.csv"):
        assert "Large print" not in manager.get(path).text
    assert "Large print" not in sign_in(somebody(Role.BOOKER, school=office.school)).get(here).text


def test_another_provider_s_run_does_not_exist(office: Office, sign_in: SignIn) -> None:
    run = RunFactory(course__title="SPELL")
    client = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id))
    assert client.get(f"/provider/runs/{run.id}").status_code == 404
    assert client.get(f"/provider/runs/{run.id}/people.csv").status_code == 404
    assert "SPELL" not in client.get("/provider/runs").text


def test_one_sees_the_own_bookings_and_takes_them_into_the_calendar(office: Office, sign_in: SignIn) -> None:
    me, other = PersonFactory(), BookingFactory()
    booking = BookingFactory(person=me, run__course__title="SPELL")
    client = sign_in(me)
    assert "SPELL" in client.get("/my-bookings").text
    calendar = client.get(f"/my-bookings/{booking.id}.ics")
    assert calendar.mimetype == "text/calendar"
    assert "SUMMARY:SPELL" in calendar.text
    assert client.get(f"/my-bookings/{other.id}.ics").status_code == 404


def test_the_list_shows_its_parts_finds_words_and_goes_out_as_it_is_filtered(office: Office, sign_in: SignIn) -> None:
    soon, past = RunFactory(), RunFactory(day=clock.today() - timedelta(days=20))
    for name, run, state in (("Ann", soon, "confirmed"), ("Ben", past, "confirmed"), ("Cat", soon, "waiting")):
        BookingFactory(school=office.school, run=run, person__name=name, state=state)
    BookingFactory(school=office.school, run=soon, person__name="Dot", state="cancelled", ended_at=clock.now())
    BookingFactory(run=soon, person__name="Foreign")
    client, here = sign_in(office.head), f"/schools/{office.school.urn}/bookings"
    for part, names in (("coming", "Ann Cat"), ("waiting", "Cat"), ("past", "Ben"), ("cancelled", "Dot")):
        for address in (f"{here}?state={part}", f"{here}.csv?state={part}"):
            text = client.get(address).text
            assert [n for n in ("Ann", "Ben", "Cat", "Dot", "Foreign") if n in text] == names.split()
    assert "Ann" not in client.get(f"{here}?words=cat").text
    for odd in ("state=%27", "page=0", "page=99999999999", "page=x", "words=%25", "words=%00"):
        assert client.get(f"{here}?{odd}").status_code in {200, 400}


def test_those_with_one_school_go_to_its_list_and_others_choose(office: Office, sign_in: SignIn) -> None:
    client = sign_in(office.head)
    assert client.get("/school-bookings").location == f"/schools/{office.school.urn}/bookings"
    second = new_office().school
    MembershipFactory(person=office.head, school=second, role=Role.HEADTEACHER)
    page = client.get("/school-bookings").text
    assert f"/schools/{second.urn}/bookings" in page


def test_confirming_one_booking_costs_few_statements(office: Office, sign_in: SignIn, statements: Statements) -> None:
    client = sign_in(office.head)
    office.put(RunFactory(), office.staff("Ann"))
    here = basket_of(office)
    form = _form(client, here)
    with statements() as sent:
        assert client.post(f"{here}/confirm", data=form).status_code == 303
    assert len(sent) <= MOST_TO_CONFIRM, "\n".join(s.split("\n")[0] for s in sent)


MOST_TO_CONFIRM = 14  # one of them forgets the draft of the page, one looks for marks of summaries


def test_pages_cost_the_same_however_many_rows_there_are(
    office: Office, sign_in: SignIn, statements: Statements
) -> None:
    run, other = RunFactory(capacity=90), RunFactory(capacity=90)
    head, manager = sign_in(office.head), sign_in(somebody(Role.TEAM_MANAGER))
    pages = {basket_of(office): head, f"{basket_of(office)}/runs/{run.id}": head, "/my-bookings": head}
    pages |= {f"/schools/{office.school.urn}/bookings": head, f"/team/runs/{run.id}/bookings": manager}
    costs: list[dict[str, int]] = []
    for crowd in (range(2), range(2, 30)):
        people = office.staff(*(f"Robin {n}" for n in crowd))
        office.book(run, people)
        office.put(other, people)
        costs.append({page: _cost(client, page, statements) for page, client in pages.items()})
        office.confirm(accepted=frozenset(db.session.scalars(select(BasketLine.id))))
    assert costs[0] == costs[1]
    assert max(costs[0].values()) <= 15, costs


def _cost(client: Visitor, page: str, statements: Statements) -> int:
    with statements() as sent:
        assert client.get(page).status_code == 200
    return len(sent)


def test_refused_acts_leave_one_row_on_the_audit_trail(office: Office, sign_in: SignIn) -> None:
    office.put(RunFactory(), office.staff("Ann"))
    client = sign_in(new_office().head)
    client.post(f"{basket_of(office)}/confirm", data={"csrf_token": _form(client, "/account")["csrf_token"]})
    refused = db.session.scalars(select(AuditEvent).where(AuditEvent.outcome == "refused")).all()
    assert [event.subject_type for event in refused] == ["baskets.confirm"]


def test_what_is_odd_is_answered_without_a_fault(office: Office, sign_in: SignIn) -> None:
    office.put(RunFactory(), office.staff("Ann"))
    client = sign_in(office.head)
    form = _form(client, basket_of(office))
    for name in ("access-x", "accept-" + "9" * 30, "when-full-²", "shown-0", "diet--1"):
        answer = client.post(f"{basket_of(office)}/confirm", data=form | {name: ["x"], "form_key": [name]})
        assert answer.status_code in {303, 422}
    assert count(Booking) == 1


def _form(client: Visitor, page: str) -> dict[str, list[str]]:
    """The fields of the first form of a page, as a browser would send them."""
    text = client.get(page).get_data(as_text=True)
    forms = [form for form in posting_forms(text, page) if "form_key" in form.names]
    return dict(forms[-1].fields) if page != "/account" else dict(posting_forms(text, page)[0].fields)
