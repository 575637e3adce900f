"""The facilitator's page of a run: how people join it."""

from typing import Any

from inclusion_app.foundation.database import db
from inclusion_app.training.models import Run
from tests.matrix.bodies import HowTo
from tests.matrix.world import World


def _filled_in(world: World, thing: str) -> dict[str, Any]:
    run = db.session.get_one(Run, world["run_q" if thing == "B" else "run"])
    return {"joining_instructions": "Ring the bell", "version": str(run.version)}


HOW_TO = {"provider_runs.save_joining": HowTo(_filled_in)}
