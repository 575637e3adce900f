"""Checking a certificate, which anybody can who has its code, and downloading one's own."""

from flask import Blueprint, Response, abort, current_app, request

from inclusion_app.access.actions import Action
from inclusion_app.access.guard import allows, current_actor, enforce
from inclusion_app.access.refusal import not_your_job
from inclusion_app.foundation import clock
from inclusion_app.foundation.files import download
from inclusion_app.foundation.forms import go_to
from inclusion_app.foundation.headers import keep_address_secret
from inclusion_app.foundation.links import full_address
from inclusion_app.foundation.pages import page
from inclusion_app.training.certificates import policy
from inclusion_app.training.certificates.codes import code_as_typed
from inclusion_app.training.certificates.document import certificate_pdf, length_of
from inclusion_app.training.certificates.forms import CheckForm
from inclusion_app.training.certificates.queries import certificate_by_code, still_stands
from inclusion_app.training.certificates.snapshots import Said
from inclusion_app.training.models import Certificate

certificates = Blueprint("certificates", __name__, url_prefix="/certificates")
REVOKED = "This certificate no longer stands, so it cannot be downloaded."


@certificates.get("/check")
def check() -> Response:
    """Type a code. One that is known leads to its page; any other gets a plain answer here, which is no error."""
    form = CheckForm(request.args)
    typed = (form.code.data or "").strip()[:100]
    code = code_as_typed(typed)
    if code and certificate_by_code(code):
        return go_to(f"/certificates/{code}")
    return page("certificates/check.html", form=form, typed=typed)


@certificates.get("/<code>")
def show(code: str) -> Response:
    """What the certificate says, and whether it stands. There is nothing at the address of a code nobody has: 404."""
    certificate = _by_code(code)
    if certificate is None:
        return keep_address_secret(page("certificates/unknown.html", typed=code[:100], form=CheckForm(), status=404))
    response = page(
        "certificates/certificate.html",
        certificate=certificate,
        said=Said.of_json(certificate.said),
        stands=still_stands(certificate),
        may_download=policy.may_download(current_actor(), certificate) is None,
        length_of=length_of,
        today=clock.today(),
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return keep_address_secret(response)


@certificates.get("/<code>.pdf")
@allows(Action.KEEP_OWN_RECORD, Action.VIEW_SCHOOL_RECORD)
def document(code: str) -> Response:
    """The certificate as a file, for its holder and for the school it was earned at."""
    certificate = _by_code(code)
    if certificate is None:
        abort(404)
    enforce(policy.may_download(current_actor(), certificate))
    enforce(None if still_stands(certificate) else not_your_job(REVOKED))
    made = certificate_pdf(
        Said.of_json(certificate.said),
        code=certificate.code,
        check=full_address(f"/certificates/{certificate.code}"),
        service=current_app.config["SERVICE_NAME"],
    )
    return download(made, f"certificate-{certificate.code}.pdf", "application/pdf")


def _by_code(typed: str) -> Certificate | None:
    code = code_as_typed(typed)
    return certificate_by_code(code) if code else None
