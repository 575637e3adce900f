"""For whom places of a run can be kept."""

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.schools.models import Grouping
from inclusion_app.schools.states import PHASE_LABELS, GroupingKind, Phase

KINDS = (GroupingKind.DISTRICT, GroupingKind.COMMUNITY, GroupingKind.AREA, GroupingKind.COHORT, GroupingKind.TRUST)


def whom_to_keep_for() -> dict[str, str]:
    """Each choice with its words: schools not yet reached, each phase, each group of schools; one statement."""
    found = {"not-reached:": "Schools that training has not reached yet"}
    found |= {f"phase:{phase}": f"{PHASE_LABELS[phase]} schools" for phase in Phase if phase != Phase.NOT_APPLICABLE}
    groups = db.session.execute(
        select(Grouping.kind, Grouping.code, Grouping.name)
        .where(Grouping.kind.in_(KINDS), Grouping.valid_until.is_(None))
        .order_by(Grouping.name, Grouping.code)
    ).all()
    for wanted in KINDS:
        found |= {
            f"grouping:{kind}:{code}": f"{wanted.value.capitalize()}: {name}"
            for kind, code, name in groups
            if kind == wanted
        }
    return found
