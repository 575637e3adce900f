"""A school's enquiries: sent, read, written on, withdrawn and closed."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.asking.forms import EnquiryForm, MessageForm
from inclusion_app.directory.asking.models import Enquiry
from inclusion_app.directory.asking.queries.enquiries import SHOWN, enquiries_of_school, last_words, open_enquiry
from inclusion_app.directory.asking.queries.uses import use_of
from inclusion_app.directory.asking.routes.opening import enquiry_of_school, public_offer_for, school_for
from inclusion_app.directory.asking.rules.enquiries import acts_open, may_write
from inclusion_app.directory.asking.services.enquiries import (
    close_enquiry,
    send_enquiry,
    withdraw_enquiry,
    write_message,
)
from inclusion_app.directory.asking.states import DeclineReason, Side
from inclusion_app.directory.models import Offer
from inclusion_app.directory.offers.queries.shown import shown_offer
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School

enquiries = Blueprint("enquiries", __name__, url_prefix="/schools/<int:urn>/enquiries")
ASKS = Action.ASK_FOR_SUPPORT


@enquiries.get("")
@allows(ASKS)
def listed(urn: int) -> Response:
    """What the school has asked for."""
    school, part = school_for(urn), part_asked("all")
    found = enquiries_of_school(school.id, part=part, number=whole_number(request.args.get("page"), otherwise=1))
    return page(
        "directory/asking/enquiries.html",
        school=school,
        found=found,
        part=part,
        parts=SHOWN,
        last=last_words([enquiry.id for enquiry in found.items]),
        page_address=lambda number: f"/schools/{urn}/enquiries?part={part}&page={number}",
    )


@enquiries.get("/new/<int:offer_id>")
@allows(ASKS)
def new(urn: int, offer_id: int) -> Response:
    """An empty enquiry, or the one that was begun; where one is open, to that."""
    school, offer = school_for(urn), public_offer_for(offer_id)
    if there := open_enquiry(school.id, offer_id):
        return redirect(f"/schools/{urn}/enquiries/{there}", 303)  # type: ignore[return-value]  # werkzeug's response is Flask's here
    actor = current_actor()
    form = EnquiryForm(contact_name=actor.name, contact_email=actor.email)
    drafts.restore(form, _draft(urn, offer_id))
    return _new_page(school, offer, form)


@enquiries.post("/new/<int:offer_id>")
@allows(ASKS)
def send(urn: int, offer_id: int) -> Response:
    """Send it to the provider."""
    school, offer, form = school_for(urn), public_offer_for(offer_id), EnquiryForm()

    def act() -> Done:
        enquiry = send_enquiry(current_actor(), school.id, offer_id, form.said(), now=clock.now())
        said = "The enquiry is sent. We tell you by e-mail when there is an answer."
        return Done(f"/schools/{urn}/enquiries/{enquiry.id}", said)

    return submit(form, act, lambda: _new_page(school, offer, form), draft=_draft(urn, offer_id))


@enquiries.get("/<int:enquiry_id>")
@allows(ASKS)
def show(urn: int, enquiry_id: int) -> Response:
    """One enquiry with everything that was said."""
    form = MessageForm(formdata=None)
    drafts.restore(form, _draft_of_message(enquiry_id))
    return _page(enquiry_of_school(urn, enquiry_id), form)


@enquiries.post("/<int:enquiry_id>/messages")
@allows(ASKS)
def write(urn: int, enquiry_id: int) -> Response:
    """Write to the provider again."""
    enquiry_of_school(urn, enquiry_id)
    form = MessageForm()

    def act() -> Done:
        text = form.text.data or ""
        write_message(current_actor(), enquiry_id, text=text, side=Side.SCHOOL, now=clock.now())
        return Done(f"/schools/{urn}/enquiries/{enquiry_id}#last", "The message is sent.")

    def again() -> Response:
        return _page(enquiry_of_school(urn, enquiry_id), form)

    return submit(form, act, again, draft=_draft_of_message(enquiry_id))


@enquiries.post("/<int:enquiry_id>/withdraw")
@allows(ASKS)
def withdraw(urn: int, enquiry_id: int) -> Response:
    """Take it back."""
    return _end(
        urn,
        enquiry_id,
        act=lambda: withdraw_enquiry(current_actor(), enquiry_id, now=clock.now()),
        said="The enquiry is withdrawn.",
    )


@enquiries.post("/<int:enquiry_id>/close")
@allows(ASKS)
def close(urn: int, enquiry_id: int) -> Response:
    """Nothing is left to be said."""
    return _end(
        urn,
        enquiry_id,
        act=lambda: close_enquiry(current_actor(), enquiry_id, side=Side.SCHOOL, now=clock.now()),
        said="The enquiry is closed. Say whether it helped, when you know.",
    )


def part_asked(otherwise: str) -> str:
    """The part of the list that the address asks for."""
    wanted = request.args.get("part", otherwise)
    return wanted if wanted in SHOWN else otherwise


def declined_because(enquiry: Enquiry) -> str:
    """Why the provider cannot help, as people read it."""
    return DeclineReason(enquiry.reason_kind).label if enquiry.reason_kind else ""


def _end(urn: int, enquiry_id: int, *, act: Callable[[], Enquiry], said: str) -> Response:
    enquiry_of_school(urn, enquiry_id)
    form = Form()

    def done() -> Done:
        act()
        return Done(f"/schools/{urn}/enquiries/{enquiry_id}", said)

    def again() -> Response:
        shown = MessageForm(formdata=None)
        shown.problem = form.problem
        return _page(enquiry_of_school(urn, enquiry_id), shown)

    return submit(form, done, again)


def _new_page(school: School, offer: Offer, form: EnquiryForm) -> Response:
    form.draft_key = _draft(school.urn, offer.id)
    shown = shown_offer(offer, today=clock.today())
    return page("directory/asking/enquiry_new.html", school=school, shown=shown, form=form)


def _page(enquiry: Enquiry, form: MessageForm) -> Response:
    form.draft_key = _draft_of_message(enquiry.id)
    return page(
        "directory/asking/enquiry.html",
        enquiry=enquiry,
        school=enquiry.school,
        form=form,
        may_write=may_write(enquiry.state),
        acts=acts_open(enquiry.state, Side.SCHOOL),
        declined=declined_because(enquiry),
        use=use_of(enquiry.school_id, enquiry.offer_id),
    )


def _draft(urn: int, offer_id: int) -> str:
    return f"enquiry-{urn}-{offer_id}"


def _draft_of_message(enquiry_id: int) -> str:
    return f"enquiry-message-{enquiry_id}"
