"""Certificates for the team: found, revoked, reinstated."""

from flask import Blueprint, Response, abort, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor
from inclusion_app.foundation import clock
from inclusion_app.foundation.forms import Done, Form, submit
from inclusion_app.foundation.pages import page
from inclusion_app.foundation.paging import paginate
from inclusion_app.training.certificates.forms import CertificateSearchForm, RevokeForm
from inclusion_app.training.certificates.queries import certificate_by_id, certificates_found, still_stands
from inclusion_app.training.certificates.services.revoking import reinstate_certificate, revoke_certificate
from inclusion_app.training.certificates.snapshots import Said
from inclusion_app.training.models import Certificate

team_certificates = Blueprint("team_certificates", __name__, url_prefix="/team/certificates")


@team_certificates.get("")
@allows(Action.REVOKE_CERTIFICATES)
def search() -> Response:
    """Find certificates by code, person, school or course."""
    form = CertificateSearchForm(request.args)
    words = (form.words.data or "").strip()[:200]
    found = paginate(certificates_found(words), request.args.get("page", 1, int))
    return page(
        "certificates/search.html",
        fragments={"results": "certificates/_partials/found.html"},
        form=form,
        found=found,
        said={it.id: Said.of_json(it.said) for it in found.items},
        stands={it.id: still_stands(it) for it in found.items},
        asked={"words": words},
    )


@team_certificates.get("/<int:certificate_id>")
@allows(Action.REVOKE_CERTIFICATES)
def show(certificate_id: int) -> Response:
    """One certificate."""
    return _page(_certificate(certificate_id), RevokeForm(formdata=None))


@team_certificates.post("/<int:certificate_id>/revoke")
@allows(Action.REVOKE_CERTIFICATES)
def revoke(certificate_id: int) -> Response:
    """It no longer stands."""
    form, actor, here = RevokeForm(), current_actor(), _address(_certificate(certificate_id))

    def act() -> Done:
        revoke_certificate(actor, certificate_id, reason=form.reason.data or "", now=clock.now())
        return Done(here, "The certificate has been revoked, and its holder has been told.")

    return submit(form, act, lambda: _page(_certificate(certificate_id), form))


@team_certificates.post("/<int:certificate_id>/reinstate")
@allows(Action.REVOKE_CERTIFICATES)
def reinstate(certificate_id: int) -> Response:
    """It stands again."""
    form, actor, here = Form(), current_actor(), _address(_certificate(certificate_id))

    def act() -> Done:
        reinstate_certificate(actor, certificate_id)
        return Done(here, "The certificate stands again, and its holder has been told.")

    return submit(form, act, lambda: _page(_certificate(certificate_id), form))


def _certificate(certificate_id: int) -> Certificate:
    return certificate_by_id(certificate_id) or abort(404)


def _address(certificate: Certificate) -> str:
    return f"/team/certificates/{certificate.id}"


def _page(certificate: Certificate, form: Form) -> Response:
    return page(
        "certificates/team.html",
        certificate=certificate,
        said=Said.of_json(certificate.said),
        stands=still_stands(certificate),
        form=form if isinstance(form, RevokeForm) else RevokeForm(formdata=None),
        problems=form,
    )
