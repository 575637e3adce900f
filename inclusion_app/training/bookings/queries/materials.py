"""The files that are handed out on runs, without their content."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import select

from inclusion_app.foundation.database import db
from inclusion_app.training.models import RunMaterial


def materials_of_runs(run_ids: Collection[int]) -> dict[int, list[RunMaterial]]:
    """The files of each run, by title; one statement."""
    found: dict[int, list[RunMaterial]] = defaultdict(list)
    query = select(RunMaterial).where(RunMaterial.run_id.in_(run_ids)).order_by(RunMaterial.title, RunMaterial.id)
    for material in db.session.scalars(query):
        found[material.run_id].append(material)
    return found
