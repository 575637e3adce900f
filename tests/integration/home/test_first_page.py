"""The first page costs the same for somebody with every kind of role, however much there is to do."""

from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import transaction
from inclusion_app.training.models import FeedbackRequest
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.asking import EnquiryFactory, OfferHintFactory
from tests.factories.bookings import BookingFactory
from tests.factories.directory import published_offer
from tests.factories.providers import ProviderFactory
from tests.factories.schools import SchoolFactory
from tests.factories.training import RunFactory
from tests.integration.bookings.conftest import SignIn, sign_in
from tests.support.statements import counted_statements

__all__ = ["sign_in"]
pytestmark = pytest.mark.usefixtures("database")
MOST_STATEMENTS = 15


def test_it_leads_to_offers_requests_registers_and_feedback_in_few_statements(sign_in: SignIn) -> None:
    school = SchoolFactory(name="Elm School")
    head = somebody(Role.HEADTEACHER, school=school)
    given = RunFactory(day=clock.today() - timedelta(days=2), course__title="Just over")
    MembershipFactory(person=head, role=Role.PROVIDER_MEMBER, school=None, provider_id=given.provider_id)
    done = BookingFactory(run=given, person=head, school=school)
    with transaction() as session:
        session.add(FeedbackRequest(booking_id=done.id, point="after", asked_at=clock.now()))
    later = clock.now() + timedelta(hours=5)
    BookingFactory(run=RunFactory(), person=head, school=school, state="offered", offered_until=later)
    BookingFactory(run=RunFactory(), school=school, state="requested", came_by="request")
    client = sign_in(head)
    with counted_statements() as statements:
        page = client.get("/").text
    for said in ("A place is free for you", "1 person asks for a place: Elm School", "Give feedback: Just over"):
        assert said in page
    assert "A place is offered to Elm School" in page
    assert len(statements) <= MOST_STATEMENTS, statements


def test_a_provider_is_led_to_what_it_owes_and_nobody_to_what_another_owes(sign_in: SignIn) -> None:
    offer = published_offer(checked_on=clock.today() - timedelta(days=200))
    EnquiryFactory(offer_id=offer.id)
    OfferHintFactory(offer_id=offer.id)
    OfferHintFactory(offer_id=offer.id, outcome="not-so", answered_at=clock.now())
    owed = ("Answer a school", "Say that an offer is still true", "out of date")
    own = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=offer.provider_id))
    with counted_statements() as statements:
        page = own.get("/").text
    assert [said for said in owed if said not in page] == []
    assert len(statements) <= MOST_STATEMENTS, statements

    other = sign_in(somebody(Role.PROVIDER_MEMBER, provider_id=ProviderFactory().id)).get("/").text
    assert [said for said in owed if said in other] == []
    assert "Readers say that offers are out of date" in sign_in(somebody(Role.TEAM_ADVISER)).get("/").text
