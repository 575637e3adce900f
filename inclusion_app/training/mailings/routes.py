"""Mails to those on a run: written, looked at, sent, and what became of them."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import UNPROCESSABLE, Done, new_key, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.training.bookings.routes.own_runs import run_for
from inclusion_app.training.mailings.forms import MailForm
from inclusion_app.training.mailings.notices import answer_to, wording
from inclusion_app.training.mailings.queries import (
    mailings_of_run,
    number_sent_since,
    numbers_to_write_to,
    people_to_write_to,
)
from inclusion_app.training.mailings.rules import MOST_A_DAY, NOBODY, TOO_MANY, Audience, people_said, start_of_day
from inclusion_app.training.mailings.services import send_mailing
from inclusion_app.training.models import Run

mailings = Blueprint("mailings", __name__, url_prefix="/runs/<int:run_id>/mails")


@mailings.get("")
@allows(Action.WRITE_TO_ATTENDEES)
def listed(run_id: int) -> Response:
    """What was sent, by whom, to how many, and how many got it."""
    run = run_for(run_id, Action.WRITE_TO_ATTENDEES)
    return page("mailings/list.html", run=run, sent=mailings_of_run(run_id), audiences=Audience)


@mailings.get("/new")
@allows(Action.WRITE_TO_ATTENDEES)
def write(run_id: int) -> Response:
    """An empty mail, or the one that was begun."""
    run = run_for(run_id, Action.WRITE_TO_ATTENDEES)
    form = MailForm.to_show(numbers_to_write_to(run_id), blank=Audience.CONFIRMED)
    drafts.restore(form, _draft(run_id))
    return _form_page(run, form)


@mailings.post("/new")
@allows(Action.WRITE_TO_ATTENDEES)
def preview(run_id: int) -> Response:
    """How it will look and how many people get it; nothing is sent yet."""
    run = run_for(run_id, Action.WRITE_TO_ATTENDEES)
    form = MailForm.to_show(numbers_to_write_to(run_id))
    if "change" in request.form:
        return _form_page(run, form)
    sent = drafts.kept_fields(request.form)
    drafts.save(current_actor().person_id or 0, _draft(run_id), sent, now=clock.now())  # for whoever goes back
    return _preview(run, form) if form.validate() else _form_page(run, form, status=UNPROCESSABLE)


@mailings.post("")
@allows(Action.WRITE_TO_ATTENDEES)
def send(run_id: int) -> Response:
    """Send it, once."""
    run_for(run_id, Action.WRITE_TO_ATTENDEES)
    form, actor = MailForm.to_show(numbers_to_write_to(run_id)), current_actor()

    def act() -> Done:
        mailing = send_mailing(
            actor,
            run_id,
            audience=form.audience.data or "",
            subject=form.subject.data or "",
            text=form.text.data or "",
            expected=whole_number(form.people.data),
            now=clock.now(),
        )
        return Done(f"/runs/{run_id}/mails", f"The mail is on its way to {people_said(mailing.recipients)}.")

    return submit(form, act, lambda: _shown_again(run_id, form), draft=_draft(run_id))


def _shown_again(run_id: int, form: MailForm) -> Response:
    """What is wrong stands above the preview, or beside the field where it is about one."""
    run = run_for(run_id, Action.WRITE_TO_ATTENDEES)
    return _form_page(run, form) if any(field.errors for field in form) else _preview(run, form)


def _preview(run: Run, form: MailForm) -> Response:
    audience = Audience(form.audience.data)
    people = people_to_write_to(run.id, audience)
    if not people:
        form.refuse(RuleBroken("audience", NOBODY))
        return _form_page(run, form, status=UNPROCESSABLE)
    if number_sent_since(run.id, start_of_day(clock.now())) >= MOST_A_DAY and TOO_MANY not in form.problem:
        form.refuse(RuleBroken(None, TOO_MANY))
        return _form_page(run, form, status=UNPROCESSABLE)
    form.form_key.data, form.people.data = new_key(), str(len(people))
    subject, text = wording(
        run,
        people[0],
        sender=current_actor().name,
        audience=audience,
        subject=form.subject.data or "",
        text=form.text.data or "",
    )
    return page("mailings/preview.html", run=run, form=form, people=people, subject=subject, text=text)


def _form_page(run: Run, form: MailForm, *, status: int = 200) -> Response:
    form.draft_key = _draft(run.id)
    return page("mailings/form.html", run=run, form=form, answer_to=answer_to(run), most=MOST_A_DAY, status=status)


def _draft(run_id: int) -> str:
    return f"mail-of-run-{run_id}"
