"""What must be true of frozen figures."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.foundation.invariants import Check
from inclusion_app.insights.frozen.content import hash_of
from inclusion_app.insights.frozen.models import Freeze


def _changed() -> list[str]:
    rows = db.session.execute(select(Freeze.as_of, Freeze.content, Freeze.sha256).order_by(Freeze.as_of))
    changed = [as_of for as_of, text, sha256 in rows if hash_of(text) != sha256]
    return [f"the figures of {as_of} are not those that were frozen" for as_of in changed]


CHECKS = (Check("results: frozen figures are as they were frozen", _changed),)
