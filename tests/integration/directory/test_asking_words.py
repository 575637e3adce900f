"""What schools say of offers, what readers find out of date, and what leads from one room to another."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from inclusion_app.access.actor import ANONYMOUS, Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.directory.asking.choices import HintChoices, UseChoices
from inclusion_app.directory.asking.invariants import CHECKS
from inclusion_app.directory.asking.models import OfferHint, OfferUse
from inclusion_app.directory.asking.queries.suggesting import offers_beside, offers_in_areas
from inclusion_app.directory.asking.queries.uses import said_of
from inclusion_app.directory.asking.rules.hints import MOST_FROM_ONE_PLACE
from inclusion_app.directory.asking.services.hints import answer_hint, tell_out_of_date
from inclusion_app.directory.asking.services.uses import answer_comment, hide_comment, say_use, show_comment
from inclusion_app.directory.models import Offer, OfferVersionPlace
from inclusion_app.directory.summaries import SupportOfSchool, support_of_schools
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.invariants import run_checks
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from tests.factories.accounts import somebody
from tests.factories.asking import (
    EnquiryFactory,
    EnquiryMessageFactory,
    OfferHintFactory,
    OfferUseFactory,
    ShortlistEntryFactory,
)
from tests.factories.directory import published_offer
from tests.factories.schools import GroupingFactory, SchoolFactory, SchoolGroupingFactory
from tests.factories.training import CourseFactory
from tests.factories.vocabulary import ConceptFactory
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
Statements = Callable[[], Any]


def actor(person: Person) -> Actor:
    return actor_for(person.id, today=clock.today())


def used(offer: Offer, number: int, **said: Any) -> None:
    for _ in range(number):
        OfferUseFactory(offer_id=offer.id, **said)


def test_nothing_of_what_schools_say_is_shown_before_five_have_said_it(client: Visitor) -> None:
    offer = published_offer()
    OfferUseFactory(offer_id=offer.id, comment="Calmer mornings", may_share=True)
    OfferUseFactory(offer_id=offer.id, comment="For the provider alone")
    used(offer, 2, helped="partly")
    used(offer, 3, helped="")  # has not said yet
    page = f"/directory/{offer.slug}"
    assert "schools said" not in client.get(page).text
    assert "Calmer" not in client.get(page).text

    last = OfferUseFactory(offer_id=offer.id, helped="no")
    shown = client.get(page).text

    assert "2 of 5 schools said it helped, 2 said it helped in part" in shown
    assert "Calmer mornings" in shown
    assert "provider alone" not in shown
    db.session.get_one(OfferUse, last.id).helped = ""
    db.session.commit()
    assert said_of(offer.id).comments == ()


def test_a_hidden_comment_is_seen_by_nobody_else_until_it_is_shown_again(client: Visitor) -> None:
    offer, adviser = published_offer(), somebody(Role.TEAM_ADVISER)
    used(offer, 4)
    use = OfferUseFactory(offer_id=offer.id, comment="It was Ms Hill", may_share=True)
    page = f"/directory/{offer.slug}"
    assert "Ms Hill" in client.get(page).text

    with pytest.raises(RuleBroken, match="Say why"):
        hide_comment(actor(adviser), use.id, reason=" ", now=clock.now())
    hide_comment(actor(adviser), use.id, reason="It names somebody", now=clock.now())
    assert "Ms Hill" not in client.get(page).text
    assert "4 of 5" not in client.get(page).text  # it is counted all the same
    show_comment(actor(adviser), use.id)
    assert "Ms Hill" in client.get(page).text


def test_an_answer_goes_with_the_comment_it_was_for_and_a_colleague_overwrites_nothing() -> None:
    school, offer = SchoolFactory(), published_offer()
    senco = somebody(Role.SENCO, school=school)
    member = somebody(Role.PROVIDER_MEMBER, provider_id=offer.provider_id)
    said = UseChoices(used_on=clock.today(), helped="yes", comment="Calmer", may_share=True)
    now = clock.now()
    use = say_use(actor(senco), school.id, offer.id, said, version=0, now=now)
    answer_comment(actor(member), use.id, text="Thank you", version=use.version, now=now)
    assert [line.person_id for line in db.session.scalars(select(DigestLine).order_by(DigestLine.id))] == [
        member.id,
        senco.id,
    ]

    with pytest.raises(StaleEdit):
        say_use(actor(senco), school.id, offer.id, said, version=0, now=now)
    again = db.session.get_one(OfferUse, use.id)
    later = UseChoices(used_on=clock.today(), helped="partly", comment="Calmer, for a while")
    changed = say_use(actor(senco), school.id, offer.id, later, version=again.version, now=now)
    assert (changed.helped, changed.answer, changed.answered_at, changed.may_share) == ("partly", "", None, False)


def test_anybody_tells_what_is_out_of_date_and_hears_what_came_of_it(client: Visitor) -> None:
    offer = published_offer(title="Autism outreach")
    member = somebody(Role.PROVIDER_MEMBER, provider_id=offer.provider_id)
    page = f"/directory/{offer.slug}/out-of-date"
    assert client.submit(page, topic=None, text="").status_code == 422
    assert client.submit(page, topic="contact", text="Dead", email="nobody").status_code == 422
    client.submit(page, topic="contact", text="The number is dead", email="Reader@Home.example")
    hint = db.session.scalars(select(OfferHint)).one()
    assert [line.person_id for line in db.session.scalars(select(DigestLine))] == [member.id]

    client.sign_in(member)
    client.submit(f"/provider/hints/{hint.id}/answer", on="/provider/hints", outcome="changed", answer="A new number")

    db.session.expire_all()
    kept = db.session.get_one(OfferHint, hint.id)
    assert (kept.outcome, kept.email) == ("changed", "")
    mail = db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == "hint_answered")).one()
    assert mail.email == "reader@home.example"
    assert "Put right: A new number" in mail.text
    with pytest.raises(RuleBroken, match="already"):
        answer_hint(actor(member), hint.id, outcome="not-so", answer="No", now=clock.now())


def test_so_many_hints_an_hour_come_from_one_place_and_others_are_not_kept_out() -> None:
    offer, now = published_offer(), clock.now()
    said = HintChoices(topic="other", text="Old")
    for _ in range(MOST_FROM_ONE_PLACE):
        tell_out_of_date(ANONYMOUS, offer.id, said, from_place="command line", now=now)

    with pytest.raises(RuleBroken, match="wait a while"):
        tell_out_of_date(ANONYMOUS, offer.id, said, from_place="command line", now=now)
    tell_out_of_date(ANONYMOUS, offer.id, said, from_place="192.0.2.9", now=now)
    tell_out_of_date(ANONYMOUS, offer.id, said, from_place="command line", now=now + timedelta(hours=2))


AREA: dict[str, tuple[str, ...]] = {"framework-area": ("belonging",), "phase": ("primary",)}


def test_offers_for_an_area_fit_the_school_the_nearest_first_in_one_statement(statements: Statements) -> None:
    district, elsewhere = GroupingFactory(), GroupingFactory()
    school = SchoolFactory(easting=600_000, northing=150_000)
    SchoolGroupingFactory(school=school, grouping=district)
    far, near = (_placed(title, east) for title, east in (("Far", 650_000), ("Near", 601_000)))
    here = published_offer(title="Here", tags=AREA, districts=(district.code,))
    published_offer(title="Not here", tags=AREA, districts=(elsewhere.code,))
    published_offer(title="Another phase", tags=AREA | {"phase": ("secondary",)})
    published_offer(title="Another area")
    published_offer(title="Hidden", tags=AREA, checked_on=clock.today() - timedelta(days=400))

    db.session.refresh(school)  # making the offers has let go of it
    with statements() as sent:
        found = offers_in_areas(["belonging"], school, today=clock.today())

    assert len(sent) == 1
    assert [one.slug for one in found] == [near.slug, far.slug, here.slug]
    assert offers_in_areas([], school, today=clock.today()) == []
    nowhere = SchoolFactory(easting=None, northing=None)
    SchoolGroupingFactory(school=nowhere, grouping=district)
    by_title = offers_in_areas(["belonging"], nowhere, today=clock.today())
    assert [one.title for one in by_title] == ["Far", "Here", "Near"]


def _placed(title: str, easting: int) -> Offer:
    place = OfferVersionPlace(position=1, name="The hall", easting=easting, northing=150_000)
    return published_offer(title=title, tags=AREA, places=[place])


def test_courses_and_offers_on_the_same_subject_lead_to_each_other(client: Visitor) -> None:
    offer = published_offer(title="Autism outreach", tags={"need": ("autism",)})
    published_offer(title="Help with ADHD", tags={"need": ("adhd",)})
    published_offer(title="Long gone", tags={"need": ("autism",)}, checked_on=clock.today() - timedelta(days=400))
    need = db.session.scalars(select(ConceptFactory._meta.model).filter_by(scheme="need", code="autism")).one()
    course = CourseFactory(title="Autism in the classroom", concepts=[need])
    CourseFactory(title="Not published", concepts=[need], state="draft")

    beside_course, beside_offer = (
        client.get(f"/catalogue/{course.slug}").text,
        client.get(f"/directory/{offer.slug}").text,
    )

    assert "Autism outreach" in beside_course
    assert "Help with ADHD" not in beside_course
    assert "Long gone" not in beside_course
    assert "Autism in the classroom" in beside_offer
    assert "Not published" not in beside_offer
    assert offers_beside([], [], today=clock.today()) == []


def test_figures_of_schools_take_one_statement(statements: Statements) -> None:
    offer, other = published_offer(), published_offer(title="Other")
    school = SchoolFactory()
    ShortlistEntryFactory(school_id=school.id, offer_id=offer.id)
    ShortlistEntryFactory(school_id=school.id, offer_id=other.id)
    EnquiryFactory(school_id=school.id, offer_id=offer.id)
    EnquiryFactory(school_id=school.id, offer_id=other.id, state="closed", accepted_at=clock.now())
    OfferUseFactory(school_id=school.id, offer_id=offer.id)
    OfferUseFactory(school_id=school.id, offer_id=other.id, helped="")
    OfferUseFactory(offer_id=other.id, helped="no")

    with statements() as sent:
        found = support_of_schools()

    assert len(sent) == 1
    assert found[0] == SupportOfSchool(school.id, 2, 2, 1, 2, 1, 0, 0)
    assert [one.did_not_help for one in found] == [0, 1]
    assert support_of_schools([school.id]) == found[:1]
    assert support_of_schools([]) == []


def test_invariants_see_what_messages_do_not_bear_out() -> None:
    offer = published_offer()
    fine = EnquiryFactory(offer_id=offer.id, state="answered")
    EnquiryMessageFactory(enquiry_id=fine.id)
    OfferHintFactory(offer_id=offer.id)
    assert [finding.wrong for finding in run_checks(CHECKS)] == [[], [], [], []]

    silent = EnquiryFactory(offer_id=offer.id, state="answered")
    EnquiryFactory(offer_id=offer.id, school_id=silent.school_id)
    wrong = [finding.wrong for finding in run_checks(CHECKS)]

    assert [len(one) for one in wrong] == [0, 1, 1, 0]
