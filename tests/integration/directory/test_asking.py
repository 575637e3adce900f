"""Enquiries and shortlists: who hears what, what is refused, and that nothing a school wrote leaves by mail."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from inclusion_app.access.actor import Actor
from inclusion_app.access.roles import Role
from inclusion_app.accounts.models import Person, Provider
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.directory.asking.choices import EnquiryChoices
from inclusion_app.directory.asking.models import Enquiry, ShortlistEntry
from inclusion_app.directory.asking.queries.enquiries import late_enquiries
from inclusion_app.directory.asking.services.enquiries import (
    accept_enquiry,
    close_enquiry,
    decline_enquiry,
    send_enquiry,
    withdraw_enquiry,
    write_message,
)
from inclusion_app.directory.asking.services.reminding import remind_providers
from inclusion_app.directory.asking.services.shortlists import (
    add_to_shortlist,
    note_on_shortlist,
    remove_from_shortlist,
)
from inclusion_app.directory.asking.states import Side
from inclusion_app.directory.models import Offer
from inclusion_app.directory.states import OfferState
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.errors import RuleBroken, StaleEdit
from inclusion_app.foundation.outbox import DigestLine, OutboxMessage
from inclusion_app.schools.models import School
from tests.factories.accounts import somebody
from tests.factories.asking import EnquiryFactory
from tests.factories.directory import OfferFactory, published_offer
from tests.factories.schools import SchoolFactory
from tests.support.visitor import Visitor

pytestmark = pytest.mark.usefixtures("database")
CANARY = "CANARYmorningsInYear2"
ASKED = EnquiryChoices(needed=CANARY, contact_name="Robin Hale", contact_email="Office@School.example")


def actor(person: Person) -> Actor:
    return actor_for(person.id, today=clock.today())


def cast() -> tuple[School, Person, Offer, Person]:
    """A school with its SENCO, an offer with a member of its provider."""
    school, offer = SchoolFactory(), published_offer()
    return (
        school,
        somebody(Role.SENCO, school=school),
        offer,
        somebody(Role.PROVIDER_MEMBER, provider_id=offer.provider_id),
    )


def sent(kind: str) -> list[OutboxMessage]:
    return list(db.session.scalars(select(OutboxMessage).where(OutboxMessage.kind == kind).order_by(OutboxMessage.id)))


def everything_said() -> str:
    mails = [f"{one.subject} {one.text}" for one in db.session.scalars(select(OutboxMessage))]
    return " ".join([*mails, *db.session.scalars(select(DigestLine.text))])


def test_a_school_asks_the_provider_answers_and_accepts_and_no_mail_says_what_was_written() -> None:
    school, senco, offer, member = cast()
    now = clock.now()

    enquiry = send_enquiry(actor(senco), school.id, offer.id, ASKED, now=now)
    write_message(actor(member), enquiry.id, text=f"{CANARY} answered", side=Side.PROVIDER, now=now)
    assert db.session.get_one(Enquiry, enquiry.id).state == "answered"
    write_message(actor(senco), enquiry.id, text=f"{CANARY} again", side=Side.SCHOOL, now=now)
    accept_enquiry(actor(member), enquiry.id, text=f"{CANARY} accepted", now=now)
    close_enquiry(actor(senco), enquiry.id, side=Side.SCHOOL, now=now)

    kept = db.session.get_one(Enquiry, enquiry.id)
    assert (kept.state, kept.accepted_at, kept.contact_email) == ("closed", now, "office@school.example")
    assert [m.person_id for kind in ("enquiry_sent", "enquiry_more") for m in sent(kind)] == [member.id, member.id]
    assert [message.person_id for message in sent("enquiry_answered")] == [senco.id, senco.id]
    assert [line.person_id for line in db.session.scalars(select(DigestLine))] == [member.id]
    assert CANARY not in everything_said()


def test_a_declined_enquiry_says_why_and_nothing_can_be_added() -> None:
    school, senco, offer, member = cast()
    enquiry = EnquiryFactory(school_id=school.id, offer_id=offer.id, asked_by_id=senco.id)
    now = clock.now()

    for kind, reason, field in (("", "", "reason_kind"), ("other", " ", "reason")):
        with pytest.raises(RuleBroken) as refusal:
            decline_enquiry(actor(member), enquiry.id, reason_kind=kind, reason=reason, now=now)
        assert refusal.value.problems[0][0] == field
    decline_enquiry(actor(member), enquiry.id, reason_kind="full", reason="", now=now)

    for act in (
        lambda: write_message(actor(senco), enquiry.id, text="Please", side=Side.SCHOOL, now=now),
        lambda: accept_enquiry(actor(member), enquiry.id, text="After all", now=now),
        lambda: withdraw_enquiry(actor(senco), enquiry.id, now=now),
        lambda: close_enquiry(actor(senco), enquiry.id, side=Side.SCHOOL, now=now),
    ):
        with pytest.raises(RuleBroken):
            act()
    assert db.session.get_one(Enquiry, enquiry.id).state == "declined"


def test_a_school_has_one_open_enquiry_about_an_offer_and_asks_for_nothing_that_is_not_given() -> None:
    school, senco, offer, _ = cast()
    first = send_enquiry(actor(senco), school.id, offer.id, ASKED, now=clock.now())

    with pytest.raises(RuleBroken, match="open enquiry"):
        send_enquiry(actor(senco), school.id, offer.id, ASKED, now=clock.now())
    withdraw_enquiry(actor(senco), first.id, now=clock.now())
    send_enquiry(actor(senco), school.id, offer.id, ASKED, now=clock.now())
    draft = OfferFactory()
    with pytest.raises(RuleBroken, match="not in the directory"):
        send_enquiry(actor(senco), school.id, draft.id, ASKED, now=clock.now())
    assert db.session.scalar(select(func.count()).select_from(Enquiry)) == 2


def test_who_has_left_hears_nothing_the_headteacher_does_and_a_provider_without_accounts_is_written_to() -> None:
    school, offer = SchoolFactory(), published_offer()
    head, left = somebody(Role.HEADTEACHER, school=school), somebody(Role.SENCO, school=school)
    enquiry = send_enquiry(actor(left), school.id, offer.id, ASKED, now=clock.now())
    own = db.session.get_one(Provider, offer.provider_id).email
    assert [(one.person_id, one.email) for one in sent("enquiry_sent")] == [(None, own)]

    left = db.session.get_one(Person, left.id)
    left.deactivated_at = clock.now()
    db.session.commit()
    member = somebody(Role.PROVIDER_MEMBER, provider_id=offer.provider_id)
    write_message(actor(member), enquiry.id, text="Yes", side=Side.PROVIDER, now=clock.now())

    assert [one.person_id for one in sent("enquiry_answered")] == [head.id]


def test_a_provider_is_reminded_once_after_five_working_days_and_the_team_sees_it_after_ten() -> None:
    _, _, offer, member = cast()
    now = clock.now()
    EnquiryFactory(offer_id=offer.id, sent_at=now - timedelta(days=4))
    old = EnquiryFactory(offer_id=offer.id, sent_at=now - timedelta(days=30), needed=CANARY)
    EnquiryFactory(offer_id=offer.id, sent_at=now - timedelta(days=30), state="withdrawn")

    assert remind_providers(now) == 1
    assert remind_providers(now) == 0
    assert [one.person_id for one in sent("enquiry_waits")] == [member.id]
    late = late_enquiries(now)
    assert [one.enquiry_id for one in late] == [old.id]
    assert CANARY not in repr(late) + everything_said()


def test_the_shortlist_is_the_schools_and_a_colleagues_note_is_not_overwritten() -> None:
    school, senco, offer, _ = cast()
    head = somebody(Role.HEADTEACHER, school=school)
    version = add_to_shortlist(actor(senco), school.id, offer.id, now=clock.now()).version
    add_to_shortlist(actor(head), school.id, offer.id, now=clock.now())  # finds it there

    note_on_shortlist(actor(head), school.id, offer.id, note="For Year 4", version=version)
    with pytest.raises(StaleEdit) as stale:
        note_on_shortlist(actor(senco), school.id, offer.id, note="For Year 5", version=version)
    assert stale.value.theirs == {"note": "For Year 4"}
    assert [(one.added_by_id, one.note) for one in db.session.scalars(select(ShortlistEntry))] == [
        (senco.id, "For Year 4")
    ]
    remove_from_shortlist(actor(senco), school.id, offer.id)
    remove_from_shortlist(actor(senco), school.id, offer.id)
    assert db.session.scalars(select(ShortlistEntry)).all() == []


def test_only_what_is_published_goes_on_a_shortlist() -> None:
    school, senco, offer, _ = cast()
    db.session.get_one(Offer, offer.id).state = OfferState.ARCHIVED
    db.session.commit()

    with pytest.raises(RuleBroken, match="not in the directory"):
        add_to_shortlist(actor(senco), school.id, offer.id, now=clock.now())


@pytest.fixture
def signed_in(client: Visitor) -> Callable[[Person], Visitor]:
    def go(person: Person) -> Visitor:
        client.sign_in(person)
        return client

    return go


def test_from_the_offers_page_to_the_shortlist_and_the_enquiry(signed_in: Callable[[Person], Visitor]) -> None:
    school, senco, offer, _ = cast()
    other = published_offer(title="Calm corners")
    visitor = signed_in(senco)
    page = f"/directory/{offer.slug}"

    visitor.submit(f"/schools/{school.urn}/shortlist/{offer.id}/add", on=page)
    assert "Take off the shortlist" in visitor.get(page).text
    assert "Take off the shortlist" in visitor.get("/directory").text
    visitor.submit(f"/schools/{school.urn}/shortlist/{other.id}/add", on="/directory")
    compared = visitor.get(f"/schools/{school.urn}/shortlist/compare?offer={offer.id}&offer={other.id}")
    assert "Calm corners" in compared.text
    assert 'scope="row"' in compared.text
    assert visitor.get(f"/schools/{school.urn}/shortlist/compare?offer={offer.id}").status_code == 422
    assert "Calm corners" in visitor.get(f"/schools/{school.urn}/shortlist/print").text
    form = f"/schools/{school.urn}/enquiries/new/{offer.id}"
    assert visitor.submit(form, needed="").status_code == 422
    there = visitor.submit(form, needed="Help in Year 2").headers["Location"]
    assert "Help in Year 2" in visitor.get(there).text
    assert visitor.get(form).headers["Location"] == there


def test_htmx_gets_the_button_as_it_is_now(signed_in: Callable[[Person], Visitor]) -> None:
    school, senco, offer, _ = cast()
    visitor = signed_in(senco)
    name = f"shortlist-of-{offer.id}-{school.urn}"
    page = visitor.get(f"/directory/{offer.slug}").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    sent_by_htmx = {"csrf_token": token, "form_key": "once", "next": f"/directory/{offer.slug}", "title": "Autism"}

    for act, wording in (("add", "Take off"), ("remove", "Add to")):
        answer = visitor.post(
            f"/schools/{school.urn}/shortlist/{offer.id}/{act}",
            data=sent_by_htmx | {"form_key": act},
            headers={"HX-Request": "true", "HX-Target": name},
        )
        assert answer.status_code == 200
        assert answer.text.strip().startswith(f'<div class="shortlist-toggle" id="{name}"')
        assert wording in answer.text
        assert "<html" not in answer.text


def test_another_school_another_provider_and_the_team_do_not_read_an_enquiry(client: Visitor) -> None:
    school, senco, offer, _ = cast()
    enquiry = EnquiryFactory(school_id=school.id, offer_id=offer.id, needed=CANARY, asked_by_id=senco.id)
    foreign = published_offer(title="Another")
    others = (
        somebody(Role.HEADTEACHER, school=SchoolFactory()),
        somebody(Role.PROVIDER_MEMBER, provider_id=foreign.provider_id),
        somebody(Role.TEAM_MANAGER),
        somebody(Role.GOVERNOR, school=school),
    )

    for person in others:
        client.sign_in(person)
        for path in (
            f"/schools/{school.urn}/enquiries/{enquiry.id}",
            f"/schools/{school.urn}/enquiries",
            f"/provider/enquiries/{enquiry.id}",
            "/provider/enquiries?part=all",
            "/team/enquiries",
            f"/directory/{offer.slug}",
        ):
            assert CANARY not in client.get(path).text, f"{person.name} at {path}"
        client.submit("/sign-out", on="/")
