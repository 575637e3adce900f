"""Equity: need against engagement; and the national file, looked at and then taken over."""

from flask import Blueprint, Response, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.carrying import packed, unpacked
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.numbers import whole_number
from inclusion_app.foundation.pages import page
from inclusion_app.insights.board.choices import choices_of
from inclusion_app.insights.board.views import View
from inclusion_app.insights.equity.forms import SendFileForm, TakeSendForm
from inclusion_app.insights.equity.queries import schools_by_need, years
from inclusion_app.insights.equity.reading import LARGEST_BYTES, read_send
from inclusion_app.insights.equity.rules import Need, quarters, scatter
from inclusion_app.insights.equity.services import SendPlan, import_send, plan_of

equity = Blueprint("equity", __name__, url_prefix="/team/results/equity")
HERE = "/team/results/equity/send"
UNPROCESSABLE = 422


@equity.get("")
@allows(Action.VIEW_RESULTS)
def show() -> Response:
    """Whether those with the most need are reached the most."""
    view, known = View.of(request.args), years()
    need = Need(request.args["need"]) if request.args.get("need") in set(Need) else Need.SEN
    year = known[0][0] if known else None
    schools = schools_by_need(need, view.filters, year=year, today=clock.today())
    return page(
        "insights/equity.html",
        fragments={"results": "insights/_partials/equity.html"},
        view=view,
        choices=choices_of(view.filters),
        need=need,
        needs=list(Need),
        year=year,
        quarters=quarters(schools),
        scatter=scatter(schools),
        schools=len(schools),
        out_of_reach=[school for school in schools if not school.is_engaged],
    )


@equity.get("/send")
@allows(Action.IMPORT_SEND)
def ask() -> Response:
    """Ask for the file."""
    return _upload_page(SendFileForm(formdata=None))


@equity.post("/send")
@allows(Action.IMPORT_SEND)
def preview() -> Response:
    """What would be made of it, or what is wrong with it; nothing is changed."""
    form = SendFileForm()
    try:
        name, data = _sent()
        plan = plan_of(read_send(data, year=whole_number(form.year.data) or None))
        carried = packed(data)
    except RuleBroken as refusal:
        form.refuse(refusal)
        return _upload_page(form, status=UNPROCESSABLE)
    taking = TakeSendForm(formdata=None, packed=carried, name=name, year=form.year.data or "")
    return _preview_page(taking, plan)


@equity.post("/send/take")
@allows(Action.IMPORT_SEND)
def take() -> Response:
    """Take over the file that was looked at."""
    form = TakeSendForm()

    def act() -> Done:
        data = unpacked(form.packed.data or "", largest=LARGEST_BYTES)
        lines = read_send(data, year=whole_number(form.year.data) or None)
        plan = import_send(current_actor(), lines, name=form.name.data or "", data=data)
        return Done("/team/results/equity", f"Taken over: {plan.sentence}")

    def again() -> Response:
        refused = SendFileForm(formdata=None)
        refused.problem = [*form.problem, *(str(error) for field in form for error in field.errors)]
        return _upload_page(refused)

    return submit(form, act, again)


def _sent() -> tuple[str, bytes]:
    sent = request.files.get("file")
    name, data = (sent.filename or "", sent.read(LARGEST_BYTES + 1)) if sent else ("", b"")
    if sent:
        sent.close()
    if not data:
        raise RuleBroken("file", "Choose a CSV file that is not empty")
    return name, data


def _upload_page(form: SendFileForm, *, status: int = 200) -> Response:
    return page("insights/send_file.html", form=form, years=years(), status=status)


def _preview_page(form: TakeSendForm, plan: SendPlan) -> Response:
    return page("insights/send_preview.html", form=form, plan=plan)
