"""What schools of the demonstration do with offers: shortlists, enquiries in every state, uses, comments, hints."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from inclusion_app.access.actor import ANONYMOUS, Actor
from inclusion_app.accounts.queries.actors import actor_for
from inclusion_app.demo_data.directory.offers import member_of
from inclusion_app.demo_data.people import SchoolPeople
from inclusion_app.demo_data.reviews.cycles import office_actor
from inclusion_app.directory.asking.choices import EnquiryChoices, HintChoices, UseChoices
from inclusion_app.directory.asking.queries.uses import shared_comments
from inclusion_app.directory.asking.services.enquiries import (
    accept_enquiry,
    close_enquiry,
    decline_enquiry,
    send_enquiry,
    withdraw_enquiry,
    write_message,
)
from inclusion_app.directory.asking.services.hints import answer_hint, tell_out_of_date
from inclusion_app.directory.asking.services.shortlists import add_to_shortlist, note_on_shortlist
from inclusion_app.directory.asking.services.uses import answer_comment, hide_comment, say_use
from inclusion_app.directory.asking.states import Side
from inclusion_app.directory.models import Offer
from inclusion_app.directory.queries.visibility import listed_offers
from inclusion_app.foundation.clock import london
from inclusion_app.foundation.database import db

SCHOOLS, FEWEST_SAYING = 40, 7
NEEDED = (
    "Mornings are hard for several pupils in Year 2. We would like somebody to watch one and say what to change first.",
    "We have tried visual timetables across Key Stage 1, and staff would like to see how they are used well.",
    "Our teaching assistants ask for training and for a chance to talk about what they find difficult.",
    "Attendance in Year 9 has dropped since October. We look for something that works with families too.",
)
COMMENTS = (
    "Came when they said they would, and left us with three things that we could do the next day.",
    "Staff are more confident. We would have liked a second visit in the same term.",
    "Good advice, but it took long until somebody came.",
    "The whole staff talks about it still.",
)
HINTS = (
    ("contact", "The telephone number leads to a different office now.", "reader@home.example"),
    ("facts", "It says six visits, but we were told that there are four since September.", ""),
    ("closed", "I was told that this has ended.", ""),
)


def ask_and_use(people: Sequence[SchoolPeople], *, now: datetime) -> None:
    """Up to forty schools; the first of them asks the provider whose account is the first to sign in."""
    today = london(now).date()
    found = db.session.execute(listed_offers(today).order_by(Offer.provider_id, Offer.id)).all()
    offers = [offer for offer, _ in found]
    for number, one in enumerate(people[:SCHOOLS]):
        asker = actor_for(one.senco.id, today=today)
        _shortlist(asker, one, offers, number=number, now=now)
        _ask(asker, one, offers[number * 3 % len(offers)], number=number, now=now)
        _use(asker, one, offers, number=number, now=now)
    _answer_comments(now=now)
    _hint(offers, now=now)


def _shortlist(asker: Actor, people: SchoolPeople, offers: Sequence[Offer], *, number: int, now: datetime) -> None:
    for step in range(3 + number % 2):
        offer = offers[(number * 3 + step * 5) % len(offers)]
        entry = add_to_shortlist(asker, people.school.id, offer.id, now=now - timedelta(days=20 - step))
        if step == 0:
            note = "Ask when they could come, before half term."
            note_on_shortlist(asker, people.school.id, offer.id, note=note, version=entry.version)


def _ask(asker: Actor, people: SchoolPeople, offer: Offer, *, number: int, now: datetime) -> None:
    """One enquiry, as far as the school's number goes: two wait, one of them for long."""
    then = now - timedelta(days=30 if number % 7 == 6 else 6)
    choices = EnquiryChoices(
        needed=NEEDED[number % len(NEEDED)],
        wanted_by=london(now).date() + timedelta(days=40) if number % 2 else None,
        contact_name=people.senco.name,
        contact_email=people.senco.email,
    )
    enquiry = send_enquiry(asker, people.school.id, offer.id, choices, now=then)
    member, later = member_of(offer.provider_id, now=now), then + timedelta(days=2)
    match number % 7:
        case 0:
            said = "Thank you for asking. How many adults work with the class, and is there a day that suits best?"
            write_message(member, enquiry.id, text=said, side=Side.PROVIDER, now=later)
            write_message(asker, enquiry.id, text="Three. Tuesdays are best.", side=Side.SCHOOL, now=later)
        case 1:
            accept_enquiry(member, enquiry.id, text="We can come in three weeks and will ring you.", now=later)
        case 2:
            said = "We begin again after the holidays."
            decline_enquiry(member, enquiry.id, reason_kind="full", reason=said, now=later)
        case 3:
            accept_enquiry(member, enquiry.id, text="We have sent you two dates.", now=later)
            close_enquiry(asker, enquiry.id, side=Side.SCHOOL, now=later + timedelta(days=1))
        case 4:
            withdraw_enquiry(asker, enquiry.id, now=later)


def _use(asker: Actor, people: SchoolPeople, offers: Sequence[Offer], *, number: int, now: datetime) -> None:
    """The first schools all say something of one offer, so that it is shown; the others of offers of their own."""
    offer = offers[0 if number < FEWEST_SAYING else number * 3 % len(offers)]
    shares = number % 3 != 2
    said = UseChoices(
        used_on=london(now).date() - timedelta(days=15 + number),
        helped=("yes", "yes", "partly", "yes", "no")[number % 5],
        comment=COMMENTS[number % len(COMMENTS)] if number % 4 != 3 else "",
        may_share=shares and number % 4 != 3,
    )
    say_use(asker, people.school.id, offer.id, said, version=0, now=now - timedelta(days=10))


def _answer_comments(*, now: datetime) -> None:
    """Every other comment has an answer, and one is hidden."""
    shared = list(shared_comments(1).items)
    for use in shared[::2]:
        said = "Thank you. We have changed how we plan visits, so that a second one is in the same term."
        answer_comment(member_of(use.offer.provider_id, now=now), use.id, text=said, version=use.version, now=now)
    if shared:
        office = office_actor(london(now).date())
        hide_comment(office, shared[-1].id, reason="It could be read as speaking of one colleague.", now=now)


def _hint(offers: Sequence[Offer], *, now: datetime) -> None:
    for number, (topic, text, email) in enumerate(HINTS * 2):
        offer = offers[number * 4 % len(offers)]
        choices = HintChoices(topic=topic, text=text, email=email)
        hint = tell_out_of_date(ANONYMOUS, offer.id, choices, from_place=f"192.0.2.{number}", now=now)
        if number > len(HINTS):
            member = member_of(offer.provider_id, now=now)
            answer_hint(member, hint.id, outcome="changed", answer="It says so now. Thank you.", now=now)
