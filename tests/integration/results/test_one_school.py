"""One school on one page: what is the school's own stays with the school."""

from datetime import timedelta

import pytest

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.reviews.models import Review
from inclusion_app.reviews.states import Preset, ReviewState
from tests.factories.accounts import MembershipFactory, somebody
from tests.factories.asking import OfferUseFactory
from tests.factories.directory import published_offer
from tests.factories.improvement import planned_review
from tests.factories.reviews import CycleFactory
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.late import late_review
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")


def test_the_team_sees_how_many_actions_there_are_and_the_head_which(client: Visitor) -> None:
    review = planned_review(ReviewState.PLAN_AGREED, cycle=CycleFactory(preset=Preset.SCHOOL_OWNED))
    db.session.refresh(review, ["school"])
    here = f"/schools/{review.school.urn}/results"
    head = MembershipFactory(school=review.school, role=Role.HEADTEACHER).person

    client.sign_in(somebody(Role.TEAM_ADVISER))
    to_team = client.get(here).get_data(as_text=True)
    client.submit("/sign-out", on="/")
    client.sign_in(head)
    to_head = client.get(here).get_data(as_text=True)

    assert "2 in all" in to_team
    assert "Do thing 1" not in to_team
    assert "the school’s own to show" in to_team
    assert "Do thing 1" in to_head


def test_which_offers_were_used_is_for_the_school_alone(client: Visitor) -> None:
    school, offer = SchoolFactory(), published_offer(title="Help with mornings")
    OfferUseFactory(school_id=school.id, offer_id=offer.id)
    here, title = f"/schools/{school.urn}/results", "Help with mornings"
    head = MembershipFactory(school=school, role=Role.HEADTEACHER).person

    client.sign_in(somebody(Role.TEAM_VIEWER))
    to_team = client.get(here).get_data(as_text=True) + client.get(f"{here}/timeline").get_data(as_text=True)
    client.submit("/sign-out", on="/")
    client.sign_in(head)
    to_head = client.get(here).get_data(as_text=True)

    assert "Offers used: 1" in to_team
    assert title not in to_team
    assert title in to_head
    assert title in client.get(f"{here}/timeline").get_data(as_text=True)


def test_what_is_late_is_said_with_its_cycle(client: Visitor) -> None:
    late = late_review(visit_on=clock.today() + timedelta(days=2))
    review = db.session.get_one(Review, late.review_id)
    db.session.refresh(review, ["school", "cycle"])
    here, cycle = f"/schools/{review.school.urn}/results", review.cycle.name

    client.sign_in(late.head)
    page = client.get(here).get_data(as_text=True)

    assert f"” of {cycle} was due on" in page
