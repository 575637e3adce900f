"""Filling a basket and confirming it."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.queries.people import staff_of
from inclusion_app.accounts.services.staff import put_on_staff_list
from inclusion_app.foundation import clock, drafts
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.schools.models import School
from inclusion_app.training.bookings.forms import BasketForm, PeopleForm, read_confirmation
from inclusion_app.training.bookings.queries.baskets import basket_view
from inclusion_app.training.bookings.queries.bookings import bookings_of_act, positions
from inclusion_app.training.bookings.queries.choosing import own_basket, people_on_run
from inclusion_app.training.bookings.routes.schools import school_for
from inclusion_app.training.bookings.services.baskets import put_in_basket, take_out_of_basket
from inclusion_app.training.bookings.services.confirming import confirm_basket
from inclusion_app.training.bookings.terms import terms_of
from inclusion_app.training.catalogue.queries.runs import run_by_id
from inclusion_app.training.models import Run
from inclusion_app.training.states import RunState

baskets = Blueprint("baskets", __name__, url_prefix="/schools/<int:urn>/basket")


@baskets.get("")
@allows(Action.BOOK_TRAINING)
def show(urn: int) -> Response:
    """What is about to be booked."""
    return _page(school_for(urn, Action.BOOK_TRAINING), BasketForm(formdata=None))


@baskets.get("/runs/<int:run_id>")
@allows(Action.BOOK_TRAINING)
def choose(urn: int, run_id: int) -> Response:
    """Who is to go on this run? ``?person=`` is ticked already, where a link leads here for somebody."""
    school, run = school_for(urn, Action.BOOK_TRAINING), _run(run_id)
    form = _people_form(school, run)
    form.tick(request.args.get("person", 0, int))
    return _choosing_page(school, run, form)


@baskets.post("/runs/<int:run_id>")
@allows(Action.BOOK_TRAINING)
def add(urn: int, run_id: int) -> Response:
    """Put them into the basket; people typed or pasted go onto the staff list first."""
    school, run, actor = school_for(urn, Action.BOOK_TRAINING), _run(run_id), current_actor()
    form = _people_form(school, run)
    if "finding" in request.form:
        return _choosing_page(school, run, form)

    def act() -> Done:
        chosen = list(form.people.data or [])
        newcomers = form.newcomers()
        if not chosen and not newcomers:
            raise RuleBroken("people", "Choose at least one person, or add somebody new")
        today = clock.today()
        if newcomers:
            field = "pasted" if form.pasted.data else "email"
            chosen += [p.id for p in put_on_staff_list(actor, school.id, newcomers, today=today, field=field)]
        added = put_in_basket(actor, school.id, run_id, person_ids=chosen, now=clock.now(), today=today)
        people = "person" if added == 1 else "people"
        return Done(f"/schools/{urn}/basket", f"{added} {people} put into the basket. Nothing is booked yet.")

    return submit(form, act, lambda: _choosing_page(school, run, form))


@baskets.post("/lines/<int:line_id>/remove")
@allows(Action.BOOK_TRAINING)
def remove(urn: int, line_id: int) -> Response:
    """Take one line out. What was typed for the others is kept."""
    school, actor, now = school_for(urn, Action.BOOK_TRAINING), current_actor(), clock.now()

    def act() -> Done:
        take_out_of_basket(actor, school.id, line_id)
        drafts.save(actor.person_id or 0, _draft(school), drafts.kept_fields(request.form), now=now)
        return Done(f"/schools/{urn}/basket", "Taken out of the basket.")

    return submit(BasketForm(), act, lambda: _page(school, BasketForm(formdata=None)))


@baskets.post("/confirm")
@allows(Action.BOOK_TRAINING)
def confirm(urn: int) -> Response:
    """Book everybody, or say who cannot be booked and why."""
    school, form, actor = school_for(urn, Action.BOOK_TRAINING), BasketForm(), current_actor()
    school_id, said = school.id, read_confirmation(request.form)

    def act() -> Done:
        basket = confirm_basket(actor, school_id, said, now=clock.now(), today=clock.today())
        return Done(f"/schools/{urn}/basket/{basket.id}/confirmed")

    return submit(form, act, lambda: _page(school, form), draft=_draft(school))


@baskets.get("/<int:basket_id>/confirmed")
@allows(Action.BOOK_TRAINING)
def confirmed(urn: int, basket_id: int) -> Response:
    """What has just been booked, and who was told."""
    school = school_for(urn, Action.BOOK_TRAINING)
    basket = own_basket(basket_id, owner_id=current_actor().person_id or 0, school_id=school.id)
    if basket is None or basket.audit_id is None:
        abort(404)
    bookings = bookings_of_act(basket.audit_id)
    return page(
        "bookings/confirmed.html",
        school=school,
        bookings=bookings,
        positions=positions({booking.run_id for booking in bookings}),
        terms=terms_of,
    )


def _run(run_id: int) -> Run:
    run = run_by_id(run_id)
    if run is None or run.state == RunState.DRAFT:
        abort(404)
    return run


def _people_form(school: School, run: Run) -> PeopleForm:
    form = PeopleForm()
    on_run = people_on_run(run.id, owner_id=current_actor().person_id or 0, school_id=school.id)
    form.offer(staff_of(school.id, today=clock.today()), on_run)
    return form


def _choosing_page(school: School, run: Run, form: PeopleForm) -> Response:
    return page(
        "bookings/choose.html",
        fragments={"people-found": "bookings/_partials/people_found.html"},
        school=school,
        run=run,
        form=form,
        terms=terms_of(run),
    )


def _draft(school: School) -> str:
    return f"basket-{school.id}"


def _kept(school: School) -> dict[str, str]:
    """What was typed into the basket's page before, and not sent."""
    draft = drafts.find(current_actor().person_id or 0, _draft(school))
    return {name: texts[0] for name, texts in draft.fields.items() if texts} if draft else {}


def _page(school: School, form: BasketForm) -> Response:
    view = basket_view(current_actor().person_id or 0, school.id, now=clock.now(), today=clock.today())
    form.draft_key = _draft(school)
    sent = request.form if request.method == "POST" else _kept(school)
    return page("bookings/basket.html", school=school, view=view, form=form, sent=sent, terms=terms_of)
