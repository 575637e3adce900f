"""Reminding from a list: once a day for each school, one mail to each person, and the list says so."""

import pytest
from sqlalchemy import select

from inclusion_app.access.roles import Role
from inclusion_app.foundation import clock
from inclusion_app.foundation.audit import AuditEvent
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.outbox import OutboxMessage
from inclusion_app.insights.chasing.services import Reminded, remind_schools
from inclusion_app.insights.measures import MEASURES
from tests.factories.accounts import MembershipFactory, PersonFactory, somebody
from tests.factories.schools import SchoolFactory
from tests.integration.reviews.conftest import ActorOf, actor_of
from tests.support.visitor import Visitor

__all__ = ["actor_of"]
pytestmark = pytest.mark.usefixtures("database")
REACH = MEASURES["reach"]


def test_a_school_is_reminded_once_a_day_and_whoever_leads_two_gets_one_mail(actor_of: ActorOf) -> None:
    head, schools, adviser = PersonFactory(), [SchoolFactory(), SchoolFactory()], actor_of(somebody(Role.TEAM_ADVISER))
    for school in schools:
        MembershipFactory(person=head, school=school, role=Role.HEADTEACHER)
    empty, ids, now = SchoolFactory(), [school.id for school in schools], clock.now()

    done = remind_schools(adviser, REACH, [*ids, empty.id], note="We can help.", now=now)
    with pytest.raises(RuleBroken, match="reminded today"):
        remind_schools(adviser, REACH, ids, note="", now=now)

    mails = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "result_reminder")).all()
    assert done == Reminded(people=1, schools=2, passed_over=1)
    assert [mail.email for mail in mails] == [head.email]
    assert "We can help." in mails[0].text
    assert all(f"/schools/{school.urn}/results" in mails[0].text for school in schools)
    assert db.session.scalars(select(AuditEvent.act).where(AuditEvent.act == "remind_schools")).all() == [
        "remind_schools"
    ]


def test_the_list_says_who_was_reminded_and_keeps_what_was_ticked(client: Visitor) -> None:
    school = SchoolFactory()
    MembershipFactory(school=school, role=Role.HEADTEACHER)
    client.sign_in(somebody(Role.TEAM_ADVISER))
    here = "/team/results/measures/reach/schools?which=out"

    nobody = client.submit(here, note="Come along").get_data(as_text=True)
    assert "Choose at least one school" in nobody
    assert 'value="Come along"' in nobody
    client.submit(here, schools=[str(school.id)])
    page = client.get(here).get_data(as_text=True)

    assert "1 headteacher is written to" in page
    assert "Robin Ashdown" in page
