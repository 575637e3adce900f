"""Files for those on a run: given, fetched, taken back."""

from flask import Blueprint, Response, abort

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.foundation import clock
from inclusion_app.foundation.errors import RuleBroken
from inclusion_app.foundation.files import shut_in
from inclusion_app.foundation.forms import Done, Form, sent_already, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.uploads import sent_file, takes_a_file
from inclusion_app.training.bookings.queries.materials import materials_of_runs
from inclusion_app.training.bookings.routes.own_runs import run_for
from inclusion_app.training.materials.forms import MaterialForm
from inclusion_app.training.materials.policy import may_have_material
from inclusion_app.training.materials.queries import content_of, material_by_id, run_of
from inclusion_app.training.materials.rules import MOST_ALTOGETHER, MOST_FILES
from inclusion_app.training.materials.services import add_material, remove_material
from inclusion_app.training.models import Run, RunMaterial

materials = Blueprint("materials", __name__)
ROUND_THE_FILE = 100_000
"""What of a request is not the file: the other fields, and what stands between them."""
SHUT_IN = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@materials.get("/runs/<int:run_id>/materials")
@allows(Action.KEEP_MATERIALS)
def listed(run_id: int) -> Response:
    """The files of a run, and a form for one more."""
    return _page(run_for(run_id, Action.KEEP_MATERIALS), MaterialForm(formdata=None))


@materials.post("/runs/<int:run_id>/materials")
@allows(Action.KEEP_MATERIALS)
@takes_a_file
def add(run_id: int) -> Response:
    """Give a file to those on the run."""
    run_for(run_id, Action.KEEP_MATERIALS)
    form, actor = MaterialForm(), current_actor()
    found = sent_file(form.file)  # before anything is locked: making a picture anew takes its time

    def act() -> Done:
        if isinstance(found, RuleBroken):
            raise found
        material = add_material(actor, run_id, title=form.title.data or "", file=found, now=clock.now())
        return Done(f"/runs/{run_id}/materials", f"{material.title} can now be fetched by those on the run.")

    return submit(form, act, lambda: _page(run_for(run_id, Action.KEEP_MATERIALS), form))


@materials.get("/runs/<int:run_id>/materials/<int:material_id>/remove")
@allows(Action.KEEP_MATERIALS)
def ask_remove(run_id: int, material_id: int) -> Response:
    """Is it really to be taken away?"""
    run = run_for(run_id, Action.KEEP_MATERIALS)
    return _remove_page(run, _material_of(run_id, material_id), Form(formdata=None))


@materials.post("/runs/<int:run_id>/materials/<int:material_id>/remove")
@allows(Action.KEEP_MATERIALS)
def remove(run_id: int, material_id: int) -> Response:
    """Take it away."""
    run = run_for(run_id, Action.KEEP_MATERIALS)
    earlier = sent_already()  # what the first sending removed is not there for the second
    if earlier is not None:
        return earlier
    form, actor, material = Form(), current_actor(), _material_of(run_id, material_id)
    title = material.title

    def act() -> Done:
        remove_material(actor, material_id)
        return Done(f"/runs/{run_id}/materials", f"{title} has been removed.")

    return submit(form, act, lambda: _remove_page(run, material, form))


@materials.get("/materials/<int:material_id>")
@allows(Action.USE_ACCOUNT)
def fetch(material_id: int) -> Response:
    """The file, to be kept and never shown here."""
    material = material_by_id(material_id)
    if material is None:
        abort(404)
    enforce(may_have_material(current_actor(), material, run_of(material)))
    name, content_type, data = material.file_name, material.content_type, content_of(material_id)
    if data is None:
        abort(404)
    return shut_in(data, name, content_type)


def _material_of(run_id: int, material_id: int) -> RunMaterial:
    material = material_by_id(material_id)
    if material is None or material.run_id != run_id:
        abort(404)
    return material


def _page(run: Run, form: MaterialForm) -> Response:
    found = materials_of_runs([run.id])[run.id]
    return page(
        "materials/list.html",
        run=run,
        form=form,
        materials=found,
        altogether=sum(material.size_bytes for material in found),
        most=MOST_FILES,
        most_altogether=MOST_ALTOGETHER,
    )


def _remove_page(run: Run, material: RunMaterial, form: Form) -> Response:
    return page("materials/remove.html", run=run, material=material, form=form)
