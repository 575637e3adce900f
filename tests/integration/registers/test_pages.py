"""Pages of registers: what stands on them, for whom, and what they cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.training.models import Booking, BookingParticipant, Run, Session
from inclusion_app.training.states import RunState
from tests.factories.accounts import PersonFactory, somebody
from tests.factories.bookings import BookingFactory, need_of
from tests.factories.providers import ProviderFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import SignIn
from tests.support.html import posting_forms

pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], AbstractContextManager[list[str]]]


@pytest.fixture
def run() -> Run:
    """A run of two days ago: its register is open."""
    made: Run = RunFactory(day=clock.today() - timedelta(days=2), capacity=300)
    return made


def address_of(run: Run) -> str:
    with transaction() as session:
        return f"/runs/{run.id}/register/{session.query(Session.id).filter_by(run_id=run.id).scalar()}"


def test_pages_and_ticks_cost_the_same_however_many_are_on_the_run(
    run: Run, sign_in: SignIn, statements: Statements
) -> None:
    here, adviser = address_of(run), sign_in(somebody(Role.TEAM_ADVISER))
    paths = (here.rpartition("/")[0], here, f"{here}/print", f"{here}/walk-in")

    def counted(path: str) -> int:
        adviser.get(path)
        with statements() as sent:
            assert adviser.get(path).status_code == 200
        return len(sent)

    def of_a_tick(booking: Booking, mark: str) -> int:
        token = posting_forms(adviser.get(here).text, here)[-1].fields["csrf_token"]
        with statements() as sent:
            data = {"csrf_token": token, "mark": mark, "ago": "0"}
            assert adviser.post(f"{here}/marks/{booking.id}", data=data).status_code == 200
        return len(sent)

    first, *_ = [BookingFactory(run=run) for _ in range(3)]
    few = [counted(path) for path in paths] + [of_a_tick(first, "present"), of_a_tick(first, "absent")]
    for _ in range(40):
        need_of(BookingFactory(run=run))
    again = BookingFactory(run=run)
    assert [counted(path) for path in paths] + [of_a_tick(again, "present"), of_a_tick(again, "absent")] == few
    *pages, present, absent = few
    assert max(pages) <= 15, few
    assert max(present, absent) <= 16, few  # one of them asks whether figures of schools have to be made anew


def test_what_to_provide_is_on_the_screen_of_the_organiser_and_never_on_paper(run: Run, sign_in: SignIn) -> None:
    need_of(BookingFactory(run=run), access="Step-free room")
    here = address_of(run)
    member = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=run.provider_id))
    assert "Step-free room" in member.get(here).text
    assert "Step-free room" not in member.get(f"{here}/print").text
    assert "Step-free room" not in sign_in(somebody(Role.TEAM_ADVISER)).get(here).text


def test_a_run_of_another_provider_does_not_exist(run: Run, sign_in: SignIn) -> None:
    other = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id))
    here = address_of(run)
    for path in (here.rpartition("/")[0], here, f"{here}/print", f"{here}/check-in", f"{here}/walk-in"):
        assert other.get(path).status_code == 404


def test_a_session_of_another_run_is_not_at_this_address(run: Run, sign_in: SignIn) -> None:
    other = address_of(RunFactory(day=clock.today() - timedelta(days=2))).rpartition("/")[2]
    assert sign_in(somebody(Role.TEAM_ADVISER)).get(f"/runs/{run.id}/register/{other}").status_code == 404


def test_those_who_come_with_a_leadership_team_stand_on_the_list_and_on_paper(run: Run, sign_in: SignIn) -> None:
    booking, comes = BookingFactory(run=run, person__name="Ann Lee"), PersonFactory(name="Ben Ray")
    with transaction() as session:
        session.add(BookingParticipant(booking_id=booking.id, person_id=comes.id))
    adviser, here = sign_in(somebody(Role.TEAM_ADVISER)), address_of(run)
    assert "With Ben Ray" in adviser.get(here).text
    paper = adviser.get(f"{here}/print").text
    assert 'scope="row">Ann Lee</th>' in paper
    assert 'scope="row">Ben Ray</th>' in paper


def test_a_cancelled_run_takes_no_marks(run: Run, sign_in: SignIn) -> None:
    booking, here, adviser = BookingFactory(run=run), address_of(run), sign_in(somebody(Role.TEAM_ADVISER))
    with transaction() as session:
        session.get_one(Run, run.id).state = RunState.CANCELLED
    assert "This run has been cancelled" in adviser.get(here).text
    refused = adviser.submit(here, **{f"mark-{booking.id}": "present"})
    assert refused.status_code == 422
    assert "This run has been cancelled" in refused.text
