"""Versions of the framework: list, one of them, copied into a draft, edited, published."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, submit
from inclusion_app.foundation.pages import page
from inclusion_app.reviews.cycles.frameworks.forms import Button, FrameworkForm
from inclusion_app.reviews.cycles.frameworks.queries import choices_of, cycles_by_framework
from inclusion_app.reviews.cycles.frameworks.queries import frameworks as every_framework
from inclusion_app.reviews.cycles.frameworks.services.publishing import (
    change_framework,
    copy_framework,
    publish_framework,
)
from inclusion_app.reviews.cycles.routes.opening import framework_at
from inclusion_app.reviews.models import Framework
from inclusion_app.vocabulary.queries import concepts

frameworks = Blueprint("frameworks", __name__, url_prefix="/team/frameworks")


@frameworks.get("")
@allows(Action.VIEW_REVIEWS)
def listed() -> Response:
    """Every version, the newest first."""
    return _list(Button(formdata=None))


@frameworks.get("/<int:framework_id>")
@allows(Action.VIEW_REVIEWS)
def show(framework_id: int) -> Response:
    """One version in full."""
    return _page(framework_at(framework_id), Button(formdata=None))


@frameworks.post("/<int:framework_id>/copy")
@allows(Action.PUBLISH_FRAMEWORK)
def copy(framework_id: int) -> Response:
    """A draft of the next version, with the same words."""
    framework, form, actor = framework_at(framework_id), Button(), current_actor()

    def act() -> Done:
        draft = copy_framework(actor, framework_id)
        return Done(f"/team/frameworks/{draft.id}/edit", "Copied. Nobody uses this draft until you publish it.")

    return submit(form, act, lambda: _page(framework, form))


@frameworks.get("/<int:framework_id>/edit")
@allows(Action.PUBLISH_FRAMEWORK)
def edit(framework_id: int) -> Response:
    """The words of a draft, to change."""
    framework = _draft(framework_id)
    return _edit(framework, FrameworkForm(choices_of(framework)))


@frameworks.post("/<int:framework_id>/edit")
@allows(Action.PUBLISH_FRAMEWORK)
def save(framework_id: int) -> Response:
    """Save them."""
    framework, actor = framework_at(framework_id), current_actor()
    form = FrameworkForm(choices_of(framework))
    said = form.read(request.form)

    def act() -> Done:
        change_framework(actor, framework_id, said, version=form.edited_version)
        return Done(f"/team/frameworks/{framework_id}", "Saved. Nobody uses this draft until you publish it.")

    return submit(form, act, lambda: _edit(framework, form))


@frameworks.post("/<int:framework_id>/publish")
@allows(Action.PUBLISH_FRAMEWORK)
def publish(framework_id: int) -> Response:
    """Make it the newest version."""
    framework, form, actor = framework_at(framework_id), Button(), current_actor()

    def act() -> Done:
        publish_framework(actor, framework_id, version=form.edited_version, now=clock.now())
        return Done(f"/team/frameworks/{framework_id}", "Published. New cycles can use it; it never changes now.")

    return submit(form, act, lambda: _page(framework, form))


def _draft(framework_id: int) -> Framework:
    framework = framework_at(framework_id)
    if framework.published_at is not None:
        abort(404)  # only drafts have this page
    return framework


def _list(form: Button) -> Response:
    found = every_framework()
    return page("review_frameworks/list.html", frameworks=found, used=cycles_by_framework(), form=form)


def _page(framework: Framework, form: Button) -> Response:
    if not form.is_submitted():
        form.version.data = str(framework.version)
    commitments = {concept.code: concept.label for concept in concepts("commitment")}
    phases = {concept.code: concept.label for concept in concepts("phase")}
    return page("review_frameworks/show.html", framework=framework, form=form, commitments=commitments, phases=phases)


def _edit(framework: Framework, form: FrameworkForm) -> Response:
    if not form.is_submitted():
        form.version.data = str(framework.version)
    phases = {concept.code: concept.label for concept in concepts("phase")}
    return page(
        "review_frameworks/edit.html",
        framework=framework,
        form=form,
        commitments=concepts("commitment"),
        phases=phases,
    )
