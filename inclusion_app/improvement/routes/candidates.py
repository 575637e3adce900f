"""Who has completed the training of reviewers, for the programme office to make them reviewers."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.accounts.models import Person
from inclusion_app.foundation import clock
from inclusion_app.foundation.database import db
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.improvement.accreditation import candidates, confirm_candidate

reviewer_candidates = Blueprint("reviewer_candidates", __name__, url_prefix="/team/reviewers/candidates")
LIST = "/team/reviewers/candidates"


@reviewer_candidates.get("")
@allows(Action.RUN_REVIEWS)
def listed() -> Response:
    """Everybody who could be made a reviewer today."""
    return _page(Form(formdata=None))


@reviewer_candidates.post("/<int:person_id>")
@allows(Action.RUN_REVIEWS)
def confirm(person_id: int) -> Response:
    """Make one of them a reviewer."""
    if db.session.get(Person, person_id) is None:
        abort(404)
    form, actor = Form(), current_actor()

    def act() -> Done:
        person = confirm_candidate(actor, person_id, now=clock.now())
        return Done(LIST, f"{person.name} is a peer reviewer now, and has been told by mail.")

    return submit(form, act, lambda: _page(form))


def _page(form: Form) -> Response:
    return page("improvement/candidates.html", form=form, candidates=candidates(today=clock.today()))
