"""What schools ask of a provider's offers, for its members."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.directory.asking.forms import AcceptForm, DeclineForm, MessageForm
from inclusion_app.directory.asking.models import Enquiry
from inclusion_app.directory.asking.queries.enquiries import (
    SHOWN,
    days_waiting,
    enquiries_for,
    last_words,
)
from inclusion_app.directory.asking.routes.enquiries import declined_because, part_asked
from inclusion_app.directory.asking.routes.opening import enquiry_for_provider, own_providers
from inclusion_app.directory.asking.rules.enquiries import acts_open, may_write
from inclusion_app.directory.asking.services.enquiries import (
    accept_enquiry,
    close_enquiry,
    decline_enquiry,
    write_message,
)
from inclusion_app.directory.asking.states import EnquiryState, Side
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page

provider_enquiries = Blueprint("provider_enquiries", __name__, url_prefix="/provider/enquiries")
ANSWERS = Action.ANSWER_SCHOOLS


@provider_enquiries.get("")
@allows(ANSWERS)
def listed() -> Response:
    """What waits for an answer first."""
    part = part_asked("open")
    found = enquiries_for(own_providers(), part=part, number=whole_number(request.args.get("page"), otherwise=1))
    return page(
        "directory/asking/provider_enquiries.html",
        found=found,
        part=part,
        parts=SHOWN,
        last=last_words([enquiry.id for enquiry in found.items]),
        page_address=lambda number: f"/provider/enquiries?part={part}&page={number}",
    )


@provider_enquiries.get("/<int:enquiry_id>")
@allows(ANSWERS)
def show(enquiry_id: int) -> Response:
    """One enquiry with everything that was said."""
    form = MessageForm(formdata=None)
    drafts.restore(form, _draft(enquiry_id))
    return _page(enquiry_for_provider(enquiry_id), form)


@provider_enquiries.post("/<int:enquiry_id>/messages")
@allows(ANSWERS)
def write(enquiry_id: int) -> Response:
    """Answer the school, or write again."""
    enquiry_for_provider(enquiry_id)
    form = MessageForm()

    def act() -> Done:
        text = form.text.data or ""
        write_message(current_actor(), enquiry_id, text=text, side=Side.PROVIDER, now=clock.now())
        return Done(f"{_address(enquiry_id)}#last", "The message is sent, and the school is told.")

    return submit(form, act, lambda: _page(enquiry_for_provider(enquiry_id), form), draft=_draft(enquiry_id))


@provider_enquiries.post("/<int:enquiry_id>/accept")
@allows(ANSWERS)
def accept(enquiry_id: int) -> Response:
    """The provider will help."""
    enquiry_for_provider(enquiry_id)
    form = AcceptForm()

    def act() -> Done:
        accept_enquiry(current_actor(), enquiry_id, text=form.accept_text.data or "", now=clock.now())
        return Done(_address(enquiry_id), "The enquiry is accepted, and the school is told.")

    return submit(form, act, lambda: _page(enquiry_for_provider(enquiry_id), accepting=form))


@provider_enquiries.post("/<int:enquiry_id>/decline")
@allows(ANSWERS)
def decline(enquiry_id: int) -> Response:
    """The provider cannot help."""
    enquiry_for_provider(enquiry_id)
    form = DeclineForm()

    def act() -> Done:
        kind, reason = form.reason_kind.data or "", form.reason.data or ""
        decline_enquiry(current_actor(), enquiry_id, reason_kind=kind, reason=reason, now=clock.now())
        return Done(_address(enquiry_id), "The enquiry is declined, and the school is told why.")

    return submit(form, act, lambda: _page(enquiry_for_provider(enquiry_id), declining=form))


@provider_enquiries.post("/<int:enquiry_id>/close")
@allows(ANSWERS)
def close(enquiry_id: int) -> Response:
    """Nothing is left to be said."""
    enquiry_for_provider(enquiry_id)
    form = Form()

    def act() -> Done:
        close_enquiry(current_actor(), enquiry_id, side=Side.PROVIDER, now=clock.now())
        return Done(_address(enquiry_id), "The enquiry is closed.")

    def again() -> Response:
        shown = MessageForm(formdata=None)
        shown.problem = form.problem
        return _page(enquiry_for_provider(enquiry_id), shown)

    return submit(form, act, again)


def _page(
    enquiry: Enquiry,
    form: MessageForm | None = None,
    *,
    accepting: AcceptForm | None = None,
    declining: DeclineForm | None = None,
) -> Response:
    writing = form or MessageForm(formdata=None)
    writing.draft_key = _draft(enquiry.id)
    return page(
        "directory/asking/provider_enquiry.html",
        enquiry=enquiry,
        school=enquiry.school,
        form=writing,
        sent=accepting or declining or writing,
        accepting=accepting or AcceptForm(formdata=None),
        declining=declining or DeclineForm(formdata=None),
        may_write=may_write(enquiry.state),
        acts=acts_open(enquiry.state, Side.PROVIDER),
        declined=declined_because(enquiry),
        waits=days_waiting(enquiry.sent_at, now=clock.now()) if enquiry.state == EnquiryState.SENT else None,
    )


def _address(enquiry_id: int) -> str:
    return f"/provider/enquiries/{enquiry_id}"


def _draft(enquiry_id: int) -> str:
    return f"provider-message-{enquiry_id}"
